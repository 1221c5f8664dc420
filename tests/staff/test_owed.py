"""Time off in lieu still owed: what was worked longest ago is taken first (R-25)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staff.owed import Lot, overdue, running_out, untaken

JANUARY, MARCH = date(2026, 1, 10), date(2026, 3, 2)
OWED = (Lot(JANUARY, 450),)


def test_what_was_worked_longest_ago_is_taken_first():
    given = [(MARCH, 300), (JANUARY, 450)]
    assert untaken(given, 0) == (Lot(JANUARY, 450), Lot(MARCH, 300))
    assert untaken(given, 500) == (Lot(MARCH, 250),)
    assert untaken(given, 900) == ()


@settings(deadline=None)
@given(st.lists(st.tuples(st.dates(), st.integers(1, 600))), st.integers(0, 3000))
def test_what_is_owed_is_what_was_given_less_what_was_taken(given, taken):
    total = sum(minutes for _, minutes in given)
    assert sum(lot.minutes for lot in untaken(given, taken)) == max(0, total - taken)


@pytest.mark.parametrize(
    ("worked", "last"),
    [
        (JANUARY, date(2026, 4, 10)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 10, 31), date(2027, 1, 31)),
        (date(2026, 12, 1), date(2027, 3, 1)),
    ],
)
def test_it_is_to_be_taken_within_three_months(worked, last):
    assert Lot(worked, 1).last_day(3) == last


@pytest.mark.parametrize(
    ("today", "late", "soon"),
    [
        (JANUARY + timedelta(weeks=10, days=-1), (), ()),
        (JANUARY + timedelta(weeks=10), (), OWED),
        (date(2026, 4, 10), (), OWED),
        (date(2026, 4, 11), OWED, ()),
    ],
)
def test_it_is_warned_of_after_ten_weeks_and_to_be_paid_after_three_months(today, late, soon):
    assert overdue(OWED, today, 3) == late
    assert running_out(OWED, today, 3, 10) == soon
