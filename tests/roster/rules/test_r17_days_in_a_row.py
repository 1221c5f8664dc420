"""R-17: not too many days in a row."""

from tests.roster.rules.build import (
    breach,
    breaches,
    duty,
    elsewhere,
    moment,
    rota,
    row,
    sentences,
)

WEDNESDAY = "2026-03-25"


def run(days, first, last, level="overridable", limit=7):
    facts = {"measured": days, "limit": limit, "unit": "days"}
    return breach("R-17", level, "asha", first, last, **facts)


def warned(days, first, last):
    return run(days, first, last, "should", 5)


def days(count, starts=WEDNESDAY, code="E"):
    return row("asha", " ".join([code] * count), starts=starts)


def judged(*duties, weeks=2, **facts):
    return breaches(rota(*duties, weeks=weeks, **facts), "R-17")


def test_eight_dates_in_a_row_need_a_reason():
    problem = rota(days(8), weeks=2)
    assert breaches(problem, "R-17") == [run(8, WEDNESDAY, "2026-04-01")]
    assert sentences(problem, "R-17") == [
        "Asha works 8 days in a row, Wednesday 25 March to Wednesday 1 April; at most 7."
    ]


def test_weekdays_off_before_two_weekends_pass_one_rule_and_fail_the_other():
    problem = rota(row("asha", "- - E E E E E E E E - - - -"), weeks=2)
    assert breaches(problem, "R-02") == []
    assert breaches(problem, "R-17") == [run(8, WEDNESDAY, "2026-04-01")]


def test_seven_are_a_warning_and_five_are_in_order():
    assert judged(days(7)) == [warned(7, WEDNESDAY, "2026-03-31")]
    assert judged(days(6)) == [warned(6, WEDNESDAY, "2026-03-30")]
    assert judged(days(5)) == []
    assert sentences(rota(days(7), weeks=2), "R-17") == [
        "Asha works 7 days in a row, Wednesday 25 to Tuesday 31 March; should be at most 5."
    ]


def test_a_day_off_begins_a_new_run():
    assert judged(row("asha", "E E E E E - E E E E E")) == []


def test_each_run_is_one_breach():
    assert judged(row("asha", "E E E E E E - E E E E E E E")) == [
        warned(6, "2026-03-23", "2026-03-28"),
        warned(7, "2026-03-30", "2026-04-05"),
    ]


def test_two_duties_on_a_date_are_one_day():
    assert judged(days(5), days(5, code="SD")) == []


def test_a_run_begins_in_the_history():
    assert judged(days(8, "2026-03-18")) == [run(8, "2026-03-18", WEDNESDAY)]


def test_a_run_of_the_history_alone_is_not_reported():
    assert judged(days(8, "2026-03-14"), duty("asha", WEDNESDAY, "E")) == []


def test_a_gap_in_the_history_ends_the_run():
    assert judged(days(2, "2026-03-18"), days(4, "2026-03-21")) == []


def test_being_called_makes_a_date_a_duty_day_and_waiting_does_not():
    calls = ((moment("2026-03-30T21:00"), moment("2026-03-30T22:00")),)
    waiting = duty("asha", "2026-03-30", "OC")
    called = duty("asha", "2026-03-30", "OC", called=calls)
    assert judged(days(5), waiting) == []
    assert judged(days(5), called) == [warned(6, WEDNESDAY, "2026-03-30")]


def test_work_for_others_is_no_duty_day():
    bank = elsewhere("asha", "2026-03-30T08:00", "2026-03-30T16:00")
    assert judged(days(5), other_work=[bank]) == []


def test_agreed_extra_duties_count():
    extra = duty("asha", "2026-03-30", "E", additional=True)
    assert judged(days(5), extra) == [warned(6, WEDNESDAY, "2026-03-30")]


def test_both_limits_can_be_set():
    rules = {"R-17": {"soft": 2, "hard": 3}}
    assert judged(days(3), rules=rules) == [run(3, WEDNESDAY, "2026-03-27", "should", 2)]
    assert judged(days(4), rules=rules) == [run(4, WEDNESDAY, "2026-03-28", limit=3)]


def test_a_hard_limit_below_the_soft_one_counts():
    rules = {"R-17": {"soft": 5, "hard": 3}}
    assert judged(days(4), rules=rules) == [run(4, WEDNESDAY, "2026-03-28", limit=3)]


def test_it_can_be_switched_off():
    assert judged(days(8), rules={"R-17": {"enabled": False}}) == []
