"""One long rest in every week, or in every fortnight (WTR reg 11)."""

from bisect import bisect_right
from operator import itemgetter

from roster.rules.rest import is_of_the_rota, rests
from roster.rules.shapes import Case, FreeSpell
from roster.rules.timeline import DAY


def a_long_rest_every_week(timeline, person, values):
    """Each week, or fortnight, holds a rest long enough, most of it inside."""
    free = rests(timeline.work[person])
    if values["mode"] == "14d":
        yield from _every_fortnight(timeline, person, free, values)
        return
    for monday in timeline.weeks:
        need = values["need_minutes"]
        if _has_a_reason(timeline, person, monday):
            need = min(need, values["inside_minutes"])
        case = Case("overridable", person, monday, monday + 6 * DAY, need, "minutes")
        yield from unless_rested(timeline, case, free, values["inside_minutes"])


def _has_a_reason(timeline, person, monday):
    """Whether a reason is on record for a rest without the eleven hours (WTR reg 11(7))."""
    return any(
        (record.person, record.rule, record.for_date) == (person, "R-20", monday)
        for record in timeline.problem.compensatory_rest
    )


def unless_rested(timeline, case, free, inside):
    """A shape where no rest in a case's dates is as long as its limit, and the rota has part."""
    span = timeline.midnight(case.first), timeline.midnight(case.last + DAY)
    best = longest(free, span, case.limit, inside)
    if best < case.limit:
        work = [s for s in timeline.work[case.person] if s[0] < span[1] and span[0] < s[1]]
        if any(is_of_the_rota(member) for _, _, member in work):
            yield FreeSpell(case, (tuple(work),), best)


def longest(free, span, need, inside):
    """The longest rest in a span, each counted at most `need - inside` beyond its part in it.

    So a rest is as long as needed exactly when it is that long with `inside` minutes in the span.
    """
    best = 0
    for start, end in free[bisect_right(free, span[0], key=itemgetter(1)) :]:
        if start >= span[1]:
            break
        part = min(end, span[1]) - max(start, span[0])
        best = max(best, min(end - start, part + need - inside))
    return best


def _every_fortnight(timeline, person, free, values):
    need, inside = values["need_14d_minutes"], values["inside_14d_minutes"]
    for first in _fortnights(timeline, person):
        if not _two_rests(timeline, free, first, values):
            case = Case("overridable", person, first, first + 13 * DAY, need, "minutes")
            yield from unless_rested(timeline, case, free, inside)


def _fortnights(timeline, person):
    """The Mondays of those that touch the rota, counted from the week employment began."""
    began = min(employment.starts for employment in timeline.people[person].employments)
    anchor = began - began.weekday() * DAY
    starts = timeline.problem.starts
    first = max(anchor, starts - (starts - anchor).days % 14 * DAY)
    days = range(0, (timeline.problem.until - first).days + 1, 14)
    return [first + n * DAY for n in days]


def _two_rests(timeline, free, first, values):
    """Whether two rests of the fortnight are each good enough for a week."""
    span = timeline.midnight(first), timeline.midnight(first + 14 * DAY)
    need, inside = values["need_minutes"], values["inside_minutes"]
    return sum(longest([rest], span, need, inside) >= need for rest in free) >= 2
