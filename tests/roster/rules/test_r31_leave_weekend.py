"""R-31: the weekend beside annual leave is free."""

import pytest

from tests.roster.rules.build import away, breach, breaches, duty, moment, rota, row, sentences

SATURDAY, SUNDAY = "2026-03-28", "2026-03-29"
NEXT_MONDAY, NEXT_FRIDAY = "2026-03-30", "2026-04-03"
NEXT_SATURDAY, NEXT_SUNDAY = "2026-04-04", "2026-04-05"


def beside(date):
    return breach("R-31", "should", "asha", date)


def judged(*duties, off, weeks=2, **facts):
    return breaches(rota(*duties, weeks=weeks, unavailable=off, **facts), "R-31")


def on(*dates):
    return [duty("asha", date, "E") for date in dates]


def leave(first, last=None, kind="AL", **part):
    return [away("asha", kind, first, last, **part)]


EVERY_WEEKEND = on("2026-03-28", "2026-03-29", "2026-04-04", "2026-04-05")


def test_a_week_of_leave_protects_both_weekends():
    week = leave(NEXT_MONDAY, NEXT_FRIDAY)
    assert judged(on(SATURDAY), off=week) == [beside(SATURDAY)]
    assert judged(EVERY_WEEKEND, off=week) == [
        beside(date) for date in (SATURDAY, SUNDAY, NEXT_SATURDAY, NEXT_SUNDAY)
    ]
    assert judged(on("2026-03-27"), off=week) == []


def test_it_names_the_duty_and_the_leave():
    problem = rota(on(SATURDAY), weeks=2, unavailable=leave(NEXT_MONDAY))
    assert sentences(problem, "R-31") == [
        "Asha works E on Saturday 28 March, in the weekend beside annual leave on Monday 30 March."
    ]


def test_leave_on_friday_protects_the_weekend_after_and_on_monday_the_one_before():
    assert judged(EVERY_WEEKEND, off=leave("2026-03-27")) == [beside(SATURDAY), beside(SUNDAY)]
    assert judged(EVERY_WEEKEND, off=leave(NEXT_MONDAY)) == [beside(SATURDAY), beside(SUNDAY)]
    assert judged(EVERY_WEEKEND, off=leave(NEXT_FRIDAY)) == [
        beside(NEXT_SATURDAY),
        beside(NEXT_SUNDAY),
    ]


def test_leave_in_the_middle_of_a_week_protects_no_weekend():
    assert judged(EVERY_WEEKEND, off=leave("2026-03-31", "2026-04-02")) == []


def test_enough_days_in_one_week_protect_both_weekends():
    three = {"R-31": {"both_weekends_days": 3}}
    middle = leave("2026-03-31", "2026-04-02")
    assert judged(EVERY_WEEKEND, off=middle, rules=three) == [
        beside(date) for date in (SATURDAY, SUNDAY, NEXT_SATURDAY, NEXT_SUNDAY)
    ]
    assert judged(EVERY_WEEKEND, off=leave("2026-03-31", "2026-04-01"), rules=three) == []
    over_the_weekend = leave("2026-03-26", "2026-03-31")  # two days of either week
    assert judged(on(NEXT_SATURDAY), off=over_the_weekend, rules=three) == []


def test_only_whole_days_of_annual_leave_protect():
    part = leave(NEXT_MONDAY, starts="08:00", ends="12:00")
    assert judged(EVERY_WEEKEND, off=part) == []


@pytest.mark.parametrize("kind", ["SL", "SD", "MT", "BH", "TOIL", "PL", "OTHER"])
def test_other_absence_protects_no_weekend(kind):
    assert judged(EVERY_WEEKEND, off=leave(NEXT_MONDAY, kind=kind)) == []


def test_leave_after_the_rota_and_before_it_counts():
    assert judged(on(NEXT_SUNDAY), off=leave("2026-04-06")) == [beside(NEXT_SUNDAY)]
    first = rota(on("2026-03-28"), starts="2026-03-23", unavailable=leave("2026-03-27"))
    assert breaches(first, "R-31") == [beside(SATURDAY)]
    before = {"R-31": {"both_weekends_days": 4}}
    history = leave("2026-03-16", "2026-03-19")
    assert judged(on("2026-03-21"), off=history, rules=before) == []  # of the history itself
    assert judged(on(SATURDAY), off=history, rules=before) == []


def test_agreed_extra_duties_count():
    extra = duty("asha", SATURDAY, "E", additional=True)
    assert judged(extra, off=leave(NEXT_MONDAY)) == [beside(SATURDAY)]


def test_waiting_on_call_is_no_duty_and_being_called_is():
    calls = ((moment(f"{SATURDAY}T21:00"), moment(f"{SATURDAY}T22:00")),)
    off = leave(NEXT_MONDAY)
    assert judged(duty("asha", SATURDAY, "OC"), off=off) == []
    assert judged(duty("asha", SATURDAY, "OC", called=calls), off=off) == [beside(SATURDAY)]


def test_a_colleagues_leave_protects_nobody_else():
    assert judged(EVERY_WEEKEND, off=[away("ben", "AL", NEXT_MONDAY)]) == []


def test_two_duties_of_a_date_are_two_breaches():
    twice = [*on(SATURDAY), duty("asha", SATURDAY, "SH")]
    assert judged(twice, off=leave(NEXT_MONDAY)) == [beside(SATURDAY), beside(SATURDAY)]


def test_protection_can_be_set_off_and_the_rule_switched_off():
    off = leave(NEXT_MONDAY)
    assert judged(EVERY_WEEKEND, off=off, rules={"R-31": {"protect": False}}) == []
    assert judged(EVERY_WEEKEND, off=off, rules={"R-31": {"enabled": False}}) == []


def test_no_duty_beside_leave_is_in_order():
    assert judged(row("asha", "E E E E E"), off=leave(NEXT_MONDAY, NEXT_FRIDAY)) == []
