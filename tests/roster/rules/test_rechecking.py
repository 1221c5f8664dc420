"""A recheck is a full check, after any edits of any rota."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.compensation import days_given_back
from roster.rules.checker import check
from roster.rules.rechecking import SCOPES, check_whole, recheck
from tests.oracles.departments import department, with_dates
from tests.roster.rules.build import MONDAY, day, duty, rota, shift

SET_ANEW = {
    "R-02": {"comp_window": "same_or_next_week"},
    "R-04": {"enabled": False},
    "R-17": {"soft": 3, "hard": 4},
    "R-19": {"rest_minutes": 840},
    "R-33": {"bank_holiday_as": "sat"},
}


def some_cells(random, problem):
    """{(person, date): duties}: cells emptied, filled, moved from elsewhere in the rota."""
    changes = {}
    for _ in range(random.randint(1, 4)):
        person = random.choice(problem.people).id
        on = problem.starts + timedelta(days=random.randrange(7 * problem.weeks))
        taken = random.sample(problem.duties, min(len(problem.duties), random.choice([0, 1, 1, 2])))
        changes[person, on] = tuple(replace(d, person=person, date=on, fold=None) for d in taken)
    return changes


def put(problem, changes):
    kept = [d for d in problem.duties if (d.person, d.date) not in changes]
    return replace(problem, duties=(*kept, *(d for new in changes.values() for d in new)))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_any_row_of_edits_is_rechecked_as_a_full_check_would(seed):
    random = Random(seed)
    problem = with_dates(random, department(random)) if seed % 3 == 0 else department(random)
    if seed % 3 == 1:
        problem = replace(problem, later_rules=((problem.starts + timedelta(4), SET_ANEW),))
    checked = check_whole(problem)
    assert checked.breaches == check(problem)
    for _ in range(3):
        changes = some_cells(random, problem)
        problem, checked = put(problem, changes), recheck(checked, changes)
        assert checked.breaches == check(problem)
        assert sorted(map(str, checked.problem.duties)) == sorted(map(str, problem.duties))
        assert days_given_back(problem, checked.timeline) == days_given_back(problem)


def test_the_assistant_practitioner_who_lost_a_supervisor_is_found():
    problem = rota(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "E"), duty("fay", MONDAY, "E"))
    checked = check_whole(problem)
    alone = recheck(checked, {("dev", day(MONDAY)): (), ("fay", day(MONDAY)): ()})
    assert "R-04" not in {b.rule for b in checked.breaches}
    assert ("R-04", "asha") in {(b.rule, b.person) for b in alone.breaches}


@pytest.mark.parametrize("who", ["dev", "asha"])
def test_an_edit_that_changes_nothing_changes_no_breach(who):
    problem = rota(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "L"))
    held = tuple(d for d in problem.duties if d.person == who)
    assert recheck(check_whole(problem), {(who, day(MONDAY)): held}).breaches == check(problem)


def test_a_tail_after_midnight_is_kept_by_whoever_comes_the_next_day():
    nights = (shift("EV", "16:00", "00:00", 20), shift("NE", "00:00", "08:00", 30))
    tuesday = "2026-03-24"
    problem = rota(
        duty("asha", MONDAY, "EV"),
        duty("fay", MONDAY, "EV"),
        duty("dev", tuesday, "NE"),
        shifts=nights,
        rules={"R-05": {"tail_minutes": 60}},
    )
    checked = check_whole(problem)
    alone = recheck(checked, {("dev", day(tuesday)): ()})
    assert "R-05" not in {breach.rule for breach in checked.breaches}
    assert ("R-05", "asha") in {(breach.rule, breach.person) for breach in alone.breaches}
    assert alone.breaches == check(put(problem, {("dev", day(tuesday)): ()}))


def test_what_is_asked_apart_adds_up_to_the_whole():
    problem = rota(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "E"), duty("ben", MONDAY, "L"))
    checked, changes = check_whole(problem), {("dev", day(MONDAY)): (duty("dev", MONDAY, "LD"),)}
    whole, stood = recheck(checked, changes).found, checked.found
    parts = [recheck(checked, changes, ask).found for ask in (SCOPES[:1], SCOPES[1:])]
    for part in parts:
        assert whole != part != stood
        for key in whole.keys() | part.keys():
            assert part.get(key) in (whole.get(key), stood.get(key))
    for key in whole.keys() | stood.keys():
        assert whole.get(key) in [part.get(key) for part in parts]
