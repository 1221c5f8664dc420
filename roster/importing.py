"""Bringing in what a department has: an upload, read once, looked at, kept or not; and undone.

All of an import is kept or nothing: duties as one edit (so the log has it and it can be undone),
absences and people beside it in the same transaction. Only whoever uploaded a file sees it, and
only for a day; of the file itself nothing is kept but the plain cells that were read.
"""

import time
import uuid
from datetime import timedelta

from django.db import transaction

from roster.editing import Cell, EditRefused, edit_rota
from roster.import_page import rota_page
from roster.import_people_page import people_page
from roster.importing_people import keep_people, undo_people
from roster.keeping import Unstorable
from roster.loading import load_rota, new_rota
from roster.locking import Refused, locked_unit
from roster.models import KeptWords, Rota, Upload
from roster.rotafile.faults import Unreadable as BadRotaFile
from roster.rotafile.reading import read as read_rota_file
from roster.spreadsheet import table
from roster.spreadsheet.reading import read
from roster.spreadsheet.table import SECONDS, Unreadable
from roster.undoing import undo_batch
from staff.comparing import noted
from staff.models import Unavailability

KEPT_FOR = timedelta(days=1)
SHOWN = 5


def take_upload(*, unit, by, kind, name, data, now) -> Upload:
    """Read a file and keep what was read for its owner. Raises Refused: then nothing is kept."""
    forget_uploads(now=now)
    try:
        book = _file(data, unit) if kind == Upload.Kind.FILE else table.plain(_read(data))
    except Unreadable as fault:
        raise Refused(str(fault)) from fault
    return Upload.objects.create(
        unit=unit,
        by=by,
        kind=kind,
        name=name.replace("\0", "")[-120:],
        book=book,
        at=now,
        expires_at=now + KEPT_FOR,
    )


def _read(data):
    until = time.monotonic() + SECONDS
    return read(data, lambda: time.monotonic() > until)


def _file(data, unit):
    """A rota file's text, if it is one of this unit."""
    if len(data) > table.FILE_BYTES:
        raise Unreadable("The file is larger than 5 MB: load it with manage.py load_rota.")
    try:
        problem = read_rota_file(data)
    except BadRotaFile as fault:
        raise Refused(*fault.lines[:SHOWN]) from fault
    if problem.unit != unit.code:
        raise Refused(f"The file is of the unit {problem.unit}; this is {unit.code}.")
    return {"text": data.decode()}


def choose(*, upload, choices) -> None:
    """Keep what its reader answered so far."""
    _refuse_settled(upload)
    upload.choices = choices
    upload.save(update_fields=["choices"])


def forget_uploads(*, now) -> int:
    """Throw away what was uploaded and not imported in time; how many there were."""
    expired = Upload.objects.filter(expires_at__lt=now, state=Upload.State.OPEN)
    return expired.delete()[0]


def drop_upload(*, upload) -> None:
    _refuse_settled(upload)
    upload.delete()


def keep_upload(*, upload, by, now, seen="") -> Upload:
    """Import all of it, or raise Refused with what stands in the way and change nothing.

    `seen` is the mark of the preview that its reader agreed to: what would be imported has not
    changed since.
    """
    keep = {"rota": _keep_rota, "people": _keep_people, "file": _keep_file}[upload.kind]
    try:
        with transaction.atomic():
            locked_unit(upload.unit_id)
            locked = Upload.objects.select_for_update().select_related("unit").get(pk=upload.pk)
            _refuse_settled(locked)
            keep(locked, by, now, seen)
            locked.state, locked.book = Upload.State.KEPT, {}
            locked.save()
    except EditRefused as refusal:
        raise Refused(*refusal.sentences[:SHOWN]) from refusal
    except Unstorable as refusal:
        raise Refused(str(refusal)) from refusal
    return locked


def _refuse_settled(upload):
    if upload.state != Upload.State.OPEN:
        raise Refused(f"{upload.name} is {upload.get_state_display().lower()} already.")


def _refuse_unready(page, seen):
    if not page.is_ready:
        raise Refused("Something is not understood yet. Nothing was imported.")
    if page.mark != seen:
        raise Refused("The rota or the unit changed since this preview. Look again.")


# ── a rota ──


