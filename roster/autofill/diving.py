"""A plan of whole lines: find lines until few gain anything, then settle the surest, and again.

On the way it learns how good a plan can be at all: with the shared rows priced, nobody's line costs
less than the cheapest, and no plan less than all of these together.
"""

from functools import partial
from math import ceil

import numpy as np

from roster.autofill.columns import Master

LINES = 3  # of a person, from one look at their graph
CENTRED = 0.6  # of the best prices so far in those that lines are sought at
ROOT = 0.5  # of the time, before anybody is settled
BETWEEN = 3  # looks after each settling
ANEW = 8  # looks after some people were loosened
LOOSE, MOST = (0.15, 0.5), 25  # of the people, loosened at once
CLOSER = 1e-3  # less than that is no better
SURE = 0.7  # of a person's mix: a line this large is settled
SHARE = 0.06  # of the people settled at once, where there is time for it
CLOSE = 2e-4  # of the value: so little left to gain that no more lines are sought


class Aim:
    """What a dive is told and tells. `clock(looks)` says what share of its time is gone, after so
    many looks at everybody; it tells plans and what no plan costs less than. `best()` is the best
    plan there is as (cost, values), null where none is legal; `dice` is a random.Random.
    """

    def __init__(self, clock, on_bound, on_plan, best, dice):
        self.clock, self.on_bound, self.on_plan = clock, on_bound, on_plan
        self.best, self.dice = best, dice


def dive(people, aim, until, seconds=0, duals=None):
    """Plans of whole lines: the first soon, a good one, then better ones around the best there is
    until this share of the time is gone; at the end the best of all lines that came by, as well as
    some seconds allow. `duals` are what a unit of each row is about worth, if known.
    """
    constant = people.rows.constant
    diving = Diving(people, aim.clock, lambda bound: aim.on_bound(bound + constant), aim.best)
    for find in (diving.first, partial(diving.run, duals)):
        lines = find()
        if lines is None:
            return
        aim.on_plan(people.plan(lines))
    while diving.share < until and _again(diving, aim):
        pass
    chosen = diving.master.choose(seconds) if seconds else None
    if chosen is not None and len(chosen) == len(people.numbers):
        aim.on_plan(people.plan(chosen))


def _again(diving, aim):
    """Decide the lines of some people anew, together; false when there is no legal plan yet."""
    people = diving.people
    found = aim.best()
    if found is None:
        return False
    cost, values = found
    count = round(len(people.numbers) * aim.dice.uniform(*LOOSE))
    loose = aim.dice.sample(people.numbers, min(len(people.numbers), max(2, min(MOST, count))))
    diving.loosen(loose, {n: people.all[n].column(values) for n in people.numbers})
    lines = diving.run_below(cost - people.rows.constant)
    if lines is not None:
        aim.on_plan(people.plan(lines))
    return True


class Diving:
    """Dives, one after the other. `clock(looks)` says what share of their time is gone; `on_bound`
    is told what no plan costs less than, the better the longer nobody is settled; `best()` as of
    an Aim.
    """

    def __init__(self, people, clock, on_bound, best):
        self.people, self.clock, self.on_bound, self.best = people, clock, on_bound, best
        self.master = Master(people)
        self.open = list(people.numbers)
        self.looks, self.step, self.end, self.known = 0, 0.0, 1, None
        self.raised = people.raised()
        self._forget()

    def first(self):
        """Everybody's cheapest line while nothing is shared; null when somebody has none."""
        self._lines(np.zeros(len(self.people.shared)))
        lines = {column.person: column for column in reversed(self.master.columns)}
        return list(lines.values()) if len(lines) == len(self.open) else None

    @property
    def share(self):
        return self.clock(self.looks)

    def loosen(self, loose, columns):
        """Settle all people on these lines but for some."""
        self.open, self.step, self.end = list(loose), 0.0, np.inf
        self._forget()
        for person, column in columns.items():
            if person in loose:
                self.master.loosen(person)
            self.master.add(column)
            if person not in loose:
                self.master.settle(column)

    def run_below(self, cost, most=ANEW):
        """The same as run, if so many looks find lines that could cost less than this."""
        solved = self._generate(lambda looks: looks <= most and self.share < np.inf)
        return self._settle_all(solved) if solved and solved[0] < cost - CLOSER else None

    def run(self, duals=None):
        """A line for each person; null when somebody has none."""
        if duals is not None:
            self.raised = self.people.raised(duals)
            self._lines(duals[self.people.shared])
        return self._settle_all(self._generate(lambda looks: self.share < ROOT))

    def _settle_all(self, solved):
        while self.open and solved:
            began = self.share
            if not self._settle(solved[2]):
                return None
            self._forget()
            if self.share < self.end and self.open:
                solved = self._generate(lambda looks: looks <= BETWEEN)
            self.step = self.share - began
        return None if self.open else list(self.master.settled.values())

    def _forget(self):
        """Prices of before say little once other people are settled."""
        self.least, self.centre = -np.inf, None

    def _generate(self, go_on):
        """Find new lines while that helps; null when the master cannot be solved."""
        looks, solved = 0, self.master.solve()
        while solved and go_on(looks):
            value, duals, _ = solved
            if not self._look(duals) or value - self.least < CLOSE * abs(value):
                break
            looks, solved = looks + 1, self.master.solve()
        return solved

    def _look(self, duals):
        """How many new lines are there at these prices, or at some nearer to the best so far; and
        in the best plan, which others may have found.
        """
        self._learn_from_best()
        if self.centre is not None:
            new = self._lines(CENTRED * self.centre + (1 - CENTRED) * duals)
            if new:
                return new
        return self._lines(duals)

    def _learn_from_best(self):
        found = self.best()
        if found is not None and (self.known is None or found[0] < self.known):
            self.known = found[0]
            for person in self.open:
                self.master.add(self.people.all[person].column(found[1]))

    def _lines(self, duals):
        self.looks += 1
        duals = self.people.signed(duals)
        prices, new, least = self.people.prices(duals), 0, self.people.given(duals)
        for column in self.master.settled.values():
            least += self.people.cost(column, prices)
        for number in self.open:
            columns, cost = self.people.all[number].best(prices, LINES, self.raised[number])
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
        if not self.share + self.step < self.end:
            return len(self.open)
        few = max(1, round(SHARE * len(self.people.numbers)))
        return max(few, ceil(len(self.open) * self.step / (self.end - self.share)))
