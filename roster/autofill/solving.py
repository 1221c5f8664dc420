"""Some cells of a plan decided by CP-SAT, the others as they are.

The model holds only the rows that the free cells are in, with everything else folded into their
bounds, so that its size is that of the part, not of the plan.
"""

from dataclasses import dataclass

from ortools.sat.python import cp_model

FAR = 1 << 40


@dataclass(frozen=True)
class Solved:
    """`values` is null when nothing legal was found. `bound` is of this part's own cost."""

    values: object
    cost: int | None
    bound: float | None
    proved: bool
    impossible: bool = False


class Part:
    """The model of some free booleans of the rows; `values` decides all the others."""

    def __init__(self, rows, values, free):
        self.rows, self.values = rows, values
        self.model = cp_model.CpModel()
        self.free = _with_dependants(rows, free)
        self.vars = {boolean: self.model.new_bool_var("") for boolean in self.free}
        self.costs, self.prices = [], []
        self._add_rows()
        self._add_costs()
        for boolean, var in self.vars.items():
            self.model.add_hint(var, int(values[boolean]))

    def _add_rows(self):
        frozen = self.rows.frozen
        numbers = sorted({number for boolean in self.free for number in frozen.of[boolean]})
        for number in numbers:
            self._add_row(self.rows.rows[number])

    def _add_row(self, row):
        taken, terms, weights = 0, [], []
        for boolean, weight in zip(row.terms, row.weights, strict=True):
            var = self.vars.get(boolean)
            if var is None:
                taken += weight * int(self.values[boolean])
            else:
                terms.append(var)
                weights.append(weight)
        least = None if row.least is None else row.least - taken
        most = None if row.most is None else row.most - taken
        low, high = _reach(weights)
        if least is not None and least > low:
            self._keep(terms, weights, least, least - low, row.under, 1)
        if most is not None and most < high:
            self._keep(terms, weights, most, high - most, row.over, -1)

    def _keep(self, terms, weights, bound, room, price, sign):
        """The sum is at least the bound (sign 1) or at most (−1), or the rest, `room` at the
        most, is paid for.
        """
        if price == 0:
            return
        if price is not None:
            slack = self.model.new_int_var(0, int(room), "")
            self.costs.append(slack)
            self.prices.append(int(price))
            terms, weights = [*terms, slack], [*weights, sign]
        total = cp_model.LinearExpr.weighted_sum(terms, weights)
        low, high = (int(bound), FAR) if sign > 0 else (-FAR, int(bound))
        self.model.add_linear_constraint(total, low, high)

    def _add_costs(self):
        for boolean, var in self.vars.items():
            cost = int(self.rows.cost[boolean])
            if cost:
                self.costs.append(var)
                self.prices.append(cost)
        if self.costs:
            self.model.minimize(cp_model.LinearExpr.weighted_sum(self.costs, self.prices))

    def solve(self, **settings):
        """Solve by CP-SAT with these parameters. Returns Solved."""
        solver = cp_model.CpSolver()
        callback = settings.pop("on_solution", None)
        for name, value in settings.items():
            _set(solver.parameters, name, value)
        watching = _Watching(self, callback) if callback else None
        status = solver.solve(self.model, watching)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Solved(None, None, None, False, status == cp_model.INFEASIBLE)
        proved = status == cp_model.OPTIMAL
        return Solved(
            self.read(solver), solver.objective_value, solver.best_objective_bound, proved
        )

    def read(self, solver):
        values = self.values.copy()
        for boolean, var in self.vars.items():
            values[boolean] = solver.value(var)
        return values


class _Watching(cp_model.CpSolverSolutionCallback):
    def __init__(self, part, callback):
        super().__init__()
        self.part, self.callback = part, callback

    def on_solution_callback(self):
        if self.callback(self.part.read(self), self.best_objective_bound):
            self.stop_search()


def _set(parameters, name, value):
    if isinstance(value, (list, tuple)):
        getattr(parameters, name).extend(value)
    else:
        setattr(parameters, name, value)


def _reach(weights):
    """The least and the most a weighted sum of booleans can be."""
    return sum(w for w in weights if w < 0), sum(w for w in weights if w > 0)


def _with_dependants(rows, free):
    """The free booleans, less those that are fixed, with those that stand for any of them."""
    chosen = {boolean for boolean in free if boolean not in rows.fixed}
    reached = list(chosen)
    while reached:
        more = set(rows.frozen.stand_for[reached.pop()]) - chosen
        chosen |= more
        reached += more
    return sorted(chosen)
