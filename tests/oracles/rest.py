"""Second opinions on rest: between two spells of work (R-19) and once a week (R-20)."""

import itertools

from tests.oracles.hours import spells
from tests.oracles.world import DAY, Found, minute, monday_of

FAR = 10**9


def spans_everywhere(world, person):
    """Work for any employer: [(start, end, whether it is the rota's own)]."""
    spans = [(a, b, work.now) for work in world.of(person) for a, b in work.worked]
    return spans + [(a, b, False) for a, b in world.other(person)]


def short_rests(world, person, need):
    """(end, again) of each rest below `need` between two spells that begin on different dates."""
    gap = world.parameter("R-16", "merge_gap_minutes", 60)
    joined = spells(spans_everywhere(world, person), gap)
    for (start, end, before), (again, _, after) in itertools.pairwise(joined):
        split_day = world.local_date(start) == world.local_date(again)
        if again - end < need and not split_day and (any(before) or any(after)):
            yield end, again


def daily_rest(world):
    """R-19: eleven elapsed hours between one spell of work and the next, of any employer."""
    need = world.parameter("R-19", "rest_minutes", 660)
    for person in world.people:
        for end, again in short_rests(world, person, need):
            if not _made_up(world, person, again, need - (again - end)):
                first, last = world.local_date(end), world.local_date(again)
                yield Found(
                    "R-19", "overridable", person, first, last, again - end, need, "minutes"
                )


def _made_up(world, person, again, shortfall):
    """Whether rest as long as the shortfall was given after the short one."""
    within = world.parameter("R-19", "comp_days", 14) * DAY
    latest = world.local_date(again) + within
    busy = {at for a, b, _ in spans_everywhere(world, person) for at in range(a, b)}
    if not world.parameter("R-19", "record_required", True):
        return _free_gap(world, busy, again, latest, shortfall)
    return any(
        minute(record.ends) - minute(record.starts) >= shortfall
        and minute(record.starts) >= again
        and world.local_date(minute(record.starts)) <= latest
        and busy.isdisjoint(range(minute(record.starts), minute(record.ends)))
        for record in world.problem.compensatory_rest
        if (record.person, record.rule) == (person, "R-19")
        and record.for_date == world.local_date(again)
        and record.starts is not None
    )


def _free_gap(world, busy, again, latest, shortfall):
    """Whether so many minutes on end, beginning by the latest date, are free of work."""
    free = 0
    for at in range(again, world.midnight(latest + DAY) + shortfall - 1):
        free = 0 if at in busy else free + 1
        if free >= shortfall:
            return True
    return False


def weekly_rest(world):
    """R-20: each week (14d: two weeks) has one long free spell, most of it inside."""
    judge = _fortnights if world.parameter("R-20", "mode", "7d") == "14d" else _weeks
    for person in world.people:
        yield from judge(world, person)


def rests(world, person):
    """[(from, until)] of all free time; before the first and after the last work it is endless."""
    joined = spells(spans_everywhere(world, person), 0)
    edges = [(None, -FAR), *(spell[:2] for spell in joined), (FAR, None)]
    return [(a, b) for (_, a), (b, _) in itertools.pairwise(edges)]


def longest_rest(world, person, first, last, beyond):
    """The longest rest in the dates, its part outside them counted at most as `beyond`."""
    return max(_lengths(world, person, first, last, beyond))


def _lengths(world, person, first, last, beyond):
    starts, ends = world.midnight(first), world.midnight(last + DAY)
    lengths = [0]
    for free_from, free_until in rests(world, person):
        within = min(free_until, ends) - max(free_from, starts)
        if within > 0:
            outside = free_until - free_from - within
            lengths.append(within + min(outside, max(0, beyond)))
    return lengths


def takes_part(world, person, first, last):
    """Whether a duty of the rota is worked in these dates."""
    starts, ends = world.midnight(first), world.midnight(last + DAY)
    return any(
        a < ends and b > starts for work in world.of(person, now=True) for a, b in work.worked
    )


def _weeks(world, person):
    inside = world.parameter("R-20", "inside_minutes", 1440)
    for monday in world.weeks():
        need = world.parameter("R-20", "need_minutes", 2100)
        if _has_reason(world, person, monday):
            need = min(need, inside)
        sunday = monday + 6 * DAY
        best = longest_rest(world, person, monday, sunday, need - inside)
        if best < need and takes_part(world, person, monday, sunday):
            yield Found("R-20", "overridable", person, monday, sunday, best, need, "minutes")


def _has_reason(world, person, monday):
    return any(
        (record.person, record.rule, record.for_date) == (person, "R-20", monday)
        for record in world.problem.compensatory_rest
    )


def _fortnights(world, person):
    need, inside = (
        world.parameter("R-20", name, default)
        for name, default in (("need_14d_minutes", 3540), ("inside_14d_minutes", 2880))
    )
    small, small_inside = (
        world.parameter("R-20", name, default)
        for name, default in (("need_minutes", 2100), ("inside_minutes", 1440))
    )
    for first in _periods(world, person):
        last = first + 13 * DAY
        best = longest_rest(world, person, first, last, need - inside)
        lengths = _lengths(world, person, first, last, small - small_inside)
        twice = sum(length >= small for length in lengths) >= 2
        if best < need and not twice and takes_part(world, person, first, last):
            yield Found("R-20", "overridable", person, first, last, best, need, "minutes")


def _periods(world, person):
    """The fortnights from the week employment began that hold a date of the rota."""
    day = monday_of(min(held.starts for held in world.people[person].employments))
    while day <= world.problem.until:
        if day + 13 * DAY >= world.problem.starts:
            yield day
        day += 14 * DAY
