"""What a person was told of some days, as hours: never what a draft has of them.

    told_minutes(person, first, until)      -> {monday: {date: minutes}} of the published weeks
    told_left(person, first, until)         -> the same, less what is paid of parts of days away
    told_staying(person, on, part)          -> paid minutes that can be worked beside these hours
    told_hours(person, on)                  -> first start, last end, wall times; null: no duty
    told_under(person, spans)               -> ((date, shift code), ...) that absences meet;
                                               spans are (first, until, Part or null)

As freeing has them of the plan.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from roster.freeing import hours_from
from roster.models import ReleasedDuty
from roster.part_days import part_of, staying
from roster.problem import Duty, Problem, ShiftType
from roster.released_rows import newest_two
from roster.walltime import monday_of, span
from staff.models import Unavailability


def told_minutes(person, first, until):
    newest, duties = _told(person, first, until)
    told = {monday: {} for monday in newest}
    for duty in duties:
        week = told[monday_of(duty.date)]
        week[duty.date] = week.get(duty.date, 0) + duty.paid_minutes
    return told


def told_left(person, first, until):
    told = told_minutes(person, first, until)
    for row in Unavailability.objects.filter(
        person=person, starts__isnull=False, starts_on__range=(first, until)
    ):
        week = told.get(monday_of(row.starts_on), {})
        if row.starts_on in week:
            week[row.starts_on] = max(0, week[row.starts_on] - (row.paid_minutes or 0))
    return told


def told_staying(person, on, part):
    """And beside what of the date one is away already."""
    away = Unavailability.objects.filter(person=person, starts_on=on, starts__isnull=False)
    types = {shift.code: _plain(shift) for shift in person.unit.shift_types.all()}
    zone, shifts = person.unit.timezone, tuple(types.values())
    problem = Problem("", on, 1, timezone=zone, shift_types=shifts)
    told = (duty for duty in _told(person, on, on)[1] if duty.date == on and duty.shift in types)
    stays = tuple(Duty(person.reference, on, duty.shift, duty.site) for duty in told)
    for hours in (*map(part_of, away), part):
        stays = staying(problem, stays, hours)
    paid = (duty for duty in stays if types[duty.shift].work_class != "on_call")
    return sum(_length(types[duty.shift], on, zone) for duty in paid)


def _plain(shift):
    return ShiftType(shift.code, shift.starts, shift.ends, shift.break_minutes, shift.work_class)


def _length(shift, on, zone):
    starts, ends = span(on, shift.starts, shift.ends, zone)
    return ends - starts - shift.break_minutes


def told_hours(person, on):
    duties = [duty for duty in _told(person, on, on)[1] if duty.date == on]
    return hours_from(duties, on, ZoneInfo(person.unit.timezone))


def told_under(person, spans):
    zone = ZoneInfo(person.unit.timezone)
    duties = _told(person, spans[0][0], spans[-1][1])[1]
    found = (duty for duty in duties if any(_meets(duty, *span, zone) for span in spans))
    return tuple((duty.date, duty.shift) for duty in found)


def _meets(duty, first, until, part, zone):
    if not first <= duty.date <= until:
        return False
    return part is None or part.meets(hours_from([duty], duty.date, zone))


def _told(person, first, until):
    """{monday: newest release} of the weeks of these dates, and the person's duties in them."""
    first, until = monday_of(first), monday_of(until) + timedelta(days=6)
    newest, _ = newest_two(unit=person.unit_id, first=first, last=until)
    duties = ReleasedDuty.objects.filter(person=person, release__in=list(newest.values()))
    return newest, list(duties.order_by("starts_at", "id"))
