"""R-19: eleven elapsed hours of rest between days, or the missing rest given and recorded."""

import pytest

from roster.problem import CompensatoryRest
from tests.roster.rules.build import (
    breach,
    breaches,
    day,
    duty,
    elsewhere,
    moment,
    rota,
    row,
    sentences,
    shift,
)

SATURDAY, SUNDAY = "2026-03-28", "2026-03-29"  # the clocks go forward in the night between
OCTOBER = "2026-10-19"  # the clocks go back in the night to its Sunday, the 25th


def short(minutes, first, last, who="asha"):
    facts = {"measured": minutes, "limit": 660, "unit": "minutes"}
    return breach("R-19", "overridable", who, first, last, **facts)


def judged(*duties, **facts):
    return breaches(rota(*duties, **facts), "R-19")


def until(at):
    return shift("X", "12:00", at)


# ── the nights on which the clocks change ──


@pytest.mark.parametrize(
    ("ends", "rest"), [("20:00", None), ("20:01", 659), ("20:30", 630), ("21:00", 600)]
)
def test_the_spring_night_is_an_hour_short(ends, rest):
    found = judged(row("asha", "- - - - - X E"), shifts=[until(ends)])
    assert found == ([short(rest, SATURDAY, SUNDAY)] if rest else [])


@pytest.mark.parametrize(("ends", "rest"), [("22:00", None), ("22:01", 659)])
def test_the_autumn_night_is_an_hour_long(ends, rest):
    nights = row("asha", "- - - - - X E", starts=OCTOBER)
    found = judged(nights, starts=OCTOBER, shifts=[until(ends)])
    assert found == ([short(rest, "2026-10-24", "2026-10-25")] if rest else [])


@pytest.mark.parametrize(
    ("starts", "ends", "rest"),
    [
        ("2027-03-22", "20:00", None),
        ("2027-03-22", "20:01", 659),
        ("2027-10-25", "22:00", None),
        ("2027-10-25", "22:01", 659),
    ],
)
def test_the_year_after_too(starts, ends, rest):
    found = judged(row("asha", "- - - - - X E", starts=starts), starts=starts, shifts=[until(ends)])
    assert [one.measured for one in found] == ([rest] if rest else [])


# ── what is a rest ──


@pytest.mark.parametrize(("ends", "found"), [("21:00", []), ("21:01", [659])])
def test_eleven_hours_are_enough_and_a_minute_less_is_not(ends, found):
    assert [b.measured for b in judged(row("asha", "X E"), shifts=[until(ends)])] == found


def test_it_names_both_duties_and_their_times():
    assert sentences(rota(row("asha", "X E"), shifts=[until("22:00")]), "R-19") == [
        "Asha has 10 h of rest between X on Monday 23 March, which ends at 22:00, and E on "
        "Tuesday 24 March, which begins at 08:00; 11 h are needed."
    ]


def test_work_for_others_counts():
    bank = elsewhere("asha", f"{SATURDAY}T12:00", f"{SATURDAY}T22:00")
    problem = rota(duty("asha", SUNDAY, "E"), other_work=[bank])
    assert breaches(problem, "R-19") == [short(540, SATURDAY, SUNDAY)]
    assert sentences(problem, "R-19") == [
        "Asha has 9 h of rest between work for bank on Saturday 28 March, which ends at 22:00, "
        "and E on Sunday 29 March, which begins at 08:00; 11 h are needed."
    ]
    ends_earlier = elsewhere("asha", f"{SATURDAY}T12:00", f"{SATURDAY}T20:00")
    assert judged(duty("asha", SUNDAY, "E"), other_work=[ends_earlier]) == []


def test_work_for_others_after_the_rota_counts():
    bank = elsewhere("asha", "2026-03-30T06:00", "2026-03-30T10:00")
    assert judged(duty("asha", SUNDAY, "L"), other_work=[bank]) == [
        short(600, SUNDAY, "2026-03-30")
    ]


def test_two_jobs_elsewhere_are_not_ours_to_judge():
    bank = [
        elsewhere("asha", "2026-03-27T12:00", "2026-03-27T23:00"),
        elsewhere("asha", "2026-03-28T06:00", "2026-03-28T10:00"),
    ]
    assert judged(duty("asha", "2026-03-23", "E"), other_work=bank) == []


def test_a_rest_from_the_history_into_the_rota_is_judged():
    late = row("asha", "X", starts="2026-03-22")
    assert judged(late, row("asha", "E"), shifts=[until("21:30")]) == [
        short(630, "2026-03-22", "2026-03-23")
    ]


def test_a_rest_within_the_history_is_not():
    late = row("asha", "X E", starts="2026-03-19")
    assert judged(late, row("asha", "E"), shifts=[until("21:30")]) == []


