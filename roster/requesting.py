"""Wishes for the rota: a day off, a day's work, a shift; asked for, answered, withdrawn (R-42).

    ask(person=, on=, wants=, weight=, by=, now=, today=)   -> Request
    withdraw(request=, by=, now=)                           -> Request
    answer(request=, granted=, reason=, by=, now=)          -> Request
    deadline(on, lead_of(unit))                             -> the last date to ask for a date
    open_from(today, lead_of(unit))                         -> the first Monday still to ask for

Raises RequestRefused in a sentence, and then has changed nothing. A wish binds nobody: what was
asked for or granted is weighed when the rota is built. A refusal has a reason.
"""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from roster.locking import Refused, locked_unit
from roster.models import Request
from roster.rules.phrases import day
from roster.telling import Notice, Topic, tell_managers, tell_person
from staff.models import LeaveTerms

State = Request.State
AHEAD = timedelta(days=366)
MOST_WEIGHT = 3  # important; 1 is a wish, 2 a strong one


class RequestRefused(Refused):
    """The wish cannot be asked for, withdrawn or answered like this."""


def lead_of(unit) -> timedelta:
    """How long before its Monday a week's wishes close."""
    terms = LeaveTerms.objects.filter(unit=unit).first() or LeaveTerms(unit=unit)
    return timedelta(days=terms.request_days)


def deadline(on: date, lead: timedelta) -> date:
    return on - timedelta(days=on.weekday()) - lead


def open_from(today: date, lead: timedelta) -> date:
    soonest = today + lead
    return soonest + timedelta(days=-soonest.weekday() % 7)


@transaction.atomic
def ask(*, person, on, wants, weight, by, now, today) -> Request:
    locked_unit(person.unit_id)
    _refuse(person, on, wants, weight, today)
    request = Request.objects.create(
        person=person, date=on, wants=wants, weight=weight, asked_by=by, asked_at=now
    )
    heading = f"{person.name} asks for something, {day(on)}"
    notice = Notice(heading, ("Their wish waits for your answer.",), reverse("asked"), Topic.ASKED)
    tell_managers(person.unit, f"request-{request.pk}", notice, now, by=by)
    return request


def _refuse(person, on, wants, weight, today):
    codes = set(person.unit.shift_types.values_list("code", flat=True))
    if wants not in {"off", "on"} | codes or weight not in range(1, MOST_WEIGHT + 1):
        raise RequestRefused("Choose one of the wishes that the page lists.")
    last = deadline(on, lead_of(person.unit))
    if today > last:
        raise RequestRefused(
            f"Wishes for {day(on)} closed on {day(last)}. Ask for a swap or for leave instead."
        )
    if on > today + AHEAD:
        raise RequestRefused(f"{day(on)} {on.year} is more than a year ahead. Ask later.")
    if Request.objects.filter(person=person, date=on, state__in=Request.COUNTS).exists():
        raise RequestRefused(f"You asked for something on {day(on)} already. Withdraw that first.")


@transaction.atomic
def withdraw(*, request, by, now) -> Request:
    """Also after it was granted: nobody need be held to a wish."""
    request = _locked(request)
    if request.state not in Request.COUNTS:
        raise RequestRefused(f"This wish is {request.get_state_display().lower()} already.")
    request.state, request.withdrawn_by, request.withdrawn_at = State.WITHDRAWN, by, now
    request.save(update_fields=["state", "withdrawn_by", "withdrawn_at"])
    return request


@transaction.atomic
def answer(*, request, granted, reason, by, now) -> Request:
    request, reason = _locked(request), reason.strip()
    if request.state != State.ASKED:
        raise RequestRefused(f"This wish is {request.get_state_display().lower()} already.")
    if not granted and not reason:
        raise RequestRefused("Say why, and what else could be: a refusal needs a reason.")
    request = _decided(request, State.GRANTED if granted else State.REFUSED, reason, by, now)
    said = "granted" if granted else "refused"
    lines = ("What was said about it stands on the page.",)
    heading = f"Your wish for {day(request.date)} is {said}"
    notice = Notice(heading, lines, reverse("my-requests"), Topic.ANSWERS)
    tell_person(request.person, f"request-{request.pk}-{said}", notice, now)
    return request


def _locked(request):
    locked_unit(request.person.unit_id)
    return Request.objects.select_related("person__unit").get(pk=request.pk)


def _decided(request, state, reason, by, now):
    request.state, request.reason = state, reason
    request.decided_by, request.decided_at = by, now
    request.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return request
