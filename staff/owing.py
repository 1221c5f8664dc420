"""Hours owed to a person: time off in lieu and public holidays, entry by entry.

    owe_hours(person=, kind=, on=, minutes=, reason=)   somebody's entry; with a minus: taken off
    owe_duty(person=, on=, shift=, minutes=)            an extra duty is owed as time, not paid
    pay_duty(person=, on=, shift=)                      it is paid after all, not owed

Nothing that was entered is ever changed. Raises FactRefused.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum

from staff.models import HoursEntry, Person
from staff.recording import FactRefused, note_change
from staff.wording import minutes as hours
from staff.wording import on as said_on

Kind = HoursEntry.Kind
AHEAD = timedelta(days=366)  # a holiday of the coming leave year may be put right already


@transaction.atomic
def owe_hours(*, person, kind, on, minutes, reason, by, now, today) -> HoursEntry:
    if not minutes:
        raise FactRefused("It is no time at all: type hours.")
    if not reason.strip():
        raise FactRefused("Say why.")
    if on > today + (AHEAD if kind == Kind.HOLIDAY else timedelta(0)):
        raise FactRefused(f"{said_on(on)} is still to come: nothing is owed for it yet.")
    return _enter(person, kind, on, minutes, reason.strip(), "", by, now)


@transaction.atomic
def owe_duty(*, person, on, shift, minutes, by, now, today) -> HoursEntry:
    Person.objects.select_for_update().get(pk=person.pk)
    if on >= today:
        raise FactRefused(f"{said_on(on)} is not over yet.")
    if owed_of(person, on, shift):
        raise FactRefused(f"{shift} on {said_on(on)} is owed as time already.")
    if not minutes:
        raise FactRefused(f"{shift} on {said_on(on)} has no paid time.")
    return _enter(person, Kind.TOIL, on, minutes, f"{shift}, worked as extra", shift, by, now)


@transaction.atomic
def pay_duty(*, person, on, shift, by, now) -> HoursEntry:
    Person.objects.select_for_update().get(pk=person.pk)
    owed = owed_of(person, on, shift)
    if not owed:
        raise FactRefused(f"{shift} on {said_on(on)} is not owed as time.")
    return _enter(person, Kind.TOIL, on, -owed, f"{shift}, paid after all", shift, by, now)


def owed_of(person, on, shift) -> int:
    """Minutes of an extra duty that are owed as time."""
    rows = person.hours_entries.filter(kind=Kind.TOIL, date=on, shift=shift)
    return rows.aggregate(sum=Sum("minutes"))["sum"] or 0


def _enter(person, kind, on, minutes, reason, shift, by, now):
    row = HoursEntry.objects.create(
        person=person,
        kind=kind,
        date=on,
        minutes=minutes,
        reason=reason,
        shift=shift,
        by=by,
        at=now,
    )
    sign = "-" if minutes < 0 else ""
    said = f"{sign}{hours(abs(minutes))} for {said_on(on)}: {reason}"
    note_change(person, row.get_kind_display(), "", said, by=by, now=now, personal=True)
    return row
