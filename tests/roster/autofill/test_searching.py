"""The search as a whole: it can be stopped, tells how far it is, and keeps the rules at size."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.departments import department as large
from roster.autofill.filling import compiled, fill
from roster.autofill.limits import Limits
from roster.autofill.mending import hard, new_ones
from roster.autofill.searching import Search
from roster.autofill.weights import Weights
from roster.rotafile.files import read_file
from tests.roster.autofill.tiny import department

DEMO = Path(__file__).parents[3] / "demo" / "ixf.json"


def adds_nothing_hard(before, after):
    fixed = tuple(duty for duty in before.duties if duty.fixed)
    return new_ones(hard(after, after.duties), hard(before, fixed)) == []


def test_progress_never_gets_worse():
    told = []
    fill(department(38), seconds=5, workers=1, on_progress=told.append)
    costs = [progress.cost for progress in told]
    assert costs == sorted(costs, reverse=True)
    assert told[-1].proved
    assert told[-1].gap == 0


def test_a_cancelled_fill_keeps_what_it_has():
    problem = department(38)
    proposal = fill(problem, seconds=60, workers=1, cancelled=lambda: True)
    assert proposal.seconds < 30
    assert adds_nothing_hard(problem, proposal.problem)


def test_a_part_that_is_being_decided_when_the_search_stops_is_still_taken():
    """A week of twenty people takes longer than the search looks away."""
    search = Search(compiled(large(20, 1), False, Weights()).rows, Limits(600, 1))
    search.limits.cancelled = lambda: search.parts
    choosing, before = search.choosing, search.cost
    search.queue = [choosing._move("days", choosing.people, choosing.days)]
    search.queue[0].seconds = 5
    search.improve(600)
    assert search.cost < before


def test_seeds_lead_to_the_same_best_rota():
    found = {fill(department(41), seconds=10, seed=seed, workers=1).objective for seed in range(4)}
    assert len(found) == 1


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("there", [True, False])
def test_the_demonstration_department_is_filled_within_the_rules(there):
    problem = read_file(DEMO)
    before = problem if there else replace(problem, duties=())
    proposal = fill(before, seconds=200, parts=20)
    assert adds_nothing_hard(before, proposal.problem)
    assert {duty for duty in before.duties if duty.fixed} <= set(proposal.problem.duties)
    assert len(proposal.added) > 20


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demonstration_department_is_filled_around_what_is_kept():
    problem = read_file(DEMO)
    proposal = fill(problem, seconds=200, parts=20, keep=True)
    assert set(problem.duties) <= set(proposal.problem.duties)
    assert new_ones(hard(problem, proposal.problem.duties), hard(problem, problem.duties)) == []
