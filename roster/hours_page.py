"""A person's hours against contract, as published, week by week with what each is made of."""

from dataclasses import dataclass
from datetime import date, timedelta

from roster.grid.accounts import hours_lines
from roster.grid.saying import KIND_WORDS
from roster.problem import Duty
from roster.released import read_own
from roster.rules.phrases import day, hours, span
from roster.rules.timeline import Timeline

WEEK = timedelta(weeks=1)
AHEAD = 26  # weeks


@dataclass(frozen=True)
class Entry:
    """What counts of a date, in minutes."""

    date: date
    what: str
    minutes: int

    @property
    def words(self):
        sign = "less " if self.minutes < 0 else ""
        return f"{day(self.date)}: {self.what}, {sign}{hours(self.minutes)}"


@dataclass(frozen=True)
class Hours:
    """Of a week, or of several: minutes on duty and paid away, against those contracted."""

    minutes: int
    contract: int

    @property
    def words(self):
        return f"{hours(self.minutes)} of {hours(self.contract)}"


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
    away = _away(Timeline(published.problem), person.reference)
    mondays = [monday for monday in sorted(published.releases) if monday >= first]
    found = {day: _week(published.week_of(person.reference, day), away) for day in mondays}
    past = [week for monday, week in found.items() if monday < first + weeks * WEEK]
    whole = Hours(
        sum(week.hours.minutes for week in past), sum(week.hours.contract for week in past)
    )
    return HoursPage(whole, tuple(reversed(past)), tuple(found.values())[len(past) :])


def _away(timeline, reference):
    """Absences that are paid, day by day; without words: what the contract caps of a week."""
    return [
        Entry(
            line.date,
            KIND_WORDS[line.what.kind] if line.what else "no more than contracted",
            line.minutes,
        )
        for line in hours_lines(timeline, reference)
        if not isinstance(line.what, Duty) and line.minutes
    ]


def _week(week, away):
    own = [_duty(duty) for duty in week.duties]
    own += [entry for entry in away if week.monday <= entry.date <= week.sunday]
    entries = tuple(sorted(own, key=lambda entry: entry.date))
    minutes = sum(entry.minutes for entry in entries)
    return HoursWeek(
        f"{span(week.monday, week.sunday)}", Hours(minutes, week.contract or 0), entries
    )


def _duty(duty):
    """Agreed extra work is paid besides, and so counts nothing here."""
    told = duty.told
    what = ", ".join(filter(None, (told.shift, told.area_name, told.site_name)))
    if told.additional:
        return Entry(duty.date, f"{what}, agreed extra work of {hours(duty.minutes)}", 0)
    return Entry(duty.date, what, duty.minutes)
