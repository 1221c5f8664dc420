"""What My rota shows: a person's published weeks in words.

It answers three questions: when do I work next, what comes after, whom do I ask.

    my_page(person, now)     -> MyPage
    day_of(found, today, away=())   -> Day  a date of a published week (my_week.MyDay)
    whom_to_ask(unit_ids, today)    -> the rota managers
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import Exists, OuterRef, Value
from django.urls import reverse

from roster import reading_notices
from roster.acknowledging import PERSON, TODAY, unread
from roster.composing import (
    LACKS,
    ROLES,
    change_words,
    clock_change,
    dates,
    hours_words,
    notes_of,
    off_words,
    over_words,
)
from roster.drawing_weeks import draw_weeks
from roster.json_rows import Slot, grouped, rows_of, union
from roster.models import Swap, SwapInvite
from roster.own_hours import Away, entries_of
from roster.reading_notices import LOGIN, NOW
from roster.released import MyRota, my_rota
from roster.rules.leave_share import LEAVE
from roster.rules.phrases import MONTHS, WEEKDAYS, clock, day, full, hours, number
from sites.access import holders
from sites.models import Membership

WEEK = timedelta(weeks=1)
UNIT = Slot("unit")


@dataclass(frozen=True)
class Asked:
    """Somebody to ask, by name or else by address."""

    name: str
    email: str

    def __str__(self):
        return self.name or self.email


@dataclass(frozen=True)
class Shift:
    """A duty in words. `company` are (how, names): who supervises, whom they supervise, who else.

    `about` are short remarks: a role that is not the usual one, extra work, the break. `lacks` says
    that somebody should supervise and whom to ask; blank: it is in order, or over.
    """

    code: str
    starts: str
    ends: str
    area: str
    site: str
    company: tuple[tuple[str, tuple[str, ...]], ...]
    about: tuple[str, ...]
    lacks: str


@dataclass(frozen=True)
class Day:
    """A date of a week. `when` is today, past or blank; `off` says what a day without duty is."""

    date: object
    iso: str
    name: str
    number: int
    month: str
    when: str
    notes: tuple[str, ...]
    shifts: tuple[Shift, ...]
    off: str
    gives_back: bool


@dataclass(frozen=True)
class Said:
    """A change in words."""

    kind: str
    what: str


@dataclass(frozen=True)
class Week:
    """A published week; where it is not published `release` is blank and there are no days.
    `entries` say what its `hours` are made of, date by date.
    """

    monday: object
    heading: str
    release: str = ""
    hours: str = ""
    entries: tuple[str, ...] = ()
    clock_change: str = ""
    changes: tuple[Said, ...] = ()
    changed_since: int = 0
    days: tuple[Day, ...] = ()


@dataclass(frozen=True)
class MyPage:
    """`next` is the shift running or coming, from `starts` to `ends`, all null when none is
    published; `soon` says how far away it is, or until when it runs. `unread` are rows for
    acknowledging.look; `offers` counts what is offered to the person and waits for their answer,
    `notices` what else they have not read than what leads here, whose keys are `told_here`.
    """

    next: Shift | None
    starts: datetime | None
    ends: datetime | None
    is_running: bool
    next_day: str
    soon: str
    weeks: tuple[Week, ...]
    ask: tuple
    unread: list
    offers: int
    notices: int
    told_here: tuple[int, ...]

    @property
    def drawn(self):
        return draw_weeks(self.weeks)


def my_page(person, now) -> MyPage:
    rota = my_rota(person=person, now=now)
    following, beside = rota.next, _beside(person, rota.today, now)
    told, path = beside["notice"][""], reverse("my-rota")
    here = [row["id"] for row in told if row["leads_to"] == path]
    return MyPage(
        next=following and _shift(following, rota.today),
        starts=following and following.starts,
        ends=following and following.ends,
        is_running=bool(following and following.starts <= now),
        next_day=day(following.date) if following else "",
        soon=_soon(following, rota.today, now) if following else "",
        weeks=tuple(_weeks(rota, person.unit)),
        ask=_asked(beside["manager"][""]),
        unread=beside["news"][""],
        offers=len({row["swap_id"] for row in beside["offer"][""]}),
        notices=len(told) - len(here),
        told_here=tuple(here),
    )


def _beside(person, today, now):
    values = {UNIT: person.unit_id, PERSON: person.pk, TODAY: today, LOGIN: person.user_id}
    values[NOW] = connection.ops.adapt_datetimefield_value(now)
    return grouped(rows_of(_beside_query(), values))


@cache
def _beside_query():
    return union([_managers(), unread(), _offers(), reading_notices.unread()])


def _offers():
    """None of a swap in which something given in return has been worked since."""
    waits = {"answer": SwapInvite.Answer.WAITING, "swap__state": Swap.State.OFFERED}
    found = SwapInvite.objects.filter(person=Value(PERSON), swap__date__gt=Value(TODAY), **waits)
    ring = SwapInvite.objects.filter(swap=OuterRef("swap"), ring=OuterRef("ring"))
    return "offer", found.exclude(Exists(ring.filter(date__lte=Value(TODAY)))), "", "swap_id"


def whom_to_ask(unit_ids, today) -> tuple[Asked, ...]:
    """The rota managers of these units on a date."""
    rows = [row for unit in unit_ids for row in rows_of(_asked_query(), {UNIT: unit, TODAY: today})]
    return _asked(grouped(rows)["manager"][""])


@cache
def _asked_query():
    return union([_managers()])


def _managers():
    found = holders(Value(UNIT), [Membership.Role.ROTA_MANAGER], Value(TODAY))
    return "manager", found, "", "name email"


def _asked(rows):
    found = {row["id"]: Asked(row["name"], row["email"]) for row in rows}
    return tuple(sorted(found.values(), key=lambda asked: (asked.name, asked.email)))


def _soon(duty, today, now):
    """How far away a duty is, in days as people count them."""
    if duty.starts <= now:
        return f"Until {clock(duty.ends)}"
    away = (duty.date - today).days
    if away < 2:
        return ("Today", "Tomorrow")[away]
    return f"In {number(away, 'day')}"


def _weeks(rota: MyRota, unit):
    """Every week from the first published to the last, those between that are not included."""
    published = {week.monday: week for week in rota.weeks}
    monday = min(published, default=None)
    while monday and monday <= max(published):
        week = published.get(monday)
        yield _week(week, rota, unit) if week else Week(monday, f"Week of {full(monday)}")
        monday += WEEK


def _week(week, rota, unit):
    changes = rota.changes.get(week.monday, ())
    return Week(
        monday=week.monday,
        heading=f"{dates(week)} {week.sunday.year}",
        release=f"Release {week.number}, published {day(week.published_at.date())} "
        f"at {clock(week.published_at)}",
        hours=hours_words(week, rota.absent),
        entries=tuple(map(_entry, entries_of(week, rota.absent))),
        clock_change=clock_change(week),
        changes=tuple(Said(**change_words(change, rota.names, unit)) for change in changes),
        changed_since=week.number - 1,
        days=tuple(day_of(found, rota.today, rota.away) for found in week.days),
    )


def _entry(entry):
    """As My hours has it, but for the kind of an absence."""
    absence = entry.absence
    return (replace(entry, what=_kind(absence.kind)) if absence else entry).words


def day_of(found, today, away=()) -> Day:
    """A date of a published week in words, with the absences of the person's own."""
    own = [absence for absence in away if absence.starts_on <= found.date <= absence.until]
    gone = Away(tuple(own))
    taken = [duty for duty in found.duties if own and gone.takes(duty)]
    left = [duty for duty in found.duties if duty not in taken]
    is_off = not left and not found.gives_back
    instead = next((absence for absence in own if is_off and absence.starts is None), None)
    besides = [_absence(absence) for absence in own if absence is not instead]
    return Day(
        date=found.date,
        iso=found.date.isoformat(),
        name=WEEKDAYS[found.date.weekday()][:3],
        number=found.date.day,
        month=MONTHS[found.date.month],
        when="today" if found.date == today else "past" if found.date < today else "",
        notes=(*notes_of(found), *besides, *map(_not_worked, taken)),
        shifts=tuple(_shift(duty, today) for duty in left),
        off=_absence(instead) if instead else off_words(found),
        gives_back=bool(found.gives_back),
    )


