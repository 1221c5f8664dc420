"""Dates as people type them: 1 Dec, 1/12/26, 1 December 2026, 2026-12-01.

Read the British way, day before month. Without a year it is the date nearest to today, and where
only what is to come is asked for, the next one.
"""

from datetime import date

from django import forms
from django.utils import timezone

from sites.written_dates import date_on, ways, written

YEAR = r"\d{4}|'?\d{2}"
WAYS = ways(
    weekday=r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?",
    month=r"(?P<month>[a-z]{3,9})",
    year=YEAR,
    joined=rf"[\s\-]*(?P<year>{YEAR})",
    last=rf",?\s+(?P<year>{YEAR})",
)
SAY_IT = "This is no date. Type it like 1 Dec, 1/12/26 or 2026-12-01."


def read_date(text: str, today: date, *, ahead: bool = False) -> date | None:
    """Null where the text says no date, or one before 1900 or after 2200."""
    found = written(" ".join(text.lower().split()), WAYS)
    if found is None:
        return None
    if found.year is None:
        return _nearest(found, today, ahead)
    return found.on if 1900 <= found.year <= 2200 else None


def _nearest(found, today, ahead):
    years = (today.year - 1, today.year, today.year + 1)
    dates = filter(None, (date_on(year, found.month, found.day) for year in years))
    wanted = [on for on in dates if on >= today or not ahead]
    return min(wanted, key=lambda on: abs(on - today), default=None)


class TypedDateField(forms.DateField):
    """A date typed as text; shown again as 1 December 2026. `ahead`: one to come is asked for."""

    default_error_messages = {"invalid": SAY_IT}

    def __init__(self, *, attrs=(), ahead=False, **fields):
        self.ahead = ahead
        attrs = {"autocomplete": "off", "spellcheck": "false", **dict(attrs)}
        super().__init__(widget=forms.TextInput(attrs=attrs), **fields)

    def prepare_value(self, value):
        return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value or None
        found = read_date(str(value), timezone.localdate(), ahead=self.ahead)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except forms.ValidationError:
            return True
