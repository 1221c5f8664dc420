"""The log of a rota as a page reads it: who changed which cell, when, from what, to what, why."""

from dataclasses import dataclass
from datetime import date, datetime

SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One cell changed. `before` and `after` are texts as one would type them; blank: nothing."""

    pk: int
    at: datetime
    who: str
    person: str
    date: date
    before: str
    after: str
    why: str


def changelog(rota, person="", on=None):
    """The newest SHOWN changes of the rota; of one person, of one date, or of one cell."""
    wanted = {"person__reference": person} if person else {}
    wanted |= {"date": on} if on else {}
    rows = rota.changes.filter(**wanted).select_related("person", "who").order_by("-sequence")
    return [_line(change) for change in rows[:SHOWN]]


def _line(change):
    return Line(
        pk=change.pk,
        at=change.at,
        who=str(change.who or "Somebody who has left"),
        person=change.person.name,
        date=change.date,
        before=typed(change.before),
        after=typed(change.after),
        why=change.reason or ("Undone or done again" if change.undoes else ""),
    )


def typed(duties):
    """`E TH/ED + L GH/XR`: the text that would put these plain duties into a cell."""
    return " + ".join(
        f"{duty['shift']} {duty['site']}{'/' + duty['area'] if duty['area'] else ''}"
        for duty in duties
    )
