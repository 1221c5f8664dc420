"""The demand of a rota as a rota file can say it: one week's lines, for all of the rota's weeks.

    weekly(problem)     -> (the problem with such lines, the (site, area, date) it is untrue of)
    untrue_of(problem, differing)   -> a sentence

Where seasons, closures and dated lines come to the same on every Monday of the rota, every
Tuesday and so on, lines of the week say exactly that. Elsewhere each line is given the days that
it counts on in most weeks, and the dates on which that is not so are told.
"""

from collections import Counter
from dataclasses import replace

from roster.problem import DAY_TYPES, WEEKDAYS, Problem
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from roster.rules.phrases import full, listed, number
from roster.rules.timeline import Timeline

SHOWN = 6


def weekly(problem: Problem):
    if not problem.closures and not any(line.starts_on or line.until for line in problem.demand):
        return problem, ()
    asked = _asked(problem)
    said = replace(problem, demand=tuple(_lines(problem, asked)), closures=())
    told = _bare(_asked(said), said)
    wanted = _bare(asked, problem)
    return said, tuple(sorted(key for key in wanted if wanted[key] != told.get(key, [])))


def _asked(problem):
    """{(site, area, date): positions of the lines that count}"""
    timeline = Timeline(replace(problem, duties=(), history=(), following=()))
    values = values_of(CATALOGUE["R-33"], problem.rules, CATALOGUE)
    return {
        (*place, day): [line.position for line in cover.lines_on(timeline, place, day, values)]
        for place in timeline.demand_by_place
        for day in cover.dates(problem)
    }


def _bare(asked, problem):
    """The same with what each line asks for in place of its position."""
    none = {"days": (), "starts_on": None, "until": None, "reason": ""}
    bare = [replace(line, **none) for line in problem.demand]
    return {key: sorted(map(repr, map(bare.__getitem__, lines))) for key, lines in asked.items()}


def _lines(problem, asked):
    """Each line with the days on which it counts. A place without dates keeps its lines."""
    dated = {(shut.site, shut.area) for shut in problem.closures}
    dated |= {(d.site, d.area) for d in problem.demand if d.starts_on or d.until}
    for position, line in enumerate(problem.demand):
        if (line.site, line.area) not in dated:
            yield line
            continue
        days = _days(problem, position, line, asked)
        if days:
            yield replace(line, days=days, starts_on=None, until=None, reason="")


def _days(problem, position, line, asked):
    """Day types of which the line counts on most dates; of two halves the week as it begins.

    A day type that the rota has no date of stays.
    """
    counts, dates = Counter(), Counter()
    for day in cover.dates(problem):
        kind = "bank_holiday" if day in problem.bank_holidays else WEEKDAYS[day.weekday()]
        dates[kind] += 1
        counts[kind] += position in asked[line.site, line.area, day]
    begins = line.days if line.is_in_force(problem.starts) else ()
    return tuple(
        kind
        for kind in DAY_TYPES
        if 2 * counts[kind] > dates[kind] or (2 * counts[kind] == dates[kind] and kind in begins)
    )


def untrue_of(problem: Problem, differing) -> str:
    """3 May 2027 in General X-ray, Teaching Hospital; 4 and 5 May 2027 in ..."""
    names = {
        (site.code, area.code): f"{area.name}, {site.name}"
        for site in problem.sites
        for area in site.areas
    }
    by_place = {}
    for site, area, day in differing:
        by_place.setdefault(names[site, area], []).append(day)
    said = [f"{place} on {_dates(days)}" for place, days in by_place.items()]
    return "; ".join(said)


def _dates(days):
    more = len(days) - SHOWN
    shown = [full(day) for day in days[:SHOWN]]
    return listed([*shown, number(more, "more date")] if more > 0 else shown)
