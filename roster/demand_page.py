"""The page of demand: lines with how many could cover them, and the week's need by half hour."""

from datetime import date
from functools import cache
from itertools import groupby

from roster import snapshot
from roster.coverers import could_cover
from roster.demand_drawing import drawn
from roster.demanding import CLOSED, dates, days_said, different, season_said, span_of
from roster.entitled_rows import entitled
from roster.models import Rota
from roster.opening_hours import WINDOW, outside
from roster.rules.catalogue import values_in
from roster.rules.phrases import ROLE_WORDS, full
from roster.seasons import gaps
from roster.templating import in_force
from roster.walltime import monday_of
from roster.week_need import week_need
from staff.access import people_of
from staff.people_page import by_date

CHANGES = 20  # shown


def demand_page(unit, on, today):
    """The demand in force on a date, single dates from then on, and the lines of other seasons."""
    problem = _asked(unit, on)
    able = _coverers(unit, problem)
    every = list(in_force(unit, date.min, None))
    held = [line for line in every if _holds(line, on, on)]
    lines = [_line(line, on, able) for line in held]
    others = [line for line in every if _holds(line, today, date.max) and not _holds(line, on, on)]
    others = [_line(line, asked_of(line, today), able) for line in others]
    return {
        "unit": unit,
        "on": on,
        "lines": lines,
        "rows": drawn(unit, lines),
        "seasons": _seasons(unit, others),
        "dates": [_dated(row, today, able) for row in _exceptions(unit, min(on, today))],
        "record": by_date(unit.demand_changes.select_related("by")[:CHANGES]),
        "monday": monday_of(on),
        "week": week_need(problem),
        "gaps": gaps(every, problem.bank_holidays, today),
        "outside": outside(held, values_in(problem, WINDOW, on)),
        "impossible": sum(line["short"] for line in lines),
    }


def _seasons(unit, lines):
    """(dates in words, how many lines, their rows) of each of the other seasons, soonest first."""
    found = groupby(sorted(lines, key=_span), _span)
    found = [(span, list(some)) for span, some in found]
    return [(season_said(*span), len(some), drawn(unit, some, dated=False)) for span, some in found]


def _span(entry):
    return span_of(entry["line"])


def coverers(unit, row, on):
    """The people who could stand in a line of the week or of single dates on a date."""
    able = _coverers(unit, _asked(unit, on))
    return people_of(unit).filter(pk__in=able(row, on))


def counted(unit, row, today):
    """(how many could stand in a row as it is typed, in words; whether they are too few); null: its
    place is closed, or not said yet.
    """
    if not row.area_id or not row.role:
        return None
    on = asked_of(row, today)
    count, least = len(_coverers(unit, _asked(unit, on))(row, on)), row.least or 0
    return _counted(count, least, full(on)), count < max(1, least)


def _counted(count, least, on):
    if not count:
        return (
            f"Nobody could cover it on {on}: nobody has the post, the site, the scope and the "
            f"competency that it asks for."
        )
    if count < least:
        return f"Only {count} could cover it on {on}, and {least} are asked for."
    return f"{count} could cover it on {on}, by their post, sites, scope and competencies."


def asked_of(row, today):
    """The date of which it is asked who could cover a row: today, or the nearest it holds on."""
    first, last = span_of(row)
    return max(first, min(today, last))


def _holds(line, first, last):
    """Whether on some of the dates."""
    starts, until = span_of(line)
    return starts <= last and first <= until


def _asked(unit, on):
    """What a rota of that week would be asked for."""
    return snapshot.asked(Rota(unit=unit, starts=monday_of(on), weeks=1))


def _coverers(unit, problem):
    """A function of a row and a date: the keys of those who could cover it."""
    everybody = entitled(unit)
    there = cache(lambda on: (everybody.on(on), values_in(problem, "R-33", on)))

    def able(row, on):
        people, values = there(on)
        return could_cover(people, row, values)

    return able


def _line(line, on, able):
    count = len(able(line, on))
    return {
        "line": line,
        "role": ROLE_WORDS[line.role][0],
        "days": days_said(line.days),
        "asked_of": f"{on:%Y-%m-%d}",
        "able": count,
        "short": count < line.least,
    }


def _exceptions(unit, first):
    """Those of the week of a date, and all later ones."""
    rows = unit.demand_exceptions.filter(until__gte=monday_of(first))
    return rows.select_related("area__site", "competency")


def _dated(row, today, able):
    count = None if row.kind == CLOSED else len(able(row, asked_of(row, today)))
    return {
        "row": row,
        "dates": dates(row),
        "different": different(row),
        "able": count,
        "short": count is not None and count < row.least,
    }
