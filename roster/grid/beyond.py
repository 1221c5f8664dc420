"""The weeks after a rota's last one, to be read beside it: the next rota's. Plain data only.

They are not judged here, not counted in a balance and not edited: each rota is its own sheet.
"""

from dataclasses import replace
from datetime import timedelta

from roster.grid.sheet import Column, cells_at
from roster.problem import HISTORY_WEEKS, Problem
from roster.walltime import clock_change


def columns_beyond(problem: Problem, weeks: int) -> list[Column]:
    """The dates of some weeks after the rota, as far as they are known."""
    days = range(1, 7 * min(weeks, HISTORY_WEEKS) + 1)
    return [_column(problem, problem.until + timedelta(days=n)) for n in days]


def _column(problem, day):
    return Column(day, day in problem.bank_holidays, clock_change(day, problem.timezone))


def cells_beyond(problem: Problem, columns) -> dict:
    """{(person, date): Cell} of what is planned and known there."""
    later = replace(problem, duties=problem.following, following=())
    return cells_at(later, problem.people, columns, {})
