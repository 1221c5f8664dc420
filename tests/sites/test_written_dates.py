"""What every reader of written dates shares: day before month, four ways to write it."""

from datetime import date

import pytest

from sites.written_dates import Written, date_on, ways, written

WAYS = ways(
    weekday=r"(?:(?P<weekday>mon|tue)(?:s?day)\s+)?",
    month=r"(?P<month>[a-z]{3,9})",
    year=r"\d{4}|\d{2}",
    joined=r"\s*(?P<year>\d{4}|\d{2})",
    last=r",\s+(?P<year>\d{4})",
)
FIRST = Written(day=1, month=12, year=2026, weekday=None)


@pytest.mark.parametrize(
    "text",
    ["1 dec 2026", "1st of december 2026", "1/12/26", "01.12.2026", "1-12-26", "2026-12-1",
     "dec 1, 2026", "december 1st, 2026", "1dec26", "1 dec. 26"],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert written(text, WAYS) == FIRST
    assert FIRST.on == date(2026, 12, 1)


def test_the_day_stands_before_the_month():
    assert written("2/3/26", WAYS).on == date(2026, 3, 2)


def test_a_year_or_a_weekday_that_is_not_said_is_null():
    assert written("monday 1/12", WAYS) == Written(1, 12, None, 0)
    assert written("tuesday dec 1", WAYS) == Written(1, 12, None, 1)
    assert written("1/12", WAYS).on is None


def test_each_month_is_known_by_how_its_name_begins():
    names = ["jan", "feb", "mar", "apr", "may", "june", "july", "aug", "sept", "oct", "nov", "dec"]
    assert [written(f"1 {name}", WAYS).month for name in names] == list(range(1, 13))
    assert written("1 janx", WAYS) is None
    assert written("1 ber", WAYS) is None


def test_a_day_of_leap_years_is_one_of_some_year():
    assert written("29 feb", WAYS).is_of_some_year
    assert written("29 feb 2026", WAYS).on is None
    assert written("29 feb 2028", WAYS).on == date(2028, 2, 29)
    assert not written("30 feb", WAYS).is_of_some_year
    assert not written("1/0", WAYS).is_of_some_year


@pytest.mark.parametrize("text", ["", "1", "soon", "1 2 3", "wednesday 1/12", "1/12/2", "dec"])
def test_what_is_no_date_is_null(text):
    assert written(text, WAYS) is None


def test_a_date_that_is_none_is_null():
    assert date_on(2026, 2, 29) is None
    assert date_on(0, 1, 1) is None
