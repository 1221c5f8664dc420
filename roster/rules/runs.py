"""How many dates in a row people work."""

from roster.rules.shapes import Case, Limit
from roster.rules.timeline import DAY


def not_too_many_days_in_a_row(timeline, person, values):
    """Runs of dates with any duty are short; after the longest one somebody must answer for it."""
    return _short_runs(timeline, person, lambda item: item.is_work, values)


def not_too_many_long_days_in_a_row(timeline, person, values):
    """Runs of dates with a long duty are shorter still."""

    def is_long(item):
        return item.length >= values["long_minutes"]

    return _short_runs(timeline, person, is_long, values)


def _short_runs(timeline, person, counts, values):
    soft, hard = values["soft"], values["hard"]
    for run in runs(timeline, person, counts):
        if len(run) > min(soft, hard):
            level, most = ("overridable", hard) if len(run) > hard else ("should", soft)
            case = Case(level, person, run[0], run[-1], most, "days")
            yield Limit(case, tuple(run), most)


def runs(timeline, person, counts):
    """Unbroken runs of dates with a duty that counts, with what of them lies beside the rota."""
    dates = sorted({item.date for item in timeline.held[person] if counts(item)})
    run = []
    for day in dates:
        if run and day - run[-1] != DAY:
            yield run
            run = []
        run = run or _beside(timeline, person, day, -DAY, counts)[::-1]
        run.append(day)
    if run:
        yield run + _beside(timeline, person, run[-1], DAY, counts)


def _beside(timeline, person, day, step, counts):
    """The dates before the rota, or after it, that a run up to its edge goes on with."""
    run, edges = [], {-DAY: timeline.problem.starts, DAY: timeline.problem.until}
    if day == edges[step]:
        dates = {i.date for i in timeline.by_person[person] if not i.now and counts(i)}
        while day + step in dates:
            day += step
            run.append(day)
    return run
