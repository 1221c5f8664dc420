"""The page of demand: lines with who could cover them, and the week's need by half hour."""

from dataclasses import replace
from datetime import timedelta

from roster import snapshot
from roster.coverers import could_cover, needed
from roster.demanding import SHORT, dates, different
from roster.models import DemandException, Rota
from roster.problem import DAY_TYPES
from roster.problem import Demand as Plain
from roster.rules import cover
from roster.rules.catalogue import values_in
from roster.rules.phrases import ROLE_WORDS, day
from roster.rules.timeline import Timeline
from roster.seasons import gaps
from roster.templating import in_force

CHANGES = 20  # shown


def demand_page(unit, on, today):
    """The demand in force on a date, single dates from then on, and the lines of other seasons."""
    problem = _problem(unit, on)
    held = list(in_force(unit, on, on))
    lines = [_line(line, problem, on) for line in held]
    others = [
        line for line in in_force(unit, today, None) if line.pk not in {row.pk for row in held}
    ]
    return {
        "unit": unit,
        "on": on,
        "lines": lines,
        "others": [_line(line, problem, line.in_force_from or on) for line in others],
        "dates": [_dated(row, problem, today) for row in _exceptions(unit, min(on, today))],
        "changes": unit.demand_changes.select_related("by")[:CHANGES],
        "week": _week(problem),
        "gaps": gaps(unit, today),
        "impossible": sum(line["short"] for line in lines),
    }


def _problem(unit, on):
    """The unit's facts as a rota of that week would have them."""
    monday = on - timedelta(days=on.weekday())
    return snapshot.unplanned(Rota(unit=unit, starts=monday, weeks=1))


def _able(line, problem, on):
    plain = Plain(
        site=line.area.site.code,
        area=line.area.code,
        days=(),  # who could is asked of one date, whatever day it is
        starts=line.starts,
        ends=line.ends,
        role=line.role,
        least=line.least,
        competency=line.competency and line.competency.code,
    )
    return could_cover(problem, plain, on)


def _line(line, problem, on):
    able = _able(line, problem, on)
    return {
        "line": line,
        "role": ROLE_WORDS[line.role][0],
        "days": ", ".join(SHORT[day] for day in DAY_TYPES if day in line.days),
        "able": able,
        "names": _names(able),
        "short": len(able) < line.least,
    }


def _names(people):
    return ", ".join(person.name for person in people)


def _exceptions(unit, first):
    """Those of the week of a date, and all later ones."""
    rows = unit.demand_exceptions.filter(until__gte=first - timedelta(days=first.weekday()))
    return rows.select_related("area__site", "competency")


def _dated(row, problem, today):
    closed = row.kind == DemandException.Kind.CLOSED
    able = None if closed else _able(row, problem, max(row.starts_on, min(today, row.until)))
    return {
        "row": row,
        "dates": dates(row),
        "different": different(row),
        "able": able,
        "names": _names(able or ()),
        "short": not closed and len(able) < row.least,
    }


def _week(problem):
    """The week by its dates, and what a bank holiday would need where it has none.

    Rows are (half hour, [(day, people, shade), ...]) where anybody is needed at all.
    """
    columns = [column for column in _columns(problem) if column[3]]
    counted = [needed(lines) for *_, lines in columns]
    rows = [
        (row[0][0], [(column[1], count) for column, (_, count) in zip(columns, row, strict=True)])
        for row in zip(*counted, strict=True)
    ]
    busy = [n for n, (_, cells) in enumerate(rows) if any(count for _, count in cells)]
    shown = rows[busy[0] : busy[-1] + 1] if busy else []
    most = max((count for _, cells in shown for _, count in cells), default=0)
    return {"days": [column[:3] for column in columns], "rows": _shaded(shown, most)}


def _columns(problem):
    """(short name, name, whether it is not as its week says, lines) of each day."""
    timeline = Timeline(replace(problem, people=()))
    for on in cover.dates(problem):
        values = values_in(problem, "R-33", on)
        lines = [
            line.demand
            for place in timeline.demand_by_place
            for line in cover.lines_on(timeline, place, on, values)
        ]
        yield f"{on:%a} {on.day}", day(on), differs(problem, on), lines
    if not problem.bank_holidays.intersection(cover.dates(problem)):
        lines = [line for line in problem.demand if "bank_holiday" in line.days]
        yield "BH", "Bank holiday", False, lines


def differs(problem, on):
    """Whether an exception holds on a date."""
    closed = any(closure.holds_on(on) for closure in problem.closures)
    return closed or any(line.is_dated and line.is_in_force(on) for line in problem.demand)


def _shaded(rows, most):
    """Each count with a shade from 0 to 4 of the most: the number says it, the shade helps."""
    return [
        (at, [(day, count, -(-4 * count // most) if most else 0) for day, count in cells])
        for at, cells in rows
    ]
