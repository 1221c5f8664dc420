"""Putting a rota file into the database: all of it, or, with a sentence that says why, nothing.

Duties are written by the verb that every edit goes through, so the log has them. The duties of
`history` go into the rotas that cover their weeks; where none does, into one of closed weeks, made
for them. A second load of the same file changes nothing.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import IntegrityError, transaction

from roster import cells, snapshot
from roster.editing import Cell, EditRefused, edit_rota
from roster.keeping import Unstorable, delete, refuse_unstorable
from roster.loading_facts import load_facts
from roster.models import Duty, Release, Rota, RotaWeek, ShiftType
from roster.problem import Problem
from roster.rules.phrases import day as day_in_words
from roster.shaping_shifts import take_weeks_back
from roster.walltime import local_date, moment_of, monday_of, span
from sites.models import Unit
from staff.comparing import noted
from staff.recording import FactRefused

State = RotaWeek.State
SHOWN = 20
WEEK = timedelta(weeks=1)


class LoadRefused(EditRefused):
    """The file cannot be kept, and nothing was changed; `sentences` say why."""


def load_rota(problem: Problem, *, by, now, source="a rota file") -> Rota:
    """Make the database hold the rota as the file says it. Raises EditRefused.

    `source` names the file in the histories of people.
    """
    _refuse(_overlaps(problem))
    try:
        with transaction.atomic():
            unit = _unit(problem)
            times = _times(unit)
            with noted(unit, by=by, now=now, source=source):
                load_facts(problem, unit, by, local_date(unit, now))
            times -= _times(unit)
            _refuse_told(unit, times)
            rota = _rota(problem, unit, by)
            duties, history = _changed_cells(problem, snapshot.take(rota).problem)
            moved = _take_out(times, duties | history)
            _load_history(problem, unit, history, by, now)
            _load_duties(rota, duties, by, now)
            _put_back(moved, unit.timezone)
            for shift in ShiftType.objects.filter(pk__in={pk for pk, *_ in times}):
                take_weeks_back(shift, by=by, now=now)
    except (Unstorable, FactRefused) as refusal:
        raise LoadRefused(str(refusal)) from refusal
    rota.refresh_from_db()
    return rota


def _refuse(sentences):
    sentences = list(sentences)[:SHOWN]
    if sentences:
        raise LoadRefused(*sentences)


# ── unit and rota ──


def _unit(problem):
    refuse_unstorable(Unit._meta.get_field("code"), problem.unit)
    unit, made = Unit.objects.select_for_update().get_or_create(
        code=problem.unit, defaults={"name": problem.unit, "timezone": problem.timezone}
    )
    if not made and unit.timezone != problem.timezone:
        if Duty.objects.filter(rota__unit=unit).exists():
            raise LoadRefused(
                f"{unit.code} keeps its duties in the time zone {unit.timezone}; this file is in "
                f"{problem.timezone}."
            )
        unit.timezone = problem.timezone
        unit.save(update_fields=["timezone"])
    return unit


def _rota(problem, unit, by):
    for other in Rota.objects.filter(unit=unit, starts__lte=problem.until):
        if (other.starts, other.weeks) == (problem.starts, problem.weeks):
            other.unit = unit
            return other
        if other.until >= problem.starts:
            raise LoadRefused(
                f"{unit.code} has a rota from {other.starts} to {other.until}, which shares dates "
                f"with this one, from {problem.starts} to {problem.until}. Load rotas in the order "
                f"of their dates, each with the weeks it has in the database."
            )
    return new_rota(unit, problem.starts, problem.weeks, by)


def new_rota(unit, starts, weeks, by):
    rota = Rota.objects.create(unit=unit, starts=starts, weeks=weeks, created_by=by)
    RotaWeek.objects.bulk_create(
        RotaWeek(rota=rota, monday=starts + number * WEEK) for number in range(weeks)
    )
    return rota


# ── duties of a shift type whose times have changed start and end as it does now ──


def _times(unit):
    return set(unit.shift_types.values_list("pk", "starts", "ends"))


def _refuse_told(unit, changed_times):
    """No file changes the times that people were told."""
    told = set(Release.objects.filter(rota__unit=unit).values_list("rota", "monday"))
    for shift in ShiftType.objects.filter(pk__in={pk for pk, *_ in changed_times}):
        duties = shift.duties.values_list("rota", "date")
        if any((rota, monday_of(on)) in told for rota, on in duties):
            raise LoadRefused(
                f"{shift.code} stands under published duties: people were told its times. Give the "
                f"new times a new code."
            )


def _take_out(changed_times, changed_cells):
    """The duties that change their times and nothing else, out of the way of all others."""
    rows = Duty.objects.filter(shift_type__in={pk for pk, *_ in changed_times})
    moved = [
        row
        for row in rows.select_related("person", "shift_type")
        if (row.person.reference, row.date) not in changed_cells
    ]
    delete(Duty, [row.pk for row in moved])
    return moved


def _put_back(moved, zone):
    for row in moved:
        instants = span(row.date, row.shift_type.starts, row.shift_type.ends, zone, row.fold)
        row.starts_at, row.ends_at = map(moment_of, instants)
    try:
        Duty.objects.bulk_create(moved)
    except IntegrityError as refusal:
        raise LoadRefused(
            "With the file's times of its shift types somebody's duties of another rota would "
            "overlap. Give the new times a new code."
        ) from refusal


# ── duties ──


def _overlaps(problem):
    """Two duties of a person at one time: R-14 in a file, but the database keeps no such thing."""
    names = {person.id: person.name for person in problem.people}
    shifts = {shift.code: shift for shift in problem.shift_types}
    last = {}
    timed = [
        (_span(problem, shifts, duty), number, duty)
        for number, duty in enumerate((*problem.history, *problem.duties))
    ]
    for (starts, ends), _, duty in sorted(timed):
        until, other = last.get(duty.person, (starts, None))
        if starts < until:
            yield (
                f"{names[duty.person]} has {_said(other)} and {_said(duty)}, which overlap. "
                f"Nobody can work two duties at one time."
            )
        if other is None or ends > until:
            last[duty.person] = ends, duty


def _span(problem, shifts, duty):
    shift = shifts[duty.shift]
    return span(duty.date, shift.starts, shift.ends, problem.timezone, duty.fold)


def _said(duty):
    return f"{duty.shift} on {day_in_words(duty.date)}"


def _cells(problem, duties):
    """{(person, date): [plain duty, ...]} in order of time, as the log keeps them."""
    shifts = {shift.code: shift for shift in problem.shift_types}
    held = defaultdict(list)
    for duty in sorted(duties, key=lambda duty: _span(problem, shifts, duty)):
        held[duty.person, duty.date].append(cells.plain(duty))
    return held


def _changed_cells(wanted, held):
    """(of the rota, of its history): the cells that do not hold what the file wants, and what
    they shall hold. The file names all of the rota's duties, and some of the history.
    """
    standing = _cells(held, held.duties)
    duties = {at: [] for at in standing} | _cells(wanted, wanted.duties)
    return (
        _changed(duties, standing),
        _changed(_cells(wanted, wanted.history), _cells(held, held.history)),
    )


def _changed(wanted, held):
    return {at: duties for at, duties in wanted.items() if held.get(at) != duties}


def _load_duties(rota, changed, by, now):
    states = dict(rota.rota_weeks.values_list("monday", "state"))
    told = {monday_of(day) for _, day in changed}
    _refuse(
        f"The week of {day_in_words(monday)} is {states[monday]}, and this file would change it. "
        f"Change it in the rota itself, so that the people concerned are told."
        for monday in sorted(told)
        if states[monday] in (State.PUBLISHED, State.CLOSED)
    )
    _edit(rota, changed, by, now)


def _edit(rota, changed, by, now):
    if changed:
        wanted = [Cell(person, day, tuple(duties)) for (person, day), duties in changed.items()]
        edit_rota(rota=rota, by=by, wanted=wanted, now=now, reason="Loaded from a file")


def _load_history(problem, unit, changed, by, now):
    if not changed:
        return
    for rota in _earlier_rotas(problem, unit, {monday_of(day) for _, day in changed}, by):
        part = {
            (person, day): duties
            for (person, day), duties in changed.items()
            if rota.starts <= day <= rota.until
        }
        if part:
            _add_history(problem, rota, part, by, now)


def _earlier_rotas(problem, unit, mondays, by):
    """The rotas before this one; weeks that none covers come into new ones, of closed weeks."""
    rotas = list(Rota.objects.filter(unit=unit, starts__lt=problem.starts))
    bare = [m for m in sorted(mondays) if not any(r.starts <= m <= r.until for r in rotas)]
    for monday, weeks in _runs(bare):
        rota = new_rota(unit, monday, weeks, by)
        rota.rota_weeks.update(state=State.CLOSED)
        rotas.append(rota)
    return rotas


def _runs(mondays):
    """(first Monday, number of weeks) of each run of weeks without a gap."""
    runs = []
    for monday in mondays:
        if runs and monday == runs[-1][0] + runs[-1][1] * WEEK:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((monday, 1))
    return runs


def _add_history(problem, rota, changed, by, now):
    """Only weeks that came with a file are written to: closed ones that were never published."""
    released = Release.objects.filter(rota=rota).values("monday")
    loaded = rota.rota_weeks.filter(state=State.CLOSED).exclude(monday__in=released)
    mondays = set(loaded.values_list("monday", flat=True))
    names = {person.id: person.name for person in problem.people}
    _refuse(
        f"The history of {names[person]} on {day_in_words(day)} is not what the database holds in "
        f"the rota from {rota.starts}. Change it there, or leave it out of the file."
        for person, day in changed
        if monday_of(day) not in mondays
    )
    weeks = RotaWeek.objects.filter(rota=rota, monday__in=mondays)
    weeks.update(state=State.DRAFT)
    _edit(rota, changed, by, now)
    weeks.update(state=State.CLOSED)
