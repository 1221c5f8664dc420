"""How many people a week needs in each half hour of its days.

week_need(problem)  -> {"days": [...], "rows": [...], "drawn": the rows as HTML}
"""

from datetime import time

from django.utils.safestring import mark_safe

from roster.rules import cover
from roster.rules.catalogue import values_in
from roster.rules.phrases import day
from roster.rules.timeline import Timeline

HALF_HOURS = [time(n // 2, 30 * (n % 2)) for n in range(48)]


def week_need(problem):
    """The week by its dates, and what a bank holiday would need where it has none.

    Days are (short name, name, whether it is not as in other weeks); rows (half hour,
    [(people, shade), ...]) from the first to the last in which anybody is needed.
    """
    columns = [column for column in _columns(problem) if column[3]]
    counted = zip(*(needed(lines) for *_, lines in columns), strict=True)
    rows = list(zip(HALF_HOURS, counted, strict=False))
    busy = [n for n, (_, counts) in enumerate(rows) if any(counts)]
    shown = rows[busy[0] : busy[-1] + 1] if busy else []
    shaded = _shaded(shown, max((max(counts) for _, counts in shown), default=0))
    return {"days": [column[:3] for column in columns], "rows": shaded, "drawn": _drawn(shaded)}


def _columns(problem):
    """(short name, name, whether it is not as its week says, lines) of each day."""
    timeline = Timeline(problem)
    for on in cover.dates(problem):
        values = values_in(problem, "R-33", on)
        lines = [
            line.demand
            for place in timeline.demand_by_place
            for line in cover.lines_on(timeline, place, on, values)
        ]
        yield f"{on:%a} {on.day}", day(on), _differs(problem, on), lines
    if not problem.bank_holidays.intersection(cover.dates(problem)):
        lines = [line for line in problem.demand if "bank_holiday" in line.days]
        yield "BH", "Bank holiday", False, lines


def _differs(problem, on):
    """Whether an exception holds on a date."""
    closed = any(closure.holds_on(on) for closure in problem.closures)
    return closed or any(line.is_dated and line.is_in_force(on) for line in problem.demand)


def needed(lines):
    """How many people the lines of a day need in each half hour: the most in it."""
    counts = [0] * len(HALF_HOURS)
    for line in lines:
        for n in _half_hours(line):
            counts[n] += line.least
    return counts


def _half_hours(line):
    """Those that a line touches; one that ends no later than it starts goes over midnight."""
    first, end = (60 * at.hour + at.minute for at in (line.starts, line.ends))
    first, end = first // 30, -(-end // 30)
    return range(first, end) if line.ends > line.starts else (*range(first, 48), *range(end))


def _shaded(rows, most):
    """Each count with a shade from 0 to 4 of the most: the number says it, the shade helps."""
    return [
        (at, [(count, -(-4 * count // most) if most else 0) for count in counts])
        for at, counts in rows
    ]


def _drawn(rows):
    """At once: a template takes longer over these cells than all the rest of the page."""
    return mark_safe("".join(_row(at, cells) for at, cells in rows))


def _row(at, cells):
    drawn = "".join(f'<td class="need__{shade}">{count}</td>' for count, shade in cells)
    return f'<tr><th scope="row">{at:%H:%M}</th>{drawn}</tr>'
