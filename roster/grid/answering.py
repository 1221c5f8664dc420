"""From the database to a drawn sheet, and from an edit to what changed on it."""

from dataclasses import dataclass, replace

from django.db import transaction

from roster import cells, snapshot
from roster.compensation import days_given_back
from roster.grid.drawing import Drawing, changed
from roster.grid.sheet import lay_out
from roster.models import Rota
from roster.problem import Problem
from roster.rules.catalogue import shown_to
from roster.rules.rechecking import check_whole, recheck
from sites.access import may


@dataclass(frozen=True)
class Reader:
    """Who looks at a sheet, when: `today` is marked, reasons of absence only shown to some."""

    today: object
    reasons: bool


def reader(user, rota, today):
    return Reader(today, may(user, rota.unit_id, "see_reasons"))


def draw(problem: Problem, shift_names, reader: Reader) -> Drawing:
    checked = check_whole(problem)
    return _drawn(problem, checked.breaches, checked.whole, shift_names, reader)


def _drawn(problem, found, timeline, shift_names, reader):
    found = shown_to(found, reader.reasons)
    sheet = lay_out(problem, found, days_given_back(problem, timeline), timeline)
    return Drawing(sheet, shift_names, today=reader.today, reasons=reader.reasons)


def answer_to(edit, rota, reader, after):
    """What the sheet shows otherwise than after a number of the log, as the page's script takes
    it: what the edit changed, and what others did before it that the page has not heard of.
    """
    if not edit.changes:
        return answer_since(rota, after, reader)
    unheard = _lines(rota, after, until=edit.changes[0].sequence - 1)
    before = _as_it_was(edit.before, unheard) if unheard else edit.before
    taken, keys = edit.after, edit.keys
    return _answer(before, taken.problem, taken.shift_names, reader, edit.sequence, keys)


def answer_since(rota, after, reader):
    """What changed on the sheet after a number of the log; empty when nothing did."""
    lines, taken = _standing(rota, after)
    if not lines:
        return {}
    before = _as_it_was(taken.problem, lines)
    return _answer(before, taken.problem, taken.shift_names, reader, lines[-1].sequence)


@transaction.atomic
def _standing(rota, after):
    """The log's lines after a number, and the rota as exactly they have left it.

    An edit between the two reads would be shown without its number, so edits wait for both.
    """
    Rota.objects.select_for_update().get(pk=rota.pk)
    return _lines(rota, after), snapshot.take(rota)


def _lines(rota, after, until=None):
    if until is not None and until <= after:
        return []
    found = rota.changes.filter(sequence__gt=after).select_related("person").order_by("sequence")
    return list(found if until is None else found.filter(sequence__lte=until))


def _as_it_was(problem, lines):
    """The rota before these lines of its log."""
    first = {}
    for line in lines:
        first.setdefault((line.person.reference, line.date), line.before)
    kept = [duty for duty in problem.duties if (duty.person, duty.date) not in first]
    old = [cells.duty(*key, held) for key, before in first.items() for held in before]
    return replace(problem, duties=(*kept, *old))


def as_it_stands(rota, keys, reader, after):
    """The answer to a refused edit: these cells as they stand, and what else changed since."""
    lines, taken = _standing(rota, after)
    before, number = _as_it_was(taken.problem, lines), lines[-1].sequence if lines else after
    return _answer(before, taken.problem, taken.shift_names, reader, number, keys)


def _answer(before, after, names, reader, sequence, keys=()):
    """What differs, and these cells whether they differ or not."""
    checked = check_whole(before)
    again = recheck(checked, _differing(before, after))
    old = _drawn(before, checked.breaches, checked.whole, names, reader)
    new = _drawn(after, again.breaches, again.timeline, names, reader)
    elements, named = new.elements(), [new.cell_id(person, day) for person, day in keys]
    return {
        "sequence": sequence,
        "shape": new.shape,
        "cells": named,
        "elements": changed(old.elements(), elements) | {name: elements[name] for name in named},
    }


def _differing(before, after):
    """{(person, date): duties after} of the cells whose duties are not the same."""
    old, new = _by_cell(before), _by_cell(after)
    return {
        key: new.get(key, ())
        for key in sorted(old.keys() | new.keys())
        if old.get(key, ()) != new.get(key, ())
    }


def _by_cell(problem):
    held = {}
    for duty in problem.duties:
        key = duty.person, duty.date
        held[key] = (*held.get(key, ()), duty)
    return held
