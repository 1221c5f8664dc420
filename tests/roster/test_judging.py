"""What is kept of a rota judged is judged again as a full check would."""

from collections import OrderedDict
from dataclasses import replace
from random import Random

import pytest

from roster import judging
from roster.judging import differing, judged
from roster.rules.checker import check
from tests.oracles.departments import department
from tests.roster.rules.build import MONDAY, away, day, duty, employed, person, rota
from tests.roster.rules.test_rechecking import put, some_cells


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(judging, "kept", OrderedDict())


@pytest.mark.parametrize("seed", range(10))
def test_a_rota_that_changes_and_changes_back_is_judged_as_anew(seed):
    random = Random(seed)
    first = problem = department(random)
    for _ in range(4):
        assert judged(problem).breaches == check(problem)
        problem = put(problem, some_cells(random, problem))
    assert judged(first).breaches == check(first)


def test_a_rota_that_did_not_change_is_not_judged_again():
    problem = rota(duty("asha", MONDAY, "E"))
    assert judged(replace(problem)) is judged(problem)


@pytest.mark.parametrize(
    "fact",
    [
        {"unavailable": (away("asha", "AL", MONDAY, MONDAY),)},
        {"people": (person("asha", employed("assistant_practitioner", 4)),)},
        {"rules": {"R-04": {"enabled": False}}},
        {"history": (duty("asha", "2026-03-22", "L"),)},
        {"following": (duty("asha", "2026-03-30", "E"),)},
    ],
    ids=lambda fact: next(iter(fact)),
)
def test_another_fact_is_another_rota(fact):
    problem = rota(duty("asha", MONDAY, "E"))
    judged(problem)
    other = replace(problem, **fact)
    assert judged(other).whole.problem is other
    assert judged(other).breaches == check(other)


def test_rotas_of_other_weeks_are_kept_beside_each_other():
    one, two = rota(duty("asha", MONDAY, "E")), rota(duty("dev", MONDAY, "E"))
    two = replace(two, unit="XYZ")
    first = judged(one)
    assert judged(two) is not first
    assert judged(one) is first


def test_what_differs_are_the_cells_emptied_filled_and_changed():
    before = rota(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "E"), duty("fay", MONDAY, "E"))
    late, same = duty("dev", MONDAY, "L"), duty("fay", MONDAY, "E")
    after = replace(before, duties=(same, late, duty("asha", "2026-03-24", "E")))
    assert differing(before, after) == {
        ("asha", day(MONDAY)): (),
        ("asha", day("2026-03-24")): (after.duties[2],),
        ("dev", day(MONDAY)): (late,),
    }
