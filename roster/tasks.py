"""What Celery runs. Each is a verb with the time of day; beat asks for all of them every minute,
and what a unit has set says when a job of it is due (see jobs).
"""

import logging

from celery import shared_task
from celery.signals import after_task_publish, beat_init, worker_ready, worker_shutting_down
from django.db import close_old_connections
from django.utils import timezone

from roster import asking_fills, health, importing, jobs, running_fills, sending, sending_pushes

log = logging.getLogger(__name__)


@shared_task(name="roster.sweep_outbox")
def sweep_outbox():
    tally = sending.send_due(now=timezone.now())
    if tally.sent or tally.later or tally.failed:
        log.info("Outbox: %s sent, %s later, %s failed.", tally.sent, tally.later, tally.failed)


@shared_task(name="roster.sweep_pushes")
def sweep_pushes():
    tally = sending_pushes.send_pushes(now=timezone.now())
    if tally.sent or tally.later or tally.ended:
        log.info("Phones: %s told, %s later, %s let go.", tally.sent, tally.later, tally.ended)


@shared_task(name="roster.run_due_jobs")
def run_due_jobs():
    for ran in jobs.run_due_jobs(now=timezone.now()):
        log.info("Job %s of unit %s: %s", ran.job, ran.unit.pk, ran.said)


@shared_task(name="roster.sweep_uploads")
def sweep_uploads():
    if gone := importing.forget_uploads(now=timezone.now()):
        log.info("Imports: %s uploads were not imported in time.", gone)


@shared_task(name="roster.fill_rotas")
def fill_rotas():
    running_fills.run_waiting(timezone.now)


@shared_task(name="roster.sweep_fills")
def sweep_fills():
    if died := asking_fills.sweep_fills(now=timezone.now()):
        log.warning("Auto-fill: %s runs had died.", died)


@shared_task(name="roster.beat_alive")
def beat_alive():
    """Leaves the worker's sign; beat leaves its own when it sends this (see below)."""
    health.seen("worker", timezone.now())


@worker_ready.connect
def worker_started(sender, **_):
    """A worker for auto-fill alone sends no mail, so it is no sign that one does."""
    if "default" in sender.app.amqp.queues.consume_from:
        health.seen("worker", timezone.now())


@worker_shutting_down.connect
def worker_stops(**_):
    running_fills.stop_all()


@beat_init.connect
@after_task_publish.connect(sender="roster.beat_alive")
def beat_works(**_):
    """In beat's own process, so that a dead worker does not make beat look dead."""
    close_old_connections()
    health.seen("beat", timezone.now())
