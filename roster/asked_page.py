"""What waits for a rota manager's answer, and who is away: one unit at a time.

asked_page(unit, today)   -> AskedPage

What waits stands in the order of the dates it is to be answered by: what is overdue first.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from roster.answering import Answering, leave_open, wishes_open
from roster.granted import FAIRNESS, Granted, granted
from roster.grid.saying import KIND_WORDS
from roster.leaving_gaps import to_do
from roster.models import Request, Swap
from roster.part_days import part_of, said
from roster.rule_settings import values_on
from roster.swap_page import Spoken
from sites.models import Unit
from staff.models import LeaveRequest, Unavailability

SOON = timedelta(weeks=2)


@dataclass(frozen=True)
class Absent:
    """Somebody away from `first` on. `batch` leads to who could cover; `to_do` says whether there
    is anything to (leaving_gaps), else blank.
    """

    name: str
    what: str
    first: date
    when: str
    batch: UUID
    to_do: str


@dataclass(frozen=True)
class AskedPage:
    """`absent` are away today, `absent_soon` in the two weeks after it; swaps with what they are of
    in words. What waits is with the last date to answer it; null for a swap that waits for others.
    `overdue` counts what should have been answered by now.
    """

    unit: Unit
    absent: tuple[Absent, ...]
    absent_soon: tuple[Absent, ...]
    requests: tuple[tuple[Request, date], ...]
    granted: Granted
    swaps: tuple[tuple[Swap, str, date | None], ...]
    leave: tuple[tuple[LeaveRequest, date], ...]
    overdue: int


def asked_page(unit, today) -> AskedPage:
    values, answering = values_on(unit, today, FAIRNESS)[FAIRNESS], Answering(unit)
    absent = tuple(_absent(unit, today))
    requests = _by_date(answering, wishes_open(unit, today))
    leave = _by_date(answering, leave_open(unit))
    swaps = _swaps(unit, today, answering)
    return AskedPage(
        unit=unit,
        absent=tuple(away for away in absent if away.first <= today),
        absent_soon=tuple(away for away in absent if away.first > today),
        requests=requests,
        granted=granted(unit, values["min_sample"]),
        swaps=swaps,
        leave=leave,
        overdue=sum(due is not None and due < today for *_, due in (*requests, *leave, *swaps)),
    )


def _by_date(answering, found):
    dated = ((asked, answering.due(asked)) for asked in found)
    return tuple(sorted(dated, key=lambda pair: pair[1]))


def _swaps(unit, today, answering):
    """Those open, and what changed hands for dates to come, with all that happened: first those
    that wait for a manager.
    """
    found = Swap.objects.filter(Swap.shown(today), rota__unit=unit).select_related("person")
    found = found.prefetch_related("invites__person", "events__who").order_by("date", "id")
    say = Spoken(unit)
    rows = (
        (swap, say.duty(swap.duty, swap.date), answering.due(swap) if _waits(swap) else None)
        for swap in found
    )
    return tuple(sorted(rows, key=lambda row: row[2] or date.max))


def _waits(swap):
    return swap.state == Swap.State.WAITING


def _absent(unit, today):
    """Each absence of today and the next two weeks, its rows together."""
    rows = Unavailability.objects.filter(
        person__unit=unit, until__gte=today, starts_on__lte=today + SOON
    ).select_related("person")
    together = {}
    for row in rows.order_by("starts_on", "person__position", "id"):
        together.setdefault(row.batch, []).append(row)
    left = to_do(unit, together, today)
    for batch, found in together.items():
        what = ", ".join(dict.fromkeys(KIND_WORDS[row.kind] for row in found))
        when = said(found[0].starts_on, found[-1].until, part_of(found[0]))
        do = left.get(batch, "")
        yield Absent(found[0].person.name, what, found[0].starts_on, when, batch, do)
