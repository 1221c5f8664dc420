"""Somebody on the rota with the dated facts about them."""

from dataclasses import dataclass
from datetime import date, time, timedelta


@dataclass(frozen=True, slots=True)
class Employment:
    """What a person is employed as, from one date until another; band null: not on AfC."""

    starts: date
    until: date | None
    band: int | str | None
    role: str
    weekly_minutes: int
    days_per_week: int | float | None = None

    @property
    def standard_days(self) -> float:
        """N: contracted standard days a week, as stated or by 450 minutes a day."""
        if self.days_per_week is None:
            return self.weekly_minutes / 450
        return self.days_per_week

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ScopeEntry:
    """A signed scope of practice: holds from `starts` to the day before `review_due`."""

    site: str
    area: str
    starts: date
    review_due: date


@dataclass(frozen=True, slots=True)
class HeldCompetency:
    code: str
    starts: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    kind: str
    until: date
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class OptOut:
    starts: date
    until: date | None = None
    withdrawn: date | None = None
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """A trainee's university day: weekday 0 (Monday) to 6, the terms, minutes due (null: R-10)."""

    weekday: int
    terms: tuple[tuple[date, date], ...]
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A site, or one area of it; area null is the whole site."""

    site: str
    area: str | None = None


@dataclass(frozen=True, slots=True)
class AgreedPattern:
    """An agreed way of working; `days` are weekdays 0 to 6. Its reason is never written."""

    starts: date
    until: date | None = None
    review_due: date | None = None
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    off: bool = False
    earliest: time | None = None
    latest: time | None = None
    not_areas: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    sites: tuple[str, ...]
    employments: tuple[Employment, ...]
    scope: tuple[ScopeEntry, ...] = ()
    competencies: tuple[HeldCompetency, ...] = ()
    credentials: tuple[Credential, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    study: StudyPlan | None = None
    preceptee_until: date | None = None
    born: date | None = None
    supervises: bool | None = None
    justifies: tuple[Place, ...] | None = None
    other_work_declared: date | None = None
    carried_minutes: int = 0
    agreed_patterns: tuple[AgreedPattern, ...] = ()

    def employment_on(self, day: date) -> Employment | None:
        for employment in self.employments:
            if employment.holds_on(day):
                return employment
        return None

    def employment_of_week(self, monday: date) -> Employment | None:
        """The one in force on the week's first day that has one."""
        days = (monday + timedelta(days=n) for n in range(7))
        return next((e for e in map(self.employment_on, days) if e), None)
