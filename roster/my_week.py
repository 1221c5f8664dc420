"""What one person reads of a published week: days, company, days given back, hours. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from roster.changes import Told, overlap
from roster.problem import Problem
from roster.walltime import clock_change, minutes_of


@dataclass(frozen=True, slots=True)
class MyDuty:
    """One of the person's duties; `starts` and `ends` are local. The others are names."""

    told: Told
    starts: datetime
    ends: datetime
    with_whom: tuple[str, ...]
    supervises: tuple[str, ...]
    supervised_by: tuple[str, ...]

    @property
    def date(self):
        return self.told.date

    @property
    def minutes(self):
        """Minutes on duty, which are the paid ones: elapsed, less the unpaid break."""
        if self.told.work_class == "on_call":
            return 0
        return minutes_of(self.ends) - minutes_of(self.starts) - self.told.break_minutes


@dataclass(frozen=True, slots=True)
class MyDay:
    """A date of the week: no duties means not working. `gives_back` is a weekend date, on a CO.

    `clock_change` is in minutes: 60 where the clocks go back, -60 where they go forward, else 0.
    """

    date: date
    duties: tuple[MyDuty, ...]
    gives_back: date | None
    clock_change: int
    is_bank_holiday: bool


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A published week of a person. `contract` is minutes a week; null: not employed then."""

    monday: date
    number: int
    published_at: datetime
    days: tuple[MyDay, ...]
    contract: int | None

    @property
    def sunday(self):
        return self.monday + timedelta(days=6)

    @property
    def duties(self) -> tuple[MyDuty, ...]:
        return tuple(duty for day in self.days for duty in day.duties)

    @property
    def told(self) -> tuple[Told, ...]:
        return tuple(duty.told for duty in self.duties)

    @property
    def minutes(self):
        return sum(duty.minutes for duty in self.duties)

    @property
    def clock_change(self) -> MyDay | None:
        """The day the clocks change, if it lies in this week."""
        return next((day for day in self.days if day.clock_change), None)


def my_week(reference, release, duties, problem: Problem, given) -> MyWeek:
    """The week of one person.

    `release` has a monday, a number and the instant it was published; `duties` are everybody's
    in it; `given` maps (person, CO date) to a weekend date.
    """
    person = next(p for p in problem.people if p.id == reference)
    employment = person.employment_of_week(release.monday)
    names = {someone.id: someone.name for someone in problem.people}
    dates = [release.monday + timedelta(days=n) for n in range(7)]
    return MyWeek(
        monday=release.monday,
        number=release.number,
        published_at=release.at.astimezone(ZoneInfo(problem.timezone)),
        days=tuple(_day(reference, day, duties, problem, given, names) for day in dates),
        contract=employment and employment.weekly_minutes,
    )


def _day(reference, day, duties, problem, given, names):
    own = [told for told in duties if (told.person, told.date) == (reference, day)]
    return MyDay(
        date=day,
        duties=tuple(_duty(told, duties, names, ZoneInfo(problem.timezone)) for told in own),
        gives_back=given.get((reference, day)),
        clock_change=clock_change(day, problem.timezone),
        is_bank_holiday=day in problem.bank_holidays,
    )


def _duty(told, duties, names, zone):
    return MyDuty(
        told=told,
        starts=told.starts.astimezone(zone),
        ends=told.ends.astimezone(zone),
        with_whom=_with_whom(told, duties, names),
        supervises=tuple(names.get(other, other) for other in told.supervises),
        supervised_by=tuple(names.get(other, other) for other in told.supervised_by),
    )


def _with_whom(told, duties, names):
    """Names of those in the same area at the same time."""
    place = told.site, told.area
    others = {
        names.get(other.person, other.person)
        for other in duties
        if told.area
        and (other.site, other.area) == place
        and other.person != told.person
        and overlap(told, other)
    }
    return tuple(sorted(others))
