"""A fill within bounds: what lies outside them stays, and nothing is planned there."""

from dataclasses import replace

import pytest

from roster.autofill.filling import fill
from roster.problem import Duty
from tests.roster.autofill.tiny import department

SEEDS = range(40)


def filled(problem, within, **settings):
    return fill(problem, seconds=5, workers=1, within=within, **settings)


@pytest.mark.parametrize("of", ["person", "date", "place"])
def test_only_what_may_be_planned_is_planned(of):
    """Of each department the first duty that a free fill plans says what may be."""
    narrower = 0
    for seed in SEEDS:
        problem = department(seed)
        free = filled(problem, None)
        if not free.added:
            continue
        first = free.added[0]
        same = {
            "person": lambda duty, first=first: duty.person == first.person,
            "date": lambda duty, first=first: duty.date == first.date,
            "place": lambda duty, first=first: duty.site != first.site,
        }[of]
        some = filled(problem, same)
        assert all(same(duty) for duty in some.added)
        narrower += len(some.added) < len(free.added)
    assert narrower > 5


def test_duties_out_of_bounds_stay_even_where_a_fill_would_not_have_them():
    moved = 0
    for seed in SEEDS:
        problem = department(seed)
        own = problem.people[0]
        shift = problem.shift_types[0].code
        day = problem.starts
        there = Duty(own.id, day, shift, "GH", "XR")  # nobody is wanted or inducted there
        problem = replace(problem, duties=(there,))
        moved += filled(problem, None).removed == (there,)
        assert filled(problem, lambda duty, day=day: duty.date != day).removed == ()
    assert moved > 5


def test_progress_says_what_the_plan_would_be():
    told = []
    problem = department(3)
    proposal = fill(problem, seconds=5, workers=1, on_progress=told.append)
    last = told[-1].plan()
    assert set(last.duties) == set(proposal.problem.duties)
    assert replace(last, duties=()) == replace(problem, duties=())
