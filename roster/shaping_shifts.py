"""Writing a shift type. Under published duties it stays what people were told.

    keep_shift_type(shift, by=, now=)   a new one, or one changed; its duties not yet published move
                                        with it, and their weeks are drafts again
    take_weeks_back(shift, by=, now=)   its times have changed: those submitted or approved

Raises Refused in sentences.
"""

from django.db import IntegrityError, transaction

from roster.lapsing import WAITING, take_back
from roster.locking import Refused
from roster.models import Duty, Release, RotaWeek, ShiftType
from roster.rules.phrases import clock, full, number
from roster.walltime import moment_of, monday_of, span
from sites.placing import keep_place

TOLD = ("starts", "ends", "break_minutes", "work_class", "breaks")
PUBLISHED = (RotaWeek.State.PUBLISHED, RotaWeek.State.CLOSED)


@transaction.atomic
def keep_shift_type(shift: ShiftType, *, by, now) -> ShiftType:
    held = ShiftType.objects.select_for_update().filter(pk=shift.pk).first() if shift.pk else None
    if held is None or all(getattr(held, name) == getattr(shift, name) for name in TOLD):
        return keep_place(shift)
    _refuse_published(held)
    keep_place(shift)
    _move_duties(shift)
    take_weeks_back(shift, by=by, now=now)
    return shift


def take_weeks_back(shift, *, by, now):
    why = f"{shift.code} was changed: {clock(shift.starts)} to {clock(shift.ends)} now."
    for week in dict.fromkeys(week for week, _ in _stands_in(shift, WAITING)):
        take_back(week, why, by, now)


def _stands_in(shift, states):
    """(week, date) of its duties in weeks of these states."""
    weeks = RotaWeek.objects.filter(rota__unit=shift.unit_id, state__in=states)
    found = {(week.rota_id, week.monday): week for week in weeks.order_by("monday")}
    dates = shift.duties.values_list("rota", "date")
    placed = ((found.get((rota, monday_of(on))), on) for rota, on in dates)
    return [(week, on) for week, on in placed if week]


def _refuse_published(shift):
    releases = Release.objects.filter(rota__unit=shift.unit_id).values_list("rota", "monday")
    released = set(releases)  # also where what was changed since waits for approval
    placed = _stands_in(shift, RotaWeek.State.values)
    told = [on for w, on in placed if w.state in PUBLISHED or (w.rota_id, w.monday) in released]
    if told:
        raise Refused(
            f"{shift.code} stands under {number(len(told), 'published duty', 'published duties')}, "
            f"the last on {full(max(told))}: people were told its times. Make another shift type."
        )


def _move_duties(shift):
    """The instants of the duties that are planned but not published."""
    duties = list(shift.duties.select_related("person"))
    for duty in duties:
        starts, ends = span(duty.date, shift.starts, shift.ends, shift.unit.timezone, duty.fold)
        duty.starts_at, duty.ends_at = moment_of(starts), moment_of(ends)
    try:
        with transaction.atomic():
            Duty.objects.bulk_update(duties, ["starts_at", "ends_at"], batch_size=200)
    except IntegrityError as fault:
        raise Refused(
            f"With these times somebody's {shift.code} would lie over another duty of theirs. "
            f"Change those duties first, or make another shift type."
        ) from fault
