"""Dates as people write them, day before month: what every reader of them shares. Pure.

    ways(weekday=, month=, ...)    -> the four ways a date is written, of a reader's own words
    written(text, ways)           -> Written, or null for a text that is no date
    date_on(year, month, day)     -> the date, or null where there is none

A reader says which words it takes for a weekday and a month, how a year is joined on, and what a
date without a year means.
"""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
LEAP = 2000  # a year that has every day there is


@dataclass(frozen=True)
class Written:
    """What a text says: `year` null where it says none, `weekday` (0 Monday) likewise."""

    day: int
    month: int
    year: int | None
    weekday: int | None

    @property
    def on(self) -> date | None:
        """The date; null where the year is not said or has no such day."""
        return None if self.year is None else date_on(self.year, self.month, self.day)

    @property
    def is_of_some_year(self):
        return date_on(LEAP, self.month, self.day) is not None


def ways(*, weekday, month, year, joined, last, dated="") -> tuple[re.Pattern, ...]:
    """1 Dec 26 and its like. `weekday` stands before a date, `dated` before 2026-12-01; `joined` is
    a year with what joins it to "1 Dec", `last` to "Dec 1". Groups are named day, month, year and
    weekday.
    """
    return (
        re.compile(rf"{dated}(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})"),
        re.compile(rf"{weekday}{DAY}[/.\-](?P<month>\d{{1,2}})(?:[/.\-](?P<year>{year}))?"),
        re.compile(rf"{weekday}{DAY}[\s\-]*(?:of\s+)?{month}\.?,?(?:{joined})?"),
        re.compile(rf"{weekday}{month}\.?,?\s*{DAY}(?:{last})?"),
    )


def written(text: str, ways) -> Written | None:
    """`text` in small letters. Null also where the month is none."""
    for way in ways:
        found = way.fullmatch(text)
        if found:
            return _said(found.groupdict())
    return None


def _said(parts):
    month = _month(parts["month"])
    if month is None:
        return None
    year, weekday = (parts.get("year") or "").strip("'"), parts.get("weekday")
    return Written(
        day=int(parts["day"]),
        month=month,
        year=int(year) + (2000 if len(year) == 2 else 0) if year else None,
        weekday=DAYS.index(weekday) if weekday else None,
    )


def _month(text):
    """The number of a month, or of the one whose name begins so; null: there is none."""
    if text.isdecimal():
        return int(text)
    text = "sep" if text == "sept" else text
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(text)), None)


def date_on(year, month, day) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
