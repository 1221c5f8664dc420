"""The search: from a legal plan to ever better ones, by deciding a part of it again and again.

Two kinds of work share the time: parts are decided by CP-SAT with everything else as it is, and,
where the whole is small enough, one worker proves how good a plan can be at all. Nothing here reads
the clock of the wall: a deadline is seconds of the monotonic clock from the start of a search.
"""

import random
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from time import monotonic

from roster.autofill.neighbourhoods import Choosing
from roster.autofill.relaxing import relax
from roster.autofill.solving import Part

CLOSER = 1e-3  # a bound that rises by less is no news
FIRST_SECONDS = 1.0  # of deterministic time for each line of the first plan
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
    """How far a search is. `cost` null: nothing legal yet; `bound` null: not known yet."""

    seconds: float
    cost: int | None
    bound: float | None
    proved: bool = False

    @property
    def gap(self):
        """How much better a plan could be at the most, as a share of its cost; null: unknown."""
        if self.cost is None or self.bound is None:
            return None
        return max(0.0, self.cost - self.bound) / max(1, abs(self.cost))


@dataclass
class Limits:
    """When a search ends: by seconds, by so many parts decided, or when `cancelled()` is true."""

    seconds: float
    workers: int = 2
    seed: int = 1
    parts: int | None = None
    cancelled: object = None
    on_progress: object = None


class Search:
    """One search of rows. `values` is the best plan so far, `cost` what it costs."""

    def __init__(self, rows, limits, values=None):
        self.rows, self.limits = rows, limits
        self.began = monotonic()
        self.values = rows.start() if values is None else values
        self.broken, self.cost = rows.frozen.judged(self.values)
        self.bound, self.proved, self.impossible = None, False, rows.hopeless
        self.random = random.Random(limits.seed)

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
        return Progress(self.elapsed, cost, self.bound, self.proved)

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

    def construct(self, seconds):
        """A first legal plan: person after person, each as best beside those before."""
        chosen = Choosing(self.rows, self.random)
        for person in chosen.order_of_people():
            if self.left <= 0:
                return
            part = Part(self.rows, self.values, chosen.options_of(person))
            solved = part.solve(**self.settings(seconds, 1))
            if solved.values is not None:
                self.offer(solved.values)

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
            self.offer(solved.values)
            self.raise_bound(solved.bound + self.rows.constant)
        self.impossible |= solved.impossible

    def _seen(self, values, bound):
        """A plan the prover came by; whether it may stop."""
        self.raise_bound(bound + self.rows.constant)
        self.offer(values)
        return self.is_over

    def relax(self, seconds):
        """The bound of the linear relaxation."""
        self.raise_bound(relax(self.rows, min(seconds, self.left)))

    def improve(self, until):
        """Decide parts again until so many seconds of the search have gone, several at once."""
        choosing = Choosing(self.rows, self.random, self.limits.workers)
        with ThreadPoolExecutor(self.limits.workers) as pool:
            running, done = {}, 0
            while not self.is_over and self.elapsed < until:
                while len(running) < self.limits.workers and self._may_start(done + len(running)):
                    move = choosing.next(self.values, [m for m, _ in running.values()])
                    running[pool.submit(self._decide, move, self.values)] = move, self.values
                if not running:
                    return
                finished, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in finished:
                    move, _ = running.pop(future)
                    solved = future.result()
                    done += 1
                    gained = self._merge(move, solved)
                    choosing.learn(move, solved, gained)

    def _may_start(self, started):
        return self.limits.parts is None or started < self.limits.parts

    def _decide(self, move, values):
        part = Part(self.rows, values, move.booleans)
        return part.solve(**self.settings(move.seconds, move.seed))

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


def run(rows, limits, values=None):
    """Search rows within limits, from a plan if one is given. Returns the Search, done."""
    search = Search(rows, limits, values)
    size = sum(cell is not None for cell in rows.cells)
    with ThreadPoolExecutor(1) as beside:
        bound = beside.submit(search.relax, limits.seconds / 3) if TINY < size < RELAXED else None
        if size > TINY and values is None:
            search.construct(FIRST_SECONDS)
        if size < PROVED:
            search.improve(limits.seconds * SHARE if size > TINY else 0)
            search.prove(limits.seconds * (1 - 2 * SHARE))
        search.improve(limits.seconds)
        if bound:
            bound.result()
    search.tell()
    return search
