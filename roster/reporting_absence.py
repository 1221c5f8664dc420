"""Sickness and other absence: somebody is away, and what they would have worked becomes gaps.

    report_absence(person=, kind=, first=, until=, by=, now=, today=)  -> Reported
    end_absence(person=, batch=, back=, by=, now=)                     -> last date away or null
    free_absence(rows=, by=, now=, today=)                             -> number of duties taken out

Raises AbsenceRefused in sentences, and then has changed nothing. A day away is paid as it was
planned, and as the contract has it where nothing is planned. Rota managers are told, never why;
the page about the absence says who could cover.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from roster.editing import EditRefused
from roster.freeing import enter_days, free_days, planned_minutes
from roster.locking import Refused, locked_unit
from roster.part_days import part_of
from roster.rules.phrases import day, number, span
from roster.stepping_out import step_out
from roster.telling import Notice, tell_managers
from staff.entitlement import paid_by_date
from staff.models import Unavailability

DAY = timedelta(days=1)
OWN_KINDS = ("SL", "PL", "OTHER")  # what a person reports of themselves
KINDS = ("SL", "PL", "SD", "MT", "TOIL", "OTHER")  # annual leave is asked for
BACK, AHEAD = timedelta(days=7), timedelta(days=366)


class AbsenceRefused(Refused):
    """The absence cannot be entered, or ended, like this."""


@dataclass(frozen=True)
class Reported:
    """The absence entered, and the (date, shift code) of each duty taken out of the plan."""

    batch: UUID
    freed: tuple[tuple[date, str], ...]


@transaction.atomic
def report_absence(*, person, kind, first, until, by, now, today) -> Reported:
    """The person is away on these dates. Themselves, they say so at most a week afterwards."""
    locked_unit(person.unit_id)
    own = person.user_id is not None and person.user_id == by.pk
    _refuse(person, kind, first, until, today, own)
    paid = paid_by_date(
        first, until, list(person.employments.all()), planned_minutes(person, first, until)
    )
    batch = enter_days(person=person, kinds={kind: paid}, by=by, now=now)
    try:
        edits = free_days(person=person, first=first, until=until, by=by, now=now)
    except EditRefused as refusal:
        raise AbsenceRefused(*refusal.sentences) from refusal
    step_out(person=person, first=first, until=until, by=by, now=now)
    freed = tuple(
        (change.date, duty["shift"])
        for e in edits
        for change in e.changes
        for duty in change.before
    )
    notice = _notice(person, first, until, freed, batch)
    tell_managers(person.unit, f"absence-{batch}", notice, now, by=by)
    return Reported(batch, freed)


def _refuse(person, kind, first, until, today, own):
    if kind not in (OWN_KINDS if own else KINDS):
        raise AbsenceRefused("Choose one of the kinds of absence that the page lists.")
    if until < first:
        raise AbsenceRefused("The last day away is before the first. Nothing was entered.")
    if until - first > AHEAD:
        raise AbsenceRefused("Enter at most a year at once, and the rest when it comes nearer.")
    if own and first < today - BACK:
        raise AbsenceRefused(
            f"{day(first)} is more than a week ago. Ask your rota manager to enter it."
        )
    away = Unavailability.objects.filter(
        person=person, starts__isnull=True, starts_on__lte=until, until__gte=first
    ).first()
    if away:
        raise AbsenceRefused(
            f"{person.name} is away already on "
            f"{day(max(away.starts_on, first))}. Enter the other days, or end that absence first."
        )


def _notice(person, first, until, freed, batch):
    heading = f"{person.name} is not available, {span(first, until)}"
    if not freed:
        lines = ("No duty was planned for them then.",)
    else:
        duties = "; ".join(f"{shift} on {day(on)}" for on, shift in freed)
        lines = (f"{number(len(freed), 'duty', 'duties')} to look at: {duties}.",)
    return Notice(heading, lines, reverse("absence", args=[batch]))


@transaction.atomic
def end_absence(*, person, batch, back, by, now):
    """The person is back at work on a date. Duties taken out stay out: they may be covered."""
    locked_unit(person.unit_id)
    rows = Unavailability.objects.filter(person=person, batch=batch)
    kinds = set(rows.values_list("kind", flat=True))
    if not rows.filter(until__gte=back) or not kinds & set(KINDS):
        raise AbsenceRefused("This absence is over already. Nothing was changed.")
    rows.filter(starts_on__gte=back).delete()
    rows.filter(until__gte=back).update(until=back - DAY)
    heading = f"{person.name} is available again from {day(back)}"
    lines = ("What they would have worked was taken out and stays out until you plan it.",)
    notice = Notice(heading, lines, reverse("asked"))
    tell_managers(person.unit, f"absence-{batch}-ends-{back}-{now:%H%M%S}", notice, now, by=by)
    return rows.order_by("-until").values_list("until", flat=True).first()


@transaction.atomic
def free_absence(*, rows, by, now, today) -> int:
    """Take out what is planned from today on under an absence, such as one from a file."""
    person, part = rows[0].person, part_of(rows[0])
    locked_unit(person.unit_id)
    span_of = {"first": max(rows[0].starts_on, today), "until": rows[-1].until}
    try:
        edits = free_days(person=person, **span_of, by=by, now=now, part=part)
    except EditRefused as refusal:
        raise AbsenceRefused(*refusal.sentences) from refusal
    step_out(person=person, **span_of, by=by, now=now)
    return sum(len(change.before) for edit in edits for change in edit.changes)
