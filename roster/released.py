"""Reading what is published. Nothing of the draft ever comes through here.

    my_rota(person=, now=, weeks=6)            -> MyRota          for My rota: three queries
    read(unit=, first=, weeks=, only=None)     -> Published       for everybody's emails
    told_to(person=, first=, last=)            -> {release id: [Told, ...]}     by every release
    newest_two(unit=, first=, last=)           -> {monday: newest Release}, {monday: one before}
    duties_of(releases)                        -> {release id: (Told, ...)}     one query
    shift_types_of(told, zone)                 -> (ShiftType, ...)      as they were when told

Only the newest release of a week counts. The plain data is that of my_week and changes.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from roster.changes import Change, Told, compare
from roster.compensation import days_given_back
from roster.facts import facts_of
from roster.models import Release, ReleasedDuty, Rota
from roster.my_week import Everybody, MyDuty, MyWeek, my_week
from roster.problem import Duty, Problem, ShiftType
from roster.snapshot import problem_with
from roster.walltime import local_date

WEEK = timedelta(weeks=1)
BEFORE = 2  # weeks read before those wanted: a day may give back a weekend of theirs
TOLD = [
    "person__reference",
    "date",
    "shift",
    "starts_at",
    "ends_at",
    "site",
    "area",
    "role",
    "break_minutes",
    "additional",
    "supervised_by",
    "supervises",
    "with_whom",
    "work_class",
    "site_name",
    "area_name",
]


@dataclass(frozen=True)
class MyRota:
    """A person's published weeks from this one on; `next` is the duty running or coming.

    `changes` says what is different for them from the release before the newest, by Monday.
    """

    today: date
    next: MyDuty | None
    weeks: tuple[MyWeek, ...]
    changes: dict[date, tuple[Change, ...]]
    names: dict[str, str]


@dataclass(frozen=True)
class Published:
    """Published weeks of a unit: {monday: release}, {monday: everybody's duties}, and the facts.

    `before` holds the duties of the release before, for the weeks that have one.
    """

    releases: dict[date, Release]
    duties: dict[date, tuple[Told, ...]]
    before: dict[date, tuple[Told, ...]]
    problem: Problem

    @cached_property
    def given(self):
        return days_given_back(self.problem)

    @cached_property
    def everybody(self):
        """{monday: everybody's duties of the week, to find one's own and one's company in}"""
        return {monday: Everybody(self.duties[monday], self.problem) for monday in self.releases}

    def week_of(self, reference, monday) -> MyWeek | None:
        """The week as this person reads it; null where it is not published."""
        if monday not in self.releases:
            return None
        everybody = self.everybody[monday]
        return my_week(reference, self.releases[monday], everybody, self.problem, self.given)

    def changes_of(self, reference, monday) -> tuple[Change, ...]:
        """What the newest release of a week changed for a person; nothing in a first one."""
        if monday not in self.before:
            return ()
        old, new = (
            [told for told in duties if told.person == reference]
            for duties in (self.before[monday], self.duties[monday])
        )
        return compare(old, new)


def my_rota(*, person, now, weeks=6) -> MyRota:
    """The published weeks of a person, from the week of `now` on."""
    today = local_date(person.unit, now)
    monday = today - timedelta(days=today.weekday())
    published = read(unit=person.unit, first=monday, weeks=weeks, only=person.reference)
    mondays = [day for day in sorted(published.releases) if day >= monday]
    found = tuple(published.week_of(person.reference, day) for day in mondays)
    coming = (duty for week in found for duty in week.duties if duty.ends > now)
    return MyRota(
        today=today,
        next=next(coming, None),
        weeks=found,
        changes={day: published.changes_of(person.reference, day) for day in mondays},
        names={someone.id: someone.name for someone in published.problem.people},
    )


def told_to(*, person, first, last) -> dict:
    """{release id: what it told a person of the dates first to last, in order of time}: one query.
    Every release is in it, not the newest only: a calendar may still hold what an older one told.
    """
    rows = ReleasedDuty.objects.filter(person=person, date__range=(first, last))
    found = defaultdict(list)
    for key, *fields in rows.order_by("starts_at", "id").values_list("release_id", *TOLD):
        found[key].append(_told(*fields))
    return found


def read(*, unit, first, weeks, only=None) -> Published:
    """The published weeks from the Monday `first` on, and the two before, in three queries.

    `only` names the person whose days given back are wanted, where not everybody's are.
    """
    last = first + (weeks - 1) * WEEK
    releases, previous = newest_two(unit=unit, first=first - BEFORE * WEEK, last=last)
    duties = duties_of([*releases.values(), *previous.values()])
    return gathered(
        unit=unit,
        releases=releases,
        duties={monday: duties[release.pk] for monday, release in releases.items()},
        before={monday: duties[release.pk] for monday, release in previous.items()},
        first=first,
        weeks=weeks,
        only=only,
    )


def gathered(*, unit, releases, duties, before, first, weeks, only=None) -> Published:
    """Releases and their duties, with the facts of the unit: one query."""
    problem = _problem(unit, duties, first, first + (weeks - 1) * WEEK, only)
    return Published(releases, duties, before, problem)


def newest_two(*, unit, first, last) -> tuple[dict, dict]:
    """{monday: newest release} of the weeks from first to last, and {monday: the one before}."""
    newest, previous = {}, {}
    found = Release.objects.filter(rota__unit=unit, monday__range=(first, last))
    for release in found.order_by("id"):
        older = newest.get(release.monday)
        if older and older.rota_id == release.rota_id:
            previous[release.monday] = older
        newest[release.monday] = release
    return newest, previous


def duties_of(releases) -> dict:
    """{release id: its duties, as people were told them, in order of time}."""
    keys = [release.pk for release in releases]
    rows = ReleasedDuty.objects.filter(release__in=keys).values_list("release_id", *TOLD)
    found = defaultdict(list)
    for key, *fields in rows.order_by():
        found[key].append(_told(*fields))
    return {key: tuple(sorted(found[key], key=lambda told: told.order)) for key in keys}


def _told(*fields):  # in the order of TOLD
    *given, by, supervises, with_whom, work_class, site, area = fields
    return Told(*given, tuple(by), tuple(supervises), tuple(with_whom), work_class, site, area)


def _problem(unit, by_monday, first, last, only):
    """The published duties with the facts that days given back depend on."""
    starts, until = min(by_monday, default=first), last + WEEK
    rota = Rota(unit=unit, starts=starts, weeks=(until - starts) // WEEK)
    told = [duty for week in by_monday.values() for duty in week if only in (None, duty.person)]
    duties = [Duty(t.person, t.date, t.shift, t.site, additional=t.additional) for t in told]
    problem = problem_with(rota, facts_of(unit, starts, until), duties)
    return replace(problem, shift_types=shift_types_of(told, unit.timezone))


def shift_types_of(told, zone) -> tuple[ShiftType, ...]:
    """The shift types as they were when published."""
    zone = ZoneInfo(zone)
    return tuple(
        ShiftType(
            duty.shift,
            duty.starts.astimezone(zone).time(),
            duty.ends.astimezone(zone).time(),
            duty.break_minutes,
            duty.work_class,
        )
        for duty in {duty.shift: duty for duty in told}.values()
    )
