"""Dates as people write them: read the British way, or not at all."""

from datetime import date

import pytest

from roster.spreadsheet.dates import Heading, date_in, date_of, heading

SECOND = date(2026, 11, 2)


@pytest.mark.parametrize(
    "cell",
    [SECOND, 46328, "46328", "2/11/2026", "02/11/26", "02.11.2026", "2-11-2026", "2026-11-02",
     "2 November 2026", "Mon 2 Nov 2026", "Monday 2nd November, 2026", "2-Nov-26",
     " Mon  02/11/2026 ",
     "November 2, 2026", "2026-11-02 00:00"],
)  # fmt: skip
def test_a_whole_date_is_read_however_it_is_written(cell):
    assert date_of(cell) == SECOND


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("Monday 02/11", Heading("day", day=2, month=11, weekday=0)),
        ("2 Nov", Heading("day", day=2, month=11)),
        ("SUN", Heading("weekday", weekday=6)),
        ("Thurs", Heading("weekday", weekday=3)),
        (7, Heading("number", day=7)),
        ("31", Heading("number", day=31)),
    ],
)
def test_less_than_a_date_is_read_as_no_more_than_it_says(cell, read):
    assert heading(cell) == read


@pytest.mark.parametrize(
    "cell", ["E", "LD", "31/02/2026", "30 Feb", "32", 0, -1, 37.5, "Sunny", "Sat nav", "", None,
             "13/13/2026", date(1926, 1, 1), 999_999, "2 Nov 1926", True]
)  # fmt: skip
def test_what_is_no_date_is_none(cell):
    assert heading(cell) is None


def test_the_other_epoch_counts_from_1904():
    assert date_of(44866, date1904=True) == SECOND


def test_a_date_is_found_in_a_title():
    assert date_in("Week commencing: 2nd November 2026 (draft)") == SECOND
    assert date_in("Version 3 of 02/11/2026") == SECOND
    assert date_in("Rota 2026") is None
