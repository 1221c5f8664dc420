"""A person's hours against contract in a published week, and the dates they are made of. Pure.

    hours_of(week, away=())         -> Hours          of a my_week.MyWeek and what is paid away
    entries_of(week, away)          -> [Entry, ...]   which add up to it
    paid_away(problem, reference)   -> (Entry, ...)   what is paid away, of all weeks of a problem

My rota, My hours and the emails say a week by this alone. An email leaves the Trust's systems, so
it knows of no absence.
"""

from dataclasses import dataclass
from datetime import date

from roster.grid.accounts import hours_lines
from roster.grid.saying import KIND_WORDS
from roster.problem import Duty
from roster.rules.phrases import day, hours
from roster.rules.timeline import Timeline

EXTRA = "agreed extra work"  # paid besides, so it counts nothing


@dataclass(frozen=True)
class Entry:
    """What counts of a date, in minutes. `kind` is that of an absence."""

    date: date
    what: str
    minutes: int
    kind: str = ""

    @property
    def words(self):
        sign = "less " if self.minutes < 0 else ""
        return f"{day(self.date)}: {self.what}, {sign}{hours(self.minutes)}"


@dataclass(frozen=True)
class Hours:
    """Minutes of a week, or of several; `contract` is null where nobody is employed."""

    contract: int | None
    on_duty: int
    away: int
    extra: int

    @property
    def minutes(self):
        return self.on_duty + self.away

    @property
    def words(self):
        """30 h on duty of 37 h 30 min contracted"""
        contract = "" if self.contract is None else f" of {hours(self.contract)} contracted"
        said = f"{hours(self.on_duty)} on duty"
        if self.away:
            said, contract = f"{hours(self.minutes)}{contract}: {said}, {hours(self.away)} away", ""
        return f"{said}{contract}" + (f", and {hours(self.extra)} {EXTRA}" if self.extra else "")


def hours_of(week, away=()) -> Hours:
    extra = sum(duty.minutes for duty in week.duties if duty.told.additional)
    on_duty = sum(duty.minutes for duty in week.duties) - extra
    return Hours(week.contract, on_duty, sum(e.minutes for e in _within(week, away)), extra)


def sum_of(weeks) -> Hours:
    return Hours(
        sum(found.contract or 0 for found in weeks),
        *(sum(getattr(f, name) for f in weeks) for name in ("on_duty", "away", "extra")),
    )


def entries_of(week, away) -> list[Entry]:
    found = [*map(_duty, week.duties), *_within(week, away)]
    return sorted(found, key=lambda entry: entry.date)


def _within(week, away):
    return [entry for entry in away if week.monday <= entry.date <= week.sunday]


def _duty(duty):
    told = duty.told
    what = ", ".join(filter(None, (told.shift, told.area_name, told.site_name)))
    if told.additional:
        return Entry(duty.date, f"{what}, {EXTRA} of {hours(duty.minutes)}", 0)
    return Entry(duty.date, what, duty.minutes)


def paid_away(problem, reference) -> tuple[Entry, ...]:
    """Day by day; the last of a week may say what of it the contract does not pay."""
    if not problem.unavailable:
        return ()
    return tuple(
        _absence(line)
        for line in hours_lines(Timeline(problem), reference)
        if not isinstance(line.what, Duty) and line.minutes
    )


def _absence(line):
    kind = line.what.kind if line.what else ""
    what = KIND_WORDS[kind] if kind else "no more than contracted"
    return Entry(line.date, what, line.minutes, kind)
