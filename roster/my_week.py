"""What one person reads of a published week: days, company, days given back, hours. Pure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from roster.changes import Told
from roster.problem import Problem
from roster.rules.travel import travel_minutes
from roster.supervised import Supervised
from roster.walltime import clock_change, minutes_of


@dataclass(frozen=True, slots=True)
class Way:
    """From the home site, by its name, to a duty elsewhere; null: nobody has set how long."""

    home: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class MyDuty:
    """One of the person's duties; `starts` and `ends` are local. The others are names.
    `way` is null at the home site; `lacks` says which supervision is missing (supervised.py).
    """

    told: Told
    starts: datetime
    ends: datetime
    with_whom: tuple[str, ...]
    supervises: tuple[str, ...]
    supervised_by: tuple[str, ...]
    way: Way | None = None
    lacks: str = ""

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
    def clock_change(self) -> MyDay | None:
        """The day the clocks change, if it lies in this week."""
        return next((day for day in self.days if day.clock_change), None)


class Everybody:
    """The duties of a week, found by whose and when; and {reference: name} of all in them."""

    def __init__(self, duties, problem: Problem, names, supervised: Supervised):
        self.people = {person.id: person for person in problem.people}
        self.names, self.supervised = names, supervised
        self.sites, self.travel = {site.code: site.name for site in problem.sites}, problem.travel
        self.own = defaultdict(list)
        for told in duties:
            self.own[told.person, told.date].append(told)

    def named(self, references):
        return tuple(self.names.get(reference, reference) for reference in references)

    def way(self, told) -> Way | None:
        """The way to a duty that is not at its person's home site, the first they know."""
        home = next(iter(self.people[told.person].sites), told.site)
        if home == told.site:
            return None
        minutes = travel_minutes(self.travel, home, told.site, None)
        return Way(self.sites.get(home, home), minutes)


def my_week(reference, release, everybody: Everybody, problem: Problem, given) -> MyWeek:
    """The week of one person.

    `release` has a monday, a number and the instant it was published; `given` maps
    (person, CO date) to a weekend date.
    """
    employment = everybody.people[reference].employment_of_week(release.monday)
    zone = ZoneInfo(problem.timezone)
    dates = [release.monday + timedelta(days=n) for n in range(7)]
    return MyWeek(
        monday=release.monday,
        number=release.number,
        published_at=release.at.astimezone(zone),
        days=tuple(_day(reference, day, everybody, problem, given, zone) for day in dates),
        contract=employment and employment.weekly_minutes,
    )


def _day(reference, day, everybody, problem, given, zone):
    own = everybody.own.get((reference, day), ())
    return MyDay(
        date=day,
        duties=tuple(_duty(told, everybody, zone) for told in own),
        gives_back=given.get((reference, day)),
        clock_change=clock_change(day, problem.timezone),
        is_bank_holiday=day in problem.bank_holidays,
    )


def _duty(told, everybody, zone):
    over, lacks = everybody.supervised.over(told)
    return MyDuty(
        told=told,
        starts=told.starts.astimezone(zone),
        ends=told.ends.astimezone(zone),
        with_whom=tuple(sorted(everybody.named(told.with_whom))),
        supervises=everybody.named(told.supervises),
        supervised_by=everybody.named(over),
        way=everybody.way(told),
        lacks=lacks,
    )
