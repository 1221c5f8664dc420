"""What the pages about absence show: to the person their own, to a planner who could cover.

my_absences(person, today)                  -> (Away, ...)       the last weeks' and what comes
is_away(person, today)                      -> whether they are away all of today already
could_stay_words(person, today)             -> what could stay of each shift of today, in words
absence_page(rows, reader, may_edit, ways)  -> AbsencePage

An absence that was entered took its duties out. One from a file did not, and may have none: then
what is missing on its dates is shown.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from roster.changelog import typed
from roster.freeing import REASON
from roster.grid.saying import KIND_WORDS
from roster.models import Duty, DutyChange, ReleasedDuty, Rota
from roster.part_days import could_stay, part_of, part_on, said
from roster.released import newest_two
from roster.repairs_page import Missing, Offer, missing_at, short_places
from roster.rules.phrases import day
from roster.rules.words import Words
from roster.snapshot import problem_of
from roster.walltime import instant, minutes_of, monday_of
from staff.models import Person, Unavailability

SHOWN = timedelta(weeks=4)
SOON = timedelta(weeks=2)
MOST = 6  # places of a rota that nobody was taken out of: each takes a search of its own


@dataclass(frozen=True)
class Away:
    """An absence in words; `can_end`: it is not over, and was not asked for as leave. `ends` says
    what it is to end it.
    """

    batch: UUID
    what: str
    when: str
    can_end: bool
    ends: str


@dataclass(frozen=True)
class Freed:
    """A duty taken out, or a place, and what is missing there now; `place` names it in an address.
    `stands`: the duty is planned still.
    """

    rota: Rota
    monday: date
    duty: str
    day: str
    missing: tuple[Missing, ...]
    place: str
    stands: bool = False


@dataclass(frozen=True)
class AbsencePage:
    """`whole` are changes that cover all that is missing in a rota, where that is at several times
    or places.
    """

    person: Person
    what: str
    when: str
    entered: Unavailability
    freed: tuple[Freed, ...]
    whole: tuple[tuple[Rota, tuple[Offer, ...]], ...]
    elsewhere: bool

    @property
    def stands(self):
        """Whether anything is planned for them still."""
        return any(freed.stands for freed in self.freed)


def my_absences(person, today):
    rows = Unavailability.objects.filter(person=person, until__gte=today - SHOWN).order_by(
        "starts_on", "id"
    )
    batches = {}
    for row in rows:
        batches.setdefault(row.batch, []).append(row)
    return tuple(_away(batch, found, today) for batch, found in batches.items())


def is_away(person, today):
    away = Unavailability.objects.filter(person=person, starts__isnull=True)
    return away.filter(starts_on__lte=today, until__gte=today).exists()


def could_stay_words(person, today):
    """Before hours of today are said to be away: what of the shifts told could be worked still."""
    monday = monday_of(today)
    newest, _ = newest_two(unit=person.unit, first=monday, last=monday)
    told = ReleasedDuty.objects.filter(person=person, date=today, release__in=newest.values())
    types = list(person.unit.shift_types.all())
    codes = set(told.values_list("shift", flat=True))
    return tuple(_could_stay(shift, types) for shift in types if shift.code in codes)


def _could_stay(shift, types):
    left = ", ".join(map(_times, could_stay(shift, types)))
    can = f"can stay: {left}" if left else "nothing can stay"
    return f"Of your {_times(shift)} {can}."


def _times(shift):
    return f"{shift.code} {shift.starts:%H:%M}–{shift.ends:%H:%M}"


def _away(batch, rows, today):
    first, until = rows[0].starts_on, rows[-1].until
    asked = {row.kind for row in rows} & {"AL", "BH"}
    when = said(first, until, part_of(rows[0]))
    ends = "Back from today" if first <= today else "Not away after all"
    return Away(batch, _kinds(rows), when, until >= today and not asked, ends)


def _kinds(rows):
    return ", ".join(dict.fromkeys(KIND_WORDS[row.kind] for row in rows)).capitalize()


def absence_page(rows, reader, may_edit, ways="") -> AbsencePage:
    """`ways` is the place, as an address names it, at which all small changes are looked for.

    `elsewhere` is set where what is shown is of places that nobody was taken out of.
    """
    duties = list(_duties(rows, reader.today))
    cases = duties or list(_places_short(rows, reader.today))
    looked = [_looked(rota, cases, reader, may_edit, ways) for rota in _rotas(cases)]
    return AbsencePage(
        person=rows[0].person,
        what=_kinds(rows),
        when=said(rows[0].starts_on, rows[-1].until, part_of(rows[0])),
        entered=rows[0],
        freed=tuple(freed for _, found, _ in looked for freed in found),
        whole=tuple((rota, offers) for rota, _, offers in looked if offers),
        elsewhere=bool(cases) and not duties,
    )


@dataclass(frozen=True)
class _Case:
    """A place of a date to look at: with the plain duty taken out of it or standing, if any."""

    rota: Rota
    on: date
    site: str
    area: str | None
    duty: dict | None = None
    stands: bool = False

    @property
    def place(self):
        return self.site, self.area, self.on


def _duties(rows, today):
    """Those taken out with the absence or since, each cell once; and those planned still."""
    cells = {(change.rota_id, change.date): change for change in _changes(rows)}
    for change in cells.values():
        for duty in change.before:
            yield _Case(change.rota, change.date, duty["site"], duty["area"], duty)
    for duty in standing(rows, today):
        place = duty.site.code, duty.area.code if duty.area else None
        plain = {"shift": duty.shift_type.code, "site": place[0], "area": place[1]}
        yield _Case(duty.rota, duty.date, *place, plain, stands=True)


def standing(rows, today):
    """The person's duties, from today on, that lie under the absence."""
    held = Duty.objects.filter(
        person=rows[0].person_id,
        date__range=(max(rows[0].starts_on, today), rows[-1].until),
    ).select_related("rota__unit", "site", "area", "shift_type")
    return [duty for duty in held.order_by("date", "starts_at") if lies_under(duty, rows)]


