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

FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
WEEKDAY = (
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)"
    r"(?:day|s|sday|nesday|r|rs|rsday|urday)?\.?,?"
)
MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,?"
DAY_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4}|\d{2})"
FORMS = [
    re.compile(rf"(?:{WEEKDAY}\s*)?(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})"),
    re.compile(rf"(?:{WEEKDAY}\s*)?{DAY_NUMBER}[/.\-](?P<month>\d{{1,2}})(?:[/.\-]{YEAR})?"),
    re.compile(rf"(?:{WEEKDAY}\s*)?{DAY_NUMBER}[\s\-]*(?:of\s+)?{MONTH}(?:[\s\-']*{YEAR})?"),
    re.compile(rf"(?:{WEEKDAY}\s*)?{MONTH}\s*{DAY_NUMBER}(?:,?\s*(?P<year>\d{{4}}))?"),
]
IN_TITLE = re.compile(
    rf"\b(\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\s+\d{{4}})\b"
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
    for form in FORMS:
        found = form.fullmatch(text)
        if found:
            return _of(found.groupdict())
    return None


def _of(parts):
    month = parts["month"]
    month = int(month) if month.isdecimal() else MONTHS.index(month[:3]) + 1
    weekday = parts.get("weekday") and DAYS.index(parts["weekday"])
    year = parts.get("year")
    try:
        if year is None:
            date(2000, month, int(parts["day"]))  # a leap year: is there such a day at all
            return Heading("day", day=int(parts["day"]), month=month, weekday=weekday)
        day = date(int(year) + (2000 if len(year) == 2 else 0), month, int(parts["day"]))
    except ValueError:
        return None
    known = _dated(day)
    return Heading("date", day, weekday=weekday) if known else None
