"""Second opinions on what builds up: days in a row, long days, weekends, quick turns."""

import itertools

from tests.oracles.hours import spells
from tests.oracles.world import DAY, Found, monday_of


def runs(dates):
    """Unbroken runs of dates."""
    found = []
    for day in sorted(dates):
        if found and day - found[-1][-1] == DAY:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _long_runs(rule, person, dates, soft, hard):
    """Each run of {date: whether a duty of the rota itself is there}, at its worse level."""
    for run in runs(dates):
        if not any(dates[day] for day in run):
            continue
        if len(run) > hard:
            yield Found(rule, "overridable", person, run[0], run[-1], len(run), hard, "days")
        elif len(run) > soft:
            yield Found(rule, "should", person, run[0], run[-1], len(run), soft, "days")


def days_in_a_row(world):
    """R-17: runs of worked dates longer than five warn, longer than seven need a reason."""
    soft, hard = world.parameter("R-17", "soft", 5), world.parameter("R-17", "hard", 7)
    for person in world.people:
        dates = {}
        for work in world.busy(person):
            dates[work.duty.date] = dates.get(work.duty.date, False) or work.now
        yield from _long_runs("R-17", person, dates, soft, hard)


def long_days_in_a_row(world):
    """R-39: the same for dates with a duty of ten hours or more: two, and three."""
    long = world.parameter("R-39", "long_minutes", 600)
    soft, hard = world.parameter("R-39", "soft", 2), world.parameter("R-39", "hard", 3)
    for person in world.people:
        dates = {}
        for work in world.busy(person):
            if work.length >= long:
                dates[work.duty.date] = dates.get(work.duty.date, False) or work.now
        yield from _long_runs("R-39", person, dates, soft, hard)


def weekends(world):
    """R-38: not too many weekends in any window, and one free in any few weeks."""
    for person in world.people:
        worked = {}
        for work in world.busy(person):
            if work.duty.date.weekday() >= 5:
                monday = monday_of(work.duty.date)
                worked[monday] = worked.get(monday, False) or work.now
        yield from _too_many(world, person, worked)
        yield from _none_free(world, person, worked)


def _too_many(world, person, worked):
    most = world.parameter("R-38", "max_weekends", 2)
    size = world.parameter("R-38", "window_weeks", 4)
    over = []
    for window in _windows(world, size):
        hits = [monday for monday in window if monday in worked]
        if len(hits) > most and any(worked[monday] for monday in hits):
            over.append((len(hits), window[0], window[-1] + 6 * DAY))
    if over:
        count, first, last = max(over, key=lambda window: window[0])
        yield Found("R-38", "should", person, first, last, count, most, "weekends")


def _windows(world, size):
    """The last `size` known weeks up to each week of the rota."""
    known = world.known_weeks()
    for monday in world.weeks():
        yield [week for week in known if week <= monday][-size:]


def _none_free(world, person, worked):
    """The first run of weeks, as long as it goes on, that has no free weekend."""
    size = world.parameter("R-38", "free_weekend_weeks", 3)
    run = []
    for monday in [*world.known_weeks(), None]:
        if monday in worked:
            run.append(monday)
            continue
        if len(run) >= size and any(worked[week] for week in run):
            last = run[-1] + 6 * DAY
            yield Found("R-38", "should", person, run[0], last, len(run), size - 1, "weekends")
            return
        run = []


def quick_turns(world):
    """R-40: at most two quick returns or backward steps of the clock in any four weeks."""
    most = world.parameter("R-40", "most", 2)
    size = 7 * world.parameter("R-40", "window_weeks", 4) * DAY
    for person in world.people:
        turns = _turns(world, person)
        for begin, _ in turns:
            window = [turn for turn in turns if begin <= turn[0] < begin + size]
            if len(window) > most and any(now for _, now in window):
                first, last = window[0][0], window[-1][0]
                yield Found("R-40", "should", person, first, last, len(window), most, "turns")
                break


def _turns(world, person):
    """[(date of the later start, whether a duty of the rota is one of the two)]."""
    found = {}
    for start, now in [*_quick_returns(world, person), *_steps_back(world, person)]:
        found[start] = found.get(start, False) or now
    return [(world.local_date(start), found[start]) for start in sorted(found)]


def _quick_returns(world, person):
    least = world.parameter("R-19", "rest_minutes", 660)
    below = world.parameter("R-40", "below_minutes", 840)
    spans = [(a, b, work) for work in world.of(person) for a, b in work.worked]
    for (_, end, before), (again, _, after) in itertools.pairwise(spells(spans, 0)):
        if least <= again - end < below:
            yield again, any(work.now for work in before + after)


def _steps_back(world, person):
    """Duties that start earlier by the clock than the last one, the date before."""
    step = world.parameter("R-40", "backward_minutes", 120)
    for one, two in itertools.pairwise(world.busy(person)):
        start = two.worked[0][0]
        before, after = world.local(one.worked[0][0]), world.local(start)
        earlier = (before.hour - after.hour) * 60 + before.minute - after.minute
        if after.date() - before.date() == DAY and earlier >= step:
            yield start, one.now or two.now
