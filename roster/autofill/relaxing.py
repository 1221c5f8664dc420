"""The linear relaxation of the rows: how good a plan can be at all.

Rota models are tight: its value is near the best plan's.
"""

from datetime import timedelta

from ortools.math_opt.python import mathopt

INFINITY = float("inf")
TOLERANCE = 1e-4  # floating point may be wrong by so much


def relax(rows, seconds):
    """A bound on what every plan costs; null when time ran out or no plan is legal."""
    model = mathopt.Model()
    found = [_variable(model, rows, boolean) for boolean in range(len(rows.cells))]
    for row in rows.rows:
        _add(model, found, row)
    for boolean, cost in enumerate(rows.cost):
        if cost:
            model.objective.set_linear_coefficient(found[boolean], cost)
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.05, seconds)))
    result = mathopt.solve(model, mathopt.SolverType.GLOP, params=limits)
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    return result.objective_value() + rows.constant - TOLERANCE


def _variable(model, rows, boolean):
    value = rows.fixed.get(boolean)
    low, high = (0, 1) if value is None else (value, value)
    return model.add_variable(lb=low, ub=high)


def _add(model, found, row):
    least = -INFINITY if row.least is None else row.least
    most = INFINITY if row.most is None else row.most
    new = model.add_linear_constraint(lb=least, ub=most)
    for boolean, weight in zip(row.terms, row.weights, strict=True):
        new.set_coefficient(found[boolean], weight)
    for price, sign, bound in ((row.under, 1, least), (row.over, -1, most)):
        if price is not None and abs(bound) < INFINITY:
            slack = model.add_variable(lb=0)
            new.set_coefficient(slack, sign)
            model.objective.set_linear_coefficient(slack, price)
