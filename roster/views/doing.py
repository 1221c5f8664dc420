"""Doing what a phone or a manager's queue asks, and saying so."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from roster.heeding import heed
from roster.locking import Refused
from roster.walltime import local_date
from staff.recording import FactRefused

OWN_WORDS = {"reason", "own", "everybody"}  # the fields that hold them, in every form


def done(request, unit, verb, *back, again=None):
    """Do it and say so; then go `back`. Or say why not: there, or by the page that `again` makes of
    the sentences, in which what was typed still stands.
    """

    def told(now):
        heed_typed(request, unit)
        return verb(by=request.user, now=now, today=local_date(unit, now))

    return answered(request, told, *back, again=again)


def answered(request, verb, *back, again=None):
    """The same, of what is of no unit."""
    try:
        messages.success(request, verb(now=timezone.now()))
    except (Refused, FactRefused) as refusal:
        if again is not None:
            return again(refusal.sentences)
        return not_done(request, refusal.sentences, *back)
    return redirect(*back)


def not_done(request, sentences, *back):
    """Say why, on the page to go `back` to. What had waited on a phone is told with the answer: its
    script keeps that in sight until it is read.
    """
    if "X-Waited" in request.headers:
        said = {"title": "Not taken", "sentence": " ".join(sentences)}
        return render(request, "fault.html", said, status=422)
    for said in sentences:
        messages.error(request, said)
    return redirect(*back)


def heed_typed(request, unit):
    """Refuse a post whose own words may not be kept (R-44), and say what to think over."""
    names = [name for name in request.POST if name.rpartition("-")[2] in OWN_WORDS]
    texts = [request.POST[name] for name in names if not name.startswith("initial-")]
    for advice in heed(unit, texts, local_date(unit, timezone.now())):
        messages.warning(request, advice)
