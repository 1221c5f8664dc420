"""Leave given or taken besides the entitlement of a year, each with its reason.

    adjust_leave(person=, year=, minutes=, reason=)     bought, sold, put right
    carry_over(person=, year=, left=, most=)            into the next year, once

Raises FactRefused.
"""

from django.db import transaction

from staff.models import LeaveAdjustment, Person
from staff.recording import FactRefused, note_change
from staff.wording import minutes as hours


@transaction.atomic
def adjust_leave(*, person, year, minutes, reason, by, now) -> LeaveAdjustment:
    if not minutes:
        raise FactRefused("It is no time at all: type hours, with a minus to take some away.")
    if not reason.strip():
        raise FactRefused("Say why.")
    row = LeaveAdjustment.objects.create(
        person=person, year=year, minutes=minutes, reason=reason.strip(), by=by, at=now
    )
    sign = "-" if minutes < 0 else ""
    said = f"{sign}{hours(abs(minutes))} in {year}: {row.reason}"
    note_change(person, "Leave adjusted", "", said, by=by, now=now, personal=True)
    return row


@transaction.atomic
def carry_over(*, person, year, left, most, by, now) -> LeaveAdjustment:
    """What is left of a year, up to the most that may be carried, into the next one."""
    Person.objects.select_for_update().get(pk=person.pk)
    reason = f"Carried over from {year}"
    if person.leave_adjustments.filter(year=year + 1, reason=reason).exists():
        raise FactRefused(f"What was left of {year} was carried over already.")
    if left <= 0:
        raise FactRefused(f"Nothing is left of {year}.")
    given = {"person": person, "year": year + 1, "minutes": min(left, most), "reason": reason}
    return adjust_leave(**given, by=by, now=now)
