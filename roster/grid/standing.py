"""The rotas as this process drew them last, kept so that the next request draws only what differs.

A rota is checked, laid out and drawn once. When it is wanted again it is read again, and where only
some of its duties are not what they were, those cells are judged, laid and drawn again; where
anything else differs - a person, leave, a rule's setting, a week beside it - all of it is. What
is compared is the rota itself as plain data, so nothing has to be told that something changed, and
two processes that each keep their own never need to hear of each other.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

from roster.compensation import days_given_back
from roster.grid.drawing import Drawing
from roster.grid.sheet import lay_again, lay_out
from roster.judging import but_duties, differing, judged
from roster.noting import Notes
from roster.rules.catalogue import shown_to
from roster.rules.rechecking import Checked, recheck
from roster.snapshot import Snapshot

MOST = 8  # rotas kept; one of 150 people and six weeks takes some 20 MB
LOCK = Lock()  # one at a time: Python would not do two at once anyway
kept: OrderedDict = OrderedDict()


@dataclass(frozen=True)
class Reader:
    """Who looks at a sheet, when: `today` is marked, reasons of absence only shown to some.

    `notes` are those that stand; null for whoever may read none. `contacts`: whether work
    telephones are shown.
    """

    today: object
    reasons: bool
    notes: Notes | None = None
    contacts: bool = False


@dataclass(frozen=True)
class Standing:
    """A rota as a reader saw it."""

    reader: Reader
    taken: Snapshot
    checked: Checked
    given: dict
    drawing: Drawing


def drawing_of(rota, taken: Snapshot, reader: Reader) -> Drawing:
    """The rota drawn as it is in a snapshot."""
    return standing_of(rota, taken, reader).drawing


def planned_beside(rota, taken, reader, problem) -> tuple[Standing, Standing]:
    """The rota as it stands, and as another plan of its duties would make it: that is not kept."""
    stood = standing_of(rota, taken, reader)
    changes = differing(taken.problem, problem)
    return stood, _moved(stood, replace(taken, problem=problem), changes) if changes else stood


def standing_of(rota, taken: Snapshot, reader: Reader) -> Standing:
    key = rota.pk, reader.reasons, reader.notes is None
    with LOCK:
        stood = kept.pop(key, None)
        kept[key] = now = _now(stood, taken, reader)
        while len(kept) > MOST:
            kept.popitem(last=False)
    return now


def _now(stood, taken, reader):
    if stood is None or _but_duties(stood.taken) != _but_duties(taken):
        checked = judged(taken.problem)
        given = days_given_back(taken.problem, checked.timeline)
        return _laid(reader, taken, checked, given)
    changes = differing(stood.taken.problem, taken.problem)
    moved = _moved(stood, taken, changes) if changes else stood
    if moved.reader == reader:
        return moved
    return _laid(reader, taken, moved.checked, moved.given)


def _but_duties(taken):
    """All that a snapshot tells save the rota's own duties and their keys."""
    return replace(taken, problem=but_duties(taken.problem), rows={})


def _laid(reader, taken, checked, given):
    shown = shown_to(checked.breaches, reader.reasons)
    notes = reader.notes.texts if reader.notes else ()
    sheet = lay_out(taken.problem, shown, given, checked.timeline, notes)
    drawing = Drawing(sheet, taken.shift_names, today=reader.today, reasons=reader.reasons)
    return Standing(reader, taken, checked, given, drawing)


def _moved(stood, taken, changes):
    """The same after some cells changed: {(person, date): duties}."""
    checked = recheck(stood.checked, changes)
    again = checked.again
    given = {key: day for key, day in stood.given.items() if key[0] not in again.people}
    given |= days_given_back(taken.problem, again.timeline, again.people)
    shown = shown_to(checked.breaches, stood.reader.reasons)
    sheet = lay_again(stood.drawing.sheet, taken.problem, shown, given, again)
    drawing = stood.drawing.again(sheet)
    return Standing(stood.reader, taken, checked, given, drawing)
