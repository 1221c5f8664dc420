"""Whoever is exempt from a rule is not bound by it in a fill."""

import random
from dataclasses import replace
from datetime import time, timedelta

import pytest

from roster.autofill.explaining import reasons
from roster.autofill.filling import fill
from roster.problem import Exemption
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.rules.exempt import why_nobody
from tests.roster.autofill.learning import DAYS, NOBODY_ASKED, radiographer
from tests.roster.autofill.learning import department as staffed
from tests.roster.autofill.test_filling import agrees
from tests.roster.autofill.tiny import FAR, LONG_AGO, department

OPEN = [rule.id for rule in CATALOGUE.values() if not why_nobody(rule)]


def exempted(seed):
    """A tiny department, some of whom are exempt from some of the rules."""
    dice, problem = random.Random(seed), department(seed)
    given = [
        Exemption(person.id, rule, LONG_AGO, FAR)
        for person in problem.people
        for rule in dice.sample(OPEN, dice.choice((0, 2, len(OPEN))))
    ]
    return replace(problem, exemptions=tuple(given))


def test_departments_with_exempt_people_are_filled_as_well_as_any_plan():
    more = 0
    for seed in range(60):
        _, added = agrees(seed, exempted(seed))
        bound = fill(department(seed), seconds=10, seed=seed, workers=1)
        more += added > len(bound.added)
    assert more > 3


def test_an_exemption_for_a_part_of_the_rota_frees_nobody_from_what_is_judged_after_it():
    for seed in range(30):
        problem = exempted(seed)
        until = problem.starts + timedelta(days=1)
        given = tuple(replace(one, until=until) for one in problem.exemptions)
        problem = replace(problem, exemptions=given)
        proposal = fill(problem, seconds=10, seed=seed, workers=1)
        alone = replace(problem, duties=())
        assert hard(proposal.problem) <= hard(alone), seed


MON, TUE, WED = DAYS[:3]
LATE_THEN_EARLY = [
    replace(NOBODY_ASKED, starts_on=MON, until=MON, starts=time(12), ends=time(20)),
    replace(NOBODY_ASKED, starts_on=TUE, until=TUE),
]


@pytest.mark.parametrize(
    ("rule", "setting", "demand"),
    [
        ("R-17", {"soft": 2, "hard": 2}, [replace(NOBODY_ASKED, until=WED)]),
        ("R-19", {"rest_minutes": 780}, LATE_THEN_EARLY),
        ("R-01", {"window_start": "09:00", "roles": ["radiographer"]}, LATE_THEN_EARLY[1:]),
    ],
)
def test_an_exemption_for_some_dates_frees_whoever_has_it_on_these(rule, setting, demand):
    """Met with it, and not without; and then no rule is named among what stands in the way."""

    def filled(*given):
        rules = {"R-35": {"enabled": False}, rule: setting}
        people = [radiographer("a")]
        problem = staffed(people, demand=tuple(demand), rules=rules, exemptions=given)
        return fill(problem, seconds=5, workers=1)

    bound, freed = filled(), filled(Exemption("a", rule, MON, WED))
    assert bound.uncovered
    assert not freed.uncovered
    assert not hard(freed.problem)
    (reason,) = reasons(
        replace(
            freed,
            problem=replace(freed.problem, duties=()),
            uncovered=bound.uncovered[:1],
            added=(),
        )
    )
    assert reason.standing.conflict is None


def hard(problem):
    return {(b.rule, b.person, b.first) for b in check(problem) if b.level != "should" and b.person}
