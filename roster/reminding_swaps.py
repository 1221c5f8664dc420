"""Reminding of offered shifts that nobody has answered, before they can change hands no more.

    write_swap_reminders(unit=, slot=, now=)   -> number of messages written

`slot` is the local date and wall time it is for; the unit's job asks by day only. Whoever has been
asked is reminded once of an offer, however often it runs, and so are managers of one that waits.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from roster.models import OutboxMessage, Swap, SwapInvite
from roster.rules.phrases import day
from roster.telling import Notice, Topic, tell_managers, tell_person
from sites.models import Unit

BEFORE = timedelta(days=2)  # an offer ends when its date begins
SETTLE = timedelta(hours=2)  # nobody is reminded of what they were asked only just now
REMINDER = OutboxMessage.Kind.REMINDER
ENDS = "The offer ends unanswered when that day begins."
Answer = SwapInvite.Answer


@transaction.atomic
def write_swap_reminders(*, unit, slot, now) -> int:
    Unit.objects.select_for_update().get(pk=unit.pk)
    today, told = slot.date(), _told(unit, now)
    swaps = Swap.objects.filter(
        rota__unit=unit,
        state__in=Swap.OPEN,
        date__gt=today,
        date__lte=today + BEFORE,
        asked_at__lte=now - SETTLE,
    )
    found = swaps.select_related("rota__unit").prefetch_related("invites__person__unit")
    return sum(_remind(swap, told, now) for swap in found)


def _told(unit, now):
    """What the reminders of the last days were about, from their Message-IDs."""
    lately = unit.outbox.filter(kind=REMINDER, created_at__gt=now - 2 * BEFORE)
    return {key[1:].partition("@")[0] for key in lately.values_list("message_id", flat=True)}


def _remind(swap, told, now):
    about = f"swap-{swap.pk}-reminder"
    shift = f"{swap.duty['shift']} on {day(swap.date)}"
    if swap.state == Swap.State.WAITING:
        if any(key.startswith(f"{about}-to-user-") for key in told):
            return 0
        notice = Notice(f"Please decide: a swap of {shift}", (ENDS,), reverse("asked"), Topic.ASKED)
        return tell_managers(swap.rota.unit, about, notice, now, kind=REMINDER)
    heading = f"Please answer: {shift} is offered to you"
    notice = Notice(heading, (ENDS,), reverse("my-swaps"), Topic.SWAPS)
    return sum(
        tell_person(person, about, notice, now, kind=REMINDER)
        for person in _unanswered(swap)
        if person.email and f"{about}-to-{person.pk}" not in told
    )


def _unanswered(swap):
    waiting = {i.person_id: i.person for i in swap.invites.all() if i.answer == Answer.WAITING}
    return waiting.values()
