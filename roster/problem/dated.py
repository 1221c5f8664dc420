"""What is planned, asked for or in the way on dates."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Unavailability:
    """Absence on each date of a span; `starts` and `ends` null: the whole of each date."""

    person: str
    kind: str
    starts_on: date
    until: date
    starts: time | None = None
    ends: time | None = None
    paid_minutes: int | None = None

    @property
    def dates(self):
        days = (self.until - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=n) for n in range(days)]

    @property
    def whole_dates(self):
        return self.dates if self.starts is None else []


@dataclass(frozen=True, slots=True)
class OtherWork:
    """Bank work or a second job, from one instant to another."""

    person: str
    employer: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class CompensatoryRest:
    """A rest given for a short one (R-19), or the reason for a short weekly rest (R-20)."""

    person: str
    rule: str
    for_date: date
    starts: datetime | None = None
    ends: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A rule that does not bind a person on the dates from `starts` to `until`."""

    person: str
    rule: str
    starts: date
    until: date


@dataclass(frozen=True, slots=True)
class Demand:
    """People needed in an area on the day types listed; `ends` before `starts`: the next day.

    `starts_on` and `until` are its first and last date, where it has one within the rota. A line
    without day types is a dated one: asked on each of its dates, whatever day that is, even where
    the week's lines do not count (Closure); `reason` says why. No rota file has these three.
    """

    site: str
    area: str
    days: tuple[str, ...]
    starts: time
    ends: time
    role: str
    least: int
    ideal: int | None = None
    competency: str | None = None
    critical: bool = False
    starts_on: date | None = None
    until: date | None = None
    reason: str = ""

    @property
    def is_dated(self) -> bool:
        return not self.days and self.starts_on is not None

    def is_in_force(self, day: date) -> bool:
        return (self.starts_on or day) <= day <= (self.until or day)


@dataclass(frozen=True, slots=True)
class Closure:
    """Dates on which the week's lines of an area do not count: it is closed, or asks for other
    people than its week says (dated lines)."""

    site: str
    area: str
    starts_on: date
    until: date
    reason: str = ""

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.until


@dataclass(frozen=True, slots=True)
class Request:
    person: str
    date: date
    wants: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Duty:
    """One person working one shift type on a local date at a site and area."""

    person: str
    date: date
    shift: str
    site: str
    area: str | None = None
    role: str = "operator"
    supervised_by: tuple[str, ...] = ()
    additional: bool = False
    fixed: bool = False
    called: tuple[tuple[datetime, datetime], ...] = ()
    fold: int | None = None
