"""A department and its rota as plain data.

What the rules, the solver, the rota file and the screens share. Nothing here knows Django, a
database or the clock. Units: minutes are integers, dates are local, times are wall times of the
rota's time zone, instants are aware datetimes, `until` is the last day it holds (inclusive).
Identifiers are the codes a rota file writes: a person's id, a site's code, an area's code within
its site, a shift type's code.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

ROLES = (
    "trainee",
    "assistant_practitioner",
    "radiographer",
    "radiologist",
    "manager",
    "student",
)
WORK_CLASSES = ("clinical", "admin", "training", "on_call")
DUTY_ROLES = ("operator", "assist", "training", "supernumerary")
UNAVAILABILITY_KINDS = ("AL", "SL", "SD", "MT", "BH", "TOIL", "PL", "OTHER")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_TYPES = (*WEEKDAYS, "bank_holiday")
HISTORY_WEEKS = 17


@dataclass(frozen=True, slots=True)
class Need:
    """People with a competency wanted in an area whenever somebody works there clinically."""

    competency: str
    least: int


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: str
    needs: tuple[Need, ...] = ()
    demanding: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    code: str
    name: str
    areas: tuple[Area, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Travel:
    from_site: str
    to_site: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Competency:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A kind of duty: wall times, unpaid break, class. `ends` before `starts`: the next day.

    `until`, like that of a site and of an area, is the last date for a new duty: no rule reads it,
    no rota file holds it.
    """

    code: str
    starts: time
    ends: time
    break_minutes: int = 0
    work_class: str = "clinical"
    breaks: tuple[tuple[time, time], ...] | None = None
    until: date | None = None


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


@dataclass(frozen=True, slots=True)
class Problem:
    """A rota of some whole weeks with everything its rules need.

    `duties` lie on the rota's dates, `history` in the 17 weeks before, `following` in as many
    after: what is planned there already, which no rota file holds. `earlier` and
    `earlier_unavailable` lie before the history, as far as fairness looks back: no rule reads them,
    no rota file holds them, and few who ask for a rota need them. `rules` holds only what differs
    from the catalogue's defaults: rule id, then parameter, then value; `later_rules` all that
    differs from a date within the rota on, in order, where something is set anew. `leave_asked`
    waits for an answer: it binds nobody yet, and no rota file holds it either, nor `refused`: the
    people whose last wish before the rota was refused, where fairness is asked for. `later_rules`,
    `exemptions` and `closures` have no key in a rota file: a file is judged without them.
    """

    unit: str
    starts: date
    weeks: int
    timezone: str = "Europe/London"
    bank_holidays: frozenset[date] = frozenset()
    rules: dict[str, dict] = field(default_factory=dict)
    later_rules: tuple[tuple[date, dict], ...] = ()
    sites: tuple[Site, ...] = ()
    travel: tuple[Travel, ...] = ()
    competencies: tuple[Competency, ...] = ()
    shift_types: tuple[ShiftType, ...] = ()
    people: tuple[Person, ...] = ()
    unavailable: tuple[Unavailability, ...] = ()
    other_work: tuple[OtherWork, ...] = ()
    compensatory_rest: tuple[CompensatoryRest, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    demand: tuple[Demand, ...] = ()
    closures: tuple[Closure, ...] = ()
    requests: tuple[Request, ...] = ()
    duties: tuple[Duty, ...] = ()
    history: tuple[Duty, ...] = ()
    following: tuple[Duty, ...] = ()
    earlier: tuple[Duty, ...] = ()
    earlier_unavailable: tuple[Unavailability, ...] = ()
    leave_asked: tuple[Unavailability, ...] = ()
    refused: frozenset[str] = frozenset()

    @property
    def until(self) -> date:
        """The last date of the rota, a Sunday."""
        return self.starts + timedelta(days=7 * self.weeks - 1)

    def rules_on(self, day: date) -> dict[str, dict]:
        """What of the rules is in force on a date; before the rota, what is on its first."""
        held = self.rules
        for starts, rules in self.later_rules:
            held = rules if starts <= day else held
        return held
