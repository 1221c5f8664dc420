"""What a change of the facts does to duties already planned, looked at before it is kept.

    touched(unit, first, person=, until=, judged_from=)    -> Touched: the rotas it can reach
    keep_if_seen(unit=, rotas=, change=, seen=)            -> Foreseen

The change is made, the rotas are judged with and without it, and unless all that newly breaks, and
each week it takes back to draft, was seen already it is undone: all in one transaction, so that
what was shown is what is kept.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db import transaction

from roster import snapshot
from roster.lapsing import WAITING, taken_back
from roster.locking import locked_unit
from roster.models import Rota, RotaWeek
from roster.rules.breach import Breach
from roster.rules.checker import check
from roster.rules.phrases import full, number
from roster.rules.words import Words

MOST = 12_000  # people by weeks, each judged twice while the manager waits: some six seconds
SHOWN = 25
PUBLISHED = (RotaWeek.State.PUBLISHED, RotaWeek.State.CLOSED)


@dataclass(frozen=True)
class Touched:
    """The rotas to judge, the last ones first, and the earlier ones that are left unjudged."""

    rotas: tuple[Rota, ...]
    unjudged: tuple[Rota, ...]

    @property
    def said(self):
        """Which weeks were judged, and which were not."""
        words = [("Judged", self.rotas, "rota"), ("Not judged", self.unjudged, "earlier rota")]
        return " ".join(
            f"{how} anew: {_weeks_of(some, name)}." for how, some, name in words if some
        )


@dataclass(frozen=True)
class Told:
    """A rota's new breaches as (level, sentence, whether its week is published), worst first."""

    rota: Rota
    new: tuple[tuple[str, str, bool], ...]
    gone: int

    @property
    def shown(self):
        return self.new[:SHOWN]

    @property
    def more(self):
        return len(self.new) - len(self.shown)


@dataclass(frozen=True)
class Foreseen:
    """`kept`: the change was made. `drafts` are sentences about weeks that were submitted or
    approved. `mark` says all this.
    """

    kept: bool
    told: tuple[Told, ...]
    drafts: tuple[str, ...]
    rotas: Touched
    mark: str

    @property
    def said(self):
        """What is to be known of a change that was kept."""
        return [*self.drafts, *[self.rotas.said] * bool(self.rotas.unjudged)]

    @property
    def breaks(self):
        return sum(len(told.new) for told in self.told)


def touched(
    unit, first: date, person=None, until: date | None = None, judged_from: date = date.min
) -> Touched:
    """The rotas not over by `first` and begun by `until`; of a person, those with their duties.

    Those over by `judged_from` are not judged, nor are the earliest of very many.
    """
    rotas = unit.rotas.filter(starts__lte=until or date.max).order_by("-starts")
    rotas = [rota for rota in rotas if rota.until >= first]
    if person is not None:
        held = set(person.duties.filter(date__gte=first).values_list("rota", flat=True).distinct())
        rotas = [rota for rota in rotas if rota.pk in held]
    weeks = accumulate(rota.weeks for rota in rotas)
    most = max(1, MOST // max(1, unit.people.count())) if rotas else 0
    judged = [r for r, n in zip(rotas, weeks, strict=True) if n <= most and r.until >= judged_from]
    return Touched(tuple(judged), tuple(rotas[len(judged) :]))


def _weeks_of(rotas, name):
    """3 rotas, from 2 November 2026 to 24 January 2027"""
    first, last = min(r.starts for r in rotas), max(r.until for r in rotas)
    return f"{number(len(rotas), name)}, from {full(first)} to {full(last)}"


def keep_if_seen(*, unit, rotas: Touched, change: Callable[[], object], seen="") -> Foreseen:
    """Make the change; where it newly breaks rules or takes weeks back to draft, only with the mark
    of just that in `seen`.

    What `change` raises leaves everything as it was.
    """
    with transaction.atomic():
        locked_unit(unit.pk)
        waiting = _waiting(unit)
        before = {rota.pk: Counter(check(snapshot.problem_of(rota))) for rota in rotas.rotas}
        change()
        told = tuple(filter(None, (_told(rota, before[rota.pk]) for rota in rotas.rotas)))
        drafts = _drafts(unit, waiting)
        mark = _mark(told, drafts)
        kept = mark in ("", seen)
        transaction.set_rollback(not kept)
    return Foreseen(kept, told, drafts, rotas, mark)


def _waiting(unit):
    """The weeks that were submitted or approved."""
    weeks = RotaWeek.objects.filter(rota__unit=unit, state__in=WAITING)
    return set(weeks.values_list("pk", flat=True))


def _drafts(unit, waiting):
    """Which of them are drafts by now, and why."""
    taken = RotaWeek.objects.filter(pk__in=waiting, state=RotaWeek.State.DRAFT) if waiting else ()
    return tuple(taken_back(week) for week in sorted(taken, key=lambda week: week.monday))


def _told(rota, before):
    problem = snapshot.problem_of(Rota.objects.select_related("unit").get(pk=rota.pk))
    after = Counter(check(problem))
    new = sorted((after - before).elements(), key=lambda breach: breach.order)
    gone = (before - after).total()
    if not new and not gone:
        return None
    words = Words(problem)
    weeks = dict(rota.rota_weeks.values_list("monday", "state"))
    said = tuple((b.level, words.sentence(b), _is_published(b, weeks)) for b in new)
    return Told(rota, said, gone)


def _is_published(breach: Breach, weeks):
    monday = date.fromordinal(breach.first.toordinal() - breach.first.weekday())
    return weeks.get(monday) in PUBLISHED


def _mark(told, drafts):
    broken = [f"{one.rota.pk} {sentence}" for one in told for _, sentence, _ in one.new]
    text = "\n".join([*broken, *drafts])
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
