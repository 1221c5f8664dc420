"""A rota file on other dates, which may hold other bank holidays."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from roster.problem import Duty, Problem, Unavailability
from roster.rotafile.reading import read
from roster.walltime import span

DATE = re.compile(rb"\d{4}-\d{2}-\d{2}")


def moved(data: bytes, monday: date) -> Problem:
    """The rota of a file with every date in it moved by whole weeks, so that it starts on a Monday.

    Raises Unreadable.
    """
    weeks = monday - read(data).starts
    return read(DATE.sub(lambda found: _moved(found[0], weeks), data))


def _moved(text, weeks):
    return (date.fromisoformat(text.decode()) + weeks).isoformat().encode()


def closed(problem: Problem, holidays: Iterable[date]) -> Problem:
    """The rota with these bank holidays: areas that need nobody on one give its people the day.

    A duty there, and one that is not clinical, becomes bank holiday leave of its paid minutes.
    """
    holidays, open_ = frozenset(holidays), _open_on_bank_holidays(problem)
    given = [
        duty
        for duty in (*problem.history, *problem.duties)
        if duty.date in holidays and (duty.site, duty.area) not in open_
    ]
    kept = set(given).isdisjoint
    return replace(
        problem,
        bank_holidays=holidays,
        unavailable=(*problem.unavailable, *(_leave(problem, duty) for duty in given)),
        history=tuple(duty for duty in problem.history if kept([duty])),
        duties=tuple(duty for duty in problem.duties if kept([duty])),
    )


def _open_on_bank_holidays(problem):
    """The places with a line of demand for bank holidays."""
    return {(line.site, line.area) for line in problem.demand if "bank_holiday" in line.days}


def _leave(problem, duty: Duty):
    shift = next(s for s in problem.shift_types if s.code == duty.shift)
    starts, ends = span(duty.date, shift.starts, shift.ends, problem.timezone)
    minutes = ends - starts - shift.break_minutes
    return Unavailability(duty.person, "BH", duty.date, duty.date, paid_minutes=minutes)
