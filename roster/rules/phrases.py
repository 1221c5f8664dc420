"""How a sentence says a day, a span, a length, a number, a list."""

import calendar
from datetime import date

# Formatting a date by %A or %B takes four times as long as looking its name up.
WEEKDAYS, MONTHS = tuple(calendar.day_name), tuple(calendar.month_name)
ROLE_WORDS = {
    "trainee": ("trainee", "trainees"),
    "assistant_practitioner": ("assistant practitioner", "assistant practitioners"),
    "radiographer": ("radiographer", "radiographers"),
    "radiologist": ("radiologist", "radiologists"),
    "manager": ("manager", "managers"),
    "student": ("student", "students"),
}
LEVEL_WORDS = {
    "must": "to mend",
    "overridable": "to mend or accept",
    "should": "should be better",
}


def day(value: date) -> str:
    """Saturday 7 November"""
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month]}"


def full(value: date) -> str:
    """7 November 2026"""
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def clock(value) -> str:
    """08:05, of a time or a moment"""
    return f"{value.hour:02}:{value.minute:02}"


def span(first: date, last: date) -> str:
    """Saturday 7 November, or Monday 2 to Sunday 8 November"""
    if first == last:
        return day(first)
    start = f"{first:%A} {first.day}" if first.month == last.month else day(first)
    return f"{start} to {day(last)}"


def hours(minutes: int) -> str:
    """9 h 30 min, 11 h, 45 min"""
    whole, rest = divmod(abs(minutes), 60)
    parts = [f"{whole} h"] * bool(whole) + [f"{rest} min"] * bool(rest)
    return " ".join(parts) or "0 min"


def number(count: int, one: str, many: str = "") -> str:
    """1 day, 2 days"""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(texts) -> str:
    """a, b and c"""
    texts = list(texts)
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
