"""What a rota comes to, in figures that can stand beside another's. Pure.

figures(problem)  -> {name: number} as JSON keeps it; hours in minutes
ROWS              -> each name with its words, and whether fewer is better
GROUPS            -> what they tell of, with their names in order
"""

from collections import Counter
from statistics import median

from roster.exporting.pay_class import minutes_by_class
from roster.grid.accounts import lates, weekends
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE, values_in
from roster.rules.checker import check
from roster.rules.hours import over_contract
from roster.rules.parameters import values_of
from roster.rules.timeline import Timeline

DEMAND, UNSOCIAL = "R-33", CATALOGUE["R-28"]
RATE = {"saturday": "saturday", "night": "saturday", "sunday": "sunday"}  # by pay class
FAR = 450  # minutes off the contract over the rota
HOURS, COUNT = "hours", "count"
ROWS = (
    ("short", "Areas short, by date", COUNT, True),
    ("missing", "Hours for which somebody is missing", HOURS, True),
    ("must", "Breaches to be mended", COUNT, True),
    ("overridable", "Breaches to be accepted", COUNT, True),
    ("should", "Warnings", COUNT, True),
    ("paid", "Hours worked", HOURS, None),
    ("over", "People far over their contract", COUNT, True),
    ("under", "People far under their contract", COUNT, True),
    ("weekends", "Weekends worked, altogether", COUNT, None),
    ("weekends_most", "Weekends of whoever has most", COUNT, True),
    ("weekends_middle", "Weekends, the median", COUNT, None),
    ("lates_most", "Lates of whoever has most", COUNT, True),
    ("unsocial", "Unsocial hours", HOURS, None),
    ("enhanced", "Paid on top for them, in plain hours", HOURS, True),
)
GROUPS = (
    ("Cover", ("short", "missing")),
    ("Rules", ("must", "overridable", "should")),
    ("Hours", ("paid", "over", "under")),
    ("Weekends and lates", ("weekends", "weekends_most", "weekends_middle", "lates_most")),
    ("Cost", ("unsocial", "enhanced")),
)


def figures(problem) -> dict:
    timeline, breaches = Timeline(problem), check(problem)
    levels = Counter(b.level for b in breaches if b.rule != DEMAND)
    own = [items for person, items in timeline.held.items() if items]
    off = [over_contract(timeline, person, timeline.weeks) for person in timeline.people]
    worked = [weekends(timeline, person) for person in timeline.people]
    return {
        **_cover(breaches, timeline),
        **{level: levels[level] for level in ("must", "overridable", "should")},
        "paid": sum(item.minutes for items in own for item in items),
        "over": sum(minutes > FAR for minutes in off),
        "under": sum(minutes < -FAR for minutes in off),
        "weekends": sum(worked),
        "weekends_most": max(worked, default=0),
        "weekends_middle": median(worked) if worked else 0,
        "lates_most": max((lates(timeline, person) for person in timeline.people), default=0),
        **_unsocial(timeline, [item for items in own for item in items]),
    }


def _cover(breaches, timeline):
    short = {((b.site, b.area), b.first) for b in breaches if b.rule == DEMAND}
    missing = sum(_missing(timeline, place, day) for place, day in short)
    return {"short": len(short), "missing": missing}


def _missing(timeline, place, day):
    """Minutes of people below the least of each line, interval by interval."""
    values = values_in(timeline.problem, DEMAND, day)
    asked = cover.demand_is_met(timeline, place, day, values)
    return sum(max(0, one.least - len(one.duties)) * (one.ends - one.starts) for one in asked)


def _unsocial(timeline, items):
    """Minutes outside plain time, and what they are paid on top, in minutes of plain pay (R-28)."""
    problem, unsocial, enhanced = timeline.problem, 0, 0
    rates = values_of(UNSOCIAL, problem.rules, CATALOGUE)["rates"]
    for item in items:
        of_band = _rates(rates, item.employment and item.employment.band)
        for name, minutes in minutes_by_class(item, problem).items():
            if name in RATE:
                unsocial += minutes
                enhanced += minutes * of_band.get(RATE[name], 0) / 100
    return {"unsocial": unsocial, "enhanced": round(enhanced)}


def _rates(rates, band):
    """Those of the highest band named that is not above this one; none for who has no band."""
    level = int("".join(filter(str.isdigit, str(band or ""))) or 0)
    named = [int(name) for name in rates if int(name) <= level]
    return rates[str(max(named))] if named else {}
