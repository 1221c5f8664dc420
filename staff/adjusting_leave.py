"""Leave given or taken besides the entitlement of a year, each with its reason; and carried over.

    adjust_leave(person=, year=, minutes=, reason=)     bought, sold, put right
    carry_over(person=, year=, left=, most=)            into the next year, once
    set_carry_over(unit=, starts=, minutes=, reason=)   the most that is carried, from a date on
    most_carried(unit, day)                             -> CarryOverTerms, null: none is set

Raises FactRefused.
"""

from django.db import transaction

from staff.models import CarryOverTerms, LeaveAdjustment, Person
from staff.recording import FactRefused, note_change
from staff.wording import minutes as hours
from staff.wording import on


@transaction.atomic
def adjust_leave(*, person, year, minutes, reason, by, now, carried_from=None) -> LeaveAdjustment:
    if not minutes:
        raise FactRefused("It is no time at all: type hours, with a minus to take some away.")
    if not reason.strip():
        raise FactRefused("Say why.")
    row = LeaveAdjustment.objects.create(
        person=person,
        year=year,
        minutes=minutes,
        reason=reason.strip(),
        by=by,
        at=now,
        carried_from=carried_from,
    )
    sign = "-" if minutes < 0 else ""
    said = f"{sign}{hours(abs(minutes))} in {year}: {row.reason}"
    note_change(person, "Leave adjusted", "", said, by=by, now=now, personal=True)
    return row


@transaction.atomic
def carry_over(*, person, year, left, most, by, now) -> LeaveAdjustment:
    """What is left of a year, up to the most that may be carried, into the next one."""
    Person.objects.select_for_update().get(pk=person.pk)
    if person.leave_adjustments.filter(carried_from=year).exists():
        raise FactRefused(f"What was left of {year} was carried over already.")
    if left <= 0:
        raise FactRefused(f"Nothing is left of {year}.")
    if not most:
        raise FactRefused("No leave may be carried over.")
    given = {"person": person, "year": year + 1, "minutes": min(left, most)}
    reason = f"Carried over from {year}"
    return adjust_leave(**given, reason=reason, carried_from=year, by=by, now=now)


def set_carry_over(*, unit, starts, minutes, reason, by, now, today) -> CarryOverTerms:
    """Never for a day that is over: a leave year that has turned is not turned again."""
    if starts < today:
        raise FactRefused(f"{on(starts)} is over. Say a day from today on.")
    if not reason.strip():
        raise FactRefused("Say why.")
    return CarryOverTerms.objects.create(
        unit=unit, in_force_from=starts, minutes=minutes, reason=reason.strip(), by=by, at=now
    )


def most_carried(unit, day) -> CarryOverTerms | None:
    """What holds for a leave year that begins on a day."""
    return unit.carry_over_terms.filter(in_force_from__lte=day).last()
