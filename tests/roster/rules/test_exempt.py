"""Exemptions: what is left out of a rota's breaches, what is not, and what cannot be."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.problem import Exemption
from roster.rotafile.writing import write
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.rules.exempt import why_nobody
from roster.rules.rechecking import check_whole, recheck
from tests.oracles.departments import department
from tests.roster.rules.build import breaches, day, duty, rota, row
from tests.roster.rules.test_rechecking import put, some_cells

SIX_DAYS = "E E E E E E -"
MONDAY, SUNDAY = "2026-03-23", "2026-03-29"
CAN = ["R-01", "R-02", "R-03", "R-10", "R-12", "R-16", "R-17", "R-24", "R-31", "R-38", "R-39"]
CAN += ["R-40"]


def exempt(who, rule, starts=MONDAY, until=SUNDAY):
    return Exemption(who, rule, day(starts), day(until))


def owed(*exemptions):
    """Who is short of a weekday off, of two who work six days."""
    problem = rota(row("asha", SIX_DAYS), row("ben", SIX_DAYS), exemptions=exemptions)
    return [breach.person for breach in breaches(problem, "R-02")]


def test_a_rule_does_not_bind_who_is_exempt_and_binds_everybody_else():
    assert owed() == ["asha", "ben"]
    assert owed(exempt("asha", "R-02")) == ["ben"]


def test_an_exemption_from_one_rule_is_none_from_another():
    assert owed(exempt("asha", "R-17")) == ["asha", "ben"]


@pytest.mark.parametrize(
    ("starts", "until", "left"),
    [
        (MONDAY, SUNDAY, ["ben"]),
        ("2026-03-24", SUNDAY, ["asha", "ben"]),
        (MONDAY, "2026-03-28", ["asha", "ben"]),
    ],
)
def test_all_dates_of_the_breach_lie_in_the_exemption_or_it_stands(starts, until, left):
    assert owed(exempt("asha", "R-02", starts, until)) == left


@pytest.mark.parametrize(
    ("second", "left"), [("2026-03-26", ["ben"]), ("2026-03-27", ["asha", "ben"])]
)
def test_exemptions_that_follow_on_each_other_hold_as_one(second, left):
    first = exempt("asha", "R-02", MONDAY, "2026-03-25")
    assert owed(first, exempt("asha", "R-02", second)) == left


def test_one_that_was_ended_before_it_began_exempts_from_nothing():
    assert owed(exempt("asha", "R-02", MONDAY, "2026-03-22")) == ["asha", "ben"]


def test_a_must_stands_whoever_is_exempt_from_it():
    alone = rota(duty("asha", MONDAY, "E"), exemptions=(exempt("asha", "R-04"),))
    assert [breach.person for breach in breaches(alone, "R-04")] == ["asha"]


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_an_exemption_takes_away_breaches_and_a_recheck_leaves_out_the_same(seed):
    random = Random(seed)
    problem = some_exempt(random, department(random))
    checked = check_whole(problem)
    assert set(checked.breaches) <= set(check(replace(problem, exemptions=())))
    for _ in range(3):
        changes = some_cells(random, problem)
        problem, checked = put(problem, changes), recheck(checked, changes)
        assert checked.breaches == check(problem)


def some_exempt(random, problem):
    """Most people exempt from most rules, on some of the rota's dates and those before it."""

    def on():
        return problem.starts + timedelta(days=random.randint(-30, 7 * problem.weeks))

    held = [
        Exemption(person.id, rule, *sorted([on(), on()]))
        for person in problem.people
        for rule in CATALOGUE
        if random.random() < 0.7
    ]
    return replace(problem, exemptions=tuple(held))


def test_a_rota_file_says_nothing_of_exemptions():
    problem = rota(row("asha", SIX_DAYS))
    assert write(replace(problem, exemptions=(exempt("asha", "R-02"),))) == write(problem)


def test_somebody_can_be_exempt_from_what_is_custom_or_advice_about_their_own_duties():
    assert [rule.id for rule in CATALOGUE.values() if not why_nobody(rule)] == CAN


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("R-04", "a must"),
        ("R-19", "the law"),
        ("R-37", "agree anew"),
        ("R-33", "one person's duties"),
        ("R-29", "one person's duties"),
    ],
)
def test_why_nobody_can_be_exempt_is_said(rule, words):
    assert words in why_nobody(CATALOGUE[rule])
