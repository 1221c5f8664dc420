"""R-02 where the weekday off may lie in the next week, or some days before or after."""

from dataclasses import replace

import pytest

from tests.roster.rules.build import (
    ASHA,
    away,
    breach,
    breaches,
    employed,
    rota,
    row,
    sentences,
)

SIX_DAYS = "E E E E E E -"
NEXT_WEEK = {"R-02": {"comp_window": "same_or_next_week"}}


def owed(monday, sunday, used, most, who="asha"):
    return breach(
        "R-02", "overridable", who, monday, sunday, measured=used, limit=most, unit="days"
    )


def week_of_march(used, most, who="asha"):
    return owed("2026-03-23", "2026-03-29", used, most, who)


def near(days):
    return {"R-02": {"comp_window": "n_days", "window_days": days}}


def test_the_next_week_may_give_the_weekday_back():
    off_monday = row("asha", "- E E E E - -", "2026-03-30")
    assert breaches(rota(row("asha", SIX_DAYS), off_monday, weeks=2, rules=NEXT_WEEK), "R-02") == []


def test_a_next_week_without_a_weekday_off_does_not():
    full = row("asha", "E E E E E - -", "2026-03-30")
    problem = rota(row("asha", SIX_DAYS), full, weeks=2, rules=NEXT_WEEK)
    assert breaches(problem, "R-02") == [week_of_march(5, 4)]
    assert sentences(problem, "R-02") == [
        "Asha works Saturday 28 March, and no weekday that week or the next is left to give back "
        "for it."
    ]


def test_leave_in_the_next_week_gives_nothing_back():
    four = row("asha", "- E E E E - -", "2026-03-30")
    leave = [away("asha", "AL", "2026-03-30")]
    problem = rota(row("asha", SIX_DAYS), four, weeks=2, rules=NEXT_WEEK, unavailable=leave)
    assert breaches(problem, "R-02") == [week_of_march(5, 4)]


def test_the_last_weekend_waits_for_the_next_rota():
    assert breaches(rota(row("asha", SIX_DAYS), rules=NEXT_WEEK), "R-02") == []


def test_the_weekend_that_waits_longest_is_served_first():
    one_off = row("asha", "- E E E E E -", "2026-03-30")
    full = row("asha", "E E E E E - -", "2026-04-06")
    problem = rota(row("asha", SIX_DAYS), one_off, full, weeks=3, rules=NEXT_WEEK)
    assert breaches(problem, "R-02") == [owed("2026-03-30", "2026-04-05", 4, 4)]


def test_a_weekday_serves_one_weekend_day_only():
    both = row("asha", "E E E E E E E")
    one_off = row("asha", "- E E E E - -", "2026-03-30")
    problem = rota(both, one_off, weeks=2, rules=NEXT_WEEK)
    assert breaches(problem, "R-02") == [week_of_march(5, 3)]
    two_off = row("asha", "- - E E E - -", "2026-03-30")
    assert breaches(rota(both, two_off, weeks=2, rules=NEXT_WEEK), "R-02") == []


def test_a_weekend_of_the_last_rota_is_judged_where_the_next_week_lies_in_this_one():
    before = row("asha", SIX_DAYS, "2026-03-16")
    full = row("asha", "E E E E E - -")
    assert breaches(rota(before, full, rules=NEXT_WEEK), "R-02") == [
        owed("2026-03-16", "2026-03-22", 5, 4)
    ]
    assert breaches(rota(before, row("asha", "E E E E - - -"), rules=NEXT_WEEK), "R-02") == []


def test_nothing_that_lies_in_the_history_alone_is_reported():
    before = row("asha", SIX_DAYS, "2026-03-16")
    leave = [away("asha", "AL", "2026-03-23", "2026-03-27")]
    problem = rota(before, row("dev", "E"), rules=NEXT_WEEK, unavailable=leave)
    assert breaches(problem, "R-02") == []
    earlier = row("asha", SIX_DAYS, "2026-03-09") + row("asha", "E E E E E - -", "2026-03-16")
    problem = rota(earlier, row("asha", "E E E E E - -"), rules=NEXT_WEEK)
    assert breaches(problem, "R-02") == []


def test_one_duty_of_this_rota_takes_part_where_it_takes_the_day():
    before = row("asha", SIX_DAYS, "2026-03-16")
    leave = [away("asha", "AL", "2026-03-24", "2026-03-27")]
    problem = rota(before, row("asha", "E"), rules=NEXT_WEEK, unavailable=leave)
    assert breaches(problem, "R-02") == [owed("2026-03-16", "2026-03-22", 5, 4)]


