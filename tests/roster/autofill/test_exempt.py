"""Whoever is exempt from a rule is not bound by it in a fill."""

import random
from dataclasses import replace
from datetime import timedelta

from roster.autofill.filling import fill
from roster.problem import Exemption
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.rules.exempt import why_nobody
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


def hard(problem):
    return {(b.rule, b.person, b.first) for b in check(problem) if b.level != "should" and b.person}
