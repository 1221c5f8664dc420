"""Who carries how much of the weekends, lates and bank holidays, for the hours of their contract.

Counted in one way for all who ask: the aims of a fill, the summary of a proposal, My shares. Pure.

    carried(worked, holidays)            -> {kind: {person: occasions}}
    minutes_there(posts, away, mondays)  -> contracted minutes of some weeks, less those away
    as_full_time(count, minutes, weeks)  -> the count, had they worked full-time all those weeks
    shares(coming, had, minutes)         -> {person: what of so many to come is theirs}

A weekend counts once, whether a day of it is worked or both (as in R-38), a late or a bank holiday
for each date. Weekends and bank holidays count whatever the work, lates on clinical duties only.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from roster.problem import Problem
from roster.rules.timeline import DAY
from roster.walltime import monday_of

LATE = 11  # a duty that begins at this hour or after it is a late, as the sheet colours it
WEEKENDS, LATES, HOLIDAYS = KINDS = ("weekends", "lates", "bank holidays")
FULL_TIME = 2250  # minutes a week
WEEKDAYS = 5


@dataclass(frozen=True)
class Worked:
    """A duty that makes its date a day worked; `hour` is that of the clock it begins at."""

    person: str
    date: date
    hour: int
    clinical: bool = True
    told: str = ""


def occasion(kind, one, holidays):
    """What of a kind a duty is a part of, or null: a weekend's Monday, or its own date."""
    if kind == WEEKENDS:
        return monday_of(one.date) if one.date.weekday() >= 5 else None
    counts = one.date in holidays if kind == HOLIDAYS else one.clinical and one.hour >= LATE
    return one.date if counts else None


def carried(worked, holidays):
    found = {kind: defaultdict(set) for kind in KINDS}
    for one in worked:
        for kind in KINDS:
            if (on := occasion(kind, one, holidays)) is not None:
                found[kind][one.person].add(on)
    return found


def minutes_there(posts, away, mondays):
    """`posts` are Employments, `away` whole dates. A week is worth its contract, less a fifth for
    each weekday away: whoever comes back from long leave owes nobody the weekends of it.
    """
    return sum(
        post.weekly_minutes * sum(monday + n * DAY not in away for n in range(WEEKDAYS)) / WEEKDAYS
        for monday in mondays
        for post in [_post_of(posts, monday)]
        if post
    )


def _post_of(posts, monday):
    """The one in force on the week's first day that has one, as the rules read a week."""
    days = (monday + n * DAY for n in range(7))
    return next((post for day in days for post in posts if post.holds_on(day)), None)


def as_full_time(count, minutes, weeks):
    """Null where somebody had no hours to carry it in."""
    return count * FULL_TIME * weeks / minutes if minutes else None


def shares(coming, had, minutes):
    """What of those to come makes what everybody has had and gets proportional to their minutes;
    nought for whoever had more already. `coming` is a count, {person: count} what each `had`.
    """
    whole, total = sum(minutes.values()), coming + sum(had.values())
    return {
        who: max(0, round(total * own / whole) - had.get(who, 0))
        for who, own in minutes.items()
        if own
    }


# ── of a rota, with what lies before it ──


@dataclass(frozen=True)
class Looking:
    """A rota's people over its own weeks and so many before, no more than are known of."""

    problem: Problem
    weeks: int

    @cached_property
    def first(self):
        """The Monday that counting begins on."""
        return monday_of(min((duty.date for duty in self.known), default=self.problem.starts))

    @cached_property
    def mondays(self):
        last = self.problem.until
        return [self.first + n * DAY for n in range(0, (last - self.first).days + 1, 7)]

    @cached_property
    def known(self):
        """The duties before the rota that are looked back at."""
        before = (*self.problem.earlier, *self.problem.history)
        first = self.problem.starts - 7 * self.weeks * DAY
        return [duty for duty in before if duty.date >= first]

    @cached_property
    def before(self):
        """How many dates each person worked before the rota."""
        dates = {(one.person, one.date) for one in self._worked(self.known)}
        return Counter(person for person, _ in dates)

    def carried(self, duties=()):
        """Before the rota, and by these of its duties."""
        return carried(self._worked((*self.known, *duties)), self.problem.bank_holidays)

    def _worked(self, duties):
        shifts = {shift.code: shift for shift in self.problem.shift_types}
        for duty in duties:
            shift = shifts[duty.shift]
            if shift.work_class != "on_call" or duty.called:
                clinical = shift.work_class == "clinical"
                yield Worked(duty.person, duty.date, shift.starts.hour, clinical)

    def minutes(self):
        """{person: contracted minutes they were there in}"""
        mondays, away = self.mondays, self._away()
        return {
            person.id: minutes_there(person.employments, away[person.id], mondays)
            for person in self.problem.people
        }

    def _away(self):
        found = defaultdict(set)
        first, until = self.first, self.problem.until
        for absence in (*self.problem.earlier_unavailable, *self.problem.unavailable):
            if absence.starts is None:
                found[absence.person] |= dates(absence.starts_on, absence.until, first, until)
        return found


def dates(starts_on, until, first, last):
    """The dates of an absence within a span: it may go on for ages."""
    begins, ends = max(starts_on, first), min(until, last)
    return {begins + n * DAY for n in range((ends - begins).days + 1)}
