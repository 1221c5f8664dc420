"""How much of what people asked for was granted, by kind, beside the unit's median (R-42).

    granted(unit, least)        -> Granted      of everybody with so many answers, in rota order
    own_granted(person, least)  -> Own          of one person: nobody else's figures are in it

What waits or was withdrawn is no answer; nor is a swap that colleagues declined. Fewer answers than
`least` say nothing about fairness, and a median of a few people would tell of one of them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count

from roster.models import Request, Swap
from roster.shares import LEAST
from roster.swapping import NOBODY
from staff.models import LeaveRequest

FAIRNESS = "R-42"
OFF, WISH, LEAVE, SWAP = "days off", "shifts", "leave", "swaps"
ONE = {OFF: "day off", WISH: "shift", LEAVE: "leave", SWAP: "swap"}
KINDS = (OFF, WISH, LEAVE, SWAP)
ANSWERS = {"granted": True, "done": True, "refused": False}


@dataclass(frozen=True)
class Part:
    """Of one kind, or of all: how many were granted of those answered."""

    kind: str
    granted: int
    answered: int

    @property
    def percent(self):
        return round(100 * self.granted / self.answered)


@dataclass(frozen=True)
class Share:
    """What one person was answered: of all, and of each kind that they asked for."""

    name: str
    whole: Part
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Granted:
    """`medians` are (kind, percent), the first of all kinds; none where too few are counted."""

    people: tuple[Share, ...]
    medians: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Own:
    """One's own, null where nothing was answered; compared from `least` answers on. `answers` are
    (date, kind, whether it was granted), the newest date first: what the share counts.
    """

    share: Share | None
    medians: tuple[tuple[str, int], ...]
    least: int
    answers: tuple[tuple[date, str, bool], ...]

    @property
    def is_counted(self):
        return self.share is not None and self.share.whole.answered >= self.least


def granted(unit, least) -> Granted:
    counts = _counts(unit)
    people = unit.people.order_by("position", "id").values_list("pk", "name")
    found = [_share(name, counts[key]) for key, name in people if key in counts]
    enough = [share for share in found if share.whole.answered >= least]
    return Granted(tuple(enough), _medians(enough))


def own_granted(person, least) -> Own:
    counts = _counts(person.unit)
    enough = [_share("", own) for own in counts.values() if sum(own.values()) >= least]
    own = counts.get(person.pk)
    return Own(own and _share(person.name, own), _medians(enough), least, tuple(_answers(person)))


def _answers(person):
    """In three queries."""
    found = [
        (on, ONE[_kind(rows.model, what)], ANSWERS[state])
        for rows, column, dated in _asked(person=person)
        for on, state, what in rows.order_by().values_list(dated, "state", column or "state")
    ]
    return sorted(found, reverse=True)


def _asked(**whose):
    """(rows answered, the column that says what, the one that says when) of each table."""
    answered = whose | {"state__in": ANSWERS}
    yield Request.objects.filter(**answered), "wants", "date"
    yield LeaveRequest.objects.filter(**answered), None, "starts_on"
    yield Swap.objects.filter(**answered).exclude(reason=NOBODY), None, "date"


def _counts(unit):
    """{person: {(kind, granted): how many}}, in three queries."""
    counts = defaultdict(Counter)
    for rows, column, _ in _asked(person__unit=unit):
        for who, state, what, number in _answered(rows, column):
            counts[who][_kind(rows.model, what), ANSWERS[state]] += number
    return counts


def _answered(rows, column):
    columns = ("person", "state", column or "state")
    return rows.order_by().values_list(*columns).annotate(number=Count("pk"))


def _kind(model, what):
    if model is Request:
        return OFF if what == "off" else WISH
    return LEAVE if model is LeaveRequest else SWAP


def _share(name, counts):
    parts = tuple(_part(kind, counts) for kind in KINDS)
    whole = Part("", sum(p.granted for p in parts), sum(p.answered for p in parts))
    return Share(name, whole, tuple(part for part in parts if part.answered))


def _part(kind, counts):
    return Part(kind, counts[kind, True], counts[kind, True] + counts[kind, False])


def _medians(shares):
    by_kind = {"": [share.whole.percent for share in shares]}
    for kind in KINDS:
        by_kind[kind] = [p.percent for share in shares for p in share.parts if p.kind == kind]
    enough = {kind: found for kind, found in by_kind.items() if len(found) >= LEAST}
    return tuple((kind, round(median(found))) for kind, found in enough.items())
