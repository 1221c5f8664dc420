"""Whole departments to fill over the week in which the clocks go back or forward, with nights.

`tight` asks for more people than there are, slack for what can be met.
"""

import random
from dataclasses import replace
from datetime import date, time, timedelta

from benchmarks import departments
from roster import problem as plain

AUTUMN, SPRING = date(2026, 10, 19), date(2026, 3, 23)
NIGHT = plain.ShiftType("N", time(21), time(7), 60)
FAR = date(2035, 12, 31)


def generated(people, tight, starts=AUTUMN, seed=1):
    dice = random.Random(seed)
    problem = departments.department(people, 1, 6, starts)
    homes = {(scope.site, scope.area) for person in problem.people for scope in person.scope}
    return replace(
        problem,
        rules={"R-01": {"enabled": False}},
        shift_types=(*problem.shift_types, NIGHT),
        people=tuple(_varied(dice, person) for person in problem.people),
        demand=tuple(_demand(sorted(homes)[:: 1 if tight else 2], 2 if tight else 1)),
        unavailable=tuple(_away(dice, problem)),
        requests=tuple(_requests(dice, problem)),
        duties=(),
    )


def _varied(dice, person):
    (post,) = person.employments
    days = dice.choice((5, 5, 4, 3))
    return replace(
        person,
        employments=(replace(post, weekly_minutes=450 * days, days_per_week=days),),
        preceptee_until=dice.choice((None, None, None, FAR)),
        carried_minutes=dice.choice((0, 0, 450, -450)),
    )


def _demand(places, least):
    yield plain.Demand(
        *places[0], ("fri", "sat", "sun"), time(20), time(8), "radiographer", 2, critical=True
    )
    for place in places:
        for role in ("radiographer", "assistant_practitioner"):
            yield plain.Demand(
                *place, plain.DAY_TYPES, time(8), time(20), role, least=least, ideal=least + 1
            )


def _away(dice, problem):
    for person in problem.people:
        if dice.random() < 0.4:
            first = problem.starts + timedelta(days=dice.randrange(7 * problem.weeks))
            last = first + timedelta(days=dice.randrange(5))
            yield plain.Unavailability(person.id, dice.choice(("AL", "SL", "SD")), first, last)


def _requests(dice, problem):
    for person in problem.people:
        day = problem.starts + timedelta(days=dice.randrange(7 * problem.weeks))
        yield plain.Request(person.id, day, dice.choice(("off", "on", "E")), dice.choice((1, 2)))
