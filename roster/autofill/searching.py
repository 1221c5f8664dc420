"""The search: from a legal plan to ever better ones, by deciding a part of it again and again.

Two kinds of work share the time: parts are decided by CP-SAT with everything else as it is, and,
where the whole is small enough, one worker proves how good a plan can be at all. Nothing here reads
the clock of the wall: a deadline is seconds of the monotonic clock from the start of a search.
"""

import random
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from time import monotonic

import numpy as np

from roster.autofill.annealing import Annealing
from roster.autofill.foreseeing import foresee
from roster.autofill.limits import Progress
from roster.autofill.neighbourhoods import ANNEALED, LINES, STRETCH, Choosing
from roster.autofill.solving import Part, Solved
from roster.autofill.stretches import replanned

CLOSER = 1e-3  # a bound that rises by less is no news
PROVED = 2000  # options of a plan that is worth proving whole
TINY = 150  # options of a plan that is proved at once
FORESEEN = 0.5  # of the time, to see how good a plan can be
COOLING = 0.35  # of the time that is left, to anneal a plan
LITTLE, MUCH = 60, 200  # looks at it at the most: of all options, or of those known to be likely
REPEATABLE = 30.0  # of CP-SAT's own time, to prove in a run that is to be repeatable
SHARE = 0.15  # of the time, after proving
WHOLE = {
    "max_deterministic_time": 1e9,
    "extra_subsolvers": ["max_lp"],
    "linearization_level": 1,
    "cp_model_probing_level": 2,
    "symmetry_level": 2,
}


class Search:
    """One search of rows. `values` is the best plan so far, `cost` what it costs."""

    def __init__(self, rows, limits, values=None):
        self.rows, self.limits = rows, limits
        self.began = monotonic() if limits.began is None else limits.began
        self.random = random.Random(limits.seed)
        self.bound, self.parts, self.told = rows.floor, 0, None
        self.handed, self.beside, self.rebuilding = [], None, None
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
        self._meet()

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
        self.told = self.bound
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
        if self.limits.parts is not None:
            settings["max_deterministic_time"] = REPEATABLE
            settings["max_time_in_seconds"] = max(0.1, self.left)
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

    def start_foreseeing(self):
        """Foresee once: beside all else where there is a worker for it, at once otherwise.

        It ends by itself when its time is gone, and nobody waits for it once the search is over.
        """
        if self.beside is None:
            seconds = FORESEEN * self.limits.seconds
            with_others = self.limits.workers > 1 and self.limits.parts is None
            pool = ThreadPoolExecutor(1)
            self.beside = pool.submit(foresee, self, seconds)
            pool.shutdown(wait=not with_others)

    @property
    def best(self):
        """(cost, values) of the best plan; null while none is legal."""
        return None if self.broken else (self.cost, self.values)

    @property
    def is_foreseeing(self):
        return self.beside is not None and not self.beside.done()

    def improve(self, until, while_foreseeing=False):
        """Decide parts again until so many seconds have gone, several at once; one fewer while
        something is done beside.
        """
        with ThreadPoolExecutor(self.limits.workers) as pool:
            running = {}
            while not self.is_over and self.elapsed < until:
                busy = self.is_foreseeing
                self._take_handed()
                if while_foreseeing and not busy:
                    return
                free = 0 if busy and self.broken else self.limits.workers - busy
                while len(running) < free and self._may_start():
                    move = self._next(list(running.values()))
                    running[pool.submit(self._decide, move, self.values)] = move
                if not running and not busy:
                    return
                finished, _ = wait(
                    running or [self.beside], timeout=0.2, return_when=FIRST_COMPLETED
                )
                for future in finished & running.keys():
                    self._learn(running.pop(future), future.result())
            for future, move in running.items():
                self._learn(move, future.result())

    def _learn(self, move, solved):
        self.choosing.learn(move, solved, self._merge(move, solved))

    def _take_handed(self):
        while self.handed:
            if self.offer(self.handed.pop(0)):
                self.queue.clear()
        if self.bound != self.told:
            self.tell()

    def _next(self, busy):
        """The part to decide next: of a first plan, then whichever may help."""
        self.parts += 1
        return self.queue.pop(0) if self.queue else self.choosing.next(self.values, busy)

    def _may_start(self):
        return self.limits.parts is None or self.parts < self.limits.parts

    def anneal(self):
        """Have every worker anneal a plan next, of the options that are known to be worth most."""
        self.queue[:] = [self.choosing.annealed() for _ in range(self.limits.workers)]

    def _decide(self, move, values):
        if move.kind == ANNEALED:
            return self._annealed(move)
        if move.kind == LINES:
            return self._rebuilt(move, values)
        if move.kind == STRETCH:
            return self._replanned(move, values)
        part = Part(self.rows, values, move.booleans)
        settings = self.settings(move.seconds, move.seed)
        return part.solve(**settings, stop_after_first_solution=move.any_will_do)

    def _annealed(self, move):
        """A plan from nothing, whatever there is; given up when better options become known."""
        began, seconds, worth = self.elapsed, COOLING * self.left, self.choosing.worth
        is_counted = self.limits.parts is not None
        enough = LITTLE if is_counted or worth is None else MUCH

        def gone(looks):
            if self.is_over or self.choosing.worth is not worth:
                return 1
            late = 0 if is_counted else (self.elapsed - began) / seconds
            return max(looks / enough, late)

        annealing = Annealing(self.rows, self.choosing.by_cell, worth)
        return Solved(annealing.run(gone, move.seed), None, None, proved=True)

    def _rebuilt(self, move, values):
        """Some people's lines anew: the part that is decided is found on the way."""
        plan, people = self.rebuilding.improved(values, lambda: self.is_over)
        move.booleans = self.choosing.of_people(people)
        return Solved(plan if people else None, None, None, proved=True)

    def _replanned(self, move, values):
        """Some days by whole lines, with all that stands for what is decided."""
        move.booleans, found = replanned(self.rows, values, move.booleans, lambda: self.is_over)
        return Solved(found, None, None, proved=True)

    def settings(self, seconds, seed):
        most = np.inf if self.limits.parts is not None else 4 * seconds  # of the wall's
        return {
            "num_workers": 1,
            "max_deterministic_time": seconds,
            "max_time_in_seconds": max(0.01, min(most, self.left)),
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
    if size > TINY:
        search.start_foreseeing()
    if size < PROVED:
        search.improve(began + seconds * FORESEEN, while_foreseeing=True)
        search.prove(seconds * (1 - FORESEEN - SHARE))
    search.improve(until)
    if search.beside is not None and search.beside.done():
        search.beside.result()
    search.tell()
