"""What the rows are worth that a graph of lines leaves out."""

import numpy as np
import pytest

from benchmarks.shift_scheduling import Compiled
from roster.autofill.foreseeing import LONG
from roster.autofill.owning import Check, Ownership
from roster.autofill.people import People, Person
from roster.autofill.promising import Promised, cheapest
from roster.autofill.raising import Raised
from roster.autofill.relaxing import relax
from tests.roster.autofill.test_lines import some
from tests.roster.autofill.test_shift_scheduling import best_of_all, random_instance


def raised(prices=None, price=None):
    checks = [Check({}, {}, most, price, 0, 1) for most in (3, 5)]
    return Raised(checks, prices)


def test_what_there_is_too_much_of_gets_dearer_and_what_there_is_too_little_of_cheaper():
    prices = raised([1.0, 1.0])
    prices.follow(np.array([2.0, -2.0]), 10)
    assert prices.prices[0] > 1 > prices.prices[1] >= 0


def test_what_is_worth_nothing_stays_so_while_there_is_not_too_much_of_it():
    prices = raised()
    prices.follow(np.array([0.0, -2.0]), 10)
    assert prices.prices.tolist() == [0, 0]


def test_nothing_is_dearer_than_it_may_be_bought_for():
    prices = raised(price=4)
    for _ in range(9):
        prices.follow(np.array([1.0, 1.0]), 10)
    assert prices.prices.tolist() == [4, 4]
    assert prices.forced(np.array([1.0, 1.0]), 10).prices.tolist() == [4, 4]


def test_steps_grow_on_the_way_and_shrink_when_it_turns():
    prices = raised()
    moves = [0.0]
    for way in (1, 1, -1):
        prices.follow(np.array([way, 0.0]), 10)
        moves.append(prices.prices[0])
    there, on, back = np.diff(moves)
    assert on == 2 * there
    assert back == -there


def test_force_leaves_what_was_learned_as_it_is():
    prices = raised([1.0, 1.0])
    assert prices.forced(np.array([2.0, -1.0]), 3).prices.tolist() == [7, 1]
    assert prices.prices.tolist() == [1, 1]


def test_prices_are_right_when_rows_are_kept_and_those_worth_something_just_so():
    prices = raised([0.0, 1.0])
    assert prices.is_right(np.array([-1.0, 0.0]))
    assert not prices.is_right(np.array([0.0, -1.0]))
    assert not prices.is_right(np.array([1.0, 0.0]))


def test_the_cheapest_lines_promise_more_than_the_relaxation_and_no_more_than_the_best_plan():
    more, exact = 0, 0
    for seed in some(40):
        instance = random_instance(seed)
        rows = Compiled(instance).rows
        ownership = Ownership(rows)
        relaxed, best = relax(rows, ownership, 5), best_of_all(instance)
        if relaxed is not None and best is not None:
            promised = Promised(People(rows, ownership, 4), relaxed.duals)
            least = promised.bound
            assert relaxed.bound - 1e-2 <= least <= best + 1e-6, seed
            exactly = [least, *promised.exactly()]
            assert exactly == sorted(exactly)
            assert exactly[-1] <= best + 1e-6, seed
            more += exactly[-1] > relaxed.bound + 1
            exact += exactly[-1] > least + 1
    assert more > 5
    assert exact


def test_where_a_graph_leaves_nothing_out_both_come_to_the_same():
    dice, seen = np.random.default_rng(1), 0
    for seed in some(40):
        rows = Compiled(random_instance(seed)).rows
        people = People(rows, Ownership(rows), LONG)
        prices = rows.frozen.cost - dice.integers(0, 120, len(rows.cells))
        for person in people.all.values():
            if not person.wide:
                least = person.best(prices)[1]
                assert cheapest(person.own, prices) == pytest.approx(least), seed
                seen += 1
    assert seen > 20


def test_begun_at_the_relaxation_lines_promise_at_least_as_much():
    seen = 0
    for seed in some(60):
        rows = Compiled(random_instance(seed)).rows
        ownership = Ownership(rows)
        relaxed = relax(rows, ownership, 5)
        people = People(rows, ownership)
        if relaxed is None or not people.numbers:
            continue
        duals = people.signed(relaxed.duals[people.shared])
        prices, least = people.prices(duals), people.given(duals) + rows.constant
        for number in people.numbers:
            person = Person(rows, ownership, number, work=4)
            seen += bool(person.wide)
            least += person.best(prices, 1, person.raised(relaxed.duals))[1]
        assert least >= relaxed.bound - 1e-2 or least == pytest.approx(relaxed.bound), seed
    assert seen > 5
