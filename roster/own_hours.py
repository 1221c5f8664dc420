"""A person's hours against contract in a published week, and the dates they are made of. Pure.

    away_of(problem, reference)      -> Away        their absences, and what is paid of them
    hours_of(week, away=NOWHERE)     -> Hours       of a my_week.MyWeek
    entries_of(week, away)           -> [Entry, ...]   which add up to it

My rota, My hours and the emails say a week by this alone. An email leaves the Trust's systems, so
it knows of no absence. A shift that an absence takes stands in what was published until the week is
published again: what is not worked of it does not count.
"""

from dataclasses import dataclass
from datetime import date, datetime

from roster.grid.accounts import hours_lines
from roster.grid.saying import KIND_WORDS
from roster.problem import Duty, Unavailability
from roster.rules.hours import UNPAID
from roster.rules.phrases import day, hours
from roster.rules.timeline import Timeline
from roster.walltime import minutes_of

EXTRA = "agreed extra work"  # paid besides, so it counts nothing


@dataclass(frozen=True)
class Entry:
    """What counts of a date, in minutes. `absence` is null for a duty, and for what the contract
    caps.
    """

    date: date
    what: str
    minutes: int
    absence: Unavailability | None = None

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


@dataclass(frozen=True)
class Away:
    rows: tuple[Unavailability, ...] = ()
    paid: tuple[Entry, ...] = ()

    def within(self, week):
        return [entry for entry in self.paid if week.monday <= entry.date <= week.sunday]

    def missed(self, duty):
        """Minutes of a duty that are not worked: as many as are paid away instead."""
        over = [row for row in self.rows if _shared(row, duty)]
        if not over:
            return 0
        if any(row.starts is None for row in over):
            return duty.minutes
        paid = sum(e.minutes for e in self.paid if e.date == duty.date and e.absence in over)
        unpaid = sum(_shared(row, duty) for row in over if row.kind == UNPAID)
        return min(duty.minutes, paid + unpaid)

    def takes(self, duty):
        """Whether nothing of it is worked."""
        whole = minutes_of(duty.ends) - minutes_of(duty.starts)
        return any(_shared(row, duty) >= whole for row in self.rows)


NOWHERE = Away()


def _shared(absence, duty):
    """Minutes of a duty that lie in an absence of its date."""
    starts, ends = duty.starts, duty.ends
    if not absence.starts_on <= duty.date <= absence.until:
        return 0
    if absence.starts is not None:
        edges = (absence.starts, absence.ends)
        first, last = (datetime.combine(duty.date, at, starts.tzinfo) for at in edges)
        starts, ends = max(starts, first), min(ends, last)
    return max(0, minutes_of(ends) - minutes_of(starts))


def hours_of(week, away=NOWHERE) -> Hours:
    worked = [(duty.told.additional, duty.minutes - away.missed(duty)) for duty in week.duties]
    on_duty, extra = (sum(m for also, m in worked if also == which) for which in (False, True))
    return Hours(week.contract, on_duty, sum(e.minutes for e in away.within(week)), extra)


def sum_of(weeks) -> Hours:
    return Hours(
        sum(found.contract or 0 for found in weeks),
        *(sum(getattr(f, name) for f in weeks) for name in ("on_duty", "away", "extra")),
    )


def entries_of(week, away) -> list[Entry]:
    duties = [_duty(duty, away) for duty in week.duties]
    return sorted([*duties, *away.within(week)], key=lambda entry: entry.date)


def _duty(duty, away):
    told, missed = duty.told, away.missed(duty)
    worked = duty.minutes - missed
    what = ", ".join(filter(None, (told.shift, told.area_name, told.site_name)))
    if missed:
        what += ", not worked" if away.takes(duty) else ", worked in part"
    if told.additional:
        return Entry(duty.date, f"{what}, {EXTRA} of {hours(worked)}", 0)
    return Entry(duty.date, what, worked)


def away_of(problem, reference) -> Away:
    """Paid day by day; the last of a week may say what of it the contract does not pay."""
    if not problem.unavailable:
        return NOWHERE
    lines = hours_lines(Timeline(problem), reference)
    paid = (line for line in lines if not isinstance(line.what, Duty) and line.minutes)
    return Away(tuple(problem.unavailable), tuple(map(_absence, paid)))


def _absence(line):
    what = KIND_WORDS[line.what.kind] if line.what else "no more than contracted"
    return Entry(line.date, what, line.minutes, line.what)
