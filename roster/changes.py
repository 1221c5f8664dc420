"""What is different for whom between two releases of a week, as plain data. Pure.

    compare(before, after) -> (Change, ...)       before, after: duties as people are told them
    by_person(changes)     -> {reference: (Change, ...)}

A duty that stays on its date but differs in time, place or role was *moved*; one that lost its
date was *removed*, a new one *added*. Names of sites and areas are words, not facts: a renamed
site changes nothing for anybody.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import zip_longest


@dataclass(frozen=True, slots=True)
class Told:
    """A duty as its person is told it. `person` and the three lists of others are references.

    `supervises` are the people whose overlapping duties name this one's person; `with_whom` are
    those in the same area at the same time, sorted (see paired).
    """

    person: str
    date: date
    shift: str
    starts: datetime
    ends: datetime
    site: str
    area: str
    role: str
    break_minutes: int = 0
    additional: bool = False
    supervised_by: tuple[str, ...] = ()
    supervises: tuple[str, ...] = ()
    with_whom: tuple[str, ...] = field(default=(), compare=False)
    work_class: str = field(default="clinical", compare=False)
    site_name: str = field(default="", compare=False)
    area_name: str = field(default="", compare=False)

    @property
    def order(self):
        return self.date, self.starts, self.ends, self.person, self.shift, self.site, self.area


@dataclass(frozen=True, slots=True)
class Change:
    """One duty added (`before` is null), removed (`after` is null) or moved."""

    before: Told | None
    after: Told | None

    @property
    def kind(self):
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "moved"

    @property
    def person(self):
        return (self.after or self.before).person

    @property
    def date(self):
        return (self.after or self.before).date


def compare(before, after) -> tuple[Change, ...]:
    """The changes that lead from one set of duties to the other, in order of date and time."""
    old, new = _by_cell(before), _by_cell(after)
    changes = [change for cell in {*old, *new} for change in _in_cell(old[cell], new[cell])]
    return tuple(sorted(changes, key=lambda change: (change.after or change.before).order))


def by_person(changes) -> dict[str, tuple[Change, ...]]:
    grouped = defaultdict(list)
    for change in changes:
        grouped[change.person].append(change)
    return {person: tuple(found) for person, found in grouped.items()}


def paired(duties) -> tuple[Told, ...]:
    """The duties of a week, each with those it supervises and is worked with filled in, in order.

    Others of the same week only: a week is published without those beside it.
    """
    ordered, naming = sorted(duties, key=lambda duty: duty.order), defaultdict(list)
    for duty in ordered:
        for reference in duty.supervised_by:
            naming[reference].append(duty)
    beside = _beside(ordered)
    return tuple(
        replace(
            duty,
            supervises=_named_in(duty, naming[duty.person]),
            with_whom=tuple(sorted(beside[number])),
        )
        for number, duty in enumerate(ordered)
    )


def overlap(first, second) -> bool:
    return first.starts < second.ends and second.starts < first.ends


def _beside(duties):
    """The references of those in the area of each duty while it lasts, its own person aside."""
    found, there = [set() for _ in duties], defaultdict(list)
    for number in sorted(range(len(duties)), key=lambda n: duties[n].starts):
        duty = duties[number]
        if not duty.area:
            continue
        others = [n for n in there[duty.site, duty.area] if duties[n].ends > duty.starts]
        for other in others:
            found[number].add(duties[other].person)
            found[other].add(duty.person)
        there[duty.site, duty.area] = [*others, number]
    return [names - {duty.person} for names, duty in zip(found, duties, strict=True)]


def _named_in(duty, naming):
    return tuple(sorted({other.person for other in naming if overlap(duty, other)}))


def _by_cell(duties):
    cells = defaultdict(list)
    for duty in sorted(duties, key=lambda duty: duty.order):
        cells[duty.person, duty.date].append(duty)
    return cells


def _in_cell(old, new):
    """What stays is left out; the rest is matched in order of time."""
    left = list(new)
    gone = []
    for duty in old:
        if duty in left:
            left.remove(duty)
        else:
            gone.append(duty)
    return [Change(before, after) for before, after in zip_longest(gone, left)]
