"""Taking back one's last edit, and doing it again.

Both are edits like any other: a batch that puts the cells back, refused when somebody changed one
of them since. The log keeps every step, so nothing is ever unsaid.
"""

from roster.cells import fingerprint
from roster.editing import Cell, Edit, EditRefused, edit_rota


class NothingToUndo(EditRefused):
    """There is no batch of this editor to take back, or to do again."""


def undo(*, rota, by, now) -> Edit:
    """Take back the editor's last batch that is not taken back yet."""
    done, _ = _stacks(rota, by)
    if not done:
        raise NothingToUndo("You have nothing to undo in this rota.")
    return _reverse(rota, by, now, done[-1])


def undo_batch(*, rota, by, batch, now) -> Edit:
    """Take back one batch of this editor, which need not be their last."""
    done, _ = _stacks(rota, by)
    if batch not in done:
        raise NothingToUndo("It is taken back already, or not yours to take back.")
    return _reverse(rota, by, now, batch)


def redo(*, rota, by, now) -> Edit:
    """Do again what the editor took back last."""
    _, undone = _stacks(rota, by)
    if not undone:
        raise NothingToUndo("You have nothing to do again in this rota.")
    return _reverse(rota, by, now, undone[-1])


def put_back(*, rota, by, change, now) -> Edit:
    """Make a cell hold again what it held before a change of the log, whoever made it."""
    day = f"{change.at:%-d %B}"
    wanted = [Cell(change.person.reference, change.date, tuple(change.before))]
    return edit_rota(rota=rota, by=by, wanted=wanted, now=now, reason=f"Put back as before {day}")


def _stacks(rota, by):
    """The editor's batches that stand, and the undoing batches that may be undone, oldest first."""
    done, undone = [], []
    batches = rota.changes.filter(who=by).order_by("sequence").values_list("batch", "undoes")
    for batch, undoes in dict.fromkeys(batches):
        if undoes is None:
            done, undone = [*done, batch], []
        elif undoes in done:
            done.remove(undoes)
            undone.append(batch)
        else:
            undone.remove(undoes)
            done.append(batch)
    return done, undone


def _reverse(rota, by, now, batch):
    changes = rota.changes.filter(batch=batch).select_related("person").order_by("sequence")
    back = [
        Cell(c.person.reference, c.date, tuple(c.before), fingerprint(c.after)) for c in changes
    ]
    return edit_rota(rota=rota, by=by, wanted=back, now=now, undoes=batch)
