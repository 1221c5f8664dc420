"""Dates as people type them."""

from datetime import date

import pytest

from sites.typed_dates import read_date

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 Dec", date(2026, 12, 1)),
        ("1 dec 27", date(2027, 12, 1)),
        ("1st of December", date(2026, 12, 1)),
        ("Dec 1, 2026", date(2026, 12, 1)),
        ("1/12/26", date(2026, 12, 1)),
        ("01.12.2026", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("Tue 1 December 2026", date(2026, 12, 1)),
        ("1 Feb", date(2027, 2, 1)),  # nearer than the last
        ("1 Jul", date(2026, 7, 1)),
        ("29 Feb 2028", date(2028, 2, 29)),
        ("1 sept", date(2026, 9, 1)),
    ],
)
def test_it_is_read(text, said):
    assert read_date(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 Jul", date(2027, 7, 1)),
        ("24/11", date(2027, 11, 24)),
        ("25 Nov", TODAY),
        ("1 Jul 2026", date(2026, 7, 1)),  # the year is said
    ],
)
def test_where_what_is_to_come_is_asked_for_it_is_the_next_one(text, said):
    assert read_date(text, TODAY, ahead=True) == said


@pytest.mark.parametrize(
    "text", ["", "soon", "31/4/26", "29 Feb 2026", "1 ju 26", "12/13/2026", "1/1/9999", "1 Dec x"]
)
def test_it_is_no_date(text):
    assert read_date(text, TODAY) is None
