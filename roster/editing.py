"""Changing duties: one batch of cells, one transaction, one line in the log for each cell.

An edit carries what its editor saw in each cell. A cell that changed meanwhile refuses the whole
batch, and says who changed it and when; a breach refuses nothing. What may never be (an unknown
code, a time that does not exist, two duties at one time) is refused in a sentence.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from roster import cells, lapsing, snapshot
from roster.cells import fingerprint
from roster.impossible import faults
from roster.models import Duty, DutyChange, Rota, RotaWeek
from roster.problem import Problem
from roster.walltime import moment_of, span

State = RotaWeek.State


@dataclass(frozen=True)
class Cell:
    """What a cell shall hold. `seen` is the fingerprint of what the editor saw; null: any."""

    person: str
    date: date
    duties: tuple[dict, ...]
    seen: str | None = None


@dataclass(frozen=True)
class Edit:
    """What an edit did: the rota before and after it, the log's lines and their (person, date).

    `sent_back` says of each week that the edit took back to draft, why.
    """

    before: Problem
    after: snapshot.Snapshot
    changes: tuple[DutyChange, ...]
    keys: tuple[tuple[str, date], ...]
    sent_back: tuple[str, ...] = ()

    @property
    def sequence(self):
        return self.changes[-1].sequence if self.changes else None


class EditRefused(Exception):
    """Nothing was changed; `sentences` say why."""

    def __init__(self, *sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class StaleEdit(EditRefused):
    """Somebody changed a cell after the editor saw it. `stale` are those cells' (person, date)."""

    def __init__(self, stale, *sentences):
        super().__init__(*sentences)
        self.stale = stale


class ImpossibleEdit(EditRefused):
    """The input names something that does not exist, or cannot be."""


def edit_rota(*, rota, by, wanted, now, reason="", undoes=None) -> Edit:
    """Make each Cell of `wanted` hold its duties. Raises StaleEdit or ImpossibleEdit, and then
    has changed nothing. Cells that already hold what is wanted leave no line in the log. `wanted`
    may be what makes the cells of the rota as it stands: a function of the Problem.
    """
    try:
        with transaction.atomic():
            locked = _lock(rota)
            taken = snapshot.take(locked)
            wanted = wanted(taken.problem) if callable(wanted) else wanted
            changed = _changed(wanted, taken)
            _refuse_impossible(changed, taken)
            _refuse_stale(locked, changed, taken)
            weeks = _weeks_near(locked, changed)
            _write(locked, changed, taken)
            changes = _log(locked, changed, taken, by, now, reason, undoes)
            before, after, keys = taken.problem, _after(taken, changed), tuple(changed)
            edited = {"weeks": weeks, "before": before, "after": after.problem, "keys": keys}
            sent_back = lapsing.lapse(rota=locked, by=by, now=now, **edited)
    except IntegrityError as refusal:
        raise ImpossibleEdit(*_overlap_sentences(rota, wanted)) from refusal
    return Edit(before, after, changes, keys, sent_back)


def _lock(rota):
    """One edit at a time in a unit: the database's own check then never deadlocks."""
    rotas = Rota.objects.select_for_update(of=("self", "unit")).select_related("unit")
    return rotas.get(pk=rota.pk)


def held_in(problem, keys):
    """{(person, date): [plain duty, ...]} of what stands in these cells of the rota."""
    held = {key: [] for key in keys}
    for duty in problem.duties:
        if (duty.person, duty.date) in held:
            held[duty.person, duty.date].append(cells.plain(duty))
    return held


def _changed(wanted, taken):
    """The cells whose contents differ from what stands, each with `before`, by (person, date).

    What stands already is no conflict, whoever saw what: an edit sent twice is not refused.
    """
    held = held_in(taken.problem, {(cell.person, cell.date) for cell in wanted})
    changed = {}
    for cell in wanted:
        key = cell.person, cell.date
        before = held[key]
        after = _in_order(cell, taken)
        if before != after:
            changed[key] = (before, after, cell.seen)
    return changed


def _in_order(cell, taken):
    """The duties in order of time, as they are read again: typed `L + SH`, they stand as `SH + L`.

    A shift that does not exist is refused later.
    """
    starts = {shift.code: shift.starts for shift in taken.problem.shift_types}
    duties = [cells.plain(cells.duty(cell.person, cell.date, duty)) for duty in cell.duties]
    return sorted(duties, key=lambda duty: starts.get(duty["shift"], time.min))


def _refuse_impossible(changed, taken):
    sentences = [
        sentence
        for (person, day), (_, after, _) in changed.items()
        for sentence in faults(taken.problem, person, day, after)
    ]
    if sentences:
        raise ImpossibleEdit(*sentences)


