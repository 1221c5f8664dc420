"""The demand of a unit as a rota on some dates has it: plain lines and closures. No query.

    demand_of(facts, first, last)   -> (lines, closures); facts as in roster.facts

A line that begins or ends within the dates keeps that date; one that holds on all of them has
neither, as in a rota file. Lines of the week come first, in their order, then dated ones.
"""

from datetime import date

from roster.facts import day, nested, truth, wall_time
from roster.problem import Closure, Demand

CLOSES, ASKS = ("closed", "instead"), ("also", "instead")


def demand_of(facts, first: date, last: date) -> tuple[tuple[Demand, ...], tuple[Closure, ...]]:
    rows = sorted(facts["demand"][""], key=lambda row: (row["position"], row["id"]))
    weekly = [_weekly(row, first, last) for row in rows if _meets(_season(row), first, last)]
    dated = [row for row in facts["dated"][""] if _meets(_dates(row), first, last)]
    lines = [_line(row, (), *_dates(row), row["reason"]) for row in dated if row["kind"] in ASKS]
    return (*weekly, *lines), tuple(_closure(row) for row in dated if row["kind"] in CLOSES)


def _season(row):
    return day(row["in_force_from"]), day(row["in_force_until"])


def _dates(row):
    return day(row["starts_on"]), day(row["until"])


def _meets(dates, first, last):
    starts, until = dates
    return (starts is None or starts <= last) and (until is None or first <= until)


def _weekly(row, first, last):
    starts, until = _season(row)
    starts = starts if starts and starts > first else None
    return _line(row, tuple(nested(row["days"])), starts, until if until and until < last else None)


def _line(row, days, starts_on, until, reason=""):
    return Demand(
        site=row["site"],
        area=row["area"],
        days=days,
        starts=wall_time(row["starts"]),
        ends=wall_time(row["ends"]),
        role=row["role"],
        least=row["least"],
        ideal=row["ideal"],
        competency=row["competency"],
        critical=truth(row["critical"]),
        starts_on=starts_on,
        until=until,
        reason=reason,
    )


def _closure(row):
    return Closure(row["site"], row["area"], *_dates(row), row["reason"])
