"""The search: from a legal plan to ever better ones, by deciding a part of it again and again.

Two kinds of work share the time: parts are decided by CP-SAT with everything else as it is, and,
where the whole is small enough, one worker proves how good a plan can be at all. Nothing here reads
the clock of the wall: a deadline is seconds of the monotonic clock from the start of a search.
"""

import random
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from time import monotonic

from roster.autofill.neighbourhoods import Choosing
from roster.autofill.relaxing import relax
from roster.autofill.solving import Part

CLOSER = 1e-3  # a bound that rises by less is no news
PROVED = 2000  # options of a plan that is worth proving whole
RELAXED = 12_000  # options of a plan whose relaxation is worth its time
TINY = 150  # options of a plan that is proved at once
SHARE = 0.15  # of the time, before and after proving
WHOLE = {
    "max_deterministic_time": 1e9,
    "extra_subsolvers": ["max_lp"],
    "linearization_level": 1,
    "cp_model_probing_level": 2,
    "symmetry_level": 2,
}


@dataclass(frozen=True)
class Progress:
    """How far a search is. `cost` null: nothing legal yet; `bound` null: not known yet.

    `values` is the best plan so far; `plan()` says what it means, where somebody can say it.
    """

    seconds: float
    cost: int | None
    bound: float | None
    proved: bool = False
    values: object = field(default=None, repr=False, compare=False)
    plan: object = field(default=None, repr=False, compare=False)

    @property
    def gap(self):
        """How much better a plan could be at the most, as a share of its cost; null: unknown."""
        if self.cost is None or self.bound is None:
            return None
        return max(0.0, self.cost - self.bound) / max(1, abs(self.cost))


@dataclass
class Limits:
    """When a search ends: by seconds, by so many parts decided, or when `cancelled()` is true.

    `began` is when the seconds began to count, of the monotonic clock; null: with the search.
    """

    seconds: float
    workers: int = 2
    seed: int = 1
    parts: int | None = None
    cancelled: object = None
    on_progress: object = None
    began: float | None = None