def _refuse_stale(rota, changed, taken):
    stale = [
        key
        for key, (before, _, seen) in changed.items()
        if seen is not None and seen != fingerprint(before)
    ]
    if stale:
        raise StaleEdit(stale, *(_stale_sentence(rota, key, taken) for key in stale))


def _stale_sentence(rota, key, taken):
    person, day = key
    name = next(p.name for p in taken.problem.people if p.id == person)
    last = (
        rota.changes.filter(person=taken.people[person], date=day)
        .select_related("who")
        .order_by("-sequence")
        .first()
    )
    if last is None:
        return f"{name}, {day:%A} {day.day} {day:%B}, was changed meanwhile. Look again and retry."
    at = timezone.localtime(last.at)
    return (
        f"{last.who or 'Somebody'} changed {name}, {day:%A} {day.day} {day:%B}, at {at:%H:%M} "
        f"after you saw it. Look again and retry."
    )


def _weeks_near(rota, changed):
    """The weeks edited and those beside them. Raises ImpossibleEdit for one closed: it is paid."""
    mondays = {day - timedelta(days=day.weekday()) for _, day in changed}
    near = {monday + timedelta(weeks=n) for monday in mondays for n in (-1, 0, 1)}
    weeks = list(RotaWeek.objects.filter(rota=rota, monday__in=near))
    for week in weeks:
        if week.monday in mondays and week.state == State.CLOSED:
            raise ImpossibleEdit(
                f"The week of {week.monday.day} {week.monday:%B} is closed for pay and cannot be "
                f"changed."
            )
    return weeks


def _write(rota, changed, taken):
    old = [key for cell in changed for key in taken.duty_keys.get(cell, [])]
    if old:
        Duty.objects.filter(pk__in=old).delete()
    Duty.objects.bulk_create(
        _row(rota, cells.duty(person, day, held), taken)
        for (person, day), (_, after, _) in changed.items()
        for held in after
    )


def _row(rota, duty, taken):
    shift = next(s for s in taken.problem.shift_types if s.code == duty.shift)
    starts, ends = span(duty.date, shift.starts, shift.ends, rota.unit.timezone, duty.fold)
    held = cells.plain(duty)
    return Duty(
        rota=rota,
        person_id=taken.people[duty.person],
        date=duty.date,
        shift_type_id=taken.shift_types[duty.shift],
        site_id=taken.sites[duty.site],
        area_id=taken.areas[duty.site, duty.area] if duty.area else None,
        starts_at=moment_of(starts),
        ends_at=moment_of(ends),
        **{
            key: held[key]
            for key in ("role", "supervised_by", "additional", "fixed", "called", "fold")
        },
    )


def _log(rota, changed, taken, by, now, reason, undoes):
    batch = uuid.uuid4()
    changes = [
        DutyChange(
            rota=rota,
            sequence=rota.sequence + number,
            who=by,
            at=now,
            person_id=taken.people[person],
            date=day,
            before=before,
            after=after,
            reason=reason,
            batch=batch,
            undoes=undoes,
        )
        for number, ((person, day), (before, after, _)) in enumerate(changed.items(), start=1)
    ]
    DutyChange.objects.bulk_create(changes)
    if changes:
        Rota.objects.filter(pk=rota.pk).update(sequence=changes[-1].sequence)
    return tuple(changes)


def _after(taken, changed):
    """The snapshot as it stands now, without reading it again."""
    kept = [duty for duty in taken.problem.duties if (duty.person, duty.date) not in changed]
    new = [
        cells.duty(person, day, held)
        for (person, day), (_, after, _) in changed.items()
        for held in after
    ]
    starts = {shift.code: shift.starts for shift in taken.problem.shift_types}
    duties = sorted(kept + new, key=lambda duty: (duty.date, starts[duty.shift]))
    return replace(taken, problem=replace(taken.problem, duties=tuple(duties)))


def _overlap_sentences(rota, wanted):
    """Which duty of another date the database's refusal was about: in words, after the fact."""
    taken = snapshot.take(rota)
    dates = {(cell.person, cell.date) for cell in wanted}
    rows = [
        _row(rota, cells.duty(cell.person, cell.date, held), taken)
        for cell in wanted
        for held in cell.duties
    ]
    clashes = ((row, other) for row in rows for other in _overlapping(row, dates))
    yield from (
        f"{other.person.name} already works {other.shift_type.code} on {other.date:%A} "
        f"{other.date.day} {other.date:%B}, which overlaps with this. Nothing was changed."
        for row, other in clashes
    )
    yield "Nobody can work two duties at one time."


def _overlapping(row, cells_replaced):
    others = Duty.objects.filter(
        person=row.person_id, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at
    ).select_related("person", "shift_type")
    return [o for o in others if (o.person.reference, o.date) not in cells_replaced]
