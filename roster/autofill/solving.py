"""Some cells of a plan decided by CP-SAT, the others as they are.

The model holds only the rows that the free cells are in, with everything else folded into their
bounds, so that its size is that of the part, not of the plan.
"""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from roster.autofill.folding import Folded

FAR = 1 << 40


@dataclass(frozen=True)
class Solved:
    """`values` is null when nothing legal was found. `cost` is of this part's own rows alone, and
    no way to decide it costs less by more than `slack`.
    """

    values: object
    cost: int | None
    slack: float | None
    proved: bool
    impossible: bool = False


class Part:
    """The model of some free booleans of the rows; `values` decides all the others.

    Its constraints are written straight into the protocol buffer: that is most of a part's time.
    """

    def __init__(self, rows, values, free):
        self.rows, self.values = rows, values
        part = Folded(rows, values, free)
        self.free = part.free
        self.model = cp_model.CpModel()
        self.vars = [self.model.new_bool_var("") for _ in self.free]
        self.costs, self.prices = [], []
        if len(self.free):
            self._add_rows(part)
        self._add_costs()
        for var, value in zip(self.vars, values[self.free].tolist(), strict=True):
            self.model.add_hint(var, value)

    def _add_rows(self, part):
        """Each row, if it can be missed at all."""
        room_under, room_over = part.least - part.low, part.high - part.most
        for n, *some in part.each():
            if room_under[n] > 0:
                self._keep(*some, int(part.least[n]), int(room_under[n]), part.under[n], 1)
            if room_over[n] > 0:
                self._keep(*some, int(part.most[n]), int(room_over[n]), part.over[n], -1)

    def _keep(self, terms, weights, bound, room, price, sign):
        """The sum is at least the bound (sign 1) or at most (−1), or the rest, `room` at the
        most, is paid for; a price below nought: never.
        """
        if price == 0:
            return
        linear = self.model.proto.constraints.add().linear
        linear.vars.extend(terms)
        linear.coeffs.extend(weights)
        if price > 0:
            slack = self.model.new_int_var(0, room, "")
            self.costs.append(slack)
            self.prices.append(int(price))
            linear.vars.append(slack.index)
            linear.coeffs.append(sign)
        linear.domain.extend((bound, FAR) if sign > 0 else (-FAR, bound))

    def _add_costs(self):
        costs = self.rows.frozen.cost[self.free].tolist()
        for var, cost in zip(self.vars, costs, strict=True):
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
        cost = solver.objective_value
        return Solved(self.read(solver), cost, cost - solver.best_objective_bound, proved)

    def read(self, solver):
        values = self.values.copy()
        values[self.free] = [solver.value(var) for var in self.vars]
        return values


class _Watching(cp_model.CpSolverSolutionCallback):
    def __init__(self, part, callback):
        super().__init__()
        self.part, self.callback = part, callback

    def on_solution_callback(self):
        bound = self.best_objective_bound - self.objective_value
        if self.callback(self.part.read(self), bound):
            self.stop_search()


def _set(parameters, name, value):
    if isinstance(value, (list, tuple)):
        getattr(parameters, name).extend(value)
    else:
        setattr(parameters, name, value)
