"""Holding a message back before it goes.

    hold(message=, now=)    -> None; raises HoldRefused
    can_be_held(message, now)

What is held goes when somebody sends it again (sending.retry), and not before.
"""

from django.db import transaction

from roster.locking import Refused
from roster.models import OutboxMessage

State = OutboxMessage.State


class HoldRefused(Refused):
    """The message is gone, is going, or waits for nothing."""


@transaction.atomic
def hold(*, message, now) -> None:
    """Keep a waiting message from being sent."""
    message = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state == State.SENT:
        raise HoldRefused("This message has been sent already.")
    if not can_be_held(message, now):
        raise HoldRefused(
            "This message is being sent at this moment; it can no longer be held back."
            if message.state == State.WAITING
            else "This message does not go by itself anyway."
        )
    message.state = State.HELD
    message.save(update_fields=["state"])


def can_be_held(message, now) -> bool:
    is_free = message.leased_until is None or message.leased_until <= now
    return message.state == State.WAITING and is_free
