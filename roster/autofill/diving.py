"""A plan of whole lines: find lines until few gain anything, then settle the surest, and again.

On the way it learns how good a plan can be at all: with the shared rows priced, nobody's line costs
less than the cheapest, and no plan less than all of these together.
"""

from math import ceil

import numpy as np

from roster.autofill.columns import Master
from roster.autofill.people import People

LINES = 3  # of a person, from one look at their graph
CENTRED = 0.6  # of the best prices so far in those that lines are sought at
ROOT = 0.5  # of the time, before anybody is settled
BETWEEN = 3  # looks after each settling
SURE = 0.7  # of a person's mix: a line this large is settled
SHARE = 0.06  # of the people settled at once, where there is time for it
CLOSE = 2e-4  # of the value: so little left to gain that no more lines are sought


def dive(rows, ownership, clock, on_bound, on_plan):
    """Tell plans of whole lines, the first soon, and what no plan costs less than."""
    people = People(rows, ownership)
    diving = Diving(people, clock, lambda bound: on_bound(bound + rows.constant))
    for lines in (diving.first(), diving.run()):
        if lines is not None:
            on_plan(people.plan(lines))


class Diving:
    """One dive. `clock(looks)` says what share of its time is gone; `on_bound` is told what no plan
    costs less than, the better the longer nobody is settled.
    """

    def __init__(self, people, clock, on_bound):
        self.people, self.clock, self.on_bound = people, clock, on_bound
        self.master = Master(people)
        self.open = list(people.numbers)
        self.least, self.centre, self.step, self.looks = -np.inf, None, 0.0, 0

    def first(self):
        """Everybody's cheapest line while nothing is shared; null when somebody has none."""
        self._lines(np.zeros(len(self.people.shared)))
        lines = {column.person: column for column, _ in reversed(self.master.columns)}
        return list(lines.values()) if len(lines) == len(self.open) else None

    def run(self):
        """A line for each person; null when somebody has none."""
        mix = self._generate(lambda looks: self.clock(self.looks) < ROOT)
        while self.open and mix is not None:
            began = self.clock(self.looks)
            if not self._settle(mix):
                return None
            self.least, self.centre = -np.inf, None
            if self.clock(self.looks) < 1 and self.open:
                mix = self._generate(lambda looks: looks <= BETWEEN)
            self.step = self.clock(self.looks) - began
        return None if self.open else list(self.master.settled.values())

    def _generate(self, go_on):
        """Find new lines while that helps; null when the master cannot be solved."""
        looks, solved = 0, self.master.solve()
        while solved and go_on(looks):
            value, duals, _ = solved
            if not self._look(duals) or value - self.least < CLOSE * abs(value):
                break
            looks, solved = looks + 1, self.master.solve()
        return solved and solved[2]

    def _look(self, duals):
        """How many new lines are there at these prices, or at some nearer to the best so far."""
        if self.centre is not None:
            new = self._lines(CENTRED * self.centre + (1 - CENTRED) * duals)
            if new:
                return new
        return self._lines(duals)

    def _lines(self, duals):
        self.looks += 1
        duals = self.people.signed(duals)
        prices, new, least = self.people.prices(duals), 0, self.people.given(duals)
        for column in self.master.settled.values():
            least += self.people.cost(column, prices)
        for number in self.open:
            columns, cost = self.people.all[number].best(prices, LINES)
            least += cost
            new += sum(self.master.add(column) for column in columns)
        if len(self.open) == len(self.people.numbers):
            self.on_bound(least)
        if least > self.least:
            self.least, self.centre = least, duals
        return new

    def _settle(self, mix):
        """Settle the surest lines: at least as many people as the time that is left asks for.

        Whether there was one.
        """
        mix = [(share, column) for share, column in mix if column.person in self.open]
        mix.sort(key=lambda one: (-one[0], one[1].person))
        least = self._pace()
        for share, column in mix:
            if column.person in self.open and (least > 0 or share > SURE):
                self.master.settle(column)
                self.open.remove(column.person)
                least -= 1
        return bool(mix)

    def _pace(self):
        left = 1 - self.clock(self.looks)
        if left < self.step or left <= 0:  # also when it was called off: then the clock is at inf
            return len(self.open)
        few = max(1, round(SHARE * len(self.people.numbers)))
        return max(few, ceil(len(self.open) * self.step / left))
