"""R-33 on single dates: a place is closed, asks for more, or is in another season."""

from datetime import date, timedelta

import pytest

from roster.problem import Closure
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from roster.rules.timeline import Timeline
from tests.roster.rules.build import rota
from tests.roster.rules.test_r33_cover import ALL_WEEK, MONDAY_DATE, judged, missing, needed, on

DAY = timedelta(days=1)
TUESDAY_DATE, TUESDAY = MONDAY_DATE + DAY, "2026-03-24"


def closed(first=MONDAY_DATE, last=None, area="XR"):
    return Closure("TH", area, first, last or first, "refit")


def dated(first=MONDAY_DATE, last=None, **facts):
    return needed(days=(), starts_on=first, until=last or first, reason="extra list", **facts)


def asked(problem):
    """{date: least of each line that counts} at TH/XR."""
    timeline = Timeline(problem)
    values = values_of(CATALOGUE["R-33"], problem.rules, CATALOGUE)
    return {
        day: [line.demand.least for line in lines]
        for day in cover.dates(problem)
        if (lines := cover.lines_on(timeline, ("TH", "XR"), day, values))
    }


def test_nobody_is_missing_in_a_place_that_is_closed():
    week = [needed(days=("mon", "tue"))]
    assert judged(demand=week, closures=[closed()]) == [missing(0, 1, on=TUESDAY)]
    assert judged(demand=week, closures=[closed(last=TUESDAY_DATE)]) == []
    assert judged(demand=week, closures=[closed(area="ED")]) == [
        missing(0, 1),
        missing(0, 1, on=TUESDAY),
    ]


def test_a_dated_line_is_asked_beside_those_of_the_week():
    week, extra = needed(least=1), dated(least=1, span="12:00-16:00")
    assert judged(on("dev"), demand=[week, extra]) == [missing(0, 1, "12:00")]
    assert judged(on("dev"), on("fay"), demand=[week, extra]) == []


def test_a_dated_line_instead_of_the_weeks_is_a_closure_and_a_line():
    week, other = needed(least=2), dated(least=1)
    assert judged(on("dev"), demand=[week, other], closures=[closed()]) == []
    assert judged(demand=[week, other], closures=[closed()]) == [missing(0, 1)]


def test_a_dated_line_is_asked_on_a_bank_holiday_and_makes_it_none_of_its_own():
    """The week's lines still count as a Sunday's, since none of them says bank holiday."""
    demand = [needed(least=1, days=("sun",)), dated(least=3), needed(least=2, days=("mon",))]
    problem = rota(demand=demand, bank_holidays=frozenset({MONDAY_DATE}))
    assert asked(problem)[MONDAY_DATE] == [1, 3]


def test_a_closed_bank_holiday_asks_for_nobody():
    holiday = frozenset({MONDAY_DATE})
    week = [needed(days=("sun",)), needed(days=("bank_holiday",))]
    problem = rota(demand=week, bank_holidays=holiday, closures=[closed()])
    assert MONDAY_DATE not in asked(problem)


def test_a_season_counts_from_its_first_date_to_its_last():
    demand = [
        needed(least=1, days=ALL_WEEK, until=MONDAY_DATE + 2 * DAY),
        needed(least=2, days=ALL_WEEK, starts_on=MONDAY_DATE + 3 * DAY),
    ]
    assert list(asked(rota(demand=demand)).values()) == [[1]] * 3 + [[2]] * 4


def test_what_a_bank_holiday_counts_as_is_asked_of_the_season_it_lies_in():
    """The bank holiday's own line is of the season before: on the date it is a Sunday."""
    own = needed(least=5, days=("bank_holiday",), until=MONDAY_DATE - DAY)
    problem = rota(
        demand=[own, needed(least=1, days=("sun",))], bank_holidays=frozenset({MONDAY_DATE})
    )
    assert asked(problem)[MONDAY_DATE] == [1]


@pytest.mark.parametrize("edge", [-1, 0, 6, 7])
def test_a_night_line_of_a_closed_date_does_not_spill_over(edge):
    """Only the line that begins on the closed date is gone, whole; its neighbours stay whole."""
    first = MONDAY_DATE + edge * DAY
    night = needed(days=ALL_WEEK, span="20:00-08:00")
    found = judged(demand=[night], closures=[closed(first)])
    days = [date(2026, 3, 23) + n * DAY for n in range(7)]
    assert [b.first for b in found] == [day for day in days if day != first]
