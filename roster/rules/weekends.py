"""How often people work at weekends."""

from roster.rules.shapes import Case, Limit
from roster.rules.timeline import DAY


def weekends_are_shared(timeline, person, values):
    """At most two weekends in any four are worked, and one in any three is wholly free."""
    if not any(map(_is_weekend_duty, timeline.held[person])):
        return
    worked = _weekends(timeline, person)
    window = _worst_window(timeline, worked, values["window_weeks"])
    yield _shape("most", timeline, person, window, worked, values["max_weekends"])
    run = _run_without_a_free_one(worked, values["free_weekend_weeks"])
    if run:
        yield _shape("free", timeline, person, run, worked, values["free_weekend_weeks"] - 1)


def _is_weekend_duty(item):
    return item.date.weekday() >= 5 and item.is_work


def _weekends(timeline, person):
    """{week, counted from the file's first: whether a duty of the rota is in its weekend}"""
    worked = {}
    for item in filter(_is_weekend_duty, timeline.by_person[person]):
        week = (item.date - timeline.first_monday).days // 7
        worked[week] = worked.get(week, False) or item.now
    return worked


def _worst_window(timeline, worked, length):
    """(first, last week) of the window with the most weekends, of those the rota has part in.

    Each ends in the rota. Those near the file's beginning are shorter.
    """
    first = (timeline.problem.starts - timeline.first_monday).days // 7
    ends = range(first, first + timeline.problem.weeks)
    windows = [range(max(0, end - length + 1), end + 1) for end in ends]
    of_the_rota = [window for window in windows if any(map(worked.get, window))]
    return max(of_the_rota, key=lambda window: sum(week in worked for week in window))


def _run_without_a_free_one(worked, length):
    """The first run of weeks, at least so long, whose weekends are all worked; of the rota's."""
    run = []
    for week in sorted(worked):
        if run and week - run[-1] > 1:
            if _is_too_long(run, worked, length):
                return run
            run = []
        run.append(week)
    return run if _is_too_long(run, worked, length) else None


def _is_too_long(run, worked, length):
    return len(run) >= length and any(worked[week] for week in run)


def _shape(kind, timeline, person, weeks, worked, most):
    first, last = (timeline.first_monday + 7 * week * DAY for week in (weeks[0], weeks[-1]))
    case = Case("should", person, first, last + 6 * DAY, most, "weekends")
    case.detail = {"kind": kind, "weeks": len(weeks)}
    return Limit(case, tuple(week for week in weeks if week in worked), most)
