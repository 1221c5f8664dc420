"""What Celery runs. Each is a verb with the time of day; the schedule is in config.settings."""

import logging

from celery import shared_task
from celery.signals import after_task_publish, beat_init, worker_ready
from django.db import close_old_connections
from django.utils import timezone

from roster import coming_due, health, notifying, sending

log = logging.getLogger(__name__)


@shared_task(name="roster.sweep_outbox")
def sweep_outbox():
    tally = sending.send_due(now=timezone.now())
    if tally.sent or tally.later or tally.failed:
        log.info("Outbox: %s sent, %s later, %s failed.", tally.sent, tally.later, tally.failed)


@shared_task(name="roster.publish_due_weeks")
def publish_due_weeks():
    due = coming_due.publish_due_weeks(now=timezone.now())
    for found in due:
        done = f"release {found.release.number}" if found.release else "not ready"
        log.info("Rota %s, week of %s: %s.", found.week.rota_id, found.week.monday, done)


@shared_task(name="roster.send_weekly_rotas")
def send_weekly_rotas():
    log.info("Weekly rotas: %s written.", notifying.write_next_week(now=timezone.now()))


@shared_task(name="roster.beat_alive")
def beat_alive():
    """Leaves the worker's sign; beat leaves its own when it sends this (see below)."""
    health.seen("worker", timezone.now())


@worker_ready.connect
def worker_started(**_):
    health.seen("worker", timezone.now())


@beat_init.connect
@after_task_publish.connect(sender="roster.beat_alive")
def beat_works(**_):
    """In beat's own process, so that a dead worker does not make beat look dead."""
    close_old_connections()
    health.seen("beat", timezone.now())
