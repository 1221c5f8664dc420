"""Which part of a plan is decided again: always one that is there to be decided."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from roster.autofill import neighbourhoods
from roster.autofill.neighbourhoods import GROW, GROW_LARGE, SECONDS, Choosing
from roster.autofill.rows import Rows
from roster.autofill.solving import Solved

OPEN = range(10, 80)


def choosing(seed, *terms):
    """One person with a settled day, and a row that costs over these of their options."""
    rows = Rows()
    rows.fix(rows.option(0, 5), 1)
    options = [rows.option(0, day) for day in OPEN]
    rows.row(terms or (0, *options), (1,) * (len(terms) or 71), 100, None, under=3)
    found = Choosing(rows, Random(seed))
    found.kinds["costly"].size = 5
    return found


@pytest.mark.parametrize("terms", [(), (0,)])
def test_a_part_around_a_cost_keeps_to_what_is_open(terms):
    for seed in range(100):
        found = choosing(seed, *terms)
        people, days = found._costly(found.kinds["costly"], found.rows.start(), frozenset())
        assert people == [0]
        assert set(days) < set(OPEN)


@pytest.mark.parametrize(("large", "seconds"), [(140, SECONDS), (35, 2 * SECONDS)])
def test_parts_of_a_large_plan_take_more_time_and_grow_slowly(monkeypatch, large, seconds):
    monkeypatch.setattr(neighbourhoods, "LARGE", large)
    found = choosing(1)
    kind, done = found.kinds["days"], Solved(None, None, None, proved=True)
    move = found._move("days", found.people, found.days)
    kind.size = 62
    found.learn(move, done, False)
    assert move.seconds == seconds
    grown = min(found.total, 62 * (GROW_LARGE if seconds > SECONDS else GROW))
    assert kind.size == grown
    found.learn(move, replace(done, proved=False), False)
    assert kind.size < grown


def test_where_likely_options_are_known_only_they_make_a_plan_large(monkeypatch):
    monkeypatch.setattr(neighbourhoods, "LARGE", 35)
    monkeypatch.setattr(neighbourhoods, "LIKELY", 1)
    rows = Rows()
    options = [rows.option(0, day) for day in OPEN for _ in range(2)]
    found = Choosing(rows, Random(1))
    assert found.annealed().seconds == 4 * SECONDS
    found.prefer(np.arange(float(len(options))))
    assert found.annealed().seconds == 2 * SECONDS
