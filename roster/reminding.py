"""Reminding people of a change that they have not said they know (R-41).

    write_reminders(unit=, slot=, now=)    -> number of messages written
    keep_quiet(unit=, now=)                those not sent yet wait for the morning, if it is night

`slot` is the local date and wall time it is for: one reminder each for a slot, however often it
is run. A reminder names what changed and never why.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from roster.composing import Mail, plain
from roster.job_times import is_quiet, times_of
from roster.models import Acknowledgement, OutboxMessage
from roster.notifying import message_id, to_person, write
from roster.rules.phrases import span
from sites.models import Unit

SETTLE = timedelta(hours=2)  # nobody is reminded of what they were told only just now


@transaction.atomic
def write_reminders(*, unit, slot, now) -> int:
    """One message for each person with an address who has something open, with all of it."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    written = OutboxMessage.objects.filter(unit=unit, message_id__contains=_slot_words(slot))
    told = set(written.values_list("message_id", flat=True))
    open_ones = {}
    for row in _open(unit, slot, now):
        if message_id(_about(row.person, slot)) not in told:
            open_ones.setdefault(row.person, []).append(row)
    rows = [row.pk for found in open_ones.values() for row in found]
    Acknowledgement.objects.filter(pk__in=rows).update(reminders=F("reminders") + 1)
    return write(_message(person, found, slot, now) for person, found in open_ones.items())


def keep_quiet(*, unit, now) -> None:
    """Put off until the end of the night what the mail server did not take by day."""
    times, zone = times_of(unit), ZoneInfo(unit.timezone)
    waiting = unit.outbox.filter(
        kind=OutboxMessage.Kind.REMINDER, state=OutboxMessage.State.WAITING
    )
    for pk, due_at in waiting.values_list("pk", "due_at"):
        local = max(due_at, now).astimezone(zone)
        if is_quiet(times, local.time()):
            waiting.filter(pk=pk).update(due_at=_morning(local, times.quiet_until))


def _morning(local, wall):
    """The next moment at or after a local one at which the clocks show a wall time."""
    day = local.date() + timedelta(days=local.time() > wall)
    return datetime.combine(day, wall, local.tzinfo)


def _open(unit, slot, now):
    rows = Acknowledgement.objects.filter(
        release__rota__unit=unit,
        asked=True,
        acknowledged_at__isnull=True,
        until__gte=slot.date(),
        reminders__lt=times_of(unit).most_reminders,
        release__at__lte=now - SETTLE,
    )
    rows = rows.exclude(person__email="").select_related("person__unit", "release")
    return rows.order_by("person__position", "person", "release__monday", "id")


def _about(person, slot):
    return f"reminder-{person.pk}{_slot_words(slot)}"


def _slot_words(slot):
    return f"-{slot:%Y%m%dT%H%M}"


def _message(person, rows, slot, now):
    release = rows[-1].release
    mail = _mail(person, rows)
    of = {"monday": release.monday, "release": release}
    return to_person(person, OutboxMessage.Kind.REMINDER, _about(person, slot), mail, now, **of)


def _mail(person, rows):
    news = [
        {"week": span(row.release.monday, row.release.sunday), "changes": row.changes}
        for row in rows
    ]
    heading = "Please read: your rota changed at short notice"
    context = {
        "heading": heading,
        "person": person,
        "unit": person.unit,
        "news": news,
        "address": settings.BASE_URL + reverse("my-rota"),
    }
    html = render_to_string("mail/reminder.html", context)
    return Mail(heading, plain("mail/reminder.txt", context), html, "", reverse("my-rota"))
