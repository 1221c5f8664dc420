"""Which of the possible duties the rules allow, asked of the rules themselves.

A duty on its own is judged by the very functions of the checker, on a timeline that holds nothing
else, and beside the duties that stay; two duties on dates in a row by the same, once for each pair
of shift types and sites.
"""

from itertools import product

from roster.rules.catalogue import CATALOGUE
from roster.rules.shapes import Ban
from roster.rules.supervision import within_scope
from roster.rules.timeline import DAY
from roster.walltime import clock_change

ALONE = ("R-01", "R-09", "R-10", "R-11", "R-12", "R-13", "R-15", "R-22", "R-23", "R-31", "R-37")
BESIDE = ("R-09", "R-14", "R-16", "R-19", "R-23")
NEAR = 2  # dates either side that a duty can clash with


class Allowing:
    """Judges the options of a Possible; `price` is what a warning costs."""

    def __init__(self, possible, price):
        self.possible, self.price = possible, price
        self.timeline, self.values = possible.timeline, possible.values
        self.pairs, self.sets, self.alone = {}, {}, {}

    def add_options(self):
        for person in self.possible.problem.people:
            by_kind = {}
            for item in self.possible.candidates(person):
                duty = item.duty
                by_kind.setdefault((duty.shift, duty.site, duty.area), []).append(item)
            for items in by_kind.values():
                for item, warnings in self._allowed(person.id, items):
                    self.possible.add(item, warnings * self.price)

    def _allowed(self, person, items):
        """(item, warnings it brings) of those that no rule forbids."""
        bans = [*self._alone(person, items), *self._scope(items)]
        hard = {id(shape.duty) for shape in bans if shape.case.level != "should"}
        for item in items:
            if id(item) not in hard and self._fits_in(person, item):
                soft = {id(s.case) for s in bans if s.duty is item and s.case.level == "should"}
                yield item, len(soft)

    def _alone(self, person, items):
        part = self.timeline.part(items)
        for rule in ALONE:
            if rule in self.values and self.possible.binds(rule, person):
                shapes = CATALOGUE[rule].function(part, person, self.values[rule])
                yield from (s for s in shapes if isinstance(s, Ban) and self._binds(rule, s.duty))

    def _binds(self, rule, item):
        return self.possible.binds(rule, item.duty.person, (item.date,))

    def _scope(self, items):
        if "R-07" not in self.values:
            return
        part = self.timeline.part(items)
        place = items[0].duty.site, items[0].duty.area
        for item in items:
            yield from within_scope(part, place, item.date, self.values["R-07"])

    def _fits_in(self, person, item):
        """Whether it breaks nothing beside what the person has on near dates already."""
        near = [
            other
            for other in self.timeline.by_person.get(person, ())
            if abs((other.date - item.date).days) <= NEAR
        ]
        if not near and person not in self.timeline.other_work:
            return not self._breaks_alone(person, item)
        return self.broken(person, [*near, item]) <= self.broken(person, near)

    def _breaks_alone(self, person, item):
        """Asked once for all duties alike."""
        key = item.duty.shift, *self._asked_of(person, item), self._is_demanding(item.duty)
        if key not in self.alone:
            self.alone[key] = self.broken(person, [item]) > 0
        return self.alone[key]

    def _asked_of(self, person, item):
        """(changes of the clocks, who may be young that day, what they are exempt from on it, and
        on the next date as well).
        """
        zone = self.possible.problem.timezone
        next_day = item.date + DAY
        changes = tuple(clock_change(day, zone) for day in (item.date, next_day))
        young = (person, item.date) if self.timeline.people[person].born else None
        free = (self.possible.free_of(person, item.date, day) for day in (item.date, next_day))
        return changes, young, *free

    def broken(self, person, items):
        """How often some duties break, together, what cannot be priced."""
        part = self.timeline.part(items)
        if person not in part.by_person:
            return 0
        days = sorted(item.date for item in items)
        return sum(
            shape.broken() and shape.case.level != "should"
            for rule in BESIDE
            if rule in self.values and self.possible.binds(rule, person, days)
            for shape in CATALOGUE[rule].function(part, person, self.values[rule])
        )

    def clash(self, person, firsts, seconds):
        """Whether a shift and one on the next date cannot both be, at some of their places."""
        asked = self._asked_of(person, firsts[0])
        places = self._differing(firsts), self._differing(seconds)
        key = firsts[0].duty.shift, seconds[0].duty.shift, *map(frozenset, places), *asked
        if key not in self.sets:
            pairs = product(*(found.items() for found in places))
            self.sets[key] = any(
                self._clash(person, one[1], other[1], (one[0], other[0], *key[:2], *key[4:]))
                for one, other in pairs
            )
        return self.sets[key]

    def _differing(self, items):
        """{what the rules on two duties ask of a place: one duty there}"""
        return {(item.duty.site, self._is_demanding(item.duty)): item for item in items}

    def _is_demanding(self, duty):
        area = self.timeline.areas.get((duty.site, duty.area))
        return area is not None and area.demanding

    def _clash(self, person, first, second, key):
        if key not in self.pairs:
            alone = self.broken(person, [first]) + self.broken(person, [second])
            self.pairs[key] = self.broken(person, [first, second]) > alone
        return self.pairs[key]
