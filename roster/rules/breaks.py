"""Breaks in a duty (WTR reg 12)."""

from roster.rules.shapes import Ban, Case


def a_break_in_a_long_duty(timeline, person, values):
    """A duty of more than six hours holds a break well inside it; a long day should hold two."""
    for item in timeline.held[person]:
        fault = _no_break(timeline, item, values) or _too_few(timeline, item, values)
        if fault:
            level, measured, limit, unit = fault
            case = Case(level, person, item.date, item.date, limit, unit)
            case.detail = {"item": item, "each": values["long_break_minutes"]}
            yield Ban(case, item, measured)


def _no_break(timeline, item, values):
    need = values["break_minutes"]
    if item.length > values["threshold_minutes"]:
        best = longest_break(timeline, item, values["margin_minutes"])
        return ("overridable", best, need, "minutes") if best < need else None
    return None


def _too_few(timeline, item, values):
    need = values["long_breaks"]
    if item.length >= values["long_minutes"]:
        found = _long_ones(timeline, item, values["long_break_minutes"])
        return ("should", found, need, "breaks") if found < need else None
    return None


def longest_break(timeline, item, margin):
    """Minutes of the longest break that keeps the margin from either end.

    Where its place is not known, all of the break is one, and well placed.
    """
    if item.shift.breaks is None:
        return item.shift.break_minutes
    inside = item.start + margin, item.end - margin
    return max(
        (end - start for start, end in timeline.break_spans(item) if _lies_in(start, end, inside)),
        default=0,
    )


def _lies_in(start, end, span):
    return span[0] <= start and end <= span[1]


def _long_ones(timeline, item, minutes):
    """How many breaks are at least so long."""
    if item.shift.breaks is None:
        return item.shift.break_minutes // minutes
    return sum(end - start >= minutes for start, end in timeline.break_spans(item))
