"""Annual leave: asked for, answered, withdrawn; granted, it is an absence and frees the days.

    ask_leave(person=, first=, until=, by=, now=, today=, part=None)     -> LeaveRequest
    answer_leave(request=, granted=, reason=, by=, now=, today=)         -> LeaveRequest
    withdraw_leave(request=, by=, now=, today=)                          -> LeaveRequest

Raises LeaveRefused in sentences, and then has changed nothing. Leave that fits (see leave_outlook)
is granted at once where the unit's terms say so; a manager may grant what does not, and below a
balance of nothing only with a reason (R-27). A refusal has a reason (R-42). `part` is leave of some
hours of one day: what can be worked beside it stays planned.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from roster.editing import EditRefused
from roster.freeing import enter_days, free_days
from roster.leave_outlook import Outlook
from roster.locking import Refused, locked_unit
from roster.part_days import part_of, said
from roster.rules.phrases import day
from roster.stepping_out import step_out
from roster.telling import Notice, Topic, tell_managers, tell_person
from staff.models import LeaveRequest, Unavailability

State = LeaveRequest.State
LONGEST, AHEAD = timedelta(days=56), timedelta(days=550)


class LeaveRefused(Refused):
    """The leave cannot be asked for, granted, refused or withdrawn like this."""


@transaction.atomic
def ask_leave(*, person, first, until, by, now, today, part=None) -> LeaveRequest:
    locked_unit(person.unit_id)
    refuse_dates(first, until, today, part)
    outlook = Outlook(person, first, until, today, part, as_told=True)
    found = outlook.of(first, until)
    _refuse(person, found, part)
    request = LeaveRequest.objects.create(
        person=person,
        starts_on=first,
        until=until,
        starts=part and part.starts,
        ends=part and part.ends,
        minutes=found.minutes,
        left=found.left,
        asked_by=by,
        asked_at=now,
    )
    if outlook.terms.grant_at_once and found.fits:
        planned = Outlook(person, first, until, today, part).of(first, until)
        if planned.fits:
            return _grant(request, planned, "", by, now)
    heading = f"{person.name} asks for leave, {said(first, until, part)}"
    notice = Notice(heading, ("It waits for your answer.",), reverse("asked"), Topic.ASKED)
    tell_managers(person.unit, f"leave-{request.pk}", notice, now, by=by)
    return request


def refuse_dates(first, until, today, part=None):
    if until < first:
        raise LeaveRefused("The last day is before the first. Nothing was asked for.")
    if part and until != first:
        raise LeaveRefused("Leave of some hours is of one day. Leave the last day blank.")
    if part and part.ends <= part.starts:
        raise LeaveRefused("The hours end before they begin. Nothing was asked for.")
    if first <= today:
        raise LeaveRefused("Leave is asked for from tomorrow on. Ring your rota manager.")
    if until - first > LONGEST:
        raise LeaveRefused("Ask for at most eight weeks at once.")
    if until > today + AHEAD:
        raise LeaveRefused(f"{day(until)} {until.year} is too far ahead to ask for.")


def _refuse(person, found, part):
    if found.taken:
        raise LeaveRefused(f"You are away already on {day(found.taken[0])}.")
    others = person.leave_requests.filter(
        state=State.ASKED, starts_on__lte=found.until, until__gte=found.first
    )
    other = next((o for o in others if not (part and o.starts) or part.meets(o)), None)
    if other:
        when = said(other.starts_on, other.until, part_of(other))
        raise LeaveRefused(f"You asked for {when} already.")
    if not found.minutes:
        raise LeaveRefused("You have no hours on these days: there is nothing to take leave from.")


@transaction.atomic
def answer_leave(*, request, granted, reason, by, now, today) -> LeaveRequest:
    request, reason = _locked(request), reason.strip()
    if request.state != State.ASKED:
        raise LeaveRefused(f"This leave is {request.get_state_display().lower()} already.")
    if not granted:
        if not reason:
            raise LeaveRefused("Say why, and what else could be: a refusal needs a reason.")
        return _decided(request, State.REFUSED, reason, by, now)
    part = part_of(request)
    outlook = Outlook(request.person, request.starts_on, request.until, today, part)
    found = outlook.of(request.starts_on, request.until)
    if found.taken:
        raise LeaveRefused(f"{request.person.name} is away already on {day(found.taken[0])}.")
    if found.left + request.minutes < 0 and not reason:
        raise LeaveRefused("This is more leave than is left. Say why, or refuse it.")
    return _grant(request, found, reason, by, now)


def _locked(request):
    locked_unit(request.person.unit_id)
    return LeaveRequest.objects.select_related("person__unit").get(pk=request.pk)


def _grant(request, found, reason, by, now):
    person, part = request.person, part_of(request)
    request.batch = enter_days(person=person, kinds=found.by_kind, by=by, now=now, part=part)
    request.minutes = found.minutes
    try:
        free_days(person=person, first=found.first, until=found.until, by=by, now=now, part=part)
    except EditRefused as refusal:
        raise LeaveRefused(*refusal.sentences) from refusal
    step_out(person=person, first=found.first, until=found.until, by=by, now=now)
    return _decided(request, State.GRANTED, reason, by, now)


def _decided(request, state, reason, by, now):
    request.state, request.reason = state, reason
    request.decided_by, request.decided_at = by, now
    request.save()
    answer = "granted" if state == State.GRANTED else "refused"
    heading = f"Leave {answer}: {_when(request)}"
    lines = ("What was said about it stands on the page.",)
    notice = Notice(heading, lines, reverse("my-leave"), Topic.ANSWERS)
    tell_person(request.person, f"leave-{request.pk}-{answer}", notice, now)
    return request


def _when(request):
    return said(request.starts_on, request.until, part_of(request))


@transaction.atomic
def withdraw_leave(*, request, by, now, today) -> LeaveRequest:
    """Also after it was granted, until it begins; shifts taken out are not put back by it."""
    request = _locked(request)
    if request.state not in (State.ASKED, State.GRANTED):
        raise LeaveRefused(f"This leave is {request.get_state_display().lower()} already.")
    if request.starts_on <= today:
        raise LeaveRefused("This leave has begun. Ask your rota manager.")
    was_granted = request.state == State.GRANTED
    if request.batch:
        Unavailability.objects.filter(person=request.person, batch=request.batch).delete()
    request.state, request.withdrawn_by, request.withdrawn_at = State.WITHDRAWN, by, now
    request.save()
    heading = f"{request.person.name} withdrew leave, {_when(request)}"
    lines = ("Shifts taken out for it stay out until you plan them.",) if was_granted else ()
    notice = Notice(heading, lines, reverse("asked"), Topic.ASKED)
    tell_managers(request.person.unit, f"leave-{request.pk}-withdrawn", notice, now, by=by)
    return request
