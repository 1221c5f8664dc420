"""A fill against every plan there is, on departments small enough to list them."""

import pytest

from roster.autofill import filling
from roster.autofill.filling import compiled, fill
from roster.autofill.mending import hard
from roster.autofill.weights import Weights
from tests.roster.autofill.listing import Listing
from tests.roster.autofill.tiny import department

THOUSANDS = [range(first, first + 250) for first in range(1000, 3500, 250)]


def broken(problem, duties):
    """What a must or an overridable rule says against some duties."""
    return [(b.rule, b.person, b.first, b.site, b.area) for b in hard(problem, duties)]


def agrees(seed, problem=None):
    """Whether the demand can be met, and how many duties were planned."""
    problem = problem or department(seed)
    proposal = fill(problem, seconds=10, seed=seed, workers=1)
    assert set(broken(problem, proposal.problem.duties)) <= set(broken(problem, ()))
    assert proposal.proved
    best, met = Listing(problem).best()
    assert (proposal.objective, not proposal.uncovered) == (best, met), seed
    return met, len(proposal.added)


def test_what_listing_leaves_out_is_never_the_best():
    for seed in range(40):
        listing = Listing(department(seed))
        assert listing.best() == listing.of_every_plan(), seed


def test_tiny_departments_are_filled_as_well_as_any_plan():
    """Some can meet their demand and some cannot."""
    found = [agrees(seed) for seed in range(60)]
    assert {met for met, _ in found} == {True, False}
    assert sum(added for _, added in found) > 60


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seeds", THOUSANDS, ids=lambda seeds: f"from-{seeds.start}")
def test_thousands_of_tiny_departments_are_filled_as_well_as_any_plan(seeds):
    found = [agrees(seed) for seed in seeds]
    assert {met for met, _ in found} == {True, False}
    assert sum(added > 0 for _, added in found) > len(seeds) / 2


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
