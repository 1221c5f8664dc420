"""A fill against every plan there is, on departments small enough to list them."""

from dataclasses import replace

import pytest

from roster.autofill import filling
from roster.autofill.filling import compiled, fill
from roster.autofill.mending import Judge, hard
from roster.autofill.weights import Weights
from roster.rules.checker import check
from tests.roster.autofill.tiny import department, plans

DEMAND = "R-33"


def best_of_all(problem):
    """(least cost of the plans the checker finds clean, whether one of them leaves no gap)"""
    possible = compiled(problem, False, Weights())
    judge, legal, met = Judge(possible), [], False
    for values in plans(possible):
        if not judge.new(values):
            legal.append(possible.rows.frozen.judged(values)[1])
            met = met or not _gaps(problem, possible.duties(values))
    return min(legal), met


def broken(problem, duties):
    """What a must or an overridable rule says against some duties."""
    return [(b.rule, b.person, b.first, b.site, b.area) for b in hard(problem, duties)]


def _gaps(problem, duties):
    return [b for b in check(replace(problem, duties=duties)) if b.rule == DEMAND]


def agrees(seed):
    problem = department(seed)
    proposal = fill(problem, seconds=10, seed=seed, workers=1)
    best, met = best_of_all(problem)
    assert set(broken(problem, proposal.problem.duties)) <= set(broken(problem, ()))
    assert proposal.proved
    assert (proposal.objective, not proposal.uncovered) == (best, met), seed
    return met, len(proposal.added)


def test_tiny_departments_are_filled_as_well_as_any_plan():
    """Some can meet their demand and some cannot."""
    found = [agrees(seed) for seed in range(30)]
    assert {met for met, _ in found} == {True, False}
    assert sum(added for _, added in found) > 30


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_hundreds_of_tiny_departments_are_filled_as_well_as_any_plan():
    found = [agrees(seed) for seed in range(1000, 1250)]
    assert {met for met, _ in found} == {True, False}


def test_what_no_plan_may_hold_breaks_a_rule_by_itself():
    """Nothing is left out that the checker would let pass."""
    left_out = 0
    for seed in range(60):
        problem = department(seed)
        possible = compiled(problem, False, Weights())
        options = {possible.items[b].duty for own in possible.options.values() for b in own}
        for person in problem.people:
            for item in possible.candidates(person):
                if item.duty not in options:
                    left_out += 1
                    assert broken(problem, (item.duty,)) != broken(problem, ()), (seed, item.duty)
    assert left_out > 20


def test_a_limit_of_work_is_not_cut_short_by_a_share_of_the_seconds(monkeypatch):
    asked = []
    monkeypatch.setattr(filling, "search_until", lambda search, until: asked.append(until))
    fill(department(3), seconds=50, workers=1, parts=9)
    assert asked == [50]
