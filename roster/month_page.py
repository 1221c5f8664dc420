"""A month of My rota, as published: a calendar to glance at, and its weeks day by day.

    month_page(person, on, now)   -> MonthPage    of the month that a date lies in
                                     null          where nothing near it was ever published

A sign says what a day is, so that no colour has to. Absences are shown to nobody but their person.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from roster.drawing_weeks import draw_days
from roster.grid.saying import KIND_WORDS
from roster.models import Release
from roster.my_page import Day, day_of
from roster.my_week import MyDay, MyWeek
from roster.released import read_own
from roster.rules.phrases import day, hours, number, span
from roster.walltime import local_date

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
SIGNS = {
    "work": ("E", "the code of your shift"),
    "co": ("CO", "a day off that gives a weekend back"),
    "away": ("AL", "leave or another absence of yours, by its code"),
    "off": ("–", "not working"),
    "unknown": ("?", "not published"),
}


@dataclass(frozen=True)
class Box:
    """A date of the calendar. `look` is a key of SIGNS; blank: the date is another month's.
    `is_told`: its week is published, so the page says more of it.
    """

    date: date
    look: str = ""
    sign: str = ""
    words: str = ""
    is_told: bool = False
    is_holiday: bool = False


@dataclass(frozen=True)
class MonthWeek:
    heading: str
    days: tuple[Day, ...]

    @property
    def drawn(self):
        return draw_days(self.days)


@dataclass(frozen=True)
class MonthPage:
    """`before` and `after` are the firsts of the months beside it; null: there is nothing more."""

    first: date
    today: date
    said: str
    rows: tuple[tuple[Box, ...], ...]
    weeks: tuple[MonthWeek, ...]
    before: date | None
    after: date | None

    legend = tuple((look, *said) for look, said in SIGNS.items())


def month_page(person, on, now) -> MonthPage | None:
    today = local_date(person.unit, now)
    first = on.replace(day=1)
    earliest, latest = _published_months(person.unit, today)
    if not earliest <= first <= latest:
        return None
    mondays = _mondays(first)
    published = read_own(person=person, first=mondays[0], weeks=len(mondays))
    weeks = {monday: published.week_of(person.reference, monday) for monday in mondays}
    found = tuple(filter(None, weeks.values()))
    absences = published.problem.unavailable
    away = _away(absences, mondays[0], mondays[-1] + WEEK)
    return MonthPage(
        first=first,
        today=today,
        said=_said(found, first),
        rows=tuple(_row(weeks[monday], monday, first, away) for monday in mondays),
        weeks=tuple(_week(week, today, absences) for week in found),
        before=_month_of(first - DAY) if earliest < first else None,
        after=_month_after(first) if first < latest else None,
    )


def _published_months(unit, today):
    """The firsts of the first and last months that anything was published of, this one among."""
    ends = Release.objects.filter(rota__unit=unit).aggregate(Min("monday"), Max("monday"))
    first = min(filter(None, (ends["monday__min"], today)))
    last = max(today, (ends["monday__max"] or today) + timedelta(days=6))
    return _month_of(first), _month_of(last)


def _month_of(on):
    return on.replace(day=1)


def _month_after(first):
    return _month_of(first + timedelta(days=31))


def _mondays(first):
    monday, found = first - timedelta(days=first.weekday()), []
    while monday < _month_after(first):
        found.append(monday)
        monday += WEEK
    return found


def _away(absences, first, until):
    """{date: kind} of the whole days that the person is away."""
    return {
        first + n * DAY: absence.kind
        for absence in absences
        for n in range((until - first).days)
        if absence.starts is None and absence.starts_on <= first + n * DAY <= absence.until
    }


def _said(weeks, first):
    """How many shifts and hours of the month itself are published."""
    duties = [duty for week in weeks for duty in week.duties if _month_of(duty.date) == first]
    minutes = sum(duty.minutes for duty in duties)
    return f"{number(len(duties), 'shift')}, {hours(minutes)} on duty." if weeks else ""


def _row(week: MyWeek | None, monday, first, away):
    days = week.days if week else (None,) * 7
    dates = (monday + n * DAY for n in range(7))
    return tuple(
        _box(on, found, away.get(on)) if _month_of(on) == first else Box(on)
        for on, found in zip(dates, days, strict=True)
    )


def _box(on, found: MyDay | None, kind):
    look, sign, words = _sign(found, kind)
    return Box(on, look, sign, words, found is not None, bool(found and found.is_bank_holiday))


def _sign(found, kind):
    """(look, sign, words) of a date; an absence of the person's stands before all else."""
    if kind:
        return "away", kind, KIND_WORDS.get(kind, "away")
    if found is None:
        return "unknown", *SIGNS["unknown"]
    if found.duties:
        sign = "+".join(duty.told.shift for duty in found.duties)
        return "work", sign, "; ".join(map(_duty, found.duties))
    if found.gives_back:
        return "co", "CO", f"compensatory day off for {day(found.gives_back)}"
    return "off", *SIGNS["off"]


def _duty(duty):
    return f"{duty.starts:%H:%M} to {duty.ends:%H:%M}, {duty.told.site_name}"


def _week(week, today, absences):
    days = tuple(day_of(found, today, absences) for found in week.days)
    return MonthWeek(span(week.monday, week.sunday), days)
