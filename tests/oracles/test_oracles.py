"""The rules against second opinions, over random small rotas.

FAIRWEEK_ORACLE_SEEDS=20000:30000 compares other rotas than the usual ones, for a long run by hand.
"""

import os
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from roster.problem import Problem
from roster.rotafile.reading import read
from roster.rotafile.writing import write
from roster.rules.checker import check, checked
from tests.oracles.comparison import ORACLES, answers, rota

pytestmark = pytest.mark.slow
FEW = range(80)
BY_HAND = os.environ.get("FAIRWEEK_ORACLE_SEEDS")
MANY = range(*map(int, (BY_HAND or "1000:1400").split(":")))
PARTS = 1 if BY_HAND else 4
TOLD_UNDER_R18 = {"R-21"}  # opt-outs have no breach of their own
LISTS = ("people", "shift_types", "unavailable", "other_work", "compensatory_rest")
LISTS += ("sites", "travel", "duties", "history")


@pytest.fixture(scope="module")
def compared():
    """Each of a few random rotas with what was found in it, worked out once for all rules."""
    return {seed: answers(rota(seed)) for seed in FEW}


@pytest.mark.parametrize("rule", ORACLES)
def test_the_checker_and_the_oracle_agree(rule, compared):
    broken = 0
    for seed, found in compared.items():
        told, expected = found[rule]
        assert told == expected, f"rota {seed}"
        broken += bool(expected)
    assert broken > 5, "The random rotas hardly ever break this rule: they prove nothing."


@pytest.mark.timeout(0 if BY_HAND else 900)
@pytest.mark.parametrize("part", range(PARTS))
def test_they_agree_on_many_rotas(part):
    broken, differ, seeds = Counter(), [], MANY[part::PARTS]
    for seed in seeds:
        for rule, (told, expected) in answers(rota(seed)).items():
            broken[rule] += bool(expected)
            if told != expected:
                differ.append((seed, rule, told, expected))
    assert differ == []
    assert all(broken[rule] > len(seeds) / 20 for rule in ORACLES), broken


def test_every_rule_judged_on_a_file_has_an_oracle():
    assert set(checked(replace(rota(1), rules={}))) - TOLD_UNDER_R18 == set(ORACLES)


def test_the_random_rotas_are_rota_files():
    for seed in FEW:
        assert _plain(read(write(rota(seed)))) == _plain(rota(seed))


def _plain(problem: Problem):
    """The rota with its lists in one order."""
    return replace(
        problem, **{name: _sorted(getattr(problem, name)) for name in (*LISTS, "demand")}
    )


def _sorted(rows):
    return tuple(sorted(rows, key=repr))


def test_the_order_of_the_files_lists_changes_no_breach():
    for seed in FEW:
        problem, random = rota(seed), Random(seed)
        mixed = {name: _shuffled(random, getattr(problem, name)) for name in LISTS}
        assert check(replace(problem, **mixed)) == check(problem), f"rota {seed}"


def _shuffled(random, rows):
    return tuple(random.sample(rows, len(rows)))
