"""R-28: which minutes are paid as what, also across midnight and both clock changes."""

from datetime import UTC, date, datetime, time

import pytest

from roster.exporting.pay_class import minutes_by_class, words
from roster.problem import Duty, Employment, Person, Problem, ShiftType
from roster.rules.timeline import Timeline

SHIFTS = (
    ShiftType("L", time(12), time(20), 30),
    ShiftType("E", time(8), time(16), 30),
    ShiftType("N", time(20), time(8), 60),
    ShiftType("V", time(17), time(23), 0),
    ShiftType("W", time(16), time(0), 0),
    ShiftType("B", time(20), time(8), 60, "clinical", ((time(1), time(2)),)),
    ShiftType("OC", time(20), time(8), 0, "on_call"),
)


def paid(shift, day, called=(), holidays=()):
    person = Person(
        "asha", "Asha", ("TH",), (Employment(date(2020, 1, 1), None, 4, "radiographer", 2250),)
    )
    duty = Duty("asha", day, shift, "TH", "XR", called=called)
    problem = Problem(
        "IXF", date(2026, 1, 5), 26, shift_types=SHIFTS, people=(person,), duties=(duty,),
        bank_holidays=frozenset(holidays),
    )  # fmt: skip
    [item] = Timeline(problem).items
    found = minutes_by_class(item, problem)
    assert sum(found.values()) == item.minutes
    return {name: minutes for name, minutes in found.items() if minutes}


@pytest.mark.parametrize(
    ("shift", "day", "expected"),
    [
        ("L", date(2026, 3, 27), {"plain": 450}),  # Friday 12:00 to 20:00: no minute after 20:00
        ("L", date(2026, 3, 28), {"saturday": 450}),
        ("E", date(2026, 3, 29), {"sunday": 450}),
        ("V", date(2026, 3, 25), {"plain": 180, "night": 180}),  # exactly half is not more
        ("W", date(2026, 3, 25), {"plain": 240, "night": 240}),
        ("N", date(2026, 3, 25), {"night": 660}),  # 10 h of 12 h: the whole duty
        ("N", date(2026, 3, 27), {"night": 240, "saturday": 420}),
        ("N", date(2026, 3, 21), {"saturday": 240, "sunday": 420}),
        ("N", date(2026, 3, 22), {"sunday": 240, "night": 300, "plain": 120}),
        ("B", date(2026, 3, 27), {"night": 240, "saturday": 420}),  # 60 min break on Saturday
    ],
)
def test_minutes_are_paid_by_date_and_time(shift, day, expected):
    assert paid(shift, day) == expected


def test_a_bank_holiday_beats_a_saturday_and_a_weekday():
    assert paid("E", date(2026, 4, 3), holidays=[date(2026, 4, 3)]) == {"sunday": 450}
    assert paid("L", date(2026, 3, 28), holidays=[date(2026, 3, 28)]) == {"sunday": 450}


@pytest.mark.parametrize(
    ("day", "until", "minutes"),
    [(date(2026, 10, 24), datetime(2026, 10, 25, 6, tzinfo=UTC), 420),
     (date(2026, 3, 28), datetime(2026, 3, 29, 5, tzinfo=UTC), 300)],
)  # fmt: skip
def test_called_from_midnight_to_six_on_the_night_the_clocks_change(day, until, minutes):
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    start = start.replace(hour=23) if day.month == 10 else start.replace(day=day.day + 1)
    assert paid("OC", day, called=((start, until),)) == {"sunday": minutes}


def test_an_on_call_that_was_not_called_is_paid_nothing():
    assert paid("OC", date(2026, 3, 28)) == {}
    assert words(dict.fromkeys(("plain", "night", "saturday", "sunday"), 0)) == ""
