"""Wishes: asking, withdrawing, and answering for those who answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.access import own_request, request_for, requests_of
from roster.answering import Answering
from roster.asking_forms import ReasonForm, RequestForm, sentences
from roster.locking import Refused
from roster.requesting import answer, ask, deadline, lead_of, open_from, withdraw
from roster.views.asked import answer_again
from roster.views.doing import done, not_done
from roster.views.opening import told_here
from roster.walltime import local_date
from sites.setup_forms import error_summary
from staff.access import person_of


@require_GET
@told_here
def my_requests(request):
    return _mine(request, person_of(request.user))


@require_POST
def make_request(request):
    person, now = person_of(request.user), timezone.now()
    form = RequestForm(request.POST, unit=person.unit)
    if not form.is_valid():
        return _mine(request, person, form=form, status=422)
    typed = form.cleaned_data
    asked = {"on": typed["date"], "wants": typed["wants"], "weight": typed["weight"]}
    today = local_date(person.unit, now)
    try:
        ask(person=person, by=request.user, now=now, today=today, **asked)
    except Refused as refusal:
        return _mine(request, person, form=form, refused=refusal.sentences, status=422)
    messages.success(request, "Asked. The answer stands here, and you are told of it.")
    return redirect("my-requests")


@require_POST
def withdraw_request(request, pk):
    asked = own_request(request.user, pk)
    try:
        withdraw(request=asked, by=request.user, now=timezone.now())
        messages.success(request, "Withdrawn.")
    except Refused as refusal:
        return not_done(request, refusal.sentences, "my-requests")
    return redirect("my-requests")


@require_POST
def answer_request(request, pk):
    asked, form = request_for(request.user, pk), ReasonForm(request.POST)
    unit = asked.person.unit

    def verb(by, now, today):
        if not form.is_valid():
            raise Refused(*sentences(form))
        granted = request.POST.get("do") == "grant"
        answer(request=asked, granted=granted, by=by, now=now, **form.cleaned_data)
        return f"{asked.person.name} is told."

    again = answer_again(request, unit, "wish", pk)
    return done(request, unit, verb, "asked", again=again)


def _mine(request, person, *, form=None, refused=(), status=200):
    now, lead = timezone.now(), lead_of(person.unit)
    today = local_date(person.unit, now)
    form = form or RequestForm(unit=person.unit)
    said = dict(form.fields["wants"].choices)
    opens, answering = open_from(today, lead), Answering(person.unit)
    page = {
        "form": form,
        "requests": [
            (
                asked,
                said.get(asked.wants, asked.wants),
                deadline(asked.date, lead),
                answering.due(asked) if asked.state == "asked" and asked.asked_at else None,
            )
            for asked in requests_of(person)
        ],
        "now": now,
        "today": today,
        "opens": opens,
        "closes": deadline(opens, lead),
        "refused": refused,
        "errors": error_summary(form),
    }
    return render(request, "roster/my_requests.html", page, status=status)