def lies_under(duty, rows):
    """Whether a duty's hours meet those of an absence, by its rows."""
    if not _is_of(duty, rows):
        return False
    part = part_on(rows, duty.date)
    if part is None:
        return True
    zone = duty.rota.unit.timezone
    away = [instant(duty.date, at, zone) for at in (part.starts, part.ends)]
    return minutes_of(duty.starts_at) < away[1] and away[0] < minutes_of(duty.ends_at)


def _places_short(rows, today):
    """Places with too few, in the two weeks from today on that the absence lies in."""
    first, last = max(rows[0].starts_on, today), min(rows[-1].until, today + SOON)
    rotas = Rota.objects.filter(unit=rows[0].person.unit_id, starts__lte=last)
    for rota in rotas.select_related("unit"):
        if rota.until >= first:
            for place in short_places(rota, first, last)[:MOST]:
                yield _Case(rota, place[2], *place[:2])


def _rotas(cases):
    return list(dict.fromkeys(case.rota for case in cases))


def _looked(rota, cases, reader, may_edit, ways):
    """(rota, a Freed for each of its cases, Offers for all of it): each place of a date is looked
    at once.
    """
    own = [case for case in cases if case.rota == rota]
    places = dict.fromkeys(case.place for case in own if case.area)
    at = next((place for place in places if _named(*place) == ways), None)
    missing, offers = missing_at(rota, places, reader, may_edit, at)
    return rota, tuple(_freed(own, missing, Words(problem_of(rota)))), offers


def _freed(cases, missing, words):
    told = set()
    for case in cases:
        yield Freed(
            case.rota,
            monday_of(case.on),
            ", ".join(_said(case, words)),
            day(case.on),
            () if case.place in told else missing.get(case.place, ()),
            _named(*case.place),
            case.stands,
        )
        told.add(case.place)


def _said(case, words):
    if case.duty:
        yield case.duty["shift"] if case.area else typed([case.duty])
    if case.area:
        yield words.place(case.site, case.area)


def _named(site, area, on):
    return f"{site}-{area}-{on}"


def went_with(change, rows):
    """Whether a line of the log, of duties taken out, was written with the absence or since."""
    since = rows[0].entered_at
    return _is_of(change, rows) and (since is None or change.at >= since)


def _is_of(dated, rows):
    """Whether a duty or a line of the log is the person's, on a date that one of the rows holds."""
    dates = (row.starts_on <= dated.date <= row.until for row in rows)
    return dated.person_id == rows[0].person_id and any(dates)


def _changes(rows):
    """The lines of the log that were written with the absence, or as its duties were taken out."""
    since = {"at__gte": rows[0].entered_at} if rows[0].entered_at else {}
    return DutyChange.objects.filter(
        person=rows[0].person_id,
        reason=REASON,
        date__range=(rows[0].starts_on, rows[-1].until),
        **since,
    ).select_related("rota__unit")
