"""Whole lines put together: the master problem of column generation.

It chooses a mix of lines for each person so that the shared rows cost least; its duals price new
lines. Its value is near the best plan's, and so are its lines.
"""

from collections import defaultdict
from datetime import timedelta

import numpy as np
from ortools.math_opt.python import mathopt

HARD = 20.0  # times the dearest price: what a hard row costs a unit while it is not kept yet
SURE = 0.5  # of a line that is worked or not
GOING_ON = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF)  # from the basis before
KEPT = 120  # lines of a person: beyond them the oldest are forgotten


class Master:
    """The linear problem over the lines found so far."""

    def __init__(self, people):
        self.people = people
        self.model = mathopt.Model()
        self.hard = HARD * self._dearest()
        self.rows = [self._row(n) for n in range(len(people.shared))]
        self.one_each = {p: self.model.add_linear_constraint(lb=1, ub=1) for p in people.numbers}
        for boolean in people.linking:
            self._variable(people.rows.cost[boolean], *people.adds([boolean]), most=1)
        for p in people.numbers:
            self._artificial(p)
        self.columns, self.of, self.settled = {}, defaultdict(list), {}
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    def _dearest(self):
        people = self.people
        cost = np.abs(people.rows.frozen.cost).max(initial=1)
        return float(max(cost, people.under.max(initial=1), people.over.max(initial=1)))

    def _row(self, number):
        people, far = self.people, self.people.rows.frozen.FAR / 2
        least, most = people.least[number], people.most[number]
        row = self.model.add_linear_constraint(
            lb=least if least > -far else -np.inf, ub=most if most < far else np.inf
        )
        for bound, price, sign in ((least, people.under, 1), (most, people.over, -1)):
            if abs(bound) < far:
                paid = float(price[number]) if price[number] >= 0 else self.hard
                slack = self.model.add_variable(lb=0)
                row.set_coefficient(slack, sign)
                self.model.objective.set_linear_coefficient(slack, paid)
        return row

    def _artificial(self, person):
        """Stands in for a person of whom no line is known yet."""
        variable = self._variable(self.hard * 100, [], [])
        self.one_each[person].set_coefficient(variable, 1)

    def _variable(self, cost, rows, weights, most=np.inf):
        variable = self.model.add_variable(lb=0, ub=most)
        self.model.objective.set_linear_coefficient(variable, float(cost))
        for row, weight in zip(rows, weights, strict=True):
            self.rows[row].set_coefficient(variable, float(weight))
        return variable

    def add(self, column):
        """Whether the line is a new one."""
        if column in self.columns:
            return False
        variable = self._variable(column.cost, *self.people.adds(column.booleans))
        self.one_each[column.person].set_coefficient(variable, 1)
        self.columns[column] = variable
        self.of[column.person].append(column)
        return True

    def settle(self, column):
        """This person works this line."""
        self.settled[column.person] = column
        for other in self.of[column.person]:
            self.columns[other].upper_bound = np.inf if other == column else 0

    def loosen(self, person):
        """This person's line is open again; the oldest of many are forgotten."""
        self.settled.pop(person, None)
        old = self.of[person][:-KEPT]
        self.of[person] = self.of[person][-KEPT:]
        for column in old:
            self.model.delete_variable(self.columns.pop(column))
        for column in self.of[person]:
            self.columns[column].upper_bound = np.inf

    def choose(self, seconds):
        """The best line of each person of those known, as far as time allows; null: none found."""
        for variable in self.columns.values():
            variable.upper_bound, variable.integer = 1, True
        limits = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds))
        result = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=limits)
        chosen = None
        if result.has_primal_feasible_solution():
            taken = result.variable_values(list(self.columns.values()))
            chosen = [column for x, column in zip(taken, self.columns, strict=True) if x > SURE]
        for variable in self.columns.values():
            variable.upper_bound, variable.integer = np.inf, False
        return chosen

    def solve(self):
        """(value, a dual for each shared row, [(share, line)]); null if it cannot be solved."""
        result = self.solver.solve(params=GOING_ON)
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        duals = np.array(result.dual_values(self.rows))
        shares = result.variable_values(list(self.columns.values()))
        mix = [(x, column) for x, column in zip(shares, self.columns, strict=True) if x > 1e-6]
        return result.objective_value(), duals, mix
