"""Whole lines made anew beside the others: what they cost, and that plans only get better."""

import random

from benchmarks.shift_instances import faults
from benchmarks.shift_scheduling import Compiled
from roster.autofill.owning import Ownership
from roster.autofill.people import People
from roster.autofill.rebuilding import Rebuilding
from roster.autofill.rows import Rows
from tests.roster.autofill.test_shift_scheduling import (
    best_of_all,
    larger_instance,
    random_instance,
)


def never():
    return False


def rebuilding_of(rows, seed=1):
    return Rebuilding(People(rows, Ownership(rows)), random.Random(seed))


def test_what_it_finds_costs_what_it_says_and_never_more_than_before():
    for seed in range(10):
        instance = larger_instance(seed)
        compiled = Compiled(instance)
        rows, rebuilding = compiled.rows, rebuilding_of(compiled.rows, seed)
        plan = rebuilding.from_nothing()
        costs = [rows.frozen.judged(plan)[1]]
        for _ in range(3):
            plan, _ = rebuilding.improved(plan, never)
            assert not list(faults(instance, compiled.plan(plan)))
            costs.append(rows.frozen.judged(plan)[1])
            assert rebuilding.cost + rows.constant == costs[-1]
        assert costs == sorted(costs, reverse=True)
        assert costs[-1] < costs[0]


def test_two_people_are_often_planned_as_well_as_can_be():
    as_good = []
    for seed in range(40):
        instance = random_instance(seed)
        compiled = Compiled(instance)
        best = None if compiled.rows.hopeless else best_of_all(instance)
        if best is not None:
            rebuilding = rebuilding_of(compiled.rows)
            plan, _ = rebuilding.improved(rebuilding.from_nothing(), never)
            cost = compiled.rows.frozen.judged(plan)[1]
            assert cost >= best
            as_good.append(cost == best)
    assert sum(as_good) > 0.8 * len(as_good) > 10


def test_only_the_people_named_have_other_lines():
    compiled = Compiled(larger_instance(3))
    rebuilding = rebuilding_of(compiled.rows)
    plan = rebuilding.from_nothing()
    found, people = rebuilding.improved(plan, never)
    cells = compiled.rows.cells
    changed = {cells[b][0] for b in (found != plan).nonzero()[0] if cells[b] is not None}
    assert changed == set(people) != set()


def test_nothing_is_made_anew_once_it_is_over():
    compiled = Compiled(larger_instance(4))
    rebuilding = rebuilding_of(compiled.rows)
    plan = rebuilding.from_nothing()
    found, people = rebuilding.improved(plan, lambda: True)
    assert (found == plan).all()
    assert people == []


def rows_with_company():
    """Two people, one day: whoever works alone costs 5, both cost nothing, and working gains 1."""
    rows = Rows()
    booleans = [rows.option(person, 0, cost=-1) for person in range(2)]
    other = [rows.option(person, 1, cost=0) for person in range(2)]
    anybody = rows.any_of(booleans)
    rows.row((anybody, *booleans), (2, -1, -1), None, 0, over=5)
    for first, second in zip(booleans, other, strict=True):
        rows.row((first, second), (1, 1), None, 1)
    return rows, booleans


def test_what_stands_for_several_people_is_priced_while_nobody_else_makes_it_true():
    rows, (first, second) = rows_with_company()
    rebuilding = rebuilding_of(rows)
    rebuilding.improved(rows.start(), lambda: True)
    assert rebuilding._prices(0, 0)[first] == 4
    there = rows.start()
    there[second] = 1
    rebuilding.improved(rows.complete(there), lambda: True)
    assert rebuilding.cost == 4
    assert rebuilding._prices(0, 0)[first] == -6
