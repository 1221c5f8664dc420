"""Leave in hours: by service and contract, pro rata, and what days away take (R-27)."""

from collections import namedtuple
from datetime import date, time, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staff.entitlement import Year, entitlement, leave_year, paid_by_date, pieces, runs, taken

Held = namedtuple("Held", "starts until weekly_minutes days_per_week", defaults=(None, 2250, None))
Away = namedtuple("Away", "kind starts_on until starts ends paid_minutes", defaults=(None,) * 3)
STEPS = ((0, 12150), (5, 13050), (10, 14850))
YEAR = Year(date(2026, 4, 1), date(2027, 3, 31))
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)


def of(*employments, year=YEAR):
    return entitlement(year, employments, STEPS, 30)


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2026, 3, 31), date(2025, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2027, 3, 31), date(2026, 4, 1)),
    ],
)
def test_a_leave_year_holds_its_first_and_its_last_date(on, first):
    found = leave_year(on, 4)
    assert (found.first, found.last) == (first, date(first.year + 1, 3, 31))


def test_service_steps_give_27_29_and_33_days_full_time():
    began = [date(2024, 1, 1), date(2021, 4, 1), date(2016, 4, 1)]
    assert [of(Held(starts)) for starts in began] == [12150, 13050, 14850]


def test_a_step_reached_within_the_year_counts_from_its_date():
    assert of(Held(date(2021, 4, 2))) == 13050  # one day at the lower step, rounded up
    half = of(Held(date(2021, 10, 1)))
    assert half == 12600  # 183 days of 12150 and 182 of 13050 are 12598.8


def test_part_time_is_in_proportion():
    assert of(Held(date(2024, 1, 1), weekly_minutes=1350)) == 7290  # 121.5 h


def test_joiners_leavers_and_changed_hours_are_pro_rata_by_date():
    assert of(Held(date(2027, 3, 31))) == 60  # 33.3 minutes, rounded up to half an hour
    assert of(Held(date(2024, 1, 1), date(2026, 4, 1))) == 60
    assert of(Held(date(2024, 1, 1), date(2026, 3, 31))) == 0
    changed = of(Held(date(2024, 1, 1), date(2026, 9, 30)), Held(date(2026, 10, 1), None, 1125))
    assert changed == 9150  # 183 days whole and 182 days half: 9121.2
    assert of() == 0


def test_a_planned_week_takes_its_duties_and_another_its_contract():
    employed = [Held(date(2024, 1, 1))]
    planned = {MONDAY: {MONDAY + DAY: 660}}
    found = paid_by_date(MONDAY, MONDAY + 8 * DAY, employed, planned)
    assert list(found.values()) == [0, 660, 0, 0, 0, 0, 0, 450, 450]


def test_a_part_time_week_takes_its_contract_and_no_more():
    employed = [Held(date(2024, 1, 1), weekly_minutes=1350, days_per_week=3.0)]
    found = paid_by_date(MONDAY, MONDAY + 6 * DAY, employed, {})
    assert list(found.values()) == [450, 450, 450, 0, 0, 0, 0]


def test_runs_join_days_paid_alike():
    by_date = {MONDAY: 450, MONDAY + DAY: 450, MONDAY + 2 * DAY: 660, MONDAY + 4 * DAY: 660}
    assert runs(by_date) == (
        (MONDAY, MONDAY + DAY, 450),
        (MONDAY + 2 * DAY, MONDAY + 2 * DAY, 660),
        (MONDAY + 4 * DAY, MONDAY + 4 * DAY, 660),
    )


def test_taken_counts_record_part_day_and_contract_within_the_year():
    employed = [Held(date(2024, 1, 1))]
    absences = [
        Away("AL", MONDAY, MONDAY, paid_minutes=660),
        Away("AL", MONDAY + DAY, MONDAY + DAY, time(8), time(12, 15)),
        Away("AL", date(2027, 3, 29), date(2027, 4, 9)),  # three days of it in this year
        Away("SL", MONDAY + 2 * DAY, MONDAY + 2 * DAY),
    ]
    assert taken(YEAR, absences, employed) == 660 + 255 + 3 * 450
    assert taken(YEAR, absences, employed, kinds=("SL",)) == 450


def by_day(year, employments):
    """The entitlement before it is rounded, one date after the other: a second opinion."""
    began = min(held.starts for held in employments)
    total = Fraction(0)
    for on in (year.first + n * DAY for n in range(year.days)):
        held = next((e for e in employments if e.starts <= on <= (e.until or date.max)), None)
        years = on.year - began.year - ((on.month, on.day) < (began.month, began.day))
        whole = next((m for after, m in reversed(STEPS) if after <= years), STEPS[0][1])
        total += Fraction(whole * (held.weekly_minutes if held else 0), 2250 * year.days)
    return total


joined = st.dates(date(2014, 1, 1), date(2027, 6, 1)) | st.just(date(2016, 2, 29))
posts = st.builds(
    lambda starts, n, minutes: Held(starts, None if n is None else starts + n * DAY, minutes),
    joined,
    st.none() | st.integers(0, 2000),
    st.sampled_from([0, 1125, 2250]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(posts, min_size=1, max_size=4), st.sampled_from([YEAR, leave_year(YEAR.first, 5)]))
def test_the_pieces_of_a_year_are_what_its_days_give(employments, year):
    found = pieces(year, employments, STEPS)
    assert sum(piece.given for piece in found) == by_day(year, employments)
    assert all(a.last < b.first for a, b in pairwise(found))
    assert not any(
        a.last + DAY == b.first and a.weekly_minutes == b.weekly_minutes
        for a, b in pairwise(found)
        if a.full_time == b.full_time
    )


days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
held = st.builds(Held, days, st.none(), st.sampled_from([1125, 1350, 2250]))


@given(held, days, st.integers(0, 40))
def test_what_is_booked_is_what_is_counted_as_taken(employment, first, length):
    """Booking by date and recounting the rows booked agree, whatever leave years they cross."""
    last = first + length * DAY
    by_date = paid_by_date(first, last, [employment], {})
    rows = [Away("AL", a, b, None, None, minutes) for a, b, minutes in runs(by_date)]
    years = {leave_year(on, 4) for on in by_date}
    assert sum(taken(year, rows, [employment]) for year in years) == sum(by_date.values())


def test_service_elsewhere_counts_from_its_own_date():
    post = Held(date(2025, 1, 1))
    assert entitlement(YEAR, [post], STEPS, 30, date(2016, 4, 1)) == STEPS[2][1]
    half = entitlement(YEAR, [post], STEPS, 1, date(2021, 10, 1))  # five years on 1 October 2026
    assert half == -(-(183 * STEPS[0][1] + 182 * STEPS[1][1]) // 365)
    assert entitlement(YEAR, [post], STEPS, 30, date(2026, 1, 1)) == of(post)
    assert entitlement(YEAR, [], STEPS, 30, date(2010, 1, 1)) == 0