def _keep_rota(upload, by, now, seen):
    page = rota_page(upload)
    _refuse_unready(page, seen)
    is_new = not page.rota.pk
    rota = new_rota(upload.unit, *_span(page.rota), by) if is_new else page.rota
    wanted = [Cell(who, on, duties) for (who, on), duties in page.plan.cells.items()]
    reason = f"Imported from {upload.name}"[:200]
    edit = edit_rota(rota=rota, by=by, wanted=wanted, now=now, reason=reason)
    upload.batch = edit.changes[0].batch if edit.changes else None
    upload.rota = rota
    batches = _keep_absences(page, by, now)
    _keep_words(upload, page)
    days = len(page.new_absences)
    upload.made = {"cells": len(edit.changes), "absences": days, "batches": batches}
    upload.made["is_new"] = is_new


def _span(rota):
    return rota.starts, rota.weeks


def _keep_absences(page, by, now) -> list[str]:
    """One absence, with a batch of its own, for each run of dates of one kind; their batches."""
    rows = [
        Unavailability(
            person_id=page.people[who],
            kind=kind,
            starts_on=first,
            until=last,
            batch=uuid.uuid4(),
            entered_by=by,
            entered_at=now,
        )
        for who, kind, first, last in page.absence_runs()
    ]
    Unavailability.objects.bulk_create(rows)
    return [str(row.batch) for row in rows]


def _keep_words(upload, page):
    """What was answered holds next time too, until it is answered otherwise."""
    words, _ = KeptWords.objects.get_or_create(unit=upload.unit)
    for key, asked in page.plan.codes.items():
        words.codes.pop(key, None)
        if asked.meaning != asked.own:
            words.codes[key] = asked.meaning
    words.names |= {name: who for name, who in page.chosen_names().items() if who}
    words.layout = page.layout
    words.save()


# ── people, and a rota file ──


def _keep_people(upload, by, now, seen):
    page = people_page(upload)
    _refuse_unready(page, seen)
    with noted(upload.unit, by=by, now=now, source=upload.name):
        upload.made = keep_people(page)


def _keep_file(upload, by, now, seen):
    problem = read_rota_file(upload.book["text"].encode())
    upload.rota = load_rota(problem, by=by, now=now, source=upload.name)


# ── undo ──


def undo_upload(*, upload, by, now) -> Upload:
    """Take an import back: its cells, absences or people. Raises Refused and changes nothing where
    somebody has changed a cell since, or a person has more by now than the import gave them.
    """
    try:
        with transaction.atomic():
            locked_unit(upload.unit_id)
            locked = Upload.objects.select_for_update().get(pk=upload.pk)
            _refuse_undo(locked)
            if locked.kind == Upload.Kind.PEOPLE:
                undo_people(locked.made)
            else:
                _undo_rota(locked, by, now)
            locked.state = Upload.State.UNDONE
            locked.save(update_fields=["state", "rota"])
    except EditRefused as refusal:
        raise Refused(*refusal.sentences[:SHOWN]) from refusal
    return locked


def _refuse_undo(upload):
    if upload.state != Upload.State.KEPT:
        raise Refused("There is nothing to undo: it is not imported.")
    if upload.kind == Upload.Kind.FILE:
        raise Refused("A rota file is not undone here: its duties can be undone in the rota.")
    if upload.kind == Upload.Kind.ROTA and upload.rota_id is None:
        raise Refused("The rota it was imported into is gone.")


def _undo_rota(upload, by, now):
    if upload.made["cells"]:
        rota = Rota.objects.select_related("unit").get(pk=upload.rota_id)
        undo_batch(rota=rota, by=by, batch=upload.batch, now=now)
    absences = Unavailability.objects.filter(person__unit=upload.unit_id)
    absences.filter(batch__in=upload.made["batches"]).delete()
    if upload.made.get("is_new"):
        _forget_rota(upload)


def _forget_rota(upload):
    """Take away the rota that the import began, if nothing else was ever done in it."""
    rota = upload.rota
    others = rota.changes.exclude(batch=upload.batch).exclude(undoes=upload.batch)
    if not (others.exists() or rota.duties.exists() or rota.releases.exists()):
        rota.delete()
        upload.rota = None
