"""Whether the parts that run are alive, in a word each, without anything about anybody.

seen(name, at)   a background process leaves its sign
report(now)      {part: "ok" or what is wrong}
"""

import logging
from datetime import timedelta

from celery import current_app
from django.db import connection

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
    waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is None or now - oldest <= DELAY:
        return ""
    return f"a message waits for {_minutes(now - oldest)}"


def _minutes(span):
    return f"{span // timedelta(minutes=1)} minutes"
