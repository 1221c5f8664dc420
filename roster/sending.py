"""Sending what stands in the outbox, each message once, whatever breaks.

    send_due(now=)             -> Tally(sent, later, failed)
    retry(message=, now=)      -> None; raises RetryRefused

A sender claims some messages at a time by leasing them for some minutes, sends them over one
connection and records of each at once how that went. Two senders never hold one message; a killed
one's are free again when the lease runs out, and the one it was sending goes out with the same
Message-ID. What may yet work is tried again, ever more slowly; what the server refuses for good
has failed, in words a manager can act on. Logs hold keys and kinds of fault, no addresses.
"""

import logging
import smtplib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from roster.enveloping import Mail
from roster.locking import Refused
from roster.models import OutboxMessage
from roster.notifying import no_address, wake_sender

State = OutboxMessage.State
LEASE = timedelta(minutes=5)  # longer than a server may take over one message
PATIENCE = timedelta(minutes=3)  # one run ends then, before its leases do; the next sweep goes on
AT_ONCE = 25  # messages claimed in one step
WHOSE = "person", "user"
LONGEST_PAUSE = 60  # minutes
MOST_ATTEMPTS = 48  # nearly two days
# Refusals of ourselves, not of a message: they are mended in the settings.
OURS = smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError, smtplib.SMTPSenderRefused
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tally:
    """How many messages of a run were sent, will be tried again, have failed for good."""

    sent: int
    later: int
    failed: int


class RetryRefused(Refused):
    """The message cannot be sent again as it is."""


def send_due(*, now) -> Tally:
    """Send every message that is due and nobody else's, until the server is out of reach."""
    clock, outcomes, server = running(now), [], get_connection()
    try:
        with closing(_claimed(now, clock)) as claimed:
            for message in claimed:
                outcomes.append(_send(message, server, clock))
                if outcomes[-1] == "unreachable" or clock() - now > PATIENCE:
                    break
    finally:
        _hang_up(server)
    later = outcomes.count("later") + outcomes.count("unreachable")
    return Tally(outcomes.count("sent"), later, outcomes.count("failed"))


@transaction.atomic
def retry(*, message, now) -> None:
    """Send a message that failed, or waits, at once: to the person's address as it is today."""
    message = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state == State.SENT:
        raise RetryRefused("This message has been sent already.")
    if message.state == State.LISTED:
        raise RetryRefused(f"{message.addressee} chose to read this in their notices alone.")
    recipient = message.addressee.email
    if not recipient:
        raise RetryRefused(no_address(message.addressee))
    again = {"state": State.WAITING, "recipient": recipient, "refused": False}
    OutboxMessage.objects.filter(pk=message.pk).update(**again, due_at=now, attempts=0, failure="")
    transaction.on_commit(wake_sender)


def running(now):
    """A clock that shows `now` and runs: leases are kept by elapsed time."""
    began = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - began)


def _claimed(now, clock):
    """What was due at `now`, claimed some at a time; what is not taken of them is given back."""
    while claimed := _claim(now, clock()):
        try:
            while claimed:
                yield claimed.pop(0)
        finally:
            _give_back(claimed)


def _claim(now, at):
    """The next messages, leased to this sender in one step; none are left, or all are others'."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    due = OutboxMessage.objects.filter(free, state=State.WAITING, due_at__lte=now)
    with transaction.atomic():
        locked = due.select_for_update(of=("self",), skip_locked=True)
        claimed = list(locked.select_related("unit", *WHOSE).order_by("due_at", "id")[:AT_ONCE])
        for message in claimed:
            message.leased_until, message.attempts = at + LEASE, message.attempts + 1
        _rows(claimed).update(leased_until=at + LEASE, attempts=F("attempts") + 1)
    return claimed


def _give_back(messages):
    if messages:
        _rows(messages).update(leased_until=None, attempts=Greatest(F("attempts") - 1, 0))


def _rows(messages):
    return OutboxMessage.objects.filter(pk__in=[message.pk for message in messages])


def _send(message, server, clock):
    """`sent`, `failed` for good, `later`, or `unreachable`: later, and so for all others."""
    try:
        server.open()
    except OSError as fault:
        return _put_off(message, fault, clock(), "unreachable")
    try:
        server.send_messages([Mail(message, server)])
    except ValueError as fault:
        return _give_up(message, "This message cannot be written as an email.", fault)
    except OSError as fault:
        _hang_up(server)
        if _is_final(fault):
            return _give_up(message, _refusal(message, fault), fault)
        return _put_off(message, fault, clock(), "later")
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.SENT, sent_at=clock(), leased_until=None, failure=""
    )
    return "sent"


def _put_off(message, fault, at, outcome):
    """Try again, after twice the pause of last time."""
    if message.attempts >= MOST_ATTEMPTS:
        said = f"Given up after {message.attempts} tries. {_trouble(fault)}"
        return _give_up(message, f"{said} Once that is mended, send this again.", fault)
    pause = timedelta(minutes=min(2 ** (message.attempts - 1), LONGEST_PAUSE))
    _ours(message).update(due_at=at + pause, leased_until=None, failure=_trouble(fault))
    log.warning("Message %s waits: %s", message.pk, type(fault).__name__)
    return outcome


def _give_up(message, failure, fault):
    refused = isinstance(fault, smtplib.SMTPRecipientsRefused)
    failed = {"state": State.FAILED, "failure": failure[:300], "refused": refused}
    _ours(message).update(**failed, leased_until=None)
    log.warning("Message %s has failed: %s", message.pk, type(fault).__name__)
    return "failed"


def _ours(message):
    """The row while we hold it: a lease that ran out may be another sender's by now."""
    held = {"pk": message.pk, "leased_until": message.leased_until}
    return OutboxMessage.objects.filter(**held, state=State.WAITING)


def _hang_up(server):
    with suppress(OSError):  # the server may be gone already
        server.close()


def _code(fault):
    """The server's answer, such as 550; null where it gave none."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return next(iter(fault.recipients.values()))[0]
    return getattr(fault, "smtp_code", None)


def _is_final(fault):
    """Whether trying again cannot help: the server refuses this recipient or this message."""
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return True
    return not isinstance(fault, OURS) and (_code(fault) or 0) >= 500


def _refusal(message, fault):
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return (
            f"The mail server knows no address {message.recipient} of {message.addressee} "
            f"({_code(fault)}). Correct it, then send this again."
        )
    return f"The mail server refuses this message for good ({_code(fault) or 'not supported'})."


def _trouble(fault):
    """What went wrong this time, in plain words."""
    if isinstance(fault, OURS):
        return f"The mail server refuses our login or sender address ({_code(fault)})."
    if isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return "The mail server hung up."
    if _code(fault):
        return f"The mail server asks to try again later ({_code(fault)})."
    return "The mail server cannot be reached."
