"""What a fill shares out: weekends, lates and bank holidays to whoever had few for their hours."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from roster.autofill.filling import fill
from roster.autofill.weights import Weights
from roster.problem import WEEKDAYS, Demand, Duty
from tests.roster.rules.build import HCPC, HeldCompetency, employed, person, rota, shift

MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
TIMES = {"E": (time(8), time(16)), "L": (time(12), time(20))}


def radiographers(*hours):
    long = HeldCompetency("FL", date(2020, 1, 1))
    return [
        person(
            f"p{n}",
            employed("radiographer", 6, own, days=5),
            credentials=HCPC,
            competencies=(long,),
        )
        for n, own in enumerate(hours)
    ]


def department(days, code, hours, history=(), weeks=4, **facts):
    """One radiographer wanted on these days of the week, of those with these hours; few rules."""
    rules = {rule: {"enabled": False} for rule in ("R-02", "R-17", "R-20", "R-24", "R-35", "R-38")}
    problem = rota(
        starts=str(MONDAY),
        weeks=weeks,
        shifts=[shift(code, f"{TIMES[code][0]:%H:%M}", f"{TIMES[code][1]:%H:%M}", 30)],
        rules=rules,
        demand=tuple(Demand("TH", "XR", (d,), *TIMES[code], "radiographer", 1) for d in days),
        **facts,
    )
    kinds = tuple(s for s in problem.shift_types if s.code == code)
    people = tuple(radiographers(*hours))
    return replace(problem, people=people, shift_types=kinds, history=tuple(history))


def planned(problem, **weights):
    """{person: how many duties they get}"""
    proposal = fill(problem, seconds=10, workers=1, weights=Weights(**weights))
    assert proposal.proved
    assert not proposal.uncovered
    people = [duty.person for duty in proposal.added]
    return {person.id: people.count(person.id) for person in problem.people}


def past(who, weekday, code, weeks):
    return [Duty(who, MONDAY + (weekday - 7 * n) * DAY, code, "TH", "XR") for n in weeks]


@pytest.mark.parametrize(("day", "code"), [("sat", "E"), ("tue", "L")])
def test_what_comes_is_shared_by_contracted_hours(day, code):
    problem = department([day], code, (37.5, 37.5 / 3))
    assert planned(problem) == {"p0": 3, "p1": 1}


def test_bank_holidays_are_shared_too():
    holidays = frozenset(MONDAY + (7 * n + 2) * DAY for n in range(4))
    problem = department(["bank_holiday"], "E", (37.5, 37.5), bank_holidays=holidays)
    assert planned(problem) == {"p0": 2, "p1": 2}


@pytest.mark.parametrize(("weekday", "code"), [(5, "E"), (1, "L")])
def test_whoever_had_more_in_the_weeks_before_gets_fewer(weekday, code):
    history = past("p0", weekday, code, (1, 2)) + past("p1", weekday, code, (3, 4))
    problem = department([WEEKDAYS[weekday]], code, (37.5, 37.5), history, weeks=2)
    assert planned(problem) == {"p0": 1, "p1": 1}
    assert planned(problem, fair_weeks=2) == {"p0": 0, "p1": 2}


def test_what_lies_before_the_history_counts_as_far_as_the_setting_looks():
    long_ago = past("p0", 5, "E", range(18, 22))
    problem = replace(department(["sat"], "E", (37.5, 37.5)), earlier=tuple(long_ago))
    assert planned(problem) == {"p0": 0, "p1": 4}
    assert planned(problem, fair_weeks=17) == {"p0": 2, "p1": 2}


def test_an_aim_that_is_worth_nothing_shares_nothing():
    """Where home is what counts, whoever is at home works them all."""
    problem = department(["sat"], "E", (37.5, 37.5))
    away = replace(problem.people[1], sites=("GH", "TH"))
    problem = replace(problem, people=(problem.people[0], away))
    assert planned(problem) == {"p0": 2, "p1": 2}
    assert planned(problem, weekend=0) == {"p0": 4, "p1": 0}
