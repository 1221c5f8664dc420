"""Notices are not read until whom they are for has opened them, or says that all are read.

mark_read(notices, now)     -> how many of these were not read
unread()                    -> those of a login and its person, for a query of json_rows
"""

from django.db.models import Q, Value

from roster.json_rows import Slot
from roster.models import OutboxMessage

PERSON, LOGIN, NOW = Slot("person"), Slot("login"), Slot("now")


def mark_read(notices, now) -> int:
    return notices.filter(read_at=None).order_by().update(read_at=now)


def unread():
    """As access.notices_of has them."""
    mine = Q(person=Value(PERSON)) | Q(user=Value(LOGIN))
    found = OutboxMessage.objects.filter(mine, due_at__lte=Value(NOW), read_at=None)
    return "notice", found.exclude(state=OutboxMessage.State.HELD), "", "kind"
