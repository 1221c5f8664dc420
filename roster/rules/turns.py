"""Quick returns, and turns backward: late followed by early."""

from itertools import pairwise

from roster.rules.shapes import Case, Limit
from roster.rules.timeline import DAY


def few_turns(timeline, person, values):
    """In any four weeks few rests are short, and few starts go backward by the clock."""
    days = 7 * values["window_weeks"]
    turns = _turns(timeline, person, days, values)
    for first, _ in turns:
        window = [turn for turn in turns if 0 <= (turn[0] - first).days < days]
        if len(window) > values["most"] and any(now for _, now in window):
            case = Case("should", person, first, window[-1][0], values["most"], "turns")
            case.detail = {"weeks": values["window_weeks"]}
            yield Limit(case, tuple(day for day, _ in window), values["most"])
            return


def _turns(timeline, person, days, values):
    """(date work begins again, whether in the rota) of each turn near enough to the rota."""
    starts = timeline.problem.starts
    back = min(days + values["below_minutes"] // 1440 + 2, (starts - timeline.first_monday).days)
    items = [i for i in timeline.since(person, starts - back * DAY) if i.is_work]
    begun = [_begins(timeline, item) for item in items]
    turns, reached = [], float("-inf")
    for (before, after), (last, next_) in zip(pairwise(items), pairwise(begun), strict=True):
        reached = max(reached, *(end for _, end in before.worked))
        rest = min(after.worked)[0] - reached
        quick = values["rest_minutes"] <= rest < values["below_minutes"]
        if quick or _is_backward(last, next_, values["backward_minutes"]):
            turns.append((next_[0], after.now))
    return turns


def _begins(timeline, item):
    """(date, wall time) on which the work of a duty begins: on call, with the first call."""
    if item.shift.work_class != "on_call":
        return item.date, item.shift.starts
    begins = timeline.local(min(item.worked)[0])
    return begins.date(), begins.time()


def _is_backward(last, next_, least):
    """Whether work begins on the next date, and so much earlier by the clock."""
    (day, before), (next_day, after) = last, next_
    earlier = (before.hour - after.hour) * 60 + before.minute - after.minute
    return next_day - day == DAY and earlier >= least