class Search:
    """One search of rows. `values` is the best plan so far, `cost` what it costs."""

    def __init__(self, rows, limits, values=None):
        self.rows, self.limits = rows, limits
        self.began = monotonic() if limits.began is None else limits.began
        self.random = random.Random(limits.seed)
        self.bound, self.parts = None, 0
        self.choosing = Choosing(rows, self.random, limits.workers)
        self.go_on_from(rows.start() if values is None else values)
        self.queue = self._first_parts(values is None)

    def _first_parts(self, from_nothing):
        """A first plan: person after person where nothing is legal yet, else day after day."""
        if self.broken:
            return self.choosing.people_one_by_one()
        return self.choosing.days_one_by_one() if from_nothing else []

    def go_on_from(self, values):
        """Search on from a plan, also when rows were added."""
        self.values = values
        self.broken, self.cost = self.rows.frozen.judged(values)
        self.proved, self.impossible = False, self.rows.hopeless

    # ── time ──

    @property
    def elapsed(self):
        return monotonic() - self.began

    @property
    def left(self):
        return self.limits.seconds - self.elapsed

    @property
    def is_over(self):
        cancelled = self.limits.cancelled
        settled = self.proved or self.impossible
        return settled or self.left <= 0 or bool(cancelled and cancelled())

    @property
    def progress(self):
        cost = None if self.broken else self.cost
        return Progress(self.elapsed, cost, self.bound, self.proved, self.values)

    def tell(self):
        if self.limits.on_progress:
            self.limits.on_progress(self.progress)

    # ── what is found ──

    def offer(self, values):
        """Take a plan if it is better: fewer rows broken, then cheaper. Whether it was."""
        found = self.rows.frozen.judged(values)
        better = found < (self.broken, self.cost)
        if found <= (self.broken, self.cost):
            self.values = values
            self.broken, self.cost = found
        if better:
            self._meet()
            if not self.broken:
                self.tell()
        return better

    def raise_bound(self, bound):
        if bound is not None and (self.bound is None or bound > self.bound + CLOSER):
            self.bound = bound
            self._meet()

    def _meet(self):
        if self.bound is not None and not self.broken and self.cost <= self.bound + 1 - 1e-6:
            self.proved = True

    # ── searching ──

    def prove(self, seconds):
        """Decide everything at once, from the plan as it is, and see how good it can be."""
        if self.is_over:
            return
        free = [b for b, cell in enumerate(self.rows.cells) if cell is not None]
        part = Part(self.rows, self.values, free)
        settings = self.settings(seconds, self.limits.seed) | WHOLE
        settings["num_workers"] = self.limits.workers
        settings["max_time_in_seconds"] = max(0.1, min(seconds, self.left))
        settings["on_solution"] = self._seen
        solved = part.solve(**settings)
        if solved.values is not None:
            self._seen(solved.values, -solved.slack)
        self.impossible |= solved.impossible

    def _seen(self, values, below):
        """A plan the prover came by, and how far below it the best may be; whether it may stop."""
        self.raise_bound(self.rows.frozen.judged(values)[1] + below)
        self.offer(values)
        return self.is_over

    def relax(self, seconds):
        """The bound of the linear relaxation."""
        self.raise_bound(relax(self.rows, min(seconds, self.left)))

    def improve(self, until):
        """Decide parts again until so many seconds have gone, several at once."""
        with ThreadPoolExecutor(self.limits.workers) as pool:
            running = {}
            while not self.is_over and self.elapsed < until:
                while len(running) < self.limits.workers and self._may_start():
                    move = self._next(list(running.values()))
                    running[pool.submit(self._decide, move, self.values)] = move
                if not running:
                    return
                finished, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in finished:
                    move, solved = running.pop(future), future.result()
                    self.choosing.learn(move, solved, self._merge(move, solved))

    def _next(self, busy):
        """The part to decide next: of a first plan, then whichever may help."""
        self.parts += 1
        return self.queue.pop(0) if self.queue else self.choosing.next(self.values, busy)

    def _may_start(self):
        return self.limits.parts is None or self.parts < self.limits.parts

    def _decide(self, move, values):
        part = Part(self.rows, values, move.booleans)
        settings = self.settings(move.seconds, move.seed)
        return part.solve(**settings, stop_after_first_solution=move.any_will_do)

    def settings(self, seconds, seed):
        return {
            "num_workers": 1,
            "max_deterministic_time": seconds,
            "max_time_in_seconds": max(0.01, min(4 * seconds, self.left)),
            "random_seed": seed,
            "linearization_level": 2,
            "cp_model_probing_level": 0,
            "symmetry_level": 0,
        }

    def _merge(self, move, solved):
        """Put what was decided into the plan as it stands now; whether that made it better."""
        if solved.values is None:
            return False
        merged = self.values.copy()
        merged[move.booleans] = solved.values[move.booleans]
        return self.offer(self.rows.complete_near(merged, move.booleans))


def run(rows, limits):
    """Search rows within limits. Returns the Search, done."""
    search = Search(rows, limits)
    search_until(search, limits.seconds)
    return search


def search_until(search, until):
    """Search until so many seconds have gone: a legal plan, proof where it can be, better plans."""
    size = search.choosing.total
    if not size:
        search.raise_bound(search.cost)
        return
    began, seconds = search.elapsed, until - search.elapsed
    with ThreadPoolExecutor(1) as beside:
        relaxing = search.bound is None and TINY < size < RELAXED
        bound = beside.submit(search.relax, seconds / 3) if relaxing else None
        if size < PROVED:
            search.improve(began + seconds * SHARE if size > TINY else 0)
            search.prove(seconds * (1 - 2 * SHARE))
        search.improve(until)
        if bound:
            bound.result()
    search.tell()
