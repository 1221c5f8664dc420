"""Sickness and other absence: somebody is away, and what they would have worked becomes gaps.

    report_absence(person=, kind=, first=, until=, by=, now=, today=, starts=None, ends=None)
                                                                       -> Reported
    end_absence(person=, batch=, back=, by=, now=)                     -> last date away or null
    back_from(said, today)                                             -> the date to end it on
    free_absence(rows=, by=, now=, today=)                             -> number of duties taken out

Raises AbsenceRefused in sentences, and then has changed nothing. A day away is paid as it was
planned, and as the contract has it where nothing is planned. What one reports of oneself goes by
what one was told: no draft shows in its hours, its pay or what is said of it. Who goes home ill or
comes later is away for hours of the first day: what can be worked beside them stays planned, as
with leave. Rota managers are told, never why; the page about the absence says who could cover.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from roster.editing import EditRefused
from roster.freeing import LAST, enter_days, free_days, planned_hours, planned_minutes
from roster.locking import Refused, locked_unit
from roster.part_days import Part, part_of, said
from roster.rules.phrases import day, listed, number
from roster.stepping_out import step_out
from roster.telling import Notice, tell_managers
from roster.told_days import told_hours, told_left, told_staying, told_under
from roster.walltime import monday_of
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
    """The absence entered: the (date, shift code) of each duty taken out of the plan, and of each
    that stays of one; in one's own report those one was told of. `when` are its dates in words,
    `part` the hours of its first.
    """

    batch: UUID
    freed: tuple[tuple[date, str], ...]
    stays: tuple[tuple[date, str], ...]
    when: str
    part: Part | None


@transaction.atomic
def report_absence(
    *, person, kind, first, until, by, now, today, starts=None, ends=None
) -> Reported:
    """The person is away on these dates; the first only from `starts`, a single one to `ends`.
    Themselves, they say so at most a week afterwards.
    """
    locked_unit(person.unit_id)
    own = person.user_id is not None and person.user_id == by.pk
    _refuse(kind, first, until, today, own)
    known = told_hours if own else planned_hours
    spans = _spans(first, until, _part(person, first, until, starts, ends, known))
    _refuse_twice(person, spans)
    planned = (told_left if own else planned_minutes)(person, first, until)
    edits = _free(person, spans, by, now)
    stays = told_staying if own else _planned_on
    batch = _enter(person, kind, spans, planned, stays, by, now)
    step_out(person=person, first=first, until=until, by=by, now=now)
    done = _reported(batch, spans, [change for edit in edits for change in edit.changes])
    tell_managers(person.unit, f"absence-{batch}", _notice(person, done), now, by=by)
    return _as_told(done, told_under(person, spans)) if own else done


def _as_told(done, told):
    """What is said to who reports it of themselves: of a draft neither its duties nor its gaps."""
    dates = {duty[0] for duty in done.freed if duty in told}
    return replace(done, freed=told, stays=tuple(duty for duty in done.stays if duty[0] in dates))


def _part(person, first, until, starts, ends, known):
    """The hours away of the first date; what is left open is as the duties of the date have it."""
    if starts is None and ends is None:
        return None
    if ends is not None and until != first:
        raise AbsenceRefused(
            "Away up to a time is of one day. Leave the last day blank, or the time."
        )
    hours = known(person, first) or Part(time.min, LAST)
    part = Part(starts or hours.starts, ends or hours.ends)
    if part.ends <= part.starts:
        raise AbsenceRefused(_no_hours(first, starts, ends))
    return part


def _no_hours(on, starts, ends):
    if starts and ends:
        return "The hours away end before they begin. Nothing was entered."
    when = f"after {starts:%H:%M}" if starts else f"before {ends:%H:%M}"
    return f"Nothing is planned on {day(on)} {when}. Leave the times blank for the whole day."


def _spans(first, until, part):
    """(first, last, part) of the part of a day, and of the whole days after it."""
    if part is None:
        return [(first, until, None)]
    return [(first, first, part)] + [(first + DAY, until, None)] * (first < until)


def _free(person, spans, by, now):
    try:
        return [
            edit
            for first, until, part in spans
            for edit in free_days(
                person=person, first=first, until=until, by=by, now=now, part=part
            )
        ]
    except EditRefused as refusal:
        raise AbsenceRefused(*refusal.sentences) from refusal


def _enter(person, kind, spans, planned, stays, by, now):
    """The rows, paid as planned: of a part of a day by what does not stay planned of it."""
    batch, employments = None, list(person.employments.all())
    paid = paid_by_date(spans[0][0], spans[-1][1], employments, planned)
    for first, until, part in spans:
        days = {on: minutes for on, minutes in paid.items() if first <= on <= until}
        if part:
            days[first] = _paid_part(person, first, part, days[first], planned, stays)
        batch = enter_days(
            person=person, kinds={kind: days}, by=by, now=now, part=part, batch=batch
        )
    return batch


def _paid_part(person, on, part, whole, planned, stays):
    if monday_of(on) not in planned:
        return min(whole, part.minutes)
    return max(0, whole - stays(person, on, part))


def _planned_on(person, on, part):
    """What stayed in the plan, from which the rest has been taken already."""
    return planned_minutes(person, on, on).get(monday_of(on), {}).get(on, 0)


def _reported(batch, spans, changes):
    def codes(one, other):
        return tuple(
            (change.date, duty["shift"])
            for change in changes
            for duty in getattr(change, one)
            if duty not in getattr(change, other)
        )

    first, part, until = spans[0][0], spans[0][2], spans[-1][1]
    when = said(first, until, part)
    return Reported(batch, codes("before", "after"), codes("after", "before"), when, part)


def _refuse(kind, first, until, today, own):
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


def _refuse_twice(person, spans):
    for first, until, part in spans:
        away = Unavailability.objects.filter(person=person, starts_on__lte=until, until__gte=first)
        for row in away:
            if row.starts is None or (part and part.meets(part_of(row))):
                taken = day(max(row.starts_on, first))
                raise AbsenceRefused(
                    f"{person.name} is away already on {taken}. "
                    "Enter the other days, or end that absence first."
                )


def _notice(person, done):
    heading = f"{person.name} is not available, {done.when}"
    if not done.freed:
        lines = ("No duty was planned for them then.",)
    else:
        duties = "; ".join(f"{shift} on {day(on)}" for on, shift in done.freed)
        lines = (
            f"{number(len(done.freed), 'duty', 'duties')} to look at: {duties}.",
            *stay_words(done),
        )
    return Notice(heading, lines, reverse("absence", args=[done.batch]))


def stay_words(done):
    """What stays planned of a duty that somebody left, or came to, in the middle."""
    if done.stays:
        yield f"{listed(shift for _, shift in done.stays)} stays of it."
    elif done.part and done.freed:
        yield "The unit has no shift that fits beside these hours, so none of it stays planned."


def back_from(said, today) -> date:
    """The day from which somebody says they are back: today, or the one on which they said so
    without a signal; within a week, as with a report.
    """
    if said is None or said > today:
        return today
    if said < today - BACK:
        raise AbsenceRefused(
            f"{day(said)} is more than a week ago. Ask your rota manager to enter it."
        )
    return said


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
    person = rows[0].person
    locked_unit(person.unit_id)
    spans = [(max(row.starts_on, today), row.until, part_of(row)) for row in rows]
    spans = [span for span in spans if span[0] <= span[1]]
    edits = _free(person, spans, by, now)
    for first, until, _ in spans:
        step_out(person=person, first=first, until=until, by=by, now=now)
    return sum(len(change.before) for edit in edits for change in edit.changes)
