"""Conflicts and ways out against every plan, of people with exemptions, patterns, other work, and
of whoever learns beside them.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from roster.problem import AgreedPattern, Exemption, OtherWork
from roster.rules.timeline import DAY
from tests.roster.autofill import learning
from tests.roster.autofill.test_exempt import OPEN
from tests.roster.autofill.test_explaining import agrees, explained, works
from tests.roster.autofill.tiny import LONG_AGO, department


def test_a_way_out_lets_a_learner_go_whose_supervisor_it_moves():
    """What is left then breaks nothing but what the way out says."""
    moved = 0
    for seed in (2, 10, 32, 50):
        people = (*department(seed).people, learning.trainee("tr"))
        proposal, found = explained(replace(department(seed), people=people))
        for target, reason in found.items():
            for easing in reason.standing.easings:
                assert works(proposal, target, easing, seed)
                moved += any(who == "tr" for who, _ in easing.plan.changes)
    assert moved


def with_exemptions(dice, problem):
    """For all of the week, or its first days."""
    days = [problem.starts + n * DAY for n in range(7)]
    return replace(
        problem,
        exemptions=tuple(
            Exemption(person.id, rule, days[0], dice.choice((*days, days[-1])))
            for person in problem.people
            for rule in dice.sample(OPEN, dice.choice((1, 3, len(OPEN))))
        ),
    )


def with_patterns_and_other_work(dice, problem):
    pattern = AgreedPattern(LONG_AGO, days=tuple(dice.sample(range(7), 3)), off=True)
    starts = datetime.combine(problem.starts, time(dice.choice((4, 12, 20))), UTC)
    other = [
        OtherWork(person.id, "bank", starts + n * DAY, starts + n * DAY + timedelta(hours=6))
        for person in problem.people
        for n in [dice.randrange(7)]
    ]
    first, *others = problem.people
    people = (replace(first, agreed_patterns=(pattern,)), *others)
    return replace(problem, people=people, other_work=tuple(other))


def with_a_trainee(dice, problem):
    trainee = learning.trainee("tr", dice.randrange(5))
    return replace(problem, people=(*problem.people, trainee))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("change", [with_exemptions, with_patterns_and_other_work, with_a_trainee])
def test_so_they_are_whatever_else_is_agreed_with_people(change):
    found = [agrees(seed, change) for seed in range(2000, 2030)]
    conflicts, _, ways = map(sum, zip(*found, strict=True))
    assert conflicts > 15
    assert ways > 5
