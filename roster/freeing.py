"""Days away in the plan: what they take by the plan, and taking the duties under them out.

    planned_minutes(person, first, until)                   -> {monday: {date: minutes}}
    planned_hours(person, on)                               -> first start, last end, wall times
    hours_from(duties, on, zone)                            -> the same, of these duties
    enter_days(person=, kinds=, by=, now=, part=None, batch=None)   -> batch of the rows entered
    free_days(person=, first=, until=, by=, now=, part=None)    -> (Edit, ...), one for each rota

All within the caller's transaction. A duty under an absence is removed by one edit a rota, with a
line in the log for each cell: the gap is then seen and judged like any other, and can be put back.
The log is read by people who may not know why somebody is away, so its reason never says. Of a
day away in part, what can be worked beside it stays.
"""

import uuid
from datetime import time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from roster import cells
from roster.editing import Cell, edit_rota
from roster.models import Duty, Release, Rota
from roster.part_days import Part, staying
from roster.walltime import minutes_of
from staff.entitlement import runs
from staff.models import Unavailability

DAY = timedelta(days=1)
REASON = "Not available"
LAST = time(23, 59)  # of a date whose last duty ends on the next


def planned_minutes(person, first, until):
    """The paid minutes of the duties in each week that is planned for the person: where they have
    a duty, or the week is published.
    """
    first, until = first - first.weekday() * DAY, until + (6 - until.weekday()) * DAY
    told = Release.objects.filter(rota__unit=person.unit_id, monday__range=(first, until))
    planned = {monday: {} for monday in told.values_list("monday", flat=True)}
    for duty in _duties(person, first, until).select_related("shift_type"):
        week = planned.setdefault(duty.date - duty.date.weekday() * DAY, {})
        week[duty.date] = week.get(duty.date, 0) + _paid(duty)
    return planned


def planned_hours(person, on) -> Part | None:
    """From the first start to the last end of what is planned on a date; null: nothing is."""
    return hours_from(list(_duties(person, on, on)), on, ZoneInfo(person.unit.timezone))


def hours_from(duties, on, zone) -> Part | None:
    """Of duties of one date, planned or as they were told."""
    if not duties:
        return None
    ends = max(duty.ends_at for duty in duties).astimezone(zone)
    starts = min(duty.starts_at for duty in duties).astimezone(zone)
    return Part(starts.time(), ends.time() if ends.date() == on else LAST)


def _duties(person, first, until):
    return Duty.objects.filter(person=person, date__range=(first, until))


def _paid(duty):
    if duty.shift_type.work_class == "on_call":
        return 0
    length = minutes_of(duty.ends_at) - minutes_of(duty.starts_at)
    return length - duty.shift_type.break_minutes


def enter_days(*, person, kinds, by, now, part=None, batch=None):
    """Rows for {kind: {date: paid minutes}}, which belong together, and to those of a batch."""
    batch = batch or uuid.uuid4()
    Unavailability.objects.bulk_create(
        Unavailability(
            person=person,
            kind=kind,
            starts_on=first,
            until=until,
            starts=part and part.starts,
            ends=part and part.ends,
            paid_minutes=minutes,
            batch=batch,
            entered_by=by,
            entered_at=now,
        )
        for kind, by_date in kinds.items()
        for first, until, minutes in runs(by_date)
    )
    return batch


def free_days(*, person, first, until, by, now, part=None):
    """Take out the person's duties on these dates. Raises EditRefused where a week is closed."""
    rows = _duties(person, first, until).order_by("rota", "date")
    held = {}
    for rota, on in rows.values_list("rota", "date").distinct():
        held.setdefault(rota, []).append(on)
    rotas = Rota.objects.select_related("unit").in_bulk(held)
    return tuple(
        edit_rota(
            rota=rotas[key],
            by=by,
            wanted=partial(_freed, person.reference, dates, part),
            now=now,
            reason=REASON,
        )
        for key, dates in held.items()
    )


def _freed(who, dates, part, problem):
    """The cells of these dates with what the person can still work in them."""
    held = {on: [] for on in dates}
    for duty in problem.duties:
        if duty.person == who and duty.date in held:
            held[duty.date].append(duty)
    stay = {on: staying(problem, duties, part) if part else () for on, duties in held.items()}
    return [Cell(who, on, tuple(map(cells.plain, duties))) for on, duties in stay.items()]
