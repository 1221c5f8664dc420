"""A week on its way to being published: its page, and each button of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.access import week_for
from roster.approving import approve_week, submit_week
from roster.approving import send_back as return_week
from roster.closing import close_week
from roster.locking import Refused
from roster.models import RotaWeek
from roster.overriding import override_breach
from roster.publishing import publish_week
from roster.release_forms import DecisionForm
from roster.rules.phrases import number
from roster.views.doing import heed_typed
from roster.views.opening import told_here
from roster.week_page import week_page

State = RotaWeek.State
UNSEEN = -1  # no submission has this number: a form without one is refused as outdated


@require_GET
@told_here
def week(request, pk, monday):
    return _page(request, week_for(request.user, pk, monday))


@require_POST
def submit(request, pk, monday):
    def verb(week, typed, now):
        if submit_week(week=week, by=request.user, now=now).state == State.APPROVED:
            return "No approval is asked for in this unit: the week can be published."
        return "The week is submitted for approval."

    return _act(request, week_for(request.user, pk, monday, to="submit_week"), verb)


@require_POST
def approve(request, pk, monday):
    def verb(week, typed, now):
        seen = UNSEEN if typed["submission"] is None else typed["submission"]
        approved = approve_week(week=week, by=request.user, now=now, seen_sequence=seen)
        if approved.state == State.APPROVED:
            return "You approved the week. It can be published now."
        return "You approved the week. It waits for the next approval."

    return _act(request, week_for(request.user, pk, monday, to="approve_week"), verb)


@require_POST
def send_back(request, pk, monday):
    def verb(week, typed, now):
        return_week(week=week, by=request.user, reason=typed["reason"], now=now)
        return "The week is a draft again, with your reason beside it."

    return _act(request, week_for(request.user, pk, monday, to="approve_week"), verb)


@require_POST
def override(request, pk, monday):
    def verb(week, typed, now):
        accepted = override_breach(
            week=week, key=typed["key"], by=request.user, reason=typed["reason"], now=now
        )
        return f"Accepted, with your name and reason: {accepted.sentence}"

    return _act(request, week_for(request.user, pk, monday, to="override_breach"), verb)


@require_POST
def publish(request, pk, monday):
    def verb(week, typed, now):
        release = publish_week(
            week=week,
            by=request.user,
            now=now,
            seen_sequence=typed["seen"],
            reason=typed["reason"],
            code=typed["code"],
        )
        told = number(release.messages.count(), "message is", "messages are")
        return f"Release {release.number} is published; {told} on the way."

    return _act(request, week_for(request.user, pk, monday, to="publish_week"), verb)


@require_POST
def close(request, pk, monday):
    def verb(week, typed, now):
        close_week(week=week, by=request.user, now=now)
        return "The week is closed for pay. Nothing in it can be changed any more."

    return _act(request, week_for(request.user, pk, monday, to="close_week"), verb)


def _act(request, week, verb):
    """Do it and come back to the page, or show the page with why not and what was typed."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, week, refused=form.sentences, status=422)
    try:
        heed_typed(request, week.rota.unit)
        messages.success(request, verb(week, form.cleaned_data, timezone.now()))
    except Refused as refusal:
        now_stands = week_for(request.user, week.rota_id, week.monday)
        moved_on = form.cleaned_data["seen"] not in (None, now_stands.rota.sequence)
        status = 409 if moved_on else 422
        return _page(request, now_stands, refused=refusal.sentences, status=status)
    return redirect("week", pk=week.rota_id, monday=week.monday)


def _page(request, week, *, refused=(), status=200):
    page = {
        "page": week_page(week, request.user, timezone.now()),
        "refused": refused,
        "typed": request.POST,
        "pressed": request.resolver_match.url_name,
    }
    return render(request, "roster/week.html", page, status=status)
