"""A part of a plan as rows of its own, and made better by whole lines."""

import random
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.shift_instances import faults
from benchmarks.shift_scheduling import Compiled
from roster.autofill.folding import Folded
from roster.autofill.foreseeing import MANY, ByLines
from roster.autofill.limits import Limits
from roster.autofill.neighbourhoods import DAYS, STRETCH, Choosing
from roster.autofill.owning import Ownership
from roster.autofill.rows import Rows
from roster.autofill.searching import Search, run
from roster.autofill.stretches import replanned
from tests.roster.autofill.test_rebuilding import never, rebuilding_of
from tests.roster.autofill.test_shift_scheduling import larger_instance

WEEK = range(4, 11)


def planned(seed):
    """(the instance compiled, a first plan of it)"""
    compiled = Compiled(larger_instance(seed))
    return compiled, rebuilding_of(compiled.rows, seed).from_nothing()


def options_of(rows, days=WEEK):
    return [b for b, cell in enumerate(rows.cells) if cell is not None and cell[1] in days]


def long_instance(seed):
    """The larger one, week after week, for ten people."""
    short, weeks = larger_instance(seed), 2 + MANY // 7
    most = {code: most * weeks // 2 for code, most in short.staff["A"].most_of.items()}
    one = replace(short.staff["A"], most_of=most, most_weekends=weeks // 2)
    one = replace(one, most_minutes=2400 * weeks, least_minutes=1440 * weeks)
    cover = {
        (day, shift): short.cover[day % 14, shift] for day in range(7 * weeks) for shift in "EL"
    }
    return replace(short, days=7 * weeks, staff=dict.fromkeys("ABCDEFGHIJ", one), cover=cover)


@pytest.mark.parametrize("seed", range(5))
def test_a_part_costs_what_it_adds_to_the_whole(seed):
    compiled, plan = planned(seed)
    rows, dice = compiled.rows, random.Random(seed)
    folded = Folded(rows, plan, options_of(rows))
    part, whole, own = folded.as_rows(), [], []
    for _ in range(20):
        values = plan.copy()
        for boolean in options_of(rows):
            values[boolean] = dice.random() < 0.2
        rows.complete(values)
        whole.append(rows.frozen.judged(values))
        own.append(part.frozen.judged(part.complete(values[folded.free])))
    assert len(set(whole)) > 10
    differences = np.array(whole) - np.array(own)
    assert (differences == differences[0]).all()


@pytest.mark.parametrize("seed", range(5))
def test_some_days_anew_are_legal_cost_less_and_leave_the_others_as_they_are(seed):
    compiled, plan = planned(seed)
    rows = compiled.rows
    free, found = replanned(rows, plan, options_of(rows), never)
    assert found is not None
    assert rows.complete(found.copy()).tolist() == found.tolist()
    assert rows.frozen.judged(found) < rows.frozen.judged(plan)
    assert not list(faults(compiled.instance, compiled.plan(found)))
    changed = set(np.flatnonzero(found != plan).tolist())
    assert changed <= set(free.tolist())
    assert set(options_of(rows)) <= set(free.tolist())


def test_what_cannot_be_better_stays():
    compiled, plan = planned(1)
    rows, found = compiled.rows, plan
    while found is not None:
        plan, (_, found) = found, replanned(rows, found, options_of(rows), never)
    assert rows.frozen.judged(plan)[0] == 0


def test_who_must_come_since_they_did_on_a_day_outside_comes():
    """The row left of that has but the boolean that stands for the day, and does not define it."""
    rows = Rows()
    shifts = [[rows.option(0, day, cost=5) for _ in "EL"] for day in range(2)]
    works = [rows.any_of(some, exclusive=True) for some in shifts]
    rows.row(works, (1, -1), None, 0)
    plan = rows.complete(np.array([1, 0, 1, 0, 0, 0]))
    part = Folded(rows, plan, shifts[1]).as_rows()
    assert [check.most for check in Ownership(part).of(0).checks if check.options] == [-1]


def test_a_stretch_is_some_weeks_of_those_who_are_not_busy():
    rows = Compiled(long_instance(1)).rows
    choosing = Choosing(rows, random.Random(1), 2)
    choosing.add(STRETCH)
    choosing.kinds = {}
    first = choosing.next(rows.start(), [])
    second = choosing.next(rows.start(), [first])
    assert first.kind == second.kind == STRETCH
    assert len(first.days) in DAYS
    assert len(first.people) <= 5
    assert not first.people & second.people


def test_a_long_plan_of_few_is_put_together_by_lines_as_a_short_one_is():
    instance = long_instance(3)
    few = {who: instance.staff[who] for who in "AB"}
    wanted = {key: weight for key, weight in instance.on.items() if key[0] in few}
    instance = replace(instance, staff=few, on=wanted, off={}, days_off=frozenset())
    search = Search(Compiled(instance).rows, Limits(20, 1))
    before = search.bound
    ByLines(search, Ownership(search.rows), 5).run()
    assert search.handed
    assert search.bound > before


@pytest.mark.slow
def test_a_long_plan_is_searched_by_them_and_alike_each_time():
    instance, found = long_instance(2), []
    for _ in range(2):
        compiled = Compiled(instance)
        search = run(compiled.rows, Limits(60, 1, 3, parts=20))
        assert not list(faults(instance, compiled.plan(search.values)))
        assert STRETCH in search.choosing.whole
        found.append(search.cost)
    assert found[0] == found[1]
