"""The strip at the foot: for each area and date, who is there and who is needed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from roster.problem import Demand
from roster.rules import cover
from roster.rules.breach import same
from roster.rules.catalogue import values_in


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day in which a line of demand has `have` people; instants in minutes."""

    demand: Demand
    starts: int
    ends: int
    have: int

    @property
    def short(self):
        return max(0, self.demand.least - self.have)


@dataclass(slots=True)
class Need:
    """An area's row: its stretches by date, and the dates on which another rule is broken there."""

    site: str
    area: str
    stretches: dict[date, list[Stretch]]
    breaches: dict[date, list] = field(default_factory=dict)

    def short(self, day):
        """How many people are missing at the worst moment of the date, over all lines.

        Lines are added up at each moment, so enough of one never hides too few of another.
        """
        missing = defaultdict(int)
        for stretch in self.stretches.get(day, ()):
            if stretch.short:
                missing[stretch.starts] += stretch.short
        return max(missing.values(), default=0)

    def stands_as(self, other, day):
        """Whether a date shows as in another row of the same area: its stretches the same object,
        its breaches saying the same."""
        if self.stretches.get(day) is not other.stretches.get(day):
            return False
        return same(self.breaches.get(day, ()), other.breaches.get(day, ()))

    def is_needed(self, day):
        return any(stretch.demand.least for stretch in self.stretches.get(day, ()))


def needs(timeline, breaches):
    """The rows of the strip, in the order of the demand."""
    days = cover.dates(timeline.problem)
    return _with_breaches(
        [
            Need(*place, {day: _stretches(timeline, place, day) for day in days})
            for place in timeline.demand_by_place
        ],
        breaches,
    )


def needs_again(rows, breaches, again):
    """The same after a recheck: a date's stretches are the same object where nothing changed."""
    return _with_breaches([_need_again(row, again) for row in rows], breaches)


def _need_again(row, again):
    stretches = row.stretches
    if row.site in again.sites:
        place = row.site, row.area
        new = {day: _stretches(again.timeline, place, day) for day in again.days}
        stretches = stretches | {day: s for day, s in new.items() if s != stretches[day]}
    return Need(row.site, row.area, stretches)


def _stretches(timeline, place, day):
    values = values_in(timeline.problem, "R-33", day)
    return [
        Stretch(shape.case.detail["demand"], shape.starts, shape.ends, shape.measured())
        for shape in cover.demand_is_met(timeline, place, day, values)
    ]


def _with_breaches(rows, breaches):
    by_place = {(row.site, row.area): row for row in rows}
    for breach in breaches:
        row = by_place.get((breach.site, breach.area))
        if breach.person is None and row and breach.rule != "R-33":  # the stretches say that one
            row.breaches.setdefault(breach.first, []).append(breach)
    return rows
