"""What is proposed for a rota, drawn over the sheet: what the page's script lays upon its cells.

    ghosts(before, after, keys)  -> {element's id: {"html": ..., "said": ...}}

A ghost shows its cell as it would be, with the marks of the breaches that the checker then finds.
Its sign says what it does: + a duty more, − one less, → another. It stands in no colour alone.
"""

from html import escape

from roster.grid.drawing import edges_look

SIGNS = {"new": "+", "gone": "−", "other": "→"}


def ghosts(before, after, keys):
    """Of two drawings of one rota; `keys` are the (person, date) that may be kept."""
    drawn = dict(_cell(before, after, key) for key in keys)
    drawn |= dict(_edges(before, after))
    return drawn | dict(_needs(before, after)) | dict(_gaps(before, after))


def _cell(before, after, key):
    old, new = before.cell_at(*key), after.cell_at(*key)
    kind = "new" if not old.duties else "other" if new.duties else "gone"
    inside = (
        after.inside(new) if new.duties else f"<s>{escape(before.say.typed(old).split()[0])}</s>"
    )
    look = f"{after.say.look(new)}{f' is-{new.level}' if new.level else ''}"
    html = (
        f'<span class="ghost ghost--{kind} {look}" aria-hidden="true">'
        f'<i class="ghost__sign">{SIGNS[kind]}</i>{inside}</span>'
    )
    said = after.say.cell(new) if new.duties else "no duty here any more"
    return after.cell_id(*key), {"html": html, "said": f"Proposed: {said}"}


def _edges(before, after):
    """Where somebody's hours, weekends or compensatory days would be others: from what to what."""
    for number, rows in enumerate(zip(before.people, after.people, strict=True)):
        stood, planned = (edges_look(row.balance) for row in rows)
        for edge, (look, text, _, said) in planned.items():
            if stood[edge] != planned[edge]:
                yield f"{edge}{number}", _ghost(*_from(stood[edge][1], look, text), said)


def _from(old, look, new):
    return f"ghost--edge{look}", f"<small>{old} →</small>{new}"


def _needs(before, after):
    """Where the cover would be another."""
    for old, new in zip(before.sheet.needs, after.sheet.needs, strict=True):
        for day in after.columns:
            if not new.stands_as(old, day) and before.need_look(old, day) != (
                found := after.need_look(new, day)
            ):
                yield after.need_id(new, day), _ghost(*found, after.say.need(new, day))


def _gaps(before, after):
    """Where all areas together would stand otherwise."""
    for day in after.columns:
        if before.gaps_look(day) != (found := after.gaps_look(day)):
            yield after.gaps_id(day), _ghost(*found)


def _ghost(look, sign, said):
    html = f'<span class="ghost {look}" aria-hidden="true">{sign}</span>'
    return {"html": html, "said": f"Proposed: {said}"}
