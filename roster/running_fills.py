"""Running what was asked of the solver, in its own worker.

    run_waiting(clock)   run after run until none waits, then the gaps they left are explained;
                         clock() is the time now
    stop_all()           let the run of this process end with the best it has found

A run is claimed by a conditional update. While it lasts its pulse tells, once a second, that its
worker lives and how far it is, and hears whether it was called off. What it finds is written only
while the run is still ours: one that was taken for dead, or whose rota is gone, leaves nothing.
"""

import logging
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Event, Thread
from time import monotonic
from traceback import format_tb

from django.db import DatabaseError, connection, transaction

from roster import cells, snapshot
from roster.asking_fills import told_days
from roster.autofill import bounds
from roster.editing import held_in
from roster.explaining_fills import asked, at_first, explain_next
from roster.looking_back import looking_back
from roster.models import FillRun, KeptDate, Rota, WhatIf
from roster.rotafile.explained import no_time_for
from roster.setting_weights import weights_on
from roster.supposed_figures import figures
from roster.supposing import NoSuchThing, supposed

State = FillRun.State
BEAT = 1.0  # seconds
STOPPED = "Its worker was stopped; this is the best it had found."
LONGEST = 300  # letters of a reason
BROKE = "The solver broke ({}): report this as a fault. Nothing was changed."

stopping = Event()
log = logging.getLogger(__name__)


def run_waiting(clock):
    while not stopping.is_set() and (_run_next(clock) or explain_next(clock)):
        pass


def _run_next(clock):
    run = claim(clock())
    if run:
        run_fill(run, clock)
    return run is not None


def stop_all():
    stopping.set()


def claim(now):
    """The run that has waited longest, ours now; null where none waits."""
    waiting = FillRun.objects.filter(state=State.WAITING)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        if waiting.filter(pk=pk).update(state=State.RUNNING, started_at=now, alive_at=now):
            return FillRun.objects.select_related("rota__unit").get(pk=pk)
    return None


