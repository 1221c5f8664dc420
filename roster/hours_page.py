"""A person's hours against contract, as published, week by week with what each is made of."""

from dataclasses import dataclass
from datetime import timedelta

from roster.own_hours import Entry, Hours, away_of, entries_of, hours_of, sum_of
from roster.released import AHEAD, read_own
from roster.rules.phrases import span

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class HoursWeek:
    heading: str
    hours: Hours
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class HoursPage:
    """The newest week first; `whole` is what they add up to. `coming` are those after them, the
    next first.
    """

    whole: Hours
    weeks: tuple[HoursWeek, ...]
    coming: tuple[HoursWeek, ...]


def hours_page(*, person, first, weeks) -> HoursPage:
    """So many weeks from the Monday `first` on, and those to come after them, as published
    (released.read_own).
    """
    published = read_own(person=person, first=first, weeks=weeks + AHEAD)
    away = away_of(published.problem, person.reference)
    mondays = [monday for monday in sorted(published.releases) if monday >= first]
    found = {day: _week(published.week_of(person.reference, day), away) for day in mondays}
    past = [week for monday, week in found.items() if monday < first + weeks * WEEK]
    whole = sum_of([week.hours for week in past])
    return HoursPage(whole, tuple(reversed(past)), tuple(found.values())[len(past) :])


def _week(week, away):
    heading = span(week.monday, week.sunday)
    return HoursWeek(heading, hours_of(week, away), tuple(entries_of(week, away)))
