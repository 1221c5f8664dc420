"""Whole lines: the best of a person against all there are, and plans put together of them."""

import itertools
import random

import numpy as np
import pytest

from benchmarks.shift_instances import faults
from benchmarks.shift_scheduling import Compiled
from roster.autofill.diving import Aim, dive
from roster.autofill.line_graph import WORK
from roster.autofill.owning import Ownership
from roster.autofill.people import People, Person
from roster.autofill.rows import Rows
from tests.roster.autofill.test_shift_scheduling import best_of_all, is_legal, random_instance


def lines(instance, compiled, who):
    """The values of each legal line of somebody, beside others who do not work."""
    for line in itertools.product([None, *instance.shifts], repeat=instance.days):
        if is_legal(instance, who, line):
            values = compiled.rows.start()
            for day, shift in enumerate(line):
                if shift:
                    values[compiled.options[who, day, shift]] = 1
            yield compiled.rows.complete(values)


def some(count):
    """Seeds of instances that somebody can work in."""
    seeds = (
        seed for seed in itertools.count() if not Compiled(random_instance(seed)).rows.hopeless
    )
    return itertools.islice(seeds, count)


def best_and_least(seed, work):
    """(cost of the best column found or null, the least promised, the best by enumeration)"""
    instance, dice = random_instance(seed), random.Random(seed)
    compiled = Compiled(instance)
    prices = np.array([dice.uniform(-9, 9) for _ in compiled.rows.cells])
    ownership = Ownership(compiled.rows)
    person, own = Person(compiled.rows, ownership, 0, work), np.array(ownership.owner) == 0
    prices[list(person.own.spells)] = 0
    columns, least = person.best(prices)
    rows = [compiled.rows.rows[number] for number in ownership.own_rows[0]]
    costs = [
        (values * prices)[own].sum() + paid(rows, values)
        for values in lines(instance, compiled, "A")
    ]
    found = None
    if columns:
        values = compiled.rows.start()
        values[columns[0].booleans] = 1
        found = (values * prices)[own].sum() + paid(rows, values)
    return found, least, min(costs, default=np.inf)


def paid(rows, values):
    """What the rows with a price cost."""
    sums = [sum(w * values[t] for t, w in zip(r.terms, r.weights, strict=True)) for r in rows]
    return sum(
        (row.under or 0) * max(0, (row.least or 0) - total)
        + (row.over or 0) * max(0, total - (row.most or 0))
        for row, total in zip(rows, sums, strict=True)
    )


def test_the_best_line_is_the_best_of_all():
    for seed in some(150):
        found, least, best = best_and_least(seed, WORK)
        assert least == pytest.approx(best), seed
        assert found == (pytest.approx(best) if best < np.inf else None), seed


def test_a_graph_that_leaves_rows_out_promises_no_more_than_the_best_line():
    found = [best_and_least(seed, work) for seed in some(100) for work in (1, 8, 40)]
    for column, least, best in found:
        assert least <= best + 1e-6
        assert column is None or column >= best - 1e-6
    assert sum(column is not None and column > best for column, _, best in found) > 3


def test_who_works_both_days_of_a_weekend_pays_once_for_it_in_what_is_promised():
    """Four weekends, two of them at the most; the row is left out of the graph."""
    rows = Rows()
    weekends = [[rows.option(0, 7 * week + day) for day in (5, 6)] for week in range(4)]
    worked = [rows.any_of(days) for days in weekends]
    rows.row(worked, (1,) * 4, None, 2)
    person = Person(rows, Ownership(rows), 0, work=1)
    assert person.wide
    prices = np.zeros(len(rows.cells))
    prices[[day for days in weekends for day in days]] = -10
    _, least = person.best(prices)
    assert least <= -40  # two weekends, both days


def test_a_dive_makes_legal_plans_and_promises_no_better_one_than_there_is():
    close = 0
    for seed in range(40):
        instance = random_instance(seed)
        compiled, plans, bounds = Compiled(instance), [], []
        aim = Aim(lambda looks: looks / 50, bounds.append, plans.append, lambda: None, None)
        dive(People(compiled.rows, Ownership(compiled.rows)), aim, 0)
        best = None if compiled.rows.hopeless else best_of_all(instance)
        assert compiled.rows.hopeless or bool(plans) == (best is not None)
        if best is not None:
            assert max(bounds) <= best + 1e-6
            assert not any(list(faults(instance, compiled.plan(values))) for values in plans)
            close += compiled.rows.frozen.judged(plans[-1])[1] == best
    assert close > 15
