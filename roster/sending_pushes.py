"""Posting what phones are to be told, each once, whatever breaks.

    send_pushes(now=)     -> Tally(sent, later, ended)
    told(message)         -> what lies on the lock screen, as plain data

A push says that there is something to read and never what: it lies on a screen that anybody can
see. It is an extra: the email and the notice stand whatever becomes of it, so it is tried for some
hours and then let go. An address that its service says is gone is deleted. Logs hold keys alone.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from roster.models import OutboxMessage, Push
from roster.posting import Gone, NotTaken, post
from roster.sending import running

Kind = OutboxMessage.Kind
LEASE = timedelta(minutes=10)  # longer than AT_ONCE posts may take
RUN = timedelta(minutes=4)  # one run ends then; the next sweep goes on
AT_ONCE = 25
PATIENCE = timedelta(hours=3)  # after that the email and the notice have told it
SAID = {
    Kind.WEEKLY: "Your next week is ready to read.",
    Kind.RELEASE: "Your rota was published or has changed.",
    Kind.REMINDER: "Something waits for your answer.",
    Kind.UNIT_WEEK: "The unit's next week is ready to read.",
    Kind.NOT_READY: "Some weeks are not ready yet.",
    Kind.NOTICE: "There is something new for you.",
    Kind.LOGIN: "You can sign in to Fairweek.",
}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tally:
    """How many pushes of a run were taken, will be tried again, were let go."""

    sent: int
    later: int
    ended: int


def send_pushes(*, now) -> Tally:
    """Post what is due and nobody else's; what cannot be now is tried again, ever more slowly."""
    clock, outcomes = running(now), []
    while settings.PUSH_KEY and clock() - now < RUN and (claimed := _claim(now, clock())):
        outcomes += [_send(push, clock()) for push in claimed]
    return Tally(*(outcomes.count(name) for name in ("sent", "later", "ended")))


def _claim(now, at):
    """The next rows that were due at `now`, leased to this sender in one step."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    due = Push.objects.filter(free, due_at__lte=now)
    with transaction.atomic():
        locked = due.select_for_update(of=("self",), skip_locked=True)
        claimed = list(locked.select_related("address", "message")[:AT_ONCE])
        keys = [push.pk for push in claimed]
        leased = {"leased_until": at + LEASE, "attempts": F("attempts") + 1}
        Push.objects.filter(pk__in=keys).update(**leased)
    return claimed


def _send(push, at):
    if push.message.state == OutboxMessage.State.HELD or at - push.message.created_at > PATIENCE:
        return _end(push, "ended")
    try:
        post(push.address, told(push.message), settings.PUSH_KEY)
    except Gone:
        push.address.delete()
        return "ended"
    except NotTaken as fault:
        log.warning("Push %s was not taken: %s", push.pk, fault)
        return _end(push, "ended") if fault.for_good else _put_off(push, at)
    return _end(push, "sent")


def _put_off(push, at):
    """Try again, after twice the pause of last time."""
    pause = timedelta(minutes=2**push.attempts)
    Push.objects.filter(pk=push.pk).update(due_at=at + pause, leased_until=None)
    return "later"


def _end(push, outcome):
    Push.objects.filter(pk=push.pk).delete()
    return outcome


def told(message) -> dict:
    """The same message twice replaces itself on the screen, by its tag."""
    return {
        "title": "Fairweek",
        "body": SAID[message.kind],
        "path": reverse("my-message", args=[message.pk]),
        "tag": f"notice-{message.pk}",
    }
