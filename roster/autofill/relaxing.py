"""The linear relaxation of the rows: how good a plan can be at all, and what each option is worth.

Solved by an interior point, whose prices of the rows need not be exact: the bound is worked out
from them in such a way that it holds whatever they are.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

INTERIOR = {"solver": "ipm", "run_crossover": "off"}
TOLERANCE = 1e-4  # floating point may be wrong by so much
LEAST = 0.05  # seconds


@dataclass(frozen=True)
class Relaxed:
    """No plan costs less than `bound`. `worth` is by boolean what a plan costs more with it, and
    `duals` by row what a unit of it is worth.
    """

    bound: float
    worth: np.ndarray
    duals: np.ndarray


def relax(rows, ownership, seconds):
    """The Relaxed of some rows; null when time ran out or no plan is legal.

    Rows that set what stands for several people are left out: they are most of all rows, and
    without them it takes a quarter of the time and comes to the same.
    """
    frozen = rows.frozen
    kept = np.array([not ownership.links(row) for row in rows.rows], dtype=bool)
    duals = np.zeros(len(kept))
    if not kept.any():
        return bound_by(rows, frozen, duals)
    model = mathopt.Model.from_model_proto(_model(rows, frozen, kept))
    limits = mathopt.SolveParameters(
        time_limit=timedelta(seconds=max(LEAST, seconds)),
        highs=highs_pb2.HighsOptionsProto(string_options=INTERIOR),
    )
    try:
        result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    except (
        mathopt.InternalMathOptError,
        AttributeError,
    ):  # the second: its own words for the first
        return None  # HiGHS is not sure of what it found
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    duals[kept] = result.dual_values(list(model.linear_constraints()))
    return bound_by(rows, frozen, duals)


def bound_by(rows, frozen, duals):
    """The Relaxed that some prices of the rows give: every row may be broken at its price."""
    dearest = np.where(frozen.under < 0, np.inf, frozen.under)
    cheapest = np.where(frozen.over < 0, -np.inf, -frozen.over)
    dearest[frozen.least <= -frozen.FAR] = cheapest[frozen.most >= frozen.FAR] = 0
    duals = np.clip(duals, cheapest, dearest)
    bounds = np.where(duals > 0, frozen.least, frozen.most)
    given = (np.where(duals == 0, 0, bounds) * duals).sum()
    size = len(frozen.cost)
    paid = np.bincount(frozen.terms, frozen.weights * duals[frozen.row_of], minlength=size)
    worth = frozen.cost - paid
    low, high = _limits(rows)
    least = np.where(worth > 0, low, high) * worth
    return Relaxed(float(given + least.sum() + frozen.constant - TOLERANCE), worth, duals)


def _limits(rows):
    low, high = np.zeros(len(rows.cells)), np.ones(len(rows.cells))
    for boolean, value in rows.fixed.items():
        low[boolean] = high[boolean] = value
    return low, high


def _model(rows, frozen, kept):
    """The rows kept as a model: the booleans, then what is paid for below the rows and above."""
    size, count, number = len(frozen.cost), int(kept.sum()), np.cumsum(kept) - 1
    low, high = _limits(rows)
    under = np.flatnonzero(kept & (frozen.under >= 0) & (frozen.least > -frozen.FAR))
    over = np.flatnonzero(kept & (frozen.over >= 0) & (frozen.most < frozen.FAR))
    paid, terms = len(under) + len(over), kept[frozen.row_of]
    new = model_pb2.ModelProto()
    new.variables.ids.extend(range(size + paid))
    new.variables.lower_bounds.extend([*low, *np.zeros(paid)])
    new.variables.upper_bounds.extend([*high, *np.full(paid, np.inf)])
    new.variables.integers.extend([False] * (size + paid))
    new.linear_constraints.ids.extend(range(count))
    new.linear_constraints.lower_bounds.extend(_far(frozen.least[kept], frozen.FAR))
    new.linear_constraints.upper_bounds.extend(_far(frozen.most[kept], frozen.FAR))
    costs = np.concatenate([frozen.cost, frozen.under[under], frozen.over[over]]).astype(float)
    priced = np.flatnonzero(costs)
    new.objective.linear_coefficients.ids.extend(priced.tolist())
    new.objective.linear_coefficients.values.extend(costs[priced].tolist())
    at = number[np.concatenate([frozen.row_of[terms], under, over])]
    what = np.concatenate([frozen.terms[terms], np.arange(size, size + paid)])
    amount = np.concatenate([frozen.weights[terms], np.ones(len(under)), -np.ones(len(over))])
    _put(new.linear_constraint_matrix, at, what, amount)
    return new


def _far(bounds, far):
    return np.where(bounds >= far, np.inf, np.where(bounds <= -far, -np.inf, bounds)).tolist()


def _put(matrix, at, what, amount):
    """Fill a matrix, in order and without repeats."""
    order = np.lexsort((what, at))
    at, what, amount = at[order], what[order], amount[order].astype(float)
    first = np.flatnonzero((np.diff(at, prepend=-1) != 0) | (np.diff(what, prepend=-1) != 0))
    matrix.row_ids.extend(at[first].tolist())
    matrix.column_ids.extend(what[first].tolist())
    matrix.coefficients.extend(np.add.reduceat(amount, first).tolist())
