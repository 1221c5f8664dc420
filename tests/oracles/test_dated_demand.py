"""Demand on single dates against a second opinion, over random small rotas."""

from random import Random

import pytest

from roster.rules.checker import check, checked
from tests.oracles.comparison import found, ordered, rota
from tests.oracles.cover import demand_is_met
from tests.oracles.departments import with_dates
from tests.oracles.world import World

pytestmark = pytest.mark.slow


def told(problem):
    return ordered(found(breach) for breach in check(problem) if breach.rule == "R-33")


def test_the_checker_and_the_oracle_agree_on_dated_demand():
    broken = changed = 0
    for seed in range(120):
        problem = with_dates(Random(seed), rota(seed))
        expected = ordered(demand_is_met(World(problem)) if "R-33" in checked(problem) else ())
        assert told(problem) == expected, f"rota {seed}"
        broken += bool(expected)
        changed += expected != told(rota(seed))
    assert broken > 50
    assert changed > 50
