"""Solver and checker say the same of every plan, rule by rule, with no other rule on."""

import itertools
from collections import Counter
from dataclasses import fields, replace

import pytest

from roster.autofill.filling import compiled
from roster.autofill.mending import DEMAND, Judge
from roster.autofill.weights import Weights
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from tests.roster.autofill.tiny import department, plans

NOTHING = {field.name: 0 for field in fields(Weights)}
WEIGHTS = Weights(**NOTHING | {"warning": 1, "over_week": 1, "off_contract": 1, "turn": 1})
KEPT = ("R-02", "R-04", "R-16", "R-17", "R-19", "R-34", "R-35", "R-39")
LEFT_TO_THE_CHECKER = ("R-05", "R-06")
PRICED = ("R-03", "R-17", "R-22", "R-39")
PRICED_BEFORE_THE_CHECKER_WARNS = ("R-24", "R-38", "R-40")  # the first turn, what history brings
PLANS = 60  # of one department, at the most
MORE = {"R-02": 60, "R-40": 60}  # departments until one breaks such a rule; of others twenty do


def verdicts(rule, seeds):
    """{("must", the rows are broken, the checker finds a must): plans, and of those that keep all
    ("should", it costs something, the checker warns): plans}
    """
    found = Counter()
    for seed in seeds:
        problem = department(seed)
        rules = {other: {"enabled": False} for other in CATALOGUE}
        rules[rule] = problem.rules.get(rule, {}) | {"enabled": True}
        problem = replace(problem, rules=rules)
        possible = compiled(problem, False, WEIGHTS)
        judge = Judge(possible)
        for values in itertools.islice(plans(possible), PLANS):
            broken, cost = possible.rows.frozen.judged(values)
            new = bool(judge.new(values))
            found["must", bool(broken), new] += 1
            if not broken and not new:
                warned = check(replace(problem, duties=possible.duties(values)))
                found["should", cost > 0, any(b.level == "should" for b in warned)] += 1
    return found


def of(found, level):
    return {pair[1:] for pair in found if pair[0] == level}


@pytest.mark.parametrize("rule", KEPT)
def test_the_rows_forbid_what_the_checker_does_and_nothing_else(rule):
    assert of(verdicts(rule, range(MORE.get(rule, 20))), "must") == {(True, True), (False, False)}


@pytest.mark.parametrize("rule", LEFT_TO_THE_CHECKER)
def test_what_only_the_checker_finds_the_rows_do_not_forbid(rule):
    assert of(verdicts(rule, range(MORE.get(rule, 20))), "must") == {(False, True), (False, False)}


@pytest.mark.parametrize("rule", PRICED)
def test_a_plan_costs_something_exactly_where_the_checker_warns(rule):
    assert of(verdicts(rule, range(MORE.get(rule, 20))), "should") == {(True, True), (False, False)}


@pytest.mark.parametrize("rule", PRICED_BEFORE_THE_CHECKER_WARNS)
def test_whatever_the_checker_warns_of_costs_something(rule):
    found = of(verdicts(rule, range(MORE.get(rule, 20))), "should")
    assert (True, True) in found
    assert (False, True) not in found


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("rule", sorted(set(CATALOGUE) - {DEMAND}))
def test_no_rule_is_kept_that_the_checker_would_let_pass(rule):
    """Nor priced too little; on many more departments."""
    found = verdicts(rule, range(100, 160))
    assert (True, False) not in of(found, "must")
    assert (False, True) not in of(found, "should")
