"""What no plan costs less than: everybody's cheapest line at some prices of the shared rows.

A graph is quick and leaves rows out; CP-SAT knows every row of a person's own, and decides so few
options in a tenth of a second.
"""

import numpy as np
from ortools.sat.python import cp_model

SCALE = 100  # CP-SAT counts in whole numbers: hundredths of a point
LIMITS = {"num_workers": 1, "max_deterministic_time": 2.0, "linearization_level": 2}


class Promised:
    """`bound` is no less than what the relaxation says that the prices (`duals`) come from."""

    def __init__(self, people, duals):
        self.people = people
        shared = people.signed(duals[people.shared])
        self.prices = people.prices(shared)
        self.given = people.given(shared) + people.rows.constant
        self.least = {
            number: person.best(self.prices, raised=person.raised(duals))[1]
            for number, person in people.all.items()
        }

    @property
    def bound(self):
        return self.given + sum(self.least.values())

    def exactly(self):
        """Yields the bound each time that somebody's line is known better than by their graph."""
        for number, person in self.people.all.items():
            if person.wide:
                found = cheapest(person.own, self.prices)
                self.least[number] = max(self.least[number], found)
                yield self.bound


def cheapest(own, prices):
    """What no line of a person costs less than at some prices a boolean; infinite without any."""
    line = _Line(own)
    paid = [sum(prices[b] for b in own.with_[option]) for option in line.options]
    paid += [prices[spell] for spell in own.spells]
    costs = [*np.floor(np.array(paid) * SCALE).astype(np.int64).tolist(), *line.dear]
    variables = [*line.options.values(), *line.spells.values(), *line.missed]
    line.model.minimize(cp_model.LinearExpr.weighted_sum(variables, costs))
    solver = cp_model.CpSolver()
    for name, value in LIMITS.items():
        setattr(solver.parameters, name, value)
    if solver.solve(line.model) == cp_model.INFEASIBLE:
        return np.inf
    return solver.best_objective_bound / SCALE


class _Line:
    """What one person can work, as a model: a duty a day, spells, the rows of their own."""

    def __init__(self, own):
        self.model, self.missed, self.dear = cp_model.CpModel(), [], []
        days = own.options.values()
        self.options = {b: self.model.new_bool_var("") for day in days for b in day}
        for day in days:
            self.model.add_at_most_one(self.options[b] for b in day)
        self.spells = {spell: self.model.new_bool_var("") for spell in own.spells}
        for spell, var in self.spells.items():
            days = [day for b, day in self.options.items() if spell in own.touched[b]]
            self.model.add_max_equality(var, days)
        for check in own.checks:
            self._keep(check)

    def _keep(self, check):
        terms = [self.options[b] for b in check.options] + [self.spells[s] for s in check.spells]
        weights = [*check.options.values(), *check.spells.values()]
        total = cp_model.LinearExpr.weighted_sum(terms, weights)
        if check.price is None:
            self.model.add(total <= check.most)
            return
        most = sum(max(0, weight) for weight in weights)
        missed = self.model.new_int_var(0, max(0, most - check.most), "")
        self.model.add(total - missed <= check.most)
        self.missed.append(missed)
        self.dear.append(int(check.price) * SCALE)
