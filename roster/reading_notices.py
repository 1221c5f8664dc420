"""Notices are not read until whom they are for has opened them, or the page that they lead to, or
says that all are read.

mark_read(notices, now)     -> how many of these were not read
read_by_key(keys, now)              those with these keys, which its reader was shown
read_by_opening(user, path, now)    those of a login, or its person, that lead to this page
unread()                    -> those of a login and its person, for a query of json_rows
"""

from django.db.models import Q, Value

from roster.access import notices_of
from roster.json_rows import Slot
from roster.models import OutboxMessage

PERSON, LOGIN, NOW = Slot("person"), Slot("login"), Slot("now")


def mark_read(notices, now) -> int:
    return notices.filter(read_at=None).order_by().update(read_at=now)


def read_by_opening(user, path, now) -> None:
    found = notices_of(user, now).filter(leads_to=path, read_at=None)
    if keys := list(found.order_by().values_list("pk", flat=True)):
        read_by_key(keys, now)


def read_by_key(keys, now) -> None:
    mark_read(OutboxMessage.objects.filter(pk__in=keys), now)


def unread():
    """As access.notices_of has them."""
    mine = Q(person=Value(PERSON)) | Q(user=Value(LOGIN))
    found = OutboxMessage.objects.filter(mine, due_at__lte=Value(NOW), read_at=None)
    return "notice", found.exclude(state=OutboxMessage.State.HELD), "", "leads_to"
