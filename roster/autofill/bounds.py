"""What of a rota a fill may plan: dates, people, sites, and how much of what is there. Pure.

within(problem, scope, left)   -> the function of a duty that `fill` takes as `within`
uncovered(problem)             -> the breaches of the demand, one a stretch
"""

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import date

from roster.autofill.mending import DEMAND
from roster.autofill.weights import Weights
from roster.problem import Problem
from roster.rules.checker import judge, scopes, shapes
from roster.rules.timeline import DAY, Timeline
from roster.walltime import span

GAPS, KEEP, ANEW = "gaps", "keep", "anew"


@dataclass(frozen=True)
class Scope:
    """From `first` to `last`, both included; no `people` or `sites`: all of them.

    `how`: GAPS: what is there stays, and people are added only where the least is not met; KEEP:
    what is there stays, and the rest is planned; ANEW: what is not fixed is planned anew too.
    """

    first: date
    last: date
    people: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    how: str = GAPS

    @property
    def dates(self):
        days = (self.last - self.first).days + 1
        return {self.first + n * DAY for n in range(days)}

    @property
    def keep(self):
        return self.how != ANEW

    @property
    def learners(self):
        """Whether whoever learns is placed too: they fill no gap."""
        return self.how != GAPS

    def holds(self, duty):
        return (
            self.first <= duty.date <= self.last
            and (not self.people or duty.person in self.people)
            and (not self.sites or duty.site in self.sites)
        )

    def asks(self, site, on):
        """Whether it was asked about a site on a date, whoever works there."""
        return self.first <= on <= self.last and (not self.sites or site in self.sites)

    def weights(self, weights: Weights) -> Weights:
        """Where only gaps are filled nothing else is worth a duty."""
        return replace(weights, ideal=0, off_contract=0) if self.how == GAPS else weights


def as_data(scope: Scope) -> dict:
    """As JSON keeps it."""
    data = asdict(scope) | {"people": list(scope.people), "sites": list(scope.sites)}
    return data | {"first": scope.first.isoformat(), "last": scope.last.isoformat()}


def from_data(data: dict) -> Scope:
    dates = {key: date.fromisoformat(data[key]) for key in ("first", "last")}
    return Scope(**dates, people=tuple(data["people"]), sites=tuple(data["sites"]), how=data["how"])


def within(problem: Problem, scope: Scope, left=frozenset()):
    """Whether a fill may plan a duty, or plan it anew. `left` holds dates, and cells as
    (person, date), that stay as they are whatever the scope.
    """
    short = _short(problem) if scope.how == GAPS else None
    shifts = {shift.code: shift for shift in problem.shift_types}

    def may_plan(duty):
        if not scope.holds(duty) or duty.date in left or (duty.person, duty.date) in left:
            return False
        if short is None:
            return True
        shift = shifts[duty.shift]
        starts, ends = span(duty.date, shift.starts, shift.ends, problem.timezone, duty.fold)
        there = short.get((duty.site, duty.area), ())
        return any(starts < end and start < ends for start, end in there)

    return may_plan


def uncovered(problem: Problem):
    timeline = Timeline(problem)
    asked = (row for row in scopes(timeline) if row[0].id == DEMAND)
    return [breach for some in judge(timeline, asked).values() for breach in some]


def _short(problem):
    """{(site, area): spans of instants in which somebody is missing}"""
    timeline, found = Timeline(problem), defaultdict(list)
    for rule, terms, scope in scopes(timeline):
        if rule.id == DEMAND:
            asked = shapes(rule, terms, timeline, scope)
            found[scope[0]] += [(shape.starts, shape.ends) for shape in asked if shape.broken()]
    return found
