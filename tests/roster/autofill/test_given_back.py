"""In every window of R-02 the rows forbid what the checker finds fault with, and nothing else."""

import random
from collections import Counter
from dataclasses import replace
from datetime import time, timedelta

import pytest

from roster import problem as plain
from roster.autofill.filling import compiled
from roster.autofill.mending import Judge
from roster.autofill.weights import Weights
from roster.rules.catalogue import CATALOGUE
from tests.roster.autofill.tiny import LONG_AGO, MONDAY, plans

DAY = timedelta(days=1)
WINDOWS = (
    {"comp_window": "same_week", "ratio": 1},
    {"comp_window": "same_week", "ratio": 1.5},
    {"comp_window": "same_or_next_week"},
    {"comp_window": "n_days", "window_days": 3},
    {"comp_window": "n_days", "window_days": 7},
    {"comp_window": "n_days", "window_days": 12},
)
OTHERS_OFF = {rule: {"enabled": False} for rule in CATALOGUE}
WEEKS, BEFORE = 3, 2
FREE = 7  # dates that a plan decides


def somebody(seed, window, full_time, before=BEFORE):
    """One person, three weeks of which most is there already, and so many weeks of history."""
    dice = random.Random(seed)
    days = 5 if full_time else dice.choice((3, 4))
    post = plain.Employment(LONG_AGO, None, 4, "assistant_practitioner", 450 * days, days)
    rota = [MONDAY + n * DAY for n in range(7 * WEEKS)]
    decided = dice.sample(rota, FREE)
    there = [day for day in rota if day not in decided and dice.random() < 0.55]
    past = [MONDAY - (n + 1) * DAY for n in range(7 * before) if dice.random() < 0.7]
    away = [day for day in rota if day not in [*there, *decided] and dice.random() < 0.2]
    return plain.Problem(
        unit="IXF",
        starts=MONDAY,
        weeks=WEEKS,
        rules=OTHERS_OFF | {"R-02": window},
        sites=(plain.Site("TH", "TH", (plain.Area("XR", "XR"),)),),
        shift_types=(plain.ShiftType("E", time(8), time(16), 30),),
        people=(plain.Person(id="p", name="P", sites=("TH",), employments=(post,)),),
        unavailable=tuple(plain.Unavailability("p", "AL", day, day) for day in away),
        demand=tuple(_on(day) for day in decided),
        history=tuple(plain.Duty("p", day, "E", "TH", "XR") for day in past),
        duties=tuple(
            plain.Duty("p", d, "E", "TH", "XR", fixed=True, additional=dice.random() < 0.1)
            for d in there
        ),
    )


def _on(day):
    name = (plain.WEEKDAYS[day.weekday()],)
    needs = "TH", "XR", name, time(8), time(16), "assistant_practitioner", 1, 1
    return plain.Demand(*needs, starts_on=day, until=day)


def seen(*about):
    """{(the rows are broken, the checker finds something, some week is over its contract): plans}
    of the departments in which what is there breaks nothing yet.
    """
    found = Counter()
    for seed in range(60):
        possible = compiled(somebody(seed, *about), False, Weights())
        judge = Judge(possible)
        if judge.before:
            continue
        for values in plans(possible):
            broken = bool(possible.rows.frozen.judged(values)[0])
            over = is_over(possible, values)
            found[broken, bool(judge.new(values)), over] += 1
    return found


def is_over(possible, values):
    """Whether some week's weekdays, worked or away, are more than the contract has."""
    problem = replace(possible.problem, duties=possible.duties(values))
    dates = {d.date for d in (*problem.history, *problem.duties) if not d.additional}
    dates |= {away.starts_on for away in problem.unavailable}
    weeks = Counter(day - day.weekday() * DAY for day in dates if day.weekday() < 5)
    return max(weeks.values(), default=0) > problem.people[0].employments[0].days_per_week


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_of_full_timers_the_rows_forbid_what_the_checker_does_and_nothing_else(window):
    assert {pair[:2] for pair in seen(window, True)} == {(True, True), (False, False)}


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_of_part_timers_too_but_where_a_week_is_over_its_contract(window):
    found = seen(window, False, 0)
    assert {pair[:2] for pair in found if not pair[2]} == {(True, True), (False, False)}


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_of_part_timers_with_a_history_nothing_is_let_pass(window):
    found = {pair[:2] for pair in seen(window, False)}
    assert found >= {(True, True), (False, False)}
    assert (False, True) not in found