@pytest.mark.parametrize(
    ("reach", "found"), [(2, [owed("2026-03-16", "2026-03-22", 5, 4)]), (1, [])]
)
def test_a_window_that_ends_before_this_rota_is_the_last_ones_affair(reach, found):
    before = row("asha", SIX_DAYS, "2026-03-16")
    assert breaches(rota(before, row("asha", "E"), rules=near(reach)), "R-02") == found


def test_a_weekend_of_this_rota_between_weeks_of_leave_is_reported():
    leave = [
        away("asha", "AL", "2026-03-23", "2026-03-27"),
        away("asha", "AL", "2026-03-30", "2026-04-03"),
    ]
    facts = {"weeks": 2, "rules": NEXT_WEEK, "unavailable": leave}
    assert breaches(rota(row("asha", "- - - - - E -"), **facts), "R-02") == [week_of_march(5, 4)]


def test_a_week_after_the_employment_gives_nothing_back():
    leaver = replace(ASHA, employments=(employed("trainee", 3, until="2026-03-29"),))
    problem = rota(row("asha", SIX_DAYS), weeks=2, people=[leaver], rules=NEXT_WEEK)
    assert breaches(problem, "R-02") == [week_of_march(5, 4)]


def test_a_weekday_off_in_the_history_is_taken_by_its_own_weekend():
    before = row("asha", "- E E E E E E", "2026-03-16")
    assert breaches(rota(before, row("asha", "- E E E E - -"), rules=NEXT_WEEK), "R-02") == []
    assert breaches(rota(before, row("asha", "E E E E E - -"), rules=NEXT_WEEK), "R-02") == [
        owed("2026-03-16", "2026-03-22", 4, 3)
    ]


@pytest.mark.parametrize(("reach", "found"), [(9, []), (8, [week_of_march(5, 4)])])
def test_the_weekday_off_may_lie_so_many_days_after(reach, found):
    off = row("asha", "E E E E E - -", "2026-03-30") + row("asha", "- E E E E - -", "2026-04-06")
    problem = rota(row("asha", SIX_DAYS), off, weeks=3, rules=near(reach))
    assert breaches(problem, "R-02") == found
    if found:
        assert sentences(problem, "R-02") == [
            "Asha works Saturday 28 March, and no weekday within 8 days of it is left to give "
            "back for it."
        ]


@pytest.mark.parametrize(("reach", "found"), [(8, []), (7, [week_of_march(5, 4)])])
def test_the_weekday_off_may_lie_so_many_days_before(reach, found):
    before = row("asha", "E E E E - - -", "2026-03-16")
    after = row("asha", "E E E E E - -", "2026-03-30")
    problem = rota(before, row("asha", SIX_DAYS), after, weeks=2, rules=near(reach))
    assert breaches(problem, "R-02") == found


def test_a_week_of_the_history_is_searched_to_its_own_day_off():
    earlier = row("asha", "E E E E E - -", "2026-03-09") + row(
        "asha", "E E E E - - -", "2026-03-16"
    )
    after = row("asha", "E E E E E - -", "2026-03-30")
    problem = rota(earlier, row("asha", SIX_DAYS), after, weeks=2, rules=near(8))
    assert breaches(problem, "R-02") == []
    problem = rota(earlier, row("asha", SIX_DAYS), after, weeks=2, rules=near(7))
    assert breaches(problem, "R-02") == [week_of_march(5, 4)]


@pytest.mark.parametrize(("reach", "found"), [(6, []), (5, [week_of_march(5, 4)])])
def test_only_the_day_off_itself_is_within_reach(reach, found):
    friday_off = row("asha", "E E E E - - -", "2026-03-30")
    problem = rota(row("asha", SIX_DAYS), friday_off, weeks=2, rules=near(reach))
    assert breaches(problem, "R-02") == found


def test_a_week_gives_back_as_many_days_as_its_contract_has_left():
    full = row("ben", "E E E - - - -", "2026-03-30")
    both = rota(row("ben", "E E - - - E E"), full, weeks=2, rules=near(7))
    assert breaches(both, "R-02") == [week_of_march(2, 1, "ben")]
    assert breaches(rota(row("ben", "E - - - - E E"), full, weeks=2, rules=near(7)), "R-02") == []


def test_a_window_that_ends_after_the_rota_is_not_judged():
    full = row("asha", "E E E E E - -", "2026-03-30")
    assert breaches(rota(row("asha", SIX_DAYS), full, weeks=2, rules=near(8)), "R-02") == [
        week_of_march(5, 4)
    ]
    assert breaches(rota(row("asha", SIX_DAYS), full, weeks=2, rules=near(9)), "R-02") == []


def test_a_window_without_end_is_no_fault():
    assert breaches(rota(row("asha", SIX_DAYS), rules=near(10**12)), "R-02") == []
