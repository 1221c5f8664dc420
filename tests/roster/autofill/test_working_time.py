"""R-18 in a fill: work after a window makes up for leave in it, so it can break what is before."""

from dataclasses import replace
from datetime import timedelta

from roster.autofill.filling import fill
from roster.autofill.mending import hard
from roster.problem import Unavailability
from tests.roster.autofill.learning import DAYS, NOBODY_ASKED, at_work, department, radiographer

RULES = {
    "R-35": {"enabled": False},
    "R-18": {"weeks": 2, "limit_minutes": 2000, "warn_minutes": 1800},
}


def filled(*leave):
    """Five long days before the rota; somebody is wanted in its second week."""
    before = at_work("a", [day - timedelta(days=7) for day in DAYS[:5]], "LD")
    line = replace(NOBODY_ASKED, starts_on=DAYS[7])
    problem = department(
        [radiographer("a")], history=tuple(before), unavailable=leave, demand=(line,), rules=RULES
    )
    return fill(problem, seconds=5, workers=1)


def test_work_that_makes_up_for_leave_before_it_breaks_no_limit():
    proposal = filled(Unavailability("a", "AL", DAYS[0], DAYS[2]))
    assert hard(proposal.problem, proposal.problem.duties) == []
    assert len(proposal.added) == 1


def test_without_leave_there_is_nothing_to_make_up_for():
    assert len(filled().added) > 1
