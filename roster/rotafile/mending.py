"""What `check_rota --repairs` adds to a breach: changes that would mend it, as plain data."""

from roster.repairing.repairs import TRIES, repairs_for
from roster.rotafile.writing import Writer

MOST_TRIES = 3000  # of a whole file; less is tried for each breach of one that has hundreds
FEWEST = 10


def offers(checked, breaches, words):
    """{id of a breach: its repairs} of those that block, in the form of docs/rotafile.md."""
    asked = [breach for breach in breaches if breach.level != "should"]
    tries = min(TRIES, max(FEWEST, MOST_TRIES // max(1, len(asked))))
    return {
        id(breach): [_plain(r, checked, words) for r in repairs_for(checked, breach, tries=tries)]
        for breach in asked
    }


def _plain(repair, checked, words):
    writer = Writer(checked.whole.zone)
    return {
        "sentence": repair.sentence,
        "changes": cells(repair.changes, writer),
        "mends": [_said(breach, words) for breach in repair.mends],
        "adds": [_said(breach, words) for breach in (*repair.left, *repair.adds)],
    }


def cells(changes, writer):
    """Whole cells, {(person, date): duties}, as a file writes them."""
    return [_cell(*cell, writer) for cell in changes.items()]


def _cell(key, duties, writer):
    person, day = key
    rows = [writer.duty(duty) for duty in duties]
    bare = [{k: v for k, v in row.items() if k not in ("person", "date")} for row in rows]
    return {"person": person, "date": day.isoformat(), "duties": bare}


def _said(breach, words):
    return {"rule": breach.rule, "level": breach.level, "sentence": words.sentence(breach)}
