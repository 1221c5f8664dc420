"""What notes change on the sheet: the cells and the heads of dates that were written on."""

from datetime import timedelta

from roster import snapshot
from roster.grid.framing import day_head
from roster.grid.standing import drawing_of
from roster.models import RotaWeek
from roster.noting import written_since


def noted_since(rota, reader, number) -> dict:
    """Cells and heads noted after `number`, as the reader holds the notes; empty without any, and
    for whoever may read none.
    """
    if reader.notes is None or reader.notes.newest <= number:
        return {}
    drawing = drawing_of(rota, snapshot.take(rota), reader)
    keys = written_since(rota.unit_id, rota.starts, rota.until, number)
    weeks = rota.rota_weeks.filter(state=RotaWeek.State.PUBLISHED)
    published = set(weeks.values_list("monday", flat=True))
    drawn = (_drawn(drawing, person, on, published) for person, on in keys)
    return {"noted": reader.notes.newest, "elements": dict(filter(None, drawn))}


def _drawn(drawing, person, on, published):
    """(id, HTML); null for somebody who is in the rota no more."""
    if person is None:
        column = drawing.sheet.columns[(on - drawing.sheet.problem.starts) // timedelta(days=1)]
        return f"d{drawing.columns[on]}", day_head(drawing, column, published)
    if person not in drawing.rows:
        return None
    name = drawing.cell_id(person, on)
    return name, drawing.table[name]