class Pulse:
    """Tells how far a run is, when it is beaten, and whether it is over before its time."""

    def __init__(self, run, clock):
        self.run, self.clock, self.began = run, clock, monotonic()
        self.is_lost = self.is_cancelled = False
        self.latest = self.counted = None
        self.figures, self.rests_until = {}, 0.0
        self.scope, self.told = bounds.from_data(run.scope), told_days(run.rota)

    def tell(self, progress):
        """What `fill` calls; whatever is slow is left to the next beat."""
        self.latest = progress

    def beat(self):
        ours = FillRun.objects.filter(pk=self.run.pk, state=State.RUNNING)
        elapsed = monotonic() - self.began
        if not ours.update(alive_at=self.clock(), elapsed=elapsed, **self._figures()):
            self.is_lost = True
        elif ours.filter(cancel_asked=True).exists():
            self.is_cancelled = True

    def _figures(self):
        progress = self.latest
        if progress is not None:
            self.figures |= {"objective": progress.cost, "bound": progress.bound}
            if progress.cost is not None and progress is not self.counted:
                self._count(progress)
        return self.figures

    def _count(self, progress):
        """The gaps of a plan, with a tenth of the time at the most: it is taken from the solver."""
        began = monotonic()
        if began >= self.rests_until:
            left = asked(bounds.uncovered(progress.plan()), self.scope, self.told)
            self.figures["uncovered"] = len(left)
            self.counted, self.rests_until = progress, monotonic() + 9 * (monotonic() - began)

    def is_over(self):
        return self.is_lost or self.is_cancelled or stopping.is_set()

    @contextmanager
    def beating(self):
        """Beats by itself from a thread of its own, so also while the solver says nothing."""
        over = Event()
        thread = Thread(target=self._beat_until, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _beat_until(self, over):
        try:
            while not over.wait(BEAT):
                try:
                    self.beat()
                except DatabaseError as fault:  # it may come back before the lease has run out
                    log.warning("Fill %s gave no sign: %s", self.run.pk, type(fault).__name__)
        finally:
            connection.close()


def run_fill(run, clock, pulse=Pulse):
    """Fill what a claimed run asks for and keep what is proposed in the run."""
    beat = pulse(run, clock)
    try:
        with beat.beating():
            found = _found(run, beat)
    except Rota.DoesNotExist:
        return
    except NoSuchThing as fault:
        _end(run, clock(), state=State.FAILED, reason=str(fault))
    except Exception as fault:  # a run that breaks says so, and the worker lives on
        name = type(fault).__name__  # and where it was, but not its words, which may name somebody
        log.error("Fill %s broke: %s\n%s", run.pk, name, "".join(format_tb(fault.__traceback__)))
        _end(run, clock(), state=State.FAILED, reason=BROKE.format(name))
    else:
        _end(run, clock(), **found | _outcome(beat))


def _found(run, beat):
    """What a run has found; of one that asks what if, figures and no cells that could be kept."""
    stood, problem, within, settings = _prepared(run)
    solving = {"cancelled": beat.is_over} | settings
    proposal = _solve(problem, within=within(problem), on_progress=beat.tell, **solving)
    found = _progress(run, proposal)
    if hasattr(run, "what_if"):
        found["compared"] = {"filled": run.what_if.fills_both and not beat.is_over()}
        if found["compared"]["filled"]:
            stood = _solve(stood, within=within(stood), **solving).problem
        found["compared"] |= {"now": figures(stood), "then": figures(proposal.problem)}
    else:
        found["cells"] = proposed_cells(problem, proposal.problem)
    return found if beat.is_over() else found | _unexplained(run, proposal, settings["keep"])


def _solve(problem, **settings):
    from roster.autofill.filling import fill  # takes 100 MB, which only the solver's worker needs

    return fill(problem, **settings)


def _unexplained(run, proposal, keep):
    left = replace(proposal, uncovered=_left(run, proposal))
    return at_first(left, keep, hasattr(run, "what_if"))


def _outcome(beat):
    if beat.is_cancelled:
        return {"state": State.CANCELLED}
    if stopping.is_set():
        return {"state": State.CANCELLED, "reason": STOPPED}
    return {"state": State.DONE}


@transaction.atomic
def _prepared(run):
    """The rota as it stands and the one to fill, at one number of its log; which duties of a rota
    may be planned; and what `fill` is asked for.
    """
    rota = Rota.objects.select_for_update(of=("self",)).select_related("unit").get(pk=run.rota_id)
    scope = bounds.from_data(run.scope)
    weights = scope.weights(weights_on(rota.unit_id, rota.starts))
    problem = stood = looking_back(rota, snapshot.take(rota), weights.fair_weeks)
    if hasattr(run, "what_if"):
        problem = supposed(stood, run.what_if.changes, scope.first)
    kept = KeptDate.objects.filter(person__unit=rota.unit_id)
    kept = kept.filter(date__range=(rota.starts, rota.until))
    left = told_days(rota) | set(kept.values_list("person__reference", "date"))
    run.sequence, run.weights = rota.sequence, vars(weights)
    run.save(update_fields=["sequence", "weights"])
    settings = {
        "seconds": run.seconds,
        "seed": run.seed,
        "keep": scope.keep,
        "learners": scope.learners,
        "weights": weights,
    }
    return stood, problem, partial(bounds.within, scope=scope, left=left), settings


def _progress(run, proposal):
    names = {person.id: person.name for person in proposal.problem.people}
    return {
        "elapsed": proposal.seconds,
        "objective": proposal.objective,
        "bound": proposal.bound,
        "uncovered": len(_left(run, proposal)),
        "reason": no_time_for(proposal.late, names)[:LONGEST],
    }


def _left(run, proposal):
    """The gaps where it was asked to fill."""
    return asked(proposal.uncovered, bounds.from_data(run.scope), told_days(run.rota))


def proposed_cells(before, after):
    """The cells that differ in two plans of a rota, as a run keeps them."""
    old, new = set(before.duties), set(after.duties)
    keys = sorted({(duty.person, duty.date) for duty in old ^ new})
    starts = {shift.code: shift.starts for shift in before.shift_types}
    stood, planned = held_in(before, keys), held_in(after, keys)
    return [
        [
            person,
            day.isoformat(),
            sorted(planned[person, day], key=lambda duty: starts[duty["shift"]]),
            cells.fingerprint(stood[person, day]),
        ]
        for person, day in keys
    ]


@transaction.atomic
def _end(run, now, compared=None, **fields):
    """Write how a run ended, if it is still ours."""
    ours = FillRun.objects.filter(pk=run.pk, state=State.RUNNING)
    if not ours.update(ended_at=now, **fields):
        log.info("Fill %s was not ours any more; what it found is dropped.", run.pk)
    elif compared:
        WhatIf.objects.filter(run=run).update(compared=compared)
