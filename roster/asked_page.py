"""What waits for a rota manager's answer, and who is away: one unit at a time.

asked_page(unit, today)   -> AskedPage
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from roster.grid.saying import KIND_WORDS
from roster.models import Request, Swap
from roster.requesting import Share, shares
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from roster.rules.phrases import span
from roster.swap_page import Spoken
from sites.models import Unit
from staff.models import LeaveRequest, Unavailability

SOON = timedelta(weeks=2)
FAIRNESS = CATALOGUE["R-42"]


@dataclass(frozen=True)
class Absent:
    """Somebody away from `first` on. `batch` leads to who could cover; null for one from a file."""

    name: str
    what: str
    first: date
    when: str
    batch: UUID | None


@dataclass(frozen=True)
class AskedPage:
    """`absent` are away today, `absent_soon` in the two weeks after it; swaps with what they are of
    in words."""

    unit: Unit
    absent: tuple[Absent, ...]
    absent_soon: tuple[Absent, ...]
    requests: tuple[Request, ...]
    shares: tuple[Share, ...]
    swaps: tuple[tuple[Swap, str], ...]
    leave: tuple[LeaveRequest, ...]


def asked_page(unit, today) -> AskedPage:
    values, say = values_of(FAIRNESS, {}, CATALOGUE), Spoken(unit)
    absent = tuple(_absent(unit, today))
    return AskedPage(
        unit=unit,
        absent=tuple(away for away in absent if away.first <= today),
        absent_soon=tuple(away for away in absent if away.first > today),
        requests=tuple(_requests(unit, today)),
        shares=shares(unit, values["min_sample"]),
        swaps=tuple((swap, say.duty(swap.duty, swap.date)) for swap in _swaps(unit, today)),
        leave=tuple(_leave(unit)),
    )


def _requests(unit, today):
    """Wishes that wait, the nearest date first."""
    waiting = Request.objects.filter(
        person__unit=unit, state=Request.State.ASKED, date__gte=today, asked_at__isnull=False
    )
    return waiting.select_related("person").order_by("date", "id")


def _leave(unit):
    """Leave that waits, whoever asked first."""
    waiting = LeaveRequest.objects.filter(person__unit=unit, state=LeaveRequest.State.ASKED)
    return waiting.select_related("person").order_by("asked_at", "id")


def _swaps(unit, today):
    """Those open, and what changed hands for dates to come: with all that happened."""
    found = Swap.objects.filter(rota__unit=unit, date__gte=today).select_related("person")
    return found.prefetch_related("invites__person", "events__who").order_by("date", "id")


def _absent(unit, today):
    """Each absence of today and the next two weeks, its rows together."""
    rows = Unavailability.objects.filter(
        person__unit=unit, until__gte=today, starts_on__lte=today + SOON
    ).select_related("person")
    together = {}
    for row in rows.order_by("starts_on", "person__position", "id"):
        together.setdefault(row.batch or row.pk, []).append(row)
    for found in together.values():
        what = ", ".join(dict.fromkeys(KIND_WORDS[row.kind] for row in found))
        when = span(found[0].starts_on, found[-1].until)
        yield Absent(found[0].person.name, what, found[0].starts_on, when, found[0].batch)