def test_waiting_on_call_is_rest_and_being_called_is_not():
    calls = (
        (moment("2026-03-24T01:00"), moment("2026-03-24T02:00")),
        (moment("2026-03-23T22:00"), moment("2026-03-23T22:30")),
    )
    waiting, called = (
        duty("asha", "2026-03-23", "OC"),
        duty("asha", "2026-03-23", "OC", called=calls),
    )
    days = row("asha", "E D")
    assert judged(days, waiting) == []
    # From the early to the first call is a gap inside one split day.
    assert judged(days, called) == [short(150, "2026-03-23", "2026-03-24")]


def test_the_rests_around_a_split_day_count_and_not_the_gap_inside():
    halves = [shift("A", "07:00", "10:00"), shift("B", "18:00", "22:00")]
    split = [duty("asha", "2026-03-24", "A"), duty("asha", "2026-03-24", "B")]
    problem = rota(row("asha", "L - E"), split, shifts=halves)
    assert breaches(problem, "R-19") == [
        short(600, "2026-03-24", "2026-03-25"),
    ]
    late_before = rota(row("asha", "X - E"), split, shifts=[*halves, until("20:30")])
    assert breaches(late_before, "R-19") == [
        short(630, "2026-03-23", "2026-03-24"),
        short(600, "2026-03-24", "2026-03-25"),
    ]


def test_duties_an_hour_apart_are_one_spell_of_work():
    pair = [shift("A", "16:00", "23:00"), shift("B", "00:00", "04:00")]
    assert (
        judged(duty("asha", "2026-03-23", "A"), duty("asha", "2026-03-24", "B"), shifts=pair) == []
    )
    rules = {"R-16": {"merge_gap_minutes": 59}}
    apart = rota(row("asha", "A B"), shifts=pair, rules=rules)
    assert breaches(apart, "R-19") == [short(60, "2026-03-23", "2026-03-24")]


def test_the_rest_needed_can_be_set():
    rules = {"R-19": {"rest_minutes": 721}}
    facts = {"measured": 720, "limit": 721, "unit": "minutes"}
    found = breach("R-19", "overridable", "asha", "2026-03-23", "2026-03-24", **facts)
    assert judged(row("asha", "L E"), rules=rules) == [found]


# ── compensatory rest ──

SHORT = short(600, "2026-03-23", "2026-03-24")  # an hour is missing


def given(starts, ends, on="2026-03-24", rule="R-19", who="asha"):
    return CompensatoryRest(who, rule, day(on), moment(starts), moment(ends), "sickness cover")


def recorded(*records, **rules):
    problem = {"shifts": [until("22:00")], "compensatory_rest": records, "rules": {"R-19": rules}}
    return judged(row("asha", "X E - - - - -"), weeks=3, **problem)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-03-24T16:00", "2026-03-24T17:00"),
        ("2026-04-07T23:59", "2026-04-08T00:59"),
        ("2026-03-28T12:00", "2026-03-28T14:00"),
    ],
)
def test_the_missing_rest_given_in_time_is_enough(starts, ends):
    assert recorded(given(starts, ends)) == []


def test_a_rest_may_be_given_until_work_begins():
    record = given("2026-03-25T07:00", "2026-03-25T08:00")
    extra = {"shifts": [until("22:00")], "compensatory_rest": (record,)}
    assert judged(row("asha", "X E E - - - -"), weeks=3, **extra) == []


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-03-24T16:00", "2026-03-24T16:59"),  # too short
        ("2026-04-08T00:00", "2026-04-08T02:00"),  # too late
        ("2026-03-24T15:30", "2026-03-24T17:30"),  # at work
        ("2026-03-24T07:00", "2026-03-24T08:00"),  # of the short rest itself
    ],
)
def test_any_other_rest_is_not(starts, ends):
    assert recorded(given(starts, ends)) == [SHORT]


def test_a_record_is_for_one_date_one_rule_and_one_person():
    span = "2026-03-24T16:00", "2026-03-24T17:00"
    assert recorded(given(*span, on="2026-03-23")) == [SHORT]
    assert recorded(given(*span, rule="R-20")) == [SHORT]
    assert recorded(given(*span, who="ben")) == [SHORT]
    without_times = CompensatoryRest("asha", "R-19", day("2026-03-24"))
    assert recorded(without_times) == [SHORT]


def test_how_late_it_may_begin_can_be_set():
    record = given("2026-03-25T00:00", "2026-03-25T01:00")
    assert recorded(record, comp_days=1) == []
    assert recorded(record, comp_days=0) == [SHORT]
    assert recorded(record, comp_days=10**12) == []


def test_a_free_gap_is_enough_where_no_record_is_needed():
    assert recorded(record_required=False) == []


def test_a_free_gap_has_to_come_in_time():
    busy = elsewhere("asha", "2026-03-24T16:00", "2026-04-08T16:00")
    facts = {"shifts": [until("22:00")], "weeks": 3, "other_work": [busy]}
    rules = {"R-19": {"record_required": False}}
    assert judged(row("asha", "X E"), rules=rules, **facts) == [SHORT]


def test_it_can_be_switched_off():
    rules = {"R-19": {"enabled": False}}
    assert judged(row("asha", "X E"), shifts=[until("23:00")], rules=rules) == []
