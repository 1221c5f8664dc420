"""R-02: each weekend day worked gives back one contracted weekday."""

from dataclasses import replace

import pytest

from tests.roster.rules.build import (
    ASHA,
    BEN,
    CORA,
    away,
    breach,
    breaches,
    duty,
    employed,
    person,
    rota,
    row,
    sentences,
    shift,
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


def test_five_weekdays_and_a_saturday_are_one_too_many():
    problem = rota(row("asha", SIX_DAYS))
    assert breaches(problem, "R-02") == [week_of_march(5, 4)]
    assert sentences(problem, "R-02") == [
        "Asha works Saturday 28 March but has no weekday off that week: 5 weekdays worked, at "
        "most 4."
    ]


def test_a_bank_holiday_does_not_give_a_weekday_back():
    problem = rota(
        row("asha", "E E E E - E -", "2026-03-30"),
        starts="2026-03-30",
        unavailable=[away("asha", "BH", "2026-04-03")],
    )
    assert breaches(problem, "R-02") == [owed("2026-03-30", "2026-04-05", 5, 4)]
    assert sentences(problem, "R-02") == [
        "Asha works Saturday 4 April but has no weekday off that week: 5 weekdays worked or on "
        "paid leave, at most 4."
    ]


def test_three_weekdays_and_a_saturday_are_one_too_many_on_three_days_a_week():
    problem = rota(row("ben", "E E E - - E -"))
    assert breaches(problem, "R-02") == [week_of_march(3, 2, "ben")]


def test_two_weekdays_off_for_a_whole_weekend_are_enough():
    assert breaches(rota(row("asha", "E - E - E E E")), "R-02") == []


def test_one_weekday_off_for_a_whole_weekend_is_not():
    problem = rota(row("asha", "E - E E E E E"))
    assert breaches(problem, "R-02") == [week_of_march(4, 3)]
    assert sentences(problem, "R-02") == [
        "Asha works Saturday 28 March and Sunday 29 March but has only 1 weekday off that week: "
        "4 weekdays worked, at most 3."
    ]


def test_two_weekdays_and_a_saturday_are_enough_on_three_days_a_week():
    assert breaches(rota(row("ben", "E - E - - E -")), "R-02") == []


@pytest.mark.parametrize("kind", ["AL", "SL", "SD", "MT", "BH", "TOIL", "PL"])
def test_paid_absence_uses_a_weekday(kind):
    problem = rota(row("asha", "E E E E - E -"), unavailable=[away("asha", kind, "2026-03-27")])
    assert breaches(problem, "R-02") == [week_of_march(5, 4)]


def test_other_absence_uses_none():
    problem = rota(row("asha", "E E E E - E -"), unavailable=[away("asha", "OTHER", "2026-03-27")])
    assert breaches(problem, "R-02") == []


def test_an_hour_of_leave_uses_the_weekday_like_a_whole_day():
    hour = away("asha", "AL", "2026-03-27", starts="09:00", ends="10:00")
    problem = rota(row("asha", "E E E E - E -"), unavailable=[hour])
    assert breaches(problem, "R-02") == [week_of_march(5, 4)]


def test_absence_on_a_day_with_a_duty_uses_one_weekday():
    problem = rota(row("asha", "E E E E - E -"), unavailable=[away("asha", "SL", "2026-03-26")])
    assert breaches(problem, "R-02") == []


def test_agreed_extra_duties_are_invisible_on_any_day():
    on_saturday = duty("asha", "2026-03-28", "E", additional=True)
    assert breaches(rota(row("asha", "E E E E E - -"), on_saturday), "R-02") == []
    on_friday = duty("asha", "2026-03-27", "E", additional=True)
    assert breaches(rota(row("asha", "E E E E - E -"), on_friday), "R-02") == []


def test_every_class_of_duty_uses_its_day():
    assert breaches(rota(row("asha", "SD AD E E E AD -")), "R-02") == [week_of_march(5, 4)]


def test_on_call_that_is_not_called_is_no_day_worked():
    assert breaches(rota(row("asha", "E E E E E OC -")), "R-02") == []


def test_a_duty_belongs_to_the_date_it_begins_on():
    night = shift("N", "20:00", "08:00")
    assert breaches(rota(row("asha", "E E E E N - -"), shifts=[night]), "R-02") == []


@pytest.mark.parametrize(
    ("hours", "days", "codes", "found"),
    [
        (30, None, "E E E E - E -", [week_of_march(4, 3)]),
        (30, None, "E E E - - E -", []),
        (20, None, "E E - - - E -", [week_of_march(2, 1)]),
        (20, None, "E - - - - E -", []),
        (37.5, 4, "E E E E - E -", [week_of_march(4, 3)]),
        (37.5, 4.5, "E E E E - E -", [week_of_march(4, 3)]),
        (7.5, None, "E - - - - E -", [week_of_march(1, 0)]),
        (7.5, None, "- - - - - E E", []),
        (7.25, None, "E E E E E E E", []),
    ],
)
def test_the_contract_says_how_many_weekdays_there_are(hours, days, codes, found):
    asha = person("asha", employed("assistant_practitioner", 4, hours, days))
    assert breaches(rota(row("asha", codes), people=[asha]), "R-02") == found


def test_whoever_is_neither_trainee_nor_assistant_practitioner_is_not_judged():
    assert breaches(rota(row("cora", SIX_DAYS)), "R-02") == [week_of_march(5, 4, "cora")]
    assert breaches(rota(row("dev", SIX_DAYS)), "R-02") == []
    rules = {"R-02": {"roles": ["radiographer"]}}
    assert breaches(rota(row("dev", SIX_DAYS), rules=rules), "R-02") == [week_of_march(5, 4, "dev")]
    assert breaches(rota(row("asha", SIX_DAYS), rules=rules), "R-02") == []


def test_the_employment_of_the_week_is_that_of_its_first_employed_day():
    three_days = employed("assistant_practitioner", 4, 22.5, until="2026-03-23")
    whole = employed("assistant_practitioner", 4, since="2026-03-24")
    problem = rota(row("asha", "E E E - - E -"), people=[person("asha", three_days, whole)])
    assert breaches(problem, "R-02") == [week_of_march(3, 2)]
    starter = person("asha", employed("trainee", 3, 22.5, since="2026-03-25"))
    problem = rota(row("asha", "- - E E E E -"), people=[starter])
    assert breaches(problem, "R-02") == [week_of_march(3, 2)]


def test_the_history_is_not_judged_and_each_week_stands_alone():
    problem = rota(row("asha", SIX_DAYS, "2026-03-16"), row("asha", "- - - - - E -"))
    assert breaches(problem, "R-02") == []


def test_the_ratio_may_be_half_a_day():
    rules = {"R-02": {"ratio": 0.5}}
    assert breaches(rota(row("asha", SIX_DAYS), rules=rules), "R-02") == [week_of_march(5, 4)]
    assert breaches(rota(row("asha", "E E E E - E E"), rules=rules), "R-02") == []


def test_in_hours_it_is_silent():
    assert breaches(rota(row("asha", SIX_DAYS), rules={"R-02": {"mode": "hours"}}), "R-02") == []


def test_it_can_be_switched_off():
    assert breaches(rota(row("asha", SIX_DAYS), rules={"R-02": {"enabled": False}}), "R-02") == []


# ── the wider windows ──


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


# ── with other rules (domain 10.4) ──


def test_a_weekday_off_before_the_weekend_makes_a_long_run():
    """It is R-17 that speaks of ten days in a row."""
    run = row("asha", "- - E E E E E") + row("asha", "E E E E E - -", "2026-03-30")
    assert breaches(rota(run, weeks=2), "R-02") == []
    assert breaches(rota(run, weeks=2), "R-17") == [
        breach(
            "R-17",
            "overridable",
            "asha",
            "2026-03-25",
            "2026-04-03",
            measured=10,
            limit=7,
            unit="days",
        )
    ]


def test_people_qualify_within_a_week():
    """R-13: the week is that of the trainee, and trainees are judged as well."""
    cora = replace(
        CORA,
        employments=(
            employed("trainee", 3, until="2026-03-25"),
            employed("assistant_practitioner", 4, since="2026-03-26"),
        ),
    )
    rules = {"R-02": {"roles": ["assistant_practitioner"]}}
    assert breaches(rota(row("cora", SIX_DAYS), people=[cora]), "R-02") == [
        week_of_march(5, 4, "cora")
    ]
    assert breaches(rota(row("cora", SIX_DAYS), people=[cora], rules=rules), "R-02") == []


def test_two_people_make_two_breaches():
    problem = rota(row("ben", SIX_DAYS), row("asha", SIX_DAYS), people=[BEN, ASHA])
    assert breaches(problem, "R-02") == [week_of_march(5, 4), week_of_march(5, 2, "ben")]
