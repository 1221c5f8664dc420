"""Doing what a phone or a manager's queue asks, and saying so."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from roster.locking import Refused
from roster.walltime import local_date
from staff.recording import FactRefused


def done(request, unit, verb, *back):
    """Do it and say so, or say why not; then go `back`."""

    def told(now):
        return verb(by=request.user, now=now, today=local_date(unit, now))

    return answered(request, told, *back)


def answered(request, verb, *back):
    """The same, of what is of no unit."""
    try:
        messages.success(request, verb(now=timezone.now()))
    except (Refused, FactRefused) as refusal:
        for said in refusal.sentences:
            messages.error(request, said)
    return redirect(*back)
