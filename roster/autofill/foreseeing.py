"""How good a plan can be, and plans by it: once in a search, and beside all else where it can be.

Where people share priced rows alone, whole lines are put together; where many hard rows tie them
together, plans are annealed, and the linear relaxation says what options good ones are likely to be
made of.
"""

import random

import numpy as np

from roster.autofill.diving import Aim, dive
from roster.autofill.neighbourhoods import DAYS, LINES, STRETCH
from roster.autofill.owning import Ownership
from roster.autofill.people import People
from roster.autofill.promising import Promised
from roster.autofill.rebuilding import Rebuilding
from roster.autofill.relaxing import relax

TIED = 1000  # hard rows over several people, beyond which lines are not put together
LONG = 400_000  # states × sums of a day, where lines only say how good a plan can be
MANY = 100  # days of a plan whose lines are put together by stretches of it alone
SMALL = 2000  # options of a plan whose lines are put together once, and then chosen from
REBUILT = 0.3  # of the time, to make a first plan better line by line
SLOW = 0.01  # of what a plan costs: what is too little to gain at a time
RELAXED = 0.3  # of the time, for the linear relaxation before lines are sought
CHOSEN = 0.3  # of the time, to choose among the lines of a small plan
LOOKS = 120  # at everybody's lines, instead of the time, where a run is to be repeatable
TWICE = 2  # that time, to put lines together again in such a run


def foresee(search, seconds):
    """Raise the bound of a Search, hand it plans, and tell its Choosing what is learned."""
    ownership = Ownership(search.rows)
    if ownership.tied <= TIED:
        ByLines(search, ownership, seconds).run()
        return
    search.anneal()
    relaxed = relax(search.rows, ownership, min(seconds, search.left))
    if relaxed is None:
        return
    search.raise_bound(relaxed.bound)
    search.choosing.prefer(relaxed.worth)
    search.anneal()
    if not search.is_over:  # it takes seconds, and nobody would wait for it
        promised = Promised(People(search.rows, ownership, LONG), relaxed.duals)
        search.raise_bound(promised.bound)
        for bound in promised.exactly():
            search.raise_bound(bound)
            if search.is_over:
                return


class ByLines:
    """Plans of whole lines, for so many seconds of a search."""

    def __init__(self, search, ownership, seconds):
        self.search, self.ownership, self.seconds = search, ownership, seconds
        self.began, self.repeatable = search.elapsed, search.limits.parts is not None
        self.small = search.choosing.total < SMALL
        self.long = not self.small and len(search.choosing.days) > MANY

    def run(self):
        search, people = self.search, People(self.search.rows, self.ownership)
        if not self.small and not self._rebuild(people):
            return
        duals = None if self.small or self.repeatable else self._relaxed()
        if self.long:
            if duals is not None:
                search.raise_bound(Promised(people, duals).bound)
            return
        aim = Aim(
            self._clock,
            search.raise_bound,
            search.handed.append,
            lambda: search.best,
            search.random,
        )
        chosen = CHOSEN * self.seconds if self.small and not self.repeatable else 0
        dive(people, aim, self._until(), chosen, duals)

    def _rebuild(self, people):
        """A first plan, made better line by line while that goes fast; whether there is one."""
        rebuilding = Rebuilding(people, random.Random(self.search.limits.seed))
        plan, gained = rebuilding.from_nothing(), np.inf
        if plan is None:
            return False
        self.search.handed.append(plan)
        if len(self.search.choosing.days) > max(DAYS):
            self.search.choosing.add(STRETCH)
        while gained > SLOW * abs(rebuilding.cost) and not self._is_late():
            before = rebuilding.cost
            plan, _ = rebuilding.improved(plan, lambda: self.search.is_over)
            self.search.handed.append(plan)
            gained = before - rebuilding.cost
        self.search.rebuilding = rebuilding
        self.search.choosing.add(LINES)
        return True

    def _is_late(self):
        return not self.repeatable and self._clock(0) > REBUILT

    def _relaxed(self):
        """What a unit of each row is worth in the linear relaxation; null: not known."""
        seconds = min(RELAXED * self.seconds, self.search.left)
        relaxed = relax(self.search.rows, self.ownership, seconds)
        if relaxed is None:
            return None
        self.search.raise_bound(relaxed.bound)
        return relaxed.duals

    def _clock(self, looks):
        if self.search.is_over:
            return np.inf
        if self.repeatable:
            return looks / LOOKS
        return (self.search.elapsed - self.began) / self.seconds

    def _until(self):
        """To what share of its time lines are put together again and again."""
        if self.small:
            return 1
        return TWICE if self.repeatable else np.inf
