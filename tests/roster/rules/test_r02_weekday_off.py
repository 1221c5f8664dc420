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


def owed(monday, sunday, used, most, who="asha"):
    return breach(
        "R-02", "overridable", who, monday, sunday, measured=used, limit=most, unit="days"
    )


def week_of_march(used, most, who="asha"):
    return owed("2026-03-23", "2026-03-29", used, most, who)


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
        "Asha works Saturday 4 April but has no weekday off that week: 5 weekdays worked or "
        "away, at most 4."
    ]


def test_three_weekdays_and_a_saturday_are_one_too_many_on_three_days_a_week():
    problem = rota(row("ben", "E E E - - E -"))
    assert breaches(problem, "R-02") == [week_of_march(3, 2, "ben")]
    assert sentences(problem, "R-02") == [
        "Ben works Saturday 28 March but has no weekday off for it that week: 3 weekdays worked, "
        "at most 2."
    ]


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
