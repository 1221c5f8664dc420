"""A rota as an oracle sees it: every duty with its minutes, looked at one by one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from math import floor
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """A breach as an oracle reports it; what a rule has no place for stays null."""

    rule: str
    level: str
    person: str | None
    first: date
    last: date
    measured: int | None = None
    limit: int | None = None
    unit: str | None = None
    site: str | None = None
    area: str | None = None
    at: str | None = None


@dataclass(frozen=True, eq=False)
class Work:
    """A duty with its instants; `now` says whether it is the rota's own, not history."""

    duty: object
    shift: object
    start: int
    end: int
    now: bool

    @property
    def clinical(self):
        return self.shift.work_class == "clinical"

    @property
    def worked(self):
        """The spans really worked: an on-call duty only while called."""
        if self.shift.work_class != "on_call":
            return [(self.start, self.end)]
        return [(minute(a), minute(b)) for a, b in self.duty.called]

    @property
    def length(self):
        """Elapsed minutes of work, breaks included."""
        return sum(b - a for a, b in self.worked)

    @property
    def working_minutes(self):
        """Minutes of working time: the unpaid break is free of work."""
        on_call = self.shift.work_class == "on_call"
        return self.length - (0 if on_call else self.shift.break_minutes)

    @property
    def minutes(self):
        return range(self.start, self.end)


def minute(moment):
    return round((moment - EPOCH).total_seconds()) // 60


def _in_time(work):
    """The order of a person's duties; those at the very same time by their codes."""
    return work.start, work.end, work.duty.shift, work.duty.site


def whole(number):
    return floor(number + 1e-9)


def monday_of(day):
    return day - day.weekday() * DAY


class World:
    def __init__(self, problem):
        self.problem = problem
        self.zone = ZoneInfo(problem.timezone)
        self.shifts = {shift.code: shift for shift in problem.shift_types}
        self.people = {person.id: person for person in problem.people}
        self.works = [self.work(duty, False) for duty in problem.history]
        self.works += [self.work(duty, True) for duty in problem.duties]

    def instant(self, day, at, fold=0):
        return minute(datetime.combine(day, at, self.zone).replace(fold=fold))

    def midnight(self, day):
        return self.instant(day, datetime.min.time())

    def local(self, instant):
        return (EPOCH + timedelta(minutes=instant)).astimezone(self.zone)

    def local_date(self, instant):
        return self.local(instant).date()

    def local_text(self, instant):
        return self.local(instant).strftime("%Y-%m-%dT%H:%M")

    def work(self, duty, now):
        shift = self.shifts[duty.shift]
        last = duty.date if shift.ends > shift.starts else duty.date + DAY
        fold = duty.fold or 0
        start = self.instant(duty.date, shift.starts, fold)
        return Work(duty, shift, start, self.instant(last, shift.ends, fold), now)

    @cached_property
    def _own(self):
        own = {person: [] for person in self.people}
        for work in sorted(self.works, key=_in_time):
            own[work.duty.person].append(work)
        return own

    def of(self, person, now=None):
        """The person's duties in order of time."""
        return [work for work in self._own[person] if now in (None, work.now)]

    def busy(self, person, now=None):
        """Those really worked: an on-call duty without a call is no duty day and no hours."""
        return [work for work in self.of(person, now) if work.worked]

    def other(self, person):
        """The spans of a person's work elsewhere."""
        rows = (row for row in self.problem.other_work if row.person == person)
        return [(minute(row.starts), minute(row.ends)) for row in rows]

    def employment(self, person, day):
        for held in self.people[person].employments:
            if held.starts <= day and (held.until is None or held.until >= day):
                return held
        return None

    def employment_of_week(self, person, monday):
        for offset in range(7):
            held = self.employment(person, monday + offset * DAY)
            if held is not None:
                return held
        return None

    def role(self, person, day):
        held = self.employment(person, day)
        return held.role if held else None

    def absences(self, person):
        return [absence for absence in self.problem.unavailable if absence.person == person]

    @cache  # noqa: B019 - a world lives for one comparison
    def away_minutes(self, person):
        """Every minute the person is absent for whatever reason."""
        away = set()
        for absence in self.absences(person):
            for day in self.dates(absence.starts_on, absence.until):
                away.update(range(*self.absent(absence, day)))
        return away

    def absent(self, absence, day):
        """From when until when the absence lasts on a date it holds."""
        if absence.starts is None:
            return self.midnight(day), self.midnight(day + DAY)
        return self.instant(day, absence.starts), self.instant(day, absence.ends)

    def dates(self, first, last):
        return [first + n * DAY for n in range((last - first).days + 1)]

    def rota_dates(self):
        return self.dates(self.problem.starts, self.problem.until)

    def weeks(self):
        """The Mondays of the rota."""
        return self.rota_dates()[::7]

    def known_from(self):
        """The Monday of the file's earliest history, or of the rota."""
        return min([monday_of(duty.date) for duty in self.problem.history] + [self.problem.starts])

    def known_weeks(self):
        """The Mondays of file and history."""
        return self.dates(self.known_from(), self.problem.until)[::7]

    def is_on(self, rule):
        return self.problem.rules.get(rule, {}).get("enabled", True)

    def parameter(self, rule, name, default):
        return self.problem.rules.get(rule, {}).get(name, default)

    def standard_days(self, employment):
        days = employment.days_per_week
        return employment.weekly_minutes / 450 if days is None else days
