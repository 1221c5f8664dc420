"""The best of all plans of a tiny department, found without looking at each of them.

A line that breaks a rule on its person by itself breaks it in every plan; and what is short with
everything worked at once is short in every plan. test_filling looks at every plan of some.
"""

import itertools
from dataclasses import replace

import numpy as np

from roster.autofill.filling import compiled
from roster.autofill.mending import DEMAND, Judge
from roster.autofill.weights import Weights
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from tests.roster.autofill.tiny import plans

ONLY_DEMAND = {rule: {"enabled": False} for rule in CATALOGUE if rule != DEMAND}


class Listing:
    def __init__(self, problem, weights=None):
        self.problem = problem
        self.possible = compiled(problem, False, weights or Weights())
        self.judge = Judge(self.possible)

    def of_every_plan(self):
        """(least cost of the plans the checker finds clean, whether one of them leaves no gap)"""
        listed = [values for values in plans(self.possible) if not self.judge.new(values)]
        return min(map(self._cost, listed)), any(map(self._is_met, listed))

    def best(self):
        """The same, the cheapest first."""
        listed = sorted(self._sound(), key=self._cost)
        first = next(n for n, values in enumerate(listed) if not self.judge.new(values))
        return self._cost(listed[first]), self._can_be_met(listed[first:])

    def _cost(self, values):
        return self.possible.rows.frozen.judged(values)[1]

    # ── lines ──

    def _sound(self):
        """The plans of lines that each break nothing by themselves."""
        cells = {}
        for (person, _), booleans in self.possible.options.items():
            cells.setdefault(person, []).append([None, *booleans])
        lines = [list(filter(self._keeps, itertools.product(*own))) for own in cells.values()]
        for some in itertools.product(*lines):
            yield self._plan(itertools.chain(*some))

    def _keeps(self, line):
        found = self.judge.new(self._plan(line))
        return not any(CATALOGUE[breach.rule].scope == "person" for breach in found)

    def _plan(self, chosen):
        values = self.possible.rows.start()
        values[[boolean for boolean in chosen if boolean is not None]] = 1
        return self.possible.rows.complete(values)

    # ── demand ──

    def _can_be_met(self, listed):
        if not listed or not self._is_met(np.ones_like(listed[0])):
            return False
        return any(self._is_met(values) and not self.judge.new(values) for values in listed)

    def _is_met(self, values):
        rules = ONLY_DEMAND | {DEMAND: self.problem.rules.get(DEMAND, {})}
        duties = self.possible.duties(values)
        return not check(replace(self.problem, duties=duties, rules=rules))
