"""Solver and checker say the same of every rule the checker judges, on the random departments of
the second opinions: each rule alone, on duties by themselves and on random plans.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import time

import pytest

from roster import problem as plain
from roster.autofill.filling import compiled
from roster.autofill.mending import DEMAND, Judge, hard, new_ones
from roster.autofill.weights import Weights
from roster.rules.catalogue import CATALOGUE, JUDGED
from roster.rules.checker import check
from tests.oracles.comparison import rota

SAME, FREE = (True, True), (False, False)
TOO_STRICT, UNSEEN = (True, False), (False, True)
ALIKE = frozenset({SAME, FREE})

# A duty that breaks one of these by itself is no option, and no other is left out.
LEFT_OUT = ("R-01", "R-07", "R-09", "R-11", "R-15", "R-16", "R-19", "R-22", "R-23", "R-37")

# What rows say of plans that break a rule, and what a price says of those that are warned of. Of
# each rule that is not named: the checker finds nothing either.
FORBIDDEN = dict.fromkeys(("R-02", "R-04", "R-14", "R-16", "R-17", "R-34", "R-35", "R-39"), ALIKE)
# Of some only a part; the rest is left to the checker.
IN_PART = dict.fromkeys(("R-18", "R-23"), frozenset({SAME, FREE, UNSEEN}))
# No compensatory rest, and no reason for a short rest, excuses anything in a fill.
MORE_THAN_THE_RULE = dict.fromkeys(("R-19", "R-20"), frozenset({SAME, FREE, UNSEEN, TOO_STRICT}))
LEFT_TO_THE_CHECKER = dict.fromkeys(("R-05", "R-06", "R-08"), frozenset({UNSEEN, FREE}))
MUST = FORBIDDEN | IN_PART | MORE_THAN_THE_RULE | LEFT_TO_THE_CHECKER
PRICED = dict.fromkeys(
    ("R-03", "R-11", "R-12", "R-17", "R-22", "R-31", "R-33", "R-37", "R-39"), ALIKE
)
PRICED_BEFORE_THE_CHECKER_WARNS = dict.fromkeys(
    ("R-24", "R-38", "R-40"), frozenset({SAME, FREE, TOO_STRICT})
)
PRICED_IN_PART = {"R-18": frozenset({SAME, FREE, UNSEEN})}
NOT_AIMED_AT = {"R-05": frozenset({UNSEEN, FREE})}  # as a warning
SHOULD = PRICED | PRICED_BEFORE_THE_CHECKER_WARNS | PRICED_IN_PART | NOT_AIMED_AT
CANNOT_BE_BROKEN = {
    "R-10": "nobody in training is planned",
    "R-13": "nobody is planned on a date without a post",
    "R-36": "no learner is planned",
}

NOTHING = {name.name: 0 for name in fields(Weights)}
DEPARTMENTS, PLANS, DUTIES = 50, 6, 8


@dataclass
class Found:
    """{(the fill says so, the checker says so): times}: of duties by themselves, of plans that
    break a rule, and of those that break none, of what is warned of.
    """

    alone: Counter = field(default_factory=Counter)
    must: Counter = field(default_factory=Counter)
    should: Counter = field(default_factory=Counter)


def found(rule):
    so_far = Found()
    for seed in range(DEPARTMENTS):
        _look(with_only(rule, seed), rule, random.Random(seed), so_far)
    return so_far


def with_only(rule, seed):
    problem = rota(seed)
    rules = {other: {"enabled": False} for other in CATALOGUE}
    rules[rule] = problem.rules.get(rule, {}) | {"enabled": True}
    problem = replace(problem, rules=rules, duties=())
    return _with_early_starts(problem) if rule == "R-14" else problem


def _with_early_starts(problem):
    """A night that ends after an early duty begins: else no two duties on two dates overlap."""
    lines = tuple(
        plain.Demand("TH", "XR", plain.WEEKDAYS, *times, "radiographer", 1)
        for times in ((time(22), time(6)), (time(5), time(13)))
    )
    early = plain.ShiftType("B", time(5), time(13), 30)
    return replace(problem, shift_types=(*problem.shift_types, early), demand=lines)


def weights_of(rule):
    priced = {"warning": 1, "over_week": 1, "off_contract": 1, "turn": 1}
    return Weights(**NOTHING | ({"missing": 1, "critical": 1} if rule == DEMAND else priced))


def _look(problem, rule, dice, so_far):
    possible = compiled(problem, False, weights_of(rule))
    judge = Judge(possible)
    for duty, is_option in _duties(possible, dice):
        broken = new_ones(hard(problem, (duty,)), judge.before)
        own = any(breach.person == duty.person for breach in broken)
        so_far.alone[not is_option, own] += 1
    for _ in range(PLANS):
        values = _plan(possible, dice)
        broken, cost = possible.rows.frozen.judged(values)
        new = bool(judge.new(values))
        so_far.must[bool(broken), new] += 1
        if not broken and not new:
            so_far.should[cost > 0, _is_warned(possible, values)] += 1


def _duties(possible, dice):
    """Some that anybody might work, with whether a plan may hold them."""
    options = {possible.items[b].duty for own in possible.options.values() for b in own}
    people = possible.problem.people
    duties = [item.duty for person in people for item in possible.candidates(person)]
    some = dice.sample(duties, min(DUTIES, len(duties)))
    return [(duty, duty in options) for duty in some]


def _plan(possible, dice):
    values, busy = possible.rows.start(), dice.choice((0.2, 0.5, 0.9))
    for booleans in possible.options.values():
        if dice.random() < busy:
            values[dice.choice(booleans)] = 1
    return possible.rows.complete(values)


def _is_warned(possible, values):
    breaches = check(replace(possible.problem, duties=possible.duties(values)))
    return any(breach.level == "should" or breach.rule == DEMAND for breach in breaches)


JUDGES = sorted(rule.id for rule in JUDGED if rule.function)


@pytest.mark.slow
@pytest.mark.parametrize("rule", JUDGES)
def test_a_fill_says_of_a_rule_what_the_checker_does(rule):
    """What is listed above has arisen, each kind of it, and nothing else."""
    told = found(rule)
    assert set(told.must) == MUST.get(rule, {FREE})
    assert set(told.should) == SHOULD.get(rule, {FREE})
    if rule in LEFT_OUT:
        assert set(told.alone) == ALIKE
    assert told.alone[TOO_STRICT] == 0
    assert told.must[TOO_STRICT] < max(1, told.must[SAME])


def test_every_rule_has_arisen_or_cannot_be_broken_by_a_fill():
    assert sorted({*LEFT_OUT, *MUST, *SHOULD, *CANNOT_BE_BROKEN}) == JUDGES
