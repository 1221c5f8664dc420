"""What the page's script sends: cells with what was typed into them and what was seen there."""

import json
from datetime import date

from roster import entry
from roster.editing import Cell, ImpossibleEdit, held_in

MOST_CELLS = 10_000


def wanted_cells(body, problem):
    """The Cells that a request's body asks for. Raises ImpossibleEdit."""
    rows = _rows(body)
    held = held_in(problem, {(person, day) for person, day, *_ in rows})
    people = {person.id: person.name for person in problem.people}
    return [_cell(row, problem, people, held) for row in rows]


def _rows(body):
    try:
        rows = json.loads(body)["cells"]
        read = [
            (str(row["person"]), date.fromisoformat(row["date"]), str(row["text"]), row["seen"])
            for row in rows[:MOST_CELLS]
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise ImpossibleEdit("The page sent what cannot be read. Reload it and retry.") from fault
    if not read or len(rows) > MOST_CELLS:
        raise ImpossibleEdit(f"Between 1 and {MOST_CELLS} cells can be changed at once.")
    return read


def _cell(row, problem, people, held):
    person, day, text, seen = row
    if person not in people:
        raise ImpossibleEdit(f"There is nobody called {person} in {problem.unit}.")
    try:
        duties = entry.duties(text, problem, person, day, held[person, day])
    except entry.NotUnderstood as fault:
        who = f"{people[person]}, {day:%A} {day.day} {day:%B}"
        raise ImpossibleEdit(f"{who}: {fault}") from fault
    return Cell(person, day, duties, None if seen is None else str(seen))
