"""Reading what is published. Nothing of the draft ever comes through here.

    my_rota(person=, now=)                     -> MyRota          for My rota: as read_own
    read_own(person=, first=, weeks=)          -> Published       of that person alone: two queries,
                                                                  three where they work under others
    read(unit=, first=, weeks=)                -> Published       for everybody's emails: three
    told_to(person=, first=, last=)            -> {release id: [Told, ...]}     by every release
    shift_types_of(told, zone)                 -> (ShiftType, ...)      as they were when told

Only the newest release of a week counts. The plain data is that of my_week and changes; how it is
read from the rows is in released_rows.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

from roster.changes import Change, Told, compare
from roster.compensation import days_given_back
from roster.facts import facts_of, own_facts, theirs_of
from roster.models import Release, ReleasedDuty, Rota
from roster.my_week import Everybody, MyDuty, MyWeek, my_week
from roster.own_hours import Away, away_of
from roster.person_rows import people_of
from roster.problem import Duty, Problem, ShiftType, Unavailability
from roster.released_rows import TOLD, duties_of, newest_two, own_of, told_of
from roster.snapshot import problem_with
from roster.supervised import Supervised
from roster.walltime import local_date

WEEK = timedelta(weeks=1)
AHEAD = 26  # weeks that may be published from one on
BEFORE = 2  # weeks read before those wanted: a day may give back a weekend of theirs


@dataclass(frozen=True)
class MyRota:
    """A person's published weeks from this one on; `next` is the duty running or coming
    that no absence takes.

    `changes` says what is different for them from the release before the newest, by Monday; `away`
    are their absences of these weeks, which they alone read, and `absent` what of their duties
    these take.
    """

    today: date
    next: MyDuty | None
    weeks: tuple[MyWeek, ...]
    changes: dict[date, tuple[Change, ...]]
    names: dict[str, str]
    away: tuple[Unavailability, ...]
    absent: Away


@dataclass(frozen=True)
class Published:
    """Published weeks: {monday: release}, {monday: duties}, the facts, {reference: name}.

    Those of everybody in a unit, or of one person: what is told of that person is the same in
    both. `before` holds the duties of the release before, for the weeks that have one; `supervised`
    says who supervises where nobody is named.
    """

    releases: dict[date, Release]
    duties: dict[date, tuple[Told, ...]]
    before: dict[date, tuple[Told, ...]]
    problem: Problem
    names: dict[str, str]
    supervised: Supervised

    @cached_property
    def given(self):
        return days_given_back(self.problem)

    @cached_property
    def everybody(self):
        """{monday: the duties of the week, to find one's own in}"""
        return {
            monday: Everybody(self.duties[monday], self.problem, self.names, self.supervised)
            for monday in self.releases
        }

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


def my_rota(*, person, now) -> MyRota:
    """The published weeks of a person, from the week of `now` on: none of them is left out."""
    today = local_date(person.unit, now)
    monday = today - timedelta(days=today.weekday())
    published = read_own(person=person, first=monday, weeks=AHEAD)
    mondays = [day for day in sorted(published.releases) if day >= monday]
    found = tuple(published.week_of(person.reference, day) for day in mondays)
    absent = away_of(published.problem, person.reference)
    coming = (duty for week in found for duty in week.duties if duty.ends > now)
    return MyRota(
        today=today,
        next=next((duty for duty in coming if not absent.takes(duty)), None),
        weeks=found,
        changes={day: published.changes_of(person.reference, day) for day in mondays},
        names=published.names,
        away=tuple(published.problem.unavailable),
        absent=absent,
    )


def told_to(*, person, first, last) -> dict:
    """{release id: what it told a person of the dates first to last, in order of time}: one query.
    Every release is in it, not the newest only: a calendar may still hold what an older one told.
    """
    rows = ReleasedDuty.objects.filter(person=person, date__range=(first, last))
    found = defaultdict(list)
    for key, *fields in rows.order_by("starts_at", "id").values_list("release_id", *TOLD):
        found[key].append(told_of(*fields))
    return found


def read(*, unit, first, weeks) -> Published:
    """The published weeks from the Monday `first` on, and the two before, in three queries."""
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
    )


def gathered(*, unit, releases, duties, before, first, weeks) -> Published:
    """Releases and everybody's duties in them, with the facts of the unit: one query."""
    starts, until = _span(duties, first, weeks)
    problem = _problem(unit, duties, starts, until, facts_of(unit, starts, until))
    names = {person.id: person.name for person in problem.people}
    supervised = Supervised(list(chain.from_iterable(duties.values())), problem)
    return Published(releases, duties, before, problem, names, supervised)


def read_own(*, person, first, weeks) -> Published:
    """What `read` gives of one person: their duties, the facts about them, the names they read."""
    last = first + (weeks - 1) * WEEK
    releases, previous, told, near = own_of(person, first - BEFORE * WEEK, first, last)
    duties = {monday: told[release.pk] for monday, release in releases.items()}
    before = {monday: told[release.pk] for monday, release in previous.items()}
    starts, until = _span(duties, first, weeks)
    others = _named_in([*duties.values(), *before.values()]) | {told.person for _, told in near}
    facts = own_facts(person, starts, until, others, {key for key, _ in near})
    names = {reference: rows[0]["name"] for reference, rows in facts["name"].items()}
    problem = _problem(person.unit, duties, starts, until, facts)
    return Published(releases, duties, before, problem, names, _supervised(near, problem, facts))


def _named_in(weeks):
    """Everybody whom these duties name."""
    return {
        other
        for week in weeks
        for told in week
        for others in (told.with_whom, told.supervises, told.supervised_by)
        for other in others
    }


def _span(by_monday, first, weeks):
    """The first date read and the Monday after the last."""
    return min(by_monday, default=first), first + weeks * WEEK


def _problem(unit, by_monday, starts, until, facts):
    """The published duties with the facts that days given back depend on."""
    rota = Rota(unit=unit, starts=starts, weeks=(until - starts) // WEEK)
    told = [duty for week in by_monday.values() for duty in week]
    duties = [Duty(t.person, t.date, t.shift, t.site, additional=t.additional) for t in told]
    problem = problem_with(rota, facts, duties)
    return replace(problem, shift_types=shift_types_of(told, unit.timezone))


def _supervised(near, problem, facts):
    """Those near the person's duties, with what decides whether they supervise."""
    theirs = people_of(theirs_of(facts))
    people, away = problem.people + theirs["people"], theirs["unavailable"]
    return Supervised([told for _, told in near], replace(problem, people=people, unavailable=away))


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
