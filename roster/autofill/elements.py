"""What can stand in the way of a demand: each a thing that somebody could give up.

A demand asked for, a rule that binds somebody, an absence, a duty that is fixed. What nobody can
give up (who is employed, trained and inducted) is no element: it says who could come at all.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from roster.problem import Demand, Duty
from roster.rules.catalogue import CATALOGUE
from roster.rules.phrases import day, listed

# Whoever breaks one of these cannot work there at all.
UNFIT = ("R-07", "R-09", "R-11", "R-12", "R-13")
AWAY = {
    "AL": "is on annual leave",
    "SL": "is away sick",
    "SD": "has a study day",
    "MT": "is on maternity or paternity leave",
    "BH": "has a bank holiday off",
    "TOIL": "takes time owed",
    "PL": "is on parental leave",
}


@dataclass(frozen=True)
class Asked:
    """A line of demand on a date: `full` with all it asks for, else with no fewer than it has."""

    line: int
    date: date
    demand: Demand
    full: bool = False


@dataclass(frozen=True)
class Bound:
    """A rule as it binds a person; with null it binds whoever is on duty."""

    rule: str
    person: str | None = None


@dataclass(frozen=True)
class Away:
    """A person's absence on a date (R-15)."""

    person: str
    date: date


@dataclass(frozen=True)
class Settled:
    """A fixed duty that stays where it is."""

    duty: Duty


def of_rule(rule, person):
    """The element that a rule broken by a person is; by no person: it binds whoever is there."""
    return Bound(rule, person if CATALOGUE[rule].scope == "person" else None)


def in_words(elements, timeline, words, reasons=True):
    """A sentence for each of some elements, those of one rule together.

    `reasons`: whether who reads may know why somebody is away.
    """
    said = [_asked(e, words) for e in elements if isinstance(e, Asked)]
    bound = sorted((e for e in elements if isinstance(e, Bound)), key=lambda e: e.rule)
    for rule, some in groupby(bound, key=lambda e: e.rule):
        said.append(_bound(rule, [e.person for e in some if e.person], words))
    away = [e for e in elements if isinstance(e, Away)]
    said += [_away(e, timeline, words, reasons) for e in away]
    return [*said, *(_settled(e, words) for e in elements if isinstance(e, Settled))]


def _asked(element, words):
    demand = element.demand
    where = words.place(demand.site, demand.area)
    times = f"{demand.starts:%H:%M} to {demand.ends:%H:%M}"
    asks = "asks for" if element.full else "also needs"
    people = words.people(demand, demand.least)
    return f"{where} {asks} {people} on {day(element.date)}, {times}"


def _bound(rule, people, words):
    title = CATALOGUE[rule].title
    whom = f", for {listed(sorted(words.names[p] for p in people))}" if people else ""
    return f"{title} ({rule}){whom}"


def _away(element, timeline, words, reasons):
    kinds = timeline.absent_dates.get(element.person, {}).get(element.date, ())
    why = next((AWAY[kind] for kind in sorted(kinds) if kind in AWAY), "is away")
    said = why if reasons else "is not available"
    return f"{words.names[element.person]} {said} on {day(element.date)}"


def _settled(element, words):
    duty = element.duty
    where = words.place(duty.site, duty.area)
    return f"{words.names[duty.person]}'s {duty.shift} in {where} on {day(duty.date)} stays"
