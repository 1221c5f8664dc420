"""The log of a rota played again from nothing: what its duties must then be."""

from roster import cells
from roster.snapshot import problem_of


def replayed(rota):
    """{(person, date): plain duties} after every line of the log; asserts that it has no gap."""
    held = {}
    for number, line in enumerate(rota.changes.select_related("person").order_by("sequence"), 1):
        key = line.person.reference, line.date
        assert (line.sequence, line.before) == (number, held.pop(key, []))
        if line.after:
            held[key] = line.after
    return held


def standing(rota):
    """{(person, date): plain duties} of the rota in the database, as pages read them."""
    held = {}
    for duty in problem_of(rota).duties:
        held.setdefault((duty.person, duty.date), []).append(cells.plain(duty))
    return held
