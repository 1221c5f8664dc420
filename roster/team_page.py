"""Who is on, by site and area: as published, for everybody of the unit.

    team_page(unit, on)   -> TeamPage

Whoever has no shift, or is away, is "not working", and nothing here says which.
Nothing of a draft comes through: a shift of somebody away since is not shown as worked.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Q

from roster.models import ReleasedDuty
from roster.released import newest_two
from roster.rules.phrases import day
from staff.models import Person, Unavailability


@dataclass(frozen=True)
class On:
    """One person's shift; `times` are local."""

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


def team_page(unit, on) -> TeamPage:
    monday = on - timedelta(days=on.weekday())
    newest, _ = newest_two(unit=unit, first=monday, last=monday)
    duties = _duties(newest[monday], on) if monday in newest else []
    working = {duty.person_id for duty in duties}
    return TeamPage(
        on=on,
        words=f"{day(on)} {on.year}",
        is_published=monday in newest,
        places=tuple(_places(duties, ZoneInfo(unit.timezone))),
        not_working=tuple(_others(unit, on, working)) if monday in newest else (),
        week=tuple(monday + timedelta(days=n) for n in range(7)),
    )


def _duties(release, on):
    """The shifts of a date whose people are not away all of it."""
    away = Unavailability.objects.filter(
        person__unit=release.rota.unit_id, starts__isnull=True, starts_on__lte=on, until__gte=on
    )
    rows = ReleasedDuty.objects.filter(release=release, date=on)
    rows = rows.exclude(person__in=away.values("person")).select_related("person")
    return list(rows.order_by("site_name", "area_name", "starts_at", "person__name"))


def _places(duties, zone):
    for (site, area), found in groupby(duties, key=lambda duty: (duty.site_name, duty.area_name)):
        yield Place(site, area, tuple(_on(duty, zone) for duty in found))


def _on(duty, zone):
    starts, ends = (at.astimezone(zone) for at in (duty.starts_at, duty.ends_at))
    return On(duty.person.name, f"{starts:%H:%M}–{ends:%H:%M}", duty.shift)


def _others(unit, on, working):
    """Names of everybody employed that date who is not on."""
    employed = Person.objects.filter(
        Q(employments__until__isnull=True) | Q(employments__until__gte=on),
        unit=unit,
        employments__starts__lte=on,
    )
    found = employed.exclude(pk__in=working).distinct().order_by("name")
    return found.values_list("name", flat=True)
