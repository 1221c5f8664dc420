"""Bounds: no plan costs less, whatever the prices of the rows that they are worked out from."""

import numpy as np

from roster.autofill.filling import compiled
from roster.autofill.owning import Ownership
from roster.autofill.relaxing import bound_by, relax
from roster.autofill.weights import Weights
from tests.roster.autofill.tiny import department, plans


def costs(rows, possible):
    """(cost, values) of every plan that keeps the rows."""
    for values in plans(possible):
        broken, cost = rows.frozen.judged(values)
        if not broken:
            yield cost, values


def test_no_plan_costs_less_than_the_bound_and_the_bound_is_near():
    near = 0
    for seed in range(40):
        possible = compiled(department(seed), False, Weights())
        rows = possible.rows
        best = min((cost for cost, _ in costs(rows, possible)), default=None)
        relaxed = relax(rows, Ownership(rows), 10)
        if best is not None and relaxed is not None:
            assert relaxed.bound <= best
            near += relaxed.bound >= 0.8 * best
    assert near > 20


def test_any_prices_of_the_rows_give_a_bound():
    """And what they say an option is worth: no plan with it costs less than bound and worth."""
    looked = 0
    for seed in range(30):
        possible = compiled(department(seed), False, Weights())
        rows, dice = possible.rows, np.random.default_rng(seed)
        relaxed = bound_by(rows, rows.frozen, dice.normal(0, 30, len(rows.rows)))
        for cost, values in costs(rows, possible):
            dear = np.flatnonzero((relaxed.worth > 0) & (values == 1) & (rows.frozen.cost >= 0))
            free = [b for b in dear if b not in rows.fixed]
            assert relaxed.bound + sum(relaxed.worth[free]) <= cost + 1e-3
            looked += 1
    assert looked > 100
