"""From the database to a drawn sheet, and from an edit to what changed on it."""

from dataclasses import dataclass, replace

from roster import cells, snapshot
from roster.compensation import days_given_back
from roster.grid.drawing import Drawing, changed
from roster.grid.sheet import lay_out
from roster.problem import Problem
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from sites.access import may


@dataclass(frozen=True)
class Reader:
    """Who looks at a sheet, when: `today` is marked, reasons of absence only shown to some."""

    today: object
    reasons: bool


def reader(user, rota, today):
    return Reader(today, may(user, rota.unit_id, "see_reasons"))


def draw(problem: Problem, shift_names, reader: Reader) -> Drawing:
    found = check(problem)
    if not reader.reasons:
        found = tuple(b for b in found if not CATALOGUE[b.rule].tells_reason)
    sheet = lay_out(problem, found, days_given_back(problem))
    return Drawing(sheet, shift_names, today=reader.today, reasons=reader.reasons)


def answer_to(edit, rota, reader):
    """What an edit changed on the sheet, as the page's script takes it."""
    names = edit.after.shift_names
    sequence = edit.sequence or rota.sequence
    return _answer(edit.before, edit.after.problem, names, reader, sequence)


def answer_since(rota, sequence, reader):
    """What changed on the sheet after a number of the log; null when nothing did."""
    lines = list(
        rota.changes.filter(sequence__gt=sequence).select_related("person").order_by("sequence")
    )
    if not lines:
        return None
    taken = snapshot.take(rota)
    before = _as_it_was(taken.problem, lines)
    return _answer(before, taken.problem, taken.shift_names, reader, lines[-1].sequence)


def _as_it_was(problem, lines):
    """The rota before these lines of its log."""
    first = {}
    for line in lines:
        first.setdefault((line.person.reference, line.date), line.before)
    kept = [duty for duty in problem.duties if (duty.person, duty.date) not in first]
    old = [cells.duty(*key, held) for key, before in first.items() for held in before]
    return replace(problem, duties=(*kept, *old))


def _answer(before, after, names, reader, sequence):
    old, new = draw(before, names, reader), draw(after, names, reader)
    return {
        "sequence": sequence,
        "shape": new.shape,
        "elements": changed(old.elements(), new.elements()),
    }


def as_it_stands(rota, keys, reader):
    """The answer to a refused edit: these cells as the database holds them."""
    taken = snapshot.take(rota)
    drawn = draw(taken.problem, taken.shift_names, reader)
    elements = drawn.elements()
    wanted = [drawn.cell_id(person, day) for person, day in keys]
    return {
        "sequence": rota.sequence,
        "shape": drawn.shape,
        "elements": {name: elements[name] for name in wanted if name in elements},
    }
