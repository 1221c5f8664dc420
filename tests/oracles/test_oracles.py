"""The rules against second opinions, over random small rotas."""

from random import Random

import pytest

from roster.rules.checker import check
from tests.oracles import hours, people, weekend
from tests.oracles.departments import department
from tests.oracles.world import Found, World

ROTAS = 80
ORACLES = {
    "R-01": hours.duty_window,
    "R-02": weekend.weekday_off_for_weekend_work,
    "R-04": people.never_unsupervised,
    "R-07": people.within_scope,
    "R-14": hours.one_duty_at_a_time,
    "R-15": hours.no_duty_while_away,
    "R-16": hours.longest_spell,
    "R-17": hours.days_in_a_row,
    "R-19": hours.daily_rest,
    "R-33": people.single_line_cover,
}


def found(breach):
    at = breach.at.strftime("%Y-%m-%dT%H:%M") if breach.at else None
    return Found(
        breach.rule,
        breach.level,
        breach.person,
        breach.first,
        breach.last,
        breach.measured,
        breach.limit,
        breach.site,
        breach.area,
        at,
    )


@pytest.fixture(scope="module")
def rotas():
    """Each random rota with the checker's breaches, worked out once for all rules."""
    problems = [department(Random(seed)) for seed in range(ROTAS)]
    return [(problem, [found(breach) for breach in check(problem)]) for problem in problems]


@pytest.mark.parametrize("rule", ORACLES)
def test_the_checker_and_the_oracle_agree(rule, rotas):
    broken = 0
    for problem, breaches in rotas:
        expected = sorted(map(str, ORACLES[rule](World(problem))))
        assert sorted(str(b) for b in breaches if b.rule == rule) == expected
        broken += bool(expected)
    assert broken > 5, "The random rotas hardly ever break this rule: they prove nothing."
