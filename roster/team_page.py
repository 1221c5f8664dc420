"""Who is on, by site and area: as published, for everybody of the unit.

    team_page(unit, on)           -> TeamPage
    team_week(unit, on, today)    -> TeamWeek    the week that a date lies in

Whoever has no shift, or is away, is "not working", and nothing here says which. Who is away for a
part of their shift is on for the rest of it.
Nothing of a draft comes through: a shift of somebody away since is not shown as worked.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from roster.models import ReleasedDuty
from roster.released import newest_two
from roster.rules.phrases import day
from roster.rules.timeline import without
from roster.walltime import monday_of
from staff.models import Person, Unavailability


@dataclass(frozen=True)
class On:
    """One person's shift; `times` are local, `person` is their primary key."""

    person: int
    name: str
    times: str
    shift: str


@dataclass(frozen=True)
class Place:
    site: str
    area: str
    on: tuple[On, ...]


@dataclass(frozen=True)
class TeamPage:
    """A date of the team; `is_published` false: nothing of it is told yet. `week` are its dates."""

    on: date
    words: str
    is_published: bool
    places: tuple[Place, ...]
    not_working: tuple[str, ...]
    week: tuple[date, ...]

    @property
    def before(self):
        return self.on - timedelta(days=1)

    @property
    def after(self):
        return self.on + timedelta(days=1)


@dataclass(frozen=True)
class TeamDay:
    on: date
    words: str
    places: tuple[Place, ...]

    @property
    def many(self):
        """How many shifts are worked."""
        return sum(len(place.on) for place in self.places)


@dataclass(frozen=True)
class TeamWeek:
    """A week of the team, none of whose days is told before it is published. `opens` is the date
    that is seen first.
    """

    monday: date
    opens: date
    days: tuple[TeamDay, ...]

    @property
    def sunday(self):
        return self.monday + timedelta(days=6)

    @property
    def before(self):
        return self.monday - timedelta(weeks=1)

    @property
    def after(self):
        return self.monday + timedelta(weeks=1)


def team_page(unit, on) -> TeamPage:
    monday = monday_of(on)
    release = _newest(unit, monday)
    duties = _duties(unit, release, on, on) if release else []
    working = {duty.person_id for duty in duties}
    return TeamPage(
        on=on,
        words=f"{day(on)} {on.year}",
        is_published=release is not None,
        places=tuple(_places(duties)),
        not_working=tuple(_others(unit, on, working)) if release else (),
        week=tuple(monday + timedelta(days=n) for n in range(7)),
    )


def team_week(unit, on, today) -> TeamWeek:
    monday = monday_of(on)
    release = _newest(unit, monday)
    days = [monday + timedelta(days=n) for n in range(7)] if release else []
    by_date = {on: [] for on in days}
    for duty in _duties(unit, release, days[0], days[-1]) if release else ():
        by_date[duty.date].append(duty)
    return TeamWeek(
        monday=monday,
        opens=today if monday_of(today) == monday else monday,
        days=tuple(TeamDay(on, day(on), tuple(_places(by_date[on]))) for on in days),
    )


def _newest(unit, monday):
    """The newest release of a week; null where none is published."""
    return newest_two(unit=unit, first=monday, last=monday)[0].get(monday)


def _duties(unit, release, first, last):
    """The shifts of these dates whose people are not away all of theirs, with `spans`: the local
    times that they are there.
    """
    away = Unavailability.objects.filter(
        person=OuterRef("person"),
        starts__isnull=True,
        starts_on__lte=OuterRef("date"),
        until__gte=OuterRef("date"),
    )
    rows = ReleasedDuty.objects.filter(~Exists(away), release=release, date__range=(first, last))
    order = ("site_name", "area_name", "starts_at", "person__name")
    duties, zone = list(rows.select_related("person").order_by(*order)), ZoneInfo(unit.timezone)
    parts = _parts(unit, first, last)
    for duty in duties:
        duty.spans = _there(duty, parts[duty.person_id, duty.date], zone)
    return [duty for duty in duties if duty.spans]


def _parts(unit, first, last):
    """{(person, date): rows} of those who are away for a part of a date."""
    found = defaultdict(list)
    rows = Unavailability.objects.filter(
        person__unit=unit, starts__isnull=False, starts_on__lte=last, until__gte=first
    )
    for row in rows:
        for n in range((row.until - row.starts_on).days + 1):
            found[row.person_id, row.starts_on + timedelta(days=n)].append(row)
    return found


def _there(duty, away, zone):
    """(start, end) of what is left of a shift."""
    spans = [(duty.starts_at.astimezone(zone), duty.ends_at.astimezone(zone))]
    for row in away:
        edges = [datetime.combine(duty.date, at, zone) for at in (row.starts, row.ends)]
        spans = [left for span in spans for left in without(span, *edges)]
    return spans


def _places(duties):
    for (site, area), found in groupby(duties, key=lambda duty: (duty.site_name, duty.area_name)):
        yield Place(site, area, tuple(map(_on, found)))


def _on(duty):
    times = ", ".join(f"{starts:%H:%M}–{ends:%H:%M}" for starts, ends in duty.spans)
    return On(duty.person_id, duty.person.name, times, duty.shift)


def _others(unit, on, working):
    """Names of everybody employed that date who is not on."""
    employed = Person.objects.filter(
        Q(employments__until__isnull=True) | Q(employments__until__gte=on),
        unit=unit,
        employments__starts__lte=on,
    )
    found = employed.exclude(pk__in=working).distinct().order_by("name")
    return found.values_list("name", flat=True)
