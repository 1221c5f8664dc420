"""R-22: a break well inside a long duty, and two on a long day."""

import pytest

from tests.roster.rules.build import breach, breaches, duty, moment, rota, row, sentences, shift

MONDAY = "2026-03-23"


def without(minutes, date=MONDAY, limit=20):
    facts = {"measured": minutes, "limit": limit, "unit": "minutes"}
    return breach("R-22", "overridable", "asha", date, **facts)


def few(found, limit=2):
    facts = {"measured": found, "limit": limit, "unit": "breaks"}
    return breach("R-22", "should", "asha", MONDAY, **facts)


def problem(starts, ends, *breaks, break_minutes=0, **rules):
    extra = shift("X", starts, ends, break_minutes, breaks=list(breaks) or None)
    return rota(row("asha", "X"), shifts=[extra], rules={"R-22": rules})


def judged(*facts, **more):
    return breaches(problem(*facts, **more), "R-22")


def test_a_break_at_the_end_is_none():
    late = problem("08:00", "16:00", "15:40-16:00")
    assert breaches(late, "R-22") == [without(0)]
    assert sentences(late, "R-22") == [
        "Asha works X on Monday 23 March, 8 h, without a break of 20 min well inside it."
    ]


def test_an_ordinary_break_is_enough():
    assert judged("08:00", "16:00", "12:00-12:30") == []


@pytest.mark.parametrize(("ends", "found"), [("14:00", []), ("14:01", [without(0)])])
def test_six_hours_need_no_break_and_a_minute_more_does(ends, found):
    assert judged("08:00", ends) == found


def test_a_break_of_unknown_place_is_one_well_placed():
    assert judged("08:00", "16:00", break_minutes=20) == []
    short = problem("08:00", "16:00", break_minutes=19)
    assert breaches(short, "R-22") == [without(19)]
    assert sentences(short, "R-22") == [
        "Asha works X on Monday 23 March, 8 h, without a break of 20 min well inside it, only one "
        "of 19 min."
    ]


@pytest.mark.parametrize(
    ("placed", "found"),
    [
        ("09:00-09:20", []),
        ("08:59-09:20", [without(0)]),
        ("14:40-15:00", []),
        ("14:40-15:01", [without(0)]),
        ("12:00-12:19", [without(19)]),
    ],
)
def test_a_break_keeps_an_hour_from_either_end(placed, found):
    assert judged("08:00", "16:00", placed) == found


def test_only_the_longest_well_placed_break_counts():
    assert judged("08:00", "16:00", "08:30-09:15", "11:00-11:10", "13:00-13:15") == [without(15)]


def test_a_list_of_breaks_is_all_there_is():
    extra = shift("X", "08:00", "16:00", 30, breaks=[])
    assert breaches(rota(row("asha", "X"), shifts=[extra]), "R-22") == [without(0)]


def test_a_long_day_should_hold_two_longer_breaks():
    one = problem("08:00", "18:00", "12:00-12:45")
    assert breaches(one, "R-22") == [few(1)]
    assert sentences(one, "R-22") == [
        "Asha works X on Monday 23 March, 10 h, with 1 break of 30 min or more; there should be 2."
    ]
    assert judged("08:00", "18:00", "12:00-12:30", "16:00-16:30") == []
    none = problem("08:00", "18:00", "12:00-12:29", "16:00-16:29")
    assert breaches(none, "R-22") == [few(0)]
    assert sentences(none, "R-22") == [
        "Asha works X on Monday 23 March, 10 h, with no break of 30 min or more; there should be 2."
    ]
    assert judged("08:00", "17:59", "12:00-12:30") == []


def test_a_long_day_counts_long_breaks_wherever_they_lie():
    assert judged("08:00", "18:00", "08:30-09:00", "12:00-12:30") == []


def test_a_long_break_of_unknown_place_is_as_many_as_go_into_it():
    assert judged("08:00", "18:00", break_minutes=60) == []
    assert judged("08:00", "18:00", break_minutes=59) == [few(1)]


def test_a_long_day_without_a_break_is_reported_once_at_its_worse_level():
    assert judged("08:00", "20:00") == [without(0)]


def test_the_length_is_elapsed_time():
    night = shift("N", "21:00", "04:00")
    assert breaches(rota(row("asha", "- - - - - N"), shifts=[night]), "R-22") == []  # 6 h
    friday = rota(row("asha", "- - - - N"), shifts=[night])
    assert breaches(friday, "R-22") == [without(0, "2026-03-27")]


def test_a_break_over_the_hour_the_clocks_skip_is_an_hour_shorter():
    night = shift("N", "20:00", "06:00", breaks=["00:50-02:05"])  # 15 minutes
    found = breaches(rota(row("asha", "- - - - - N N"), shifts=[night]), "R-22")
    assert found == [
        without(15, "2026-03-28"),
        breach("R-22", "should", "asha", "2026-03-29", measured=1, limit=2, unit="breaks"),
    ]


def test_a_break_over_the_hour_that_comes_twice_is_an_hour_longer():
    night = shift("N", "20:00", "06:00", breaks=["00:45-02:00"])
    two = {"R-22": {"long_break_minutes": 100, "long_breaks": 1}}
    nights = row("asha", "- - - - - N N", starts="2026-10-19")
    found = breaches(rota(nights, starts="2026-10-19", shifts=[night], rules=two), "R-22")
    assert found == [
        breach("R-22", "should", "asha", "2026-10-25", measured=0, limit=1, unit="breaks")
    ]


def test_each_duty_is_judged_by_itself():
    pair = [shift("A", "08:00", "13:00"), shift("B", "13:00", "18:00")]
    twice = rota(row("asha", "A"), row("asha", "B"), shifts=pair)
    assert breaches(twice, "R-22") == []


def test_every_class_of_duty_counts_and_waiting_on_call_does_not():
    course = shift("X", "08:00", "15:00", work_class="training")
    assert breaches(rota(row("asha", "X"), shifts=[course]), "R-22") == [without(0)]
    assert breaches(rota(row("asha", "OC")), "R-22") == []


@pytest.mark.parametrize(("until", "found"), [("05:00", []), ("05:01", [without(0)])])
def test_a_duty_on_call_is_as_long_as_the_calls(until, found):
    evening = moment("2026-03-23T20:00"), moment("2026-03-24T00:00")
    morning = moment("2026-03-24T03:00"), moment(f"2026-03-24T{until}")
    called = duty("asha", MONDAY, "OC", called=(evening, morning))
    assert breaches(rota(called), "R-22") == found


def test_the_history_is_not_judged():
    extra = shift("X", "08:00", "16:00")
    assert breaches(rota(row("asha", "X E", starts="2026-03-22"), shifts=[extra]), "R-22") == []


def test_the_settings_can_be_changed():
    assert judged("08:00", "16:00", "12:00-12:30", break_minutes=0) == []
    assert judged("08:00", "13:00", threshold_minutes=299) == [without(0)]
    assert judged("08:00", "16:00", "08:30-09:00", margin_minutes=30) == []
    long = {"long_minutes": 480, "long_breaks": 3, "long_break_minutes": 15}
    assert judged("08:00", "16:00", "10:00-10:20", "13:00-13:15", **long) == [few(2, 3)]


def test_the_break_needed_can_be_set():
    extra = shift("X", "08:00", "16:00", 30)
    rules = {"R-22": {"break_minutes": 31}}
    assert breaches(rota(row("asha", "X"), shifts=[extra], rules=rules), "R-22") == [
        without(30, limit=31)
    ]


def test_it_can_be_switched_off():
    assert judged("08:00", "20:00", enabled=False) == []
