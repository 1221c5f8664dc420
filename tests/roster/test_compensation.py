"""Which weekday gives which weekend day back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.compensation import days_given_back
from roster.problem import AgreedPattern
from tests.roster.rules.build import ASHA, away, breaches, duty, rota, row

WINDOWS = ["same_week", "same_or_next_week", "n_days"]


def given_back(problem, who="asha"):
    """{CO: weekend date} as days of the month."""
    found = days_given_back(problem)
    return {day.day: weekend.day for (person, day), weekend in found.items() if person == who}


def test_two_weekend_days_give_back_two_weekdays_in_order():
    assert given_back(rota(row("asha", "E - E - E LD LD"))) == {24: 28, 26: 29}


def test_nobody_who_is_free_at_the_weekend_has_a_day_given_back():
    assert given_back(rota(row("asha", "E E E E"))) == {}


def test_a_full_week_gives_nothing_back():
    assert given_back(rota(row("asha", "E E E E E LD"))) == {}


def test_leave_uses_a_weekday_and_gives_none_back():
    leave = [away("asha", "AL", "2026-03-27")]
    assert given_back(rota(row("asha", "E E E E - LD"), unavailable=leave)) == {}


def test_a_part_timer_gets_back_as_many_days_as_the_contract_has():
    assert given_back(rota(row("ben", "E - E - - LD")), "ben") == {24: 28}
    assert given_back(rota(row("ben", "E - E - E LD")), "ben") == {}


def test_no_more_is_given_back_than_the_week_has_left():
    assert given_back(rota(row("ben", "E E - - - LD LD")), "ben") == {25: 28}


def test_a_day_that_an_agreed_pattern_keeps_free_is_given_back_last():
    free = AgreedPattern(date(2026, 1, 1), days=(0, 1), off=True)
    ben = replace_person("ben", agreed_patterns=(free,))
    assert given_back(rota(row("ben", "- - E - - LD"), people=(ben,)), "ben") == {26: 28}


def replace_person(who, **facts):
    person = next(p for p in rota().people if p.id == who)
    return replace(person, **facts)


def test_agreed_extra_work_at_the_weekend_is_owed_nothing():
    extra = duty("asha", "2026-03-28", "LD", additional=True)
    assert given_back(rota(row("asha", "E E E E -"), extra)) == {}


def test_on_call_without_a_call_is_no_weekend_day():
    assert given_back(rota(row("asha", "E E E E - OC"))) == {}


def test_the_week_after_serves_the_weekend_that_waits_longest():
    wide = {"R-02": {"comp_window": "same_or_next_week"}}
    problem = rota(row("asha", "E E E E E LD LD - E E E - LD -"), weeks=2, rules=wide)
    assert given_back(problem) == {30: 28, 3: 29}


def test_a_weekday_too_far_away_gives_nothing_back():
    near = {"R-02": {"comp_window": "n_days", "window_days": 3}}
    problem = rota(row("asha", "- - E E E LD - E E E E E"), weeks=2, rules=near)
    assert given_back(problem) == {}
    near["R-02"]["window_days"] = 4
    assert given_back(problem) == {24: 28}


def test_two_weekdays_for_each_weekend_day_where_the_rule_says_so():
    double = {"R-02": {"ratio": 2}}
    assert given_back(rota(row("asha", "E - E - - LD"), rules=double)) == {24: 28, 26: 28}


def test_a_rule_switched_off_names_nothing():
    off = {"R-02": {"enabled": False}}
    assert given_back(rota(row("asha", "E - E - E LD LD"), rules=off)) == {}


def test_days_of_the_history_are_not_named():
    problem = rota(row("asha", "- E E E E LD", starts="2026-03-16"), row("asha", "E"))
    assert given_back(problem) == {}


weeks_of_codes = st.lists(st.sampled_from(["-", "E", "LD", "AL"]), min_size=21, max_size=21)


@pytest.mark.parametrize("window", WINDOWS)
@given(codes=weeks_of_codes, days=st.sampled_from([5, 4, 3, 2.5]))
def test_where_the_rule_is_kept_every_weekend_day_has_its_own_weekday(window, codes, days):
    problem = three_weeks(codes, days, {"R-02": {"comp_window": window, "window_days": 6}})
    found = days_given_back(problem)
    worked = {d.date for d in problem.duties}
    away_on = {absence.starts_on for absence in problem.unavailable}
    assert all(day not in worked | away_on and day.weekday() < 5 for _, day in found)
    assert set(found.values()) <= {day for day in worked if day.weekday() >= 5}
    if breaches(problem, "R-02") == []:
        assert set(found.values()) >= certain(worked, window)


def three_weeks(codes, days, rules):
    employment = replace(ASHA.employments[0], days_per_week=days)
    asha = replace(ASHA, employments=(employment,))
    monday = date(2026, 3, 23)
    leave = [
        away("asha", "AL", str(monday + timedelta(days=n)))
        for n, code in enumerate(codes)
        if code == "AL"
    ]
    duties = row("asha", " ".join("-" if code == "AL" else code for code in codes))
    return rota(duties, weeks=3, people=(asha,), unavailable=leave, rules=rules)


def certain(worked, window):
    """Weekend days whose whole window lies inside the three weeks."""
    last = {"same_week": 21, "same_or_next_week": 14, "n_days": 15}[window]
    until = date(2026, 3, 23) + timedelta(days=last)
    return {day for day in worked if day.weekday() >= 5 and day < until}