def _not_worked(duty):
    """What an absence takes stands in what was published until the week is published again."""
    return f"Not worked: {duty.told.shift} {clock(duty.starts)}–{clock(duty.ends)}"


def _absence(absence):
    """Leave; Leave, 13:00 to 16:00"""
    words = _kind(absence.kind)
    return f"{words}, {clock(absence.starts)} to {clock(absence.ends)}" if absence.starts else words


def _kind(kind):
    """Of any other kind than leave, which others might read there too, Away."""
    return "Leave" if kind in LEAVE else "Away"


def _shift(duty, today):
    told = duty.told
    company = (
        (over_words(duty), duty.supervised_by),
        ("You supervise", duty.supervises),
        ("With", _others(duty)),
    )
    return Shift(
        code=told.shift,
        starts=clock(duty.starts),
        ends=clock(duty.ends),
        area=told.area_name,
        site=told.site_name,
        company=tuple((how, names) for how, names in company if names),
        about=tuple(_about(duty)),
        lacks=LACKS[duty.lacks] if duty.date >= today else "",
    )


def _others(duty):
    """Who else is there: those not named already as supervising or supervised."""
    named = {*duty.supervised_by, *duty.supervises}
    return tuple(name for name in duty.with_whom if name not in named)


def _about(duty):
    told = duty.told
    if told.role in ROLES:
        yield ROLES[told.role].capitalize()
    if told.additional:
        yield "Agreed extra work"
    if told.break_minutes:
        yield f"{hours(told.break_minutes)} break"
    if duty.way:
        far = "Not at" if duty.way.minutes is None else f"{hours(duty.way.minutes)} from"
        yield f"{far} {duty.way.home}, your home site"
