"""Asking the solver to fill a rota, calling that off, and noticing that its worker died.

    ask_fill(rota=, by=, scope=, seconds=, now=)  -> FillRun
    cancel_fill(run=, now=)                       -> FillRun
    sweep_fills(now=)                             -> how many had died

The row is what counts, and Celery is only woken: a worker that hears nothing asks every minute, and
one that dies leaves a run without a sign of life, which fails with its reason. The solver never
touches the rota: what it proposes waits in the run (see proposing).
"""

import logging
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from roster.autofill.bounds import Scope, as_data
from roster.locking import Refused
from roster.models import FillRun, Rota, RotaWeek
from roster.rules.phrases import full

State = FillRun.State
TOLD = (RotaWeek.State.PUBLISHED, RotaWeek.State.CLOSED)
LEASE = timedelta(seconds=45)  # a run's worker gives a sign every second
PATIENCE = timedelta(minutes=5)  # of a run that nobody takes
LEAST = 5  # seconds
DIED = "Its worker died: it was stopped, or ran out of memory. Nothing was changed."
NOBODY = "No worker took it in five minutes. Whoever runs Fairweek must start one for auto-fill."
log = logging.getLogger(__name__)


class FillRefused(Refused):
    """No run was begun, or none could be called off."""


def ask_fill(*, rota, by, scope: Scope, seconds, now, seed=1) -> FillRun:
    """Put a run in the solver's queue. One of a rota at a time. Raises FillRefused."""
    sweep_fills(now=now)
    try:
        with transaction.atomic():
            locked = Rota.objects.select_for_update(of=("self",)).get(pk=rota.pk)
            _refuse_second(locked)
            _refuse_scope(locked, scope, seconds)
            run = FillRun.objects.create(
                rota=locked,
                by=by,
                scope=as_data(scope),
                seconds=seconds,
                seed=seed,
                asked_at=now,
            )
            transaction.on_commit(wake_solver)
    except Rota.DoesNotExist as gone:
        raise FillRefused("This rota was deleted meanwhile.") from gone
    except IntegrityError as second:  # on SQLite nothing is locked; the database refuses
        _refuse_second(rota)
        raise FillRefused("Somebody else fills this rota. Try again.") from second
    return run


def cancel_fill(*, run, now) -> FillRun:
    """Call a run off: one that waits never begins; one that runs keeps the best it has found."""
    waiting = FillRun.objects.filter(pk=run.pk, state=State.WAITING)
    if not waiting.update(state=State.CANCELLED, ended_at=now):
        running = FillRun.objects.filter(pk=run.pk, state=State.RUNNING)
        if not running.update(cancel_asked=True):
            raise FillRefused("It has ended already: there is nothing to cancel.")
    run.refresh_from_db()
    return run


def sweep_fills(*, now) -> int:
    """Let the runs fail whose worker died, and those that nobody takes."""
    ended = {"state": State.FAILED, "ended_at": now}
    running = FillRun.objects.filter(state=State.RUNNING)
    died = running.filter(alive_at__lt=now - LEASE).update(**ended, reason=DIED)
    waiting = FillRun.objects.filter(state=State.WAITING, asked_at__lt=now - PATIENCE)
    if running.exists():  # the worker is busy with another rota
        return died
    return died + waiting.update(**ended, reason=NOBODY)


def wake_solver():
    """Ask a worker to look for runs. Without a broker beat's next asking finds them."""
    try:
        current_app.send_task("roster.fill_rotas", retry=False)
    except (OperationalError, OSError) as fault:
        log.warning("No solver could be woken (%s); beat will.", type(fault).__name__)


def told_days(rota):
    """The dates of the rota's weeks that are published or closed: no fill touches them."""
    mondays = rota.rota_weeks.filter(state__in=TOLD).values_list("monday", flat=True)
    return {monday + timedelta(days=n) for monday in mondays for n in range(7)}


def open_run(rota):
    """The run that waits or runs in a rota, or null."""
    return rota.fills.filter(state__in=FillRun.OPEN).select_related("by", "what_if").first()


def _refuse_second(rota):
    other = open_run(rota)
    if other:
        at = timezone.localtime(other.asked_at)
        raise FillRefused(
            f"{other.by or 'Somebody'} has had this rota filled since {at:%H:%M}. Wait until that "
            f"is done, or cancel it."
        )


def _refuse_scope(rota, scope, seconds):
    said = list(_faults(rota, scope, seconds))
    if said:
        raise FillRefused(*said)


def _faults(rota, scope, seconds):
    if not LEAST <= seconds <= settings.FILL_SECONDS_MOST:
        yield f"It may take from {LEAST} to {settings.FILL_SECONDS_MOST} seconds."
    if not rota.starts <= scope.first <= scope.last <= rota.until:
        yield (
            f"Choose dates of this rota, the first not after the last: it goes from "
            f"{full(rota.starts)} to {full(rota.until)}."
        )
        return
    if len(scope.dates - told_days(rota)) == 0:
        yield "All these dates are published or closed: auto-fill leaves them as they are."
    unit = rota.unit
    if set(scope.people) - set(unit.people.values_list("reference", flat=True)):
        yield "Choose people of this unit."
    if set(scope.sites) - set(unit.sites.values_list("code", flat=True)):
        yield "Choose sites of this unit."
