"""Whether the parts that run are alive, in a word each, without anything about anybody.

seen(name, at)   a background process leaves its sign
report(now)      {part: "ok" or what is wrong}
ages(now)        {what: seconds, or null}, for whoever draws curves of them
"""

import logging
from datetime import timedelta

from celery import current_app
from django.db import DatabaseError, connection

from roster.models import Heartbeat, OutboxMessage

SILENCE = timedelta(minutes=3)  # signs come every minute
DELAY = timedelta(minutes=15)  # a message older than this should have gone
PARTS = ("database", "broker", "worker", "beat", "mail")
log = logging.getLogger(__name__)


def seen(name, at):
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def report(now) -> dict[str, str]:
    """Each part is asked by itself: one that fails says so and hides no other."""
    checks = {
        "database": lambda: _database(),
        "broker": lambda: _broker(),
        "worker": lambda: _sign("worker", now),
        "beat": lambda: _sign("beat", now),
        "mail": lambda: _mail(now),
    }
    return {part: _asked(part, checks[part]) for part in PARTS}


def ages(now) -> dict[str, int | None]:
    """Seconds since worker and beat gave a sign, and that the oldest message not sent has waited
    since it was due; null: none, or the database is out of reach.
    """
    try:
        signs = dict(Heartbeat.objects.values_list("name", "at"))
        due = _waiting().filter(due_at__lte=now).order_by("due_at")
        oldest = due.values_list("due_at", flat=True).first()
    except DatabaseError as fault:
        log.warning("database is not well: %s", type(fault).__name__)
        signs, oldest = {}, None
    found = {"worker": signs.get("worker"), "beat": signs.get("beat"), "oldest_unsent": oldest}
    return {what: at and int((now - at).total_seconds()) for what, at in found.items()}


def _asked(part, check):
    try:
        return check() or "ok"
    except Exception as fault:  # whatever it is, the answer is a word and never a traceback
        log.warning("%s is not well: %s", part, type(fault).__name__)
        return "cannot be reached"


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker():
    with current_app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)


def _sign(name, now):
    sign = Heartbeat.objects.filter(name=name).first()
    if sign is None:
        return "not seen yet"
    return f"no sign for {_minutes(now - sign.at)}" if now - sign.at > SILENCE else ""


def _mail(now):
    oldest = _waiting().order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is None or now - oldest <= DELAY:
        return ""
    return f"a message waits for {_minutes(now - oldest)}"


def _waiting():
    return OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING)


def _minutes(span):
    return f"{span // timedelta(minutes=1)} minutes"
