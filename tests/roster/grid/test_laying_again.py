"""A sheet laid again after a few cells changed is the one laid out anew, of the same rows."""

from dataclasses import replace
from random import Random

import pytest

from roster.compensation import days_given_back
from roster.grid.sheet import lay_again, lay_out
from roster.rules.rechecking import check_whole, recheck
from roster.rules.words import Words
from tests.oracles.departments import department
from tests.roster.rules.build import MONDAY, day, duty, rota
from tests.roster.rules.test_rechecking import put, some_cells


def laid(problem):
    checked = check_whole(problem)
    given = days_given_back(problem, checked.whole)
    return checked, lay_out(problem, checked.breaches, given, checked.whole)


def again(checked, sheet, problem, changes):
    checked = recheck(checked, changes)
    given = days_given_back(problem)
    return checked, lay_again(sheet, problem, checked.breaches, given, checked.again)


def assert_same(sheet, other):
    """Equal as data, and in the sentences that the breaches' details are made into."""
    assert sheet == other
    say = Words(other.problem).sentence
    assert [say(b) for b in sheet.breaches] == [say(b) for b in other.breaches]
    for row, fresh in zip(sheet.rows, other.rows, strict=True):
        assert [say(b) for b in row.breaches] == [say(b) for b in fresh.breaches]


def in_order(problem):
    """With the duties in order of time, as a rota is read; here some are even at one time."""
    shifts = {shift.code: shift for shift in problem.shift_types}

    def time(duty):
        shift = shifts[duty.shift]
        return duty.date, shift.starts, shift.ends, shift.code

    return replace(problem, duties=tuple(sorted(problem.duties, key=time)))


def assert_stays_the_same(seed):
    random = Random(seed)
    problem = in_order(department(random))
    checked, sheet = laid(problem)
    for _ in range(4):
        changes = some_cells(random, problem)
        problem = in_order(put(problem, changes))
        checked, sheet = again(checked, sheet, problem, changes)
        assert_same(sheet, laid(problem)[1])


@pytest.mark.parametrize("seed", range(12))
def test_some_rows_of_edits_are_laid_again_as_anew(seed):
    assert_stays_the_same(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_rows_of_edits_are_laid_again_as_anew(seed):
    assert_stays_the_same(seed)


def test_rows_that_nothing_happened_to_are_the_same_rows():
    problem = rota(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "E"), duty("fay", MONDAY, "E"))
    checked, sheet = laid(problem)
    changes = {("dev", day(MONDAY)): ()}
    _, new = again(checked, sheet, put(problem, changes), changes)
    kept = [a.person.id for a, b in zip(sheet.rows, new.rows, strict=True) if a is b]
    assert "dev" not in kept
    assert "fay" in kept


def test_who_loses_a_supervisor_gets_a_new_row():
    problem = rota(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "E"))
    checked, sheet = laid(problem)
    changes = {("dev", day(MONDAY)): ()}
    _, new = again(checked, sheet, put(problem, changes), changes)
    asha = next(row for row in new.rows if row.person.id == "asha")
    assert "R-04" in {breach.rule for breach in asha.cells[0].breaches}


def test_an_edit_that_changes_nothing_keeps_every_date_of_the_cover():
    problem = rota(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "E"))
    checked, sheet = laid(problem)
    held = tuple(d for d in problem.duties if d.person == "dev")
    _, new = again(checked, sheet, replace(problem), {("dev", day(MONDAY)): held})
    for need, old in zip(new.needs, sheet.needs, strict=True):
        assert all(need.stretches[on] is stretches for on, stretches in old.stretches.items())
