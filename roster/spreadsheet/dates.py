"""Reading dates as people and spreadsheets write them. Pure.

    heading(cell, date1904) -> Heading, or null for a cell that is no date
    date_in(cell)           -> the date that a title holds, or null

Text is read the British way, day before month. A date without a year is no date yet: only the
first date of the table says which year it is.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from roster.spreadsheet.table import said
from sites.written_dates import DAYS, ways, written

FIRST_YEAR, LAST_YEAR = 2000, 2100
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
WEEKDAY = (
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)"
    r"(?:day|s|sday|nesday|r|rs|rsday|urday)?\.?,?"
)
MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
WAYS = ways(
    weekday=rf"(?:{WEEKDAY}\s*)?",
    month=MONTH,
    year=r"\d{4}|\d{2}",
    joined=r"[\s\-']*(?P<year>\d{4}|\d{2})",
    last=r",?\s*(?P<year>\d{4})",
    dated=rf"(?:{WEEKDAY}\s*)?",
)
IN_TITLE = re.compile(
    rf"\b(\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\.?,?\s+\d{{4}})\b"
)


@dataclass(frozen=True)
class Heading:
    """What a column is headed: a date, or as much of one as is said. `kind` is "date", "day" (no
    year), "weekday" or "number" (of a month's day)."""

    kind: str
    on: date | None = None
    day: int | None = None
    month: int | None = None
    weekday: int | None = None

    def is_of(self, on: date) -> bool:
        """Whether nothing that is said speaks against a date."""
        return (
            self.on in (None, on)
            and self.day in (None, on.day)
            and self.month in (None, on.month)
            and self.weekday in (None, on.weekday())
        )


def heading(cell, date1904=False) -> Heading | None:
    """Null for a cell that is none of these."""
    if isinstance(cell, date):
        return _dated(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return _numbered(cell, date1904)
    return _written(said(cell).lower()) if isinstance(cell, str) else None


def date_of(cell, date1904=False) -> date | None:
    """A whole date, of a cell that is one."""
    found = heading(cell, date1904)
    return found.on if found else None


def date_in(cell) -> date | None:
    """A date with its year somewhere in a title, as in "Week commencing 02/11/2026"."""
    whole = date_of(cell)
    if whole or not isinstance(cell, str):
        return whole
    found = IN_TITLE.search(said(cell).lower())
    return date_of(found[1]) if found else None


def _dated(day):
    return Heading("date", day) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _numbered(number, date1904):
    """A day of the month, or a serial date as Excel counts them."""
    if 1 <= number <= 31:
        return Heading("number", day=number)
    if 30_000 <= number <= 80_000:
        return _dated((EPOCH_1904 if date1904 else EPOCH) + timedelta(days=number))
    return None


def _written(text):
    if re.fullmatch(r"\d{1,6}(\.0)?", text):
        return _numbered(int(float(text)), date1904=False)
    if re.fullmatch(WEEKDAY, text):
        return Heading("weekday", weekday=DAYS.index(text[:3]))
    with_time = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[ t]00:00(:00)?", text)
    text = with_time[1] if with_time else text
    found = written(text, WAYS)
    if found is None or not found.is_of_some_year:
        return None
    if found.year is None:
        return Heading("day", day=found.day, month=found.month, weekday=found.weekday)
    known = found.on and _dated(found.on)
    return Heading("date", found.on, weekday=found.weekday) if known else None
