"""Between two seasons: dates on which nobody is asked for, though before and after somebody is.

gaps(lines, holidays, today)  -> sentences; of all lines of a unit, and its bank holidays
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from roster.demanding import days_said, span_of
from roster.problem import DAY_TYPES
from roster.rules.phrases import ROLE_WORDS, full
from staff.dated import holes


@dataclass(frozen=True)
class Season:
    """A line's dates as `holes` reads them."""

    starts: date
    until: date


def gaps(lines, holidays, today):
    """Those that are not over; each place and role by the days of the week it is asked for on."""
    found = defaultdict(list)
    for (place, role, day), seasons in _seasons(lines, holidays).items():
        for first, last in holes(seasons):
            if last >= today and _falls(day, first, last, holidays):
                found[place, role, first, last].append(day)
    return [
        f"{place}: no {ROLE_WORDS[role][0]} is asked for from {full(first)} to {full(last)} "
        f"({days_said(days)})."
        for (place, role, first, last), days in found.items()
    ]


def _seasons(lines, holidays):
    """Of each line, for those of its days that come in its season."""
    found = defaultdict(list)
    for line in lines:
        place, span = f"{line.area.name}, {line.area.site.name}", span_of(line)
        for day in line.days:
            if _falls(day, *span, holidays):
                found[place, line.role, day].append(Season(*span))
    return found


def _falls(day, first, last, holidays):
    """Whether any of the dates is a day of that type."""
    if day not in DAY_TYPES[:7]:
        return any(first <= holiday <= last for holiday in holidays)
    ahead = (DAY_TYPES.index(day) - first.weekday()) % 7
    return first + timedelta(days=ahead) <= last
