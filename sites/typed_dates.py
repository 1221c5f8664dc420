"""Dates as people type them: 1 Dec, 1/12/26, 1 December 2026, 2026-12-01.

Read the British way, day before month. Without a year it is the date nearest to today.
"""

import re
from datetime import date

from django import forms
from django.utils import timezone

NAMED = r"(?P<month>[a-z]{3,9})\.?,?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4}|'?\d{2})"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
FORMS = [
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(rf"{WEEKDAY}{DAY}[/.\-](?P<month>\d{{1,2}})(?:[/.\-]{YEAR})?"),
    re.compile(rf"{WEEKDAY}{DAY}[\s\-]*(?:of\s+)?{NAMED}(?:[\s\-]*{YEAR})?"),
    re.compile(rf"{WEEKDAY}{NAMED}\s*{DAY}(?:,?\s+{YEAR})?"),
]
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SAY_IT = "This is no date. Type it like 1 Dec, 1/12/26 or 2026-12-01."


def read_date(text: str, today: date) -> date | None:
    """Null where the text says no date, or one before 1900 or after 2200."""
    text = " ".join(text.lower().split())
    for form in FORMS:
        found = form.fullmatch(text)
        if found:
            return _date(found.groupdict(), today)
    return None


def _date(parts, today):
    month, year = _month(parts["month"]), (parts.get("year") or "").strip("'")
    if month is None:
        return None
    if not year:
        return _nearest(int(parts["day"]), month, today)
    number = int(year) + (2000 if len(year) == 2 else 0)
    found = _valid(number, month, int(parts["day"]))
    return found if found and 1900 <= found.year <= 2200 else None


def _month(text):
    if text.isdecimal():
        return int(text)
    whole = [n for n, name in enumerate(MONTHS, 1) if name.startswith(text)]
    return whole[0] if len(whole) == 1 else (9 if text == "sept" else None)


def _valid(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(day, month, today):
    years = (today.year - 1, today.year, today.year + 1)
    found = [on for on in (_valid(year, month, day) for year in years) if on]
    return min(found, key=lambda on: abs(on - today), default=None)


class TypedDateField(forms.DateField):
    """A date typed as text; shown again as 1 December 2026."""

    default_error_messages = {"invalid": SAY_IT}

    def __init__(self, **fields):
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **fields)

    def prepare_value(self, value):
        return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value or None
        found = read_date(str(value), timezone.localdate())
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except forms.ValidationError:
            return True
