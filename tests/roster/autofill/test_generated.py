"""Whole departments filled with a little work: whatever comes of it, no rule is broken."""

from datetime import timedelta

import pytest

from roster.autofill import searching
from roster.autofill.filling import fill
from roster.autofill.mending import DEMAND
from roster.rules.checker import check
from tests.oracles.comparison import ORACLES
from tests.oracles.world import World
from tests.roster.autofill.generated import AUTUMN, SPRING, generated

pytestmark = pytest.mark.slow
SIZES = {20: 15, 60: 12, 150: 10}  # people, and parts that are decided


@pytest.fixture(autouse=True)
def little_work(monkeypatch):
    monkeypatch.setattr(searching, "FORESEEN", 0.01)
    monkeypatch.setattr(searching, "REPEATABLE", 1)


def filled(people, tight, starts=AUTUMN):
    problem = generated(people, tight, starts)
    return fill(problem, 90, workers=1, parts=SIZES[people])


def hard(problem):
    return [b for b in check(problem) if b.level != "should" and b.rule != DEMAND]


@pytest.mark.parametrize("tight", [True, False], ids=["tight", "slack"])
@pytest.mark.parametrize("people", SIZES)
def test_no_hard_rule_is_ever_broken(people, tight):
    proposal = filled(people, tight)
    assert hard(proposal.problem) == []
    assert len(proposal.added) > people
    assert bool(proposal.uncovered) >= tight


@pytest.mark.parametrize("starts", [AUTUMN, SPRING], ids=["back", "forward"])
def test_nor_in_the_night_the_clocks_change_nor_by_second_opinions_on_the_rules(starts):
    proposal = filled(20, False, starts)
    night = starts + timedelta(days=5)
    assert [duty for duty in proposal.added if duty.shift == "N" and duty.date == night]
    world = World(proposal.problem)
    found = [row for rule in ORACLES if rule != DEMAND for row in ORACLES[rule](world)]
    assert hard(proposal.problem) == [row for row in found if row.level != "should"] == []
