"""What a kept duty breaks already is no cost of a proposal: its price and gap speak of the plan."""

from random import Random

from roster.autofill.filling import BROKEN, fill
from roster.rules.checker import check
from tests.oracles.departments import department
from tests.roster.rules.build import duty, rota


def test_what_stays_broken_costs_a_plan_nothing():
    """Dev is back ten hours after an on-call; both duties are fixed."""
    duties = (
        duty("dev", "2026-03-24", "LD", fixed=True),
        duty("dev", "2026-03-25", "OC", fixed=True),
        duty("dev", "2026-03-26", "E", fixed=True),
    )
    problem = rota(*duties)
    broken = [breach for breach in check(problem) if breach.level != "should"]
    assert broken
    proposal = fill(problem, seconds=5, workers=1)
    assert set(duties) <= set(proposal.problem.duties)
    assert abs(proposal.objective) < BROKEN
    assert proposal.bound <= proposal.objective


def test_where_a_duty_that_stays_has_to_go_no_plan_is_said_to_cost_more():
    """What it breaks by itself was counted as paid in any case."""
    proposal = fill(department(Random(225)), seconds=5, workers=1)
    assert proposal.removed
    assert proposal.bound is None or proposal.bound <= proposal.objective
