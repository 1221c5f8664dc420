"""From an edit, or from what others did, to what changed on the sheet."""

from dataclasses import replace

from django.db import transaction

from roster import cells, snapshot
from roster.grid.drawing import changed
from roster.grid.standing import Reader, drawing_of
from roster.models import Rota
from roster.noting import notes_between
from sites.access import may


def reader(user, rota, today):
    reads_notes = may(user, rota.unit_id, "write_notes")
    notes = notes_between(rota.unit_id, rota.starts, rota.until) if reads_notes else None
    return Reader(today, may(user, rota.unit_id, "see_reasons"), notes)


def reader_of_offers(user, unit_id, today):
    """Who reads what would mend a breach: with whom to ring where they may, and without notes."""
    sees = {to: may(user, unit_id, to) for to in ("see_reasons", "see_personal")}
    return Reader(today, sees["see_reasons"], contacts=sees["see_personal"])


def answer_to(edit, rota, reader, after):
    """What the sheet shows otherwise than after a number of the log, as the page's script takes
    it: what the edit changed, and what others did before it that the page has not heard of.
    """
    if not edit.changes:
        return answer_since(rota, after, reader)
    unheard = _lines(rota, after, until=edit.changes[0].sequence - 1)
    before = _as_it_was(edit.before, unheard) if unheard else edit.before
    return _answer(rota, before, edit.after, reader, edit.sequence, edit.keys)


def answer_since(rota, after, reader):
    """What changed on the sheet after a number of the log; empty when nothing did."""
    lines, taken = _standing(rota, after)
    if not lines:
        return {}
    before = _as_it_was(taken.problem, lines)
    return _answer(rota, before, taken, reader, lines[-1].sequence)


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
    return _answer(rota, before, taken, reader, number, keys)


def _answer(rota, before, taken, reader, sequence, keys=()):
    """What differs between a problem and the snapshot taken, and these cells whether or not."""
    old = drawing_of(rota, replace(taken, problem=before), reader)
    new = drawing_of(rota, taken, reader)
    named = [new.cell_id(person, day) for person, day in keys]
    return {
        "sequence": sequence,
        "shape": new.shape,
        "cells": named,
        "elements": changed(old, new) | {name: new.table[name] for name in named},
    }
