"""What people ask for, where not all of it can be had."""

from dataclasses import replace
from datetime import time

import pytest

from roster.autofill.filling import fill
from roster.problem import Demand, Request
from tests.roster.autofill.test_sharing import DAY, MONDAY, TIMES, department

TUESDAY = MONDAY + DAY


def one_wanted(*requests, **facts):
    """Of two alike one is wanted on Tuesday."""
    problem = department(["tue"], "E", (37.5, 37.5), weeks=1, requests=requests)
    return replace(problem, **facts)


def who_works(problem):
    proposal = fill(problem, seconds=10, workers=1)
    assert proposal.proved
    assert not proposal.uncovered
    return {duty.person for duty in proposal.added}


@pytest.mark.parametrize(("strong", "weak"), [("p0", "p1"), ("p1", "p0")])
def test_a_stronger_wish_wins_over_a_weaker_one(strong, weak):
    wishes = [Request(strong, TUESDAY, "off", 2), Request(weak, TUESDAY, "off", 1)]
    for requests in (wishes, wishes[::-1]):
        assert who_works(one_wanted(*requests)) == {weak}


@pytest.mark.parametrize(("strong", "weak"), [("p0", "p1"), ("p1", "p0")])
@pytest.mark.parametrize("wants", ["E", "L"])
def test_so_it_does_of_two_who_ask_for_one_shift(strong, weak, wants):
    problem = department(["tue"], "E", (37.5, 37.5), weeks=1)
    late = replace(problem.shift_types[0], code="L", starts=TIMES["L"][0], ends=TIMES["L"][1])
    lines = (("08:00", "12:00"), ("16:00", "20:00"))
    demand = tuple(
        replace(problem.demand[0], starts=time.fromisoformat(a), ends=time.fromisoformat(b))
        for a, b in lines
    )
    requests = (Request(strong, TUESDAY, wants, 2), Request(weak, TUESDAY, wants, 1))
    problem = replace(
        problem,
        shift_types=(*problem.shift_types, late),
        demand=demand,
        requests=requests,
    )
    proposal = fill(problem, seconds=10, workers=1)
    other = {"E": "L", "L": "E"}[wants]
    assert {d.person: d.shift for d in proposal.added} == {strong: wants, weak: other}


def test_of_three_the_one_who_asks_least_works_beside_whoever_does_not_ask():
    problem = department(["tue"], "E", (37.5, 37.5, 37.5), weeks=1)
    two = tuple(replace(line, least=2) for line in problem.demand)
    requests = (Request("p0", TUESDAY, "off", 2), Request("p1", TUESDAY, "off", 1))
    assert who_works(replace(problem, demand=two, requests=requests)) == {"p1", "p2"}


@pytest.mark.parametrize(("refused", "other"), [("p0", "p1"), ("p1", "p0")])
def test_of_equal_wishes_that_of_whoever_was_refused_the_last_is_granted(refused, other):
    wishes = [Request(person, TUESDAY, "off", 1) for person in ("p0", "p1")]
    assert who_works(one_wanted(*wishes, refused=frozenset({refused}))) == {other}
    stronger = replace(wishes[int(other[1])], weight=2)
    asked = [stronger if one.person == other else one for one in wishes]
    assert who_works(one_wanted(*asked, refused=frozenset({refused}))) == {refused}


def test_cover_comes_before_any_wish():
    everybody = [Request(person, TUESDAY, "off", 3) for person in ("p0", "p1")]
    line = Demand("TH", "XR", ("tue",), *TIMES["E"], "radiographer", 2)
    assert who_works(one_wanted(*everybody, demand=(line,))) == {"p0", "p1"}
