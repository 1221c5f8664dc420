"""What the pages about absence show: to the person their own, to a planner who could cover.

my_absences(person, today)                  -> (Away, ...)       the last weeks' and what comes
is_away(person, today)                      -> whether they are away all of today already
absence_page(rows, reader, may_edit, ways)  -> AbsencePage
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from roster.changelog import typed
from roster.freeing import REASON
from roster.grid.saying import KIND_WORDS
from roster.models import DutyChange, Rota
from roster.part_days import part_of, said
from roster.repairs_page import Missing, missing_at
from roster.rules.phrases import day
from roster.rules.words import Words
from roster.snapshot import problem_of
from staff.models import Person, Unavailability

SHOWN = timedelta(weeks=4)


@dataclass(frozen=True)
class Away:
    """An absence in words; `can_end`: it is not over, and was not asked for as leave."""

    batch: UUID
    what: str
    when: str
    can_end: bool


@dataclass(frozen=True)
class Freed:
    """A duty taken out, and what is missing at its place now; `place` names that in an address."""

    rota: Rota
    monday: date
    duty: str
    day: str
    missing: tuple[Missing, ...]
    place: str


@dataclass(frozen=True)
class AbsencePage:
    person: Person
    what: str
    when: str
    entered: Unavailability
    freed: tuple[Freed, ...]


def my_absences(person, today):
    rows = Unavailability.objects.filter(
        person=person, batch__isnull=False, until__gte=today - SHOWN
    ).order_by("starts_on", "id")
    batches = {}
    for row in rows:
        batches.setdefault(row.batch, []).append(row)
    return tuple(_away(batch, found, today) for batch, found in batches.items())


def is_away(person, today):
    away = Unavailability.objects.filter(person=person, starts__isnull=True)
    return away.filter(starts_on__lte=today, until__gte=today).exists()


def _away(batch, rows, today):
    first, until = rows[0].starts_on, rows[-1].until
    asked = {row.kind for row in rows} & {"AL", "BH"}
    when = said(first, until, part_of(rows[0]))
    return Away(batch, _kinds(rows), when, until >= today and not asked)


def _kinds(rows):
    return ", ".join(dict.fromkeys(KIND_WORDS[row.kind] for row in rows)).capitalize()


def absence_page(rows, reader, may_edit, ways="") -> AbsencePage:
    """`ways` is the place, as an address names it, at which all small changes are looked for."""
    return AbsencePage(
        person=rows[0].person,
        what=_kinds(rows),
        when=said(rows[0].starts_on, rows[-1].until, part_of(rows[0])),
        entered=rows[0],
        freed=tuple(_freed(rows, reader, may_edit, ways)),
    )


def _freed(rows, reader, may_edit, ways):
    """The duties that this absence took out, by rota; each place of a date is looked at once."""
    changes = list(_changes(rows))
    for rota in dict.fromkeys(change.rota for change in changes):
        own = [change for change in changes if change.rota == rota]
        places = dict.fromkeys(place for change in own for place in _places(change))
        at = next((place for place in places if _named(*place) == ways), None)
        missing, told = missing_at(rota, places, reader, may_edit, at), set()
        words = Words(problem_of(rota))
        for change in own:
            for duty in change.before:
                place = duty["site"], duty["area"], change.date
                yield Freed(
                    rota,
                    change.date - timedelta(days=change.date.weekday()),
                    f"{typed([duty])}, {words.place(*place[:2])}" if place[1] else typed([duty]),
                    day(change.date),
                    () if place in told else missing.get(place, ()),
                    _named(*place),
                )
                told.add(place)


def _named(site, area, on):
    return f"{site}-{area}-{on}"


def _changes(rows):
    """The lines of the log that were written with the absence."""
    return DutyChange.objects.filter(
        person=rows[0].person_id,
        at=rows[0].entered_at,
        reason=REASON,
        date__range=(rows[0].starts_on, rows[-1].until),
    ).select_related("rota__unit")


def _places(change):
    return [(d["site"], d["area"], change.date) for d in change.before if d["area"]]
