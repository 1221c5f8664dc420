"""A rota as an oracle sees it: every duty with its minutes, looked at one by one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
    site: str | None = None
    area: str | None = None
    at: str | None = None


@dataclass(frozen=True)
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
    def minutes(self):
        return range(self.start, self.end)


def minute(moment):
    return round((moment - EPOCH).total_seconds()) // 60


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

    def local(self, instant):
        return (EPOCH + timedelta(minutes=instant)).astimezone(self.zone)

    def local_text(self, instant):
        return self.local(instant).strftime("%Y-%m-%dT%H:%M")

    def work(self, duty, now):
        shift = self.shifts[duty.shift]
        last = duty.date if shift.ends > shift.starts else duty.date + DAY
        fold = duty.fold or 0
        start = self.instant(duty.date, shift.starts, fold)
        return Work(duty, shift, start, self.instant(last, shift.ends, fold), now)

    def of(self, person, now=None):
        """The person's duties in order of time."""
        own = [w for w in self.works if w.duty.person == person and now in (None, w.now)]
        return sorted(own, key=lambda w: (w.start, w.end))

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

    def away_minutes(self, person):
        """Every minute the person is absent for whatever reason."""
        away = set()
        for absence in self.problem.unavailable:
            if absence.person != person:
                continue
            day = absence.starts_on
            while day <= absence.until:
                if absence.starts is None:
                    away.update(range(self.midnight(day), self.midnight(day + DAY)))
                else:
                    away.update(
                        range(self.instant(day, absence.starts), self.instant(day, absence.ends))
                    )
                day += DAY
        return away

    def midnight(self, day):
        return self.instant(day, datetime.min.time())

    def weeks(self):
        return [self.problem.starts + 7 * n * DAY for n in range(self.problem.weeks)]

    def parameter(self, rule, name, default):
        return self.problem.rules.get(rule, {}).get(name, default)

    def standard_days(self, employment):
        days = employment.days_per_week
        return employment.weekly_minutes / 450 if days is None else days


def whole(number):
    return floor(number + 1e-9)
