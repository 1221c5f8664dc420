"""What speaks against each duty that somebody could have: the rules, and their absences.

It is asked of the engine's own readings, a rule at a time.
"""

from roster.autofill.allowing import ALONE, BESIDE, NEAR, Allowing
from roster.autofill.elements import UNFIT, Away, of_rule
from roster.autofill.week import key_of
from roster.rules.catalogue import CATALOGUE
from roster.rules.shapes import Ban
from roster.rules.timeline import DAY
from roster.walltime import instant


class Sorting(Allowing):
    """Makes an option of whatever its person is fit for, and notes what speaks against it."""

    def __init__(self, possible):
        super().__init__(possible, 0)
        self.all_values, self.against = self.values, []

    def add_options(self):
        held = self.possible.held
        for person in self.possible.problem.people:
            items = list(self.possible.candidates(person))
            alone = self._rules_alone(person.id, items)
            for item in items:
                rules = alone.get(id(item), set()) | self._rules_beside(person.id, item)
                if key_of(item.duty) in held:
                    rules = set()
                elif rules & set(UNFIT):
                    continue
                self.possible.add(item, 0)
                boolean = len(self.possible.rows.cells) - 1
                self.against += [(boolean, e) for r in rules for e in self._elements(r, item)]

    def _elements(self, rule, item):
        """What would have to be given up of a rule: of an absence each date the duty reaches."""
        person = item.duty.person
        if rule != "R-15":
            return [of_rule(rule, person)]
        dates = (item.date, item.date + DAY)
        return [Away(person, day) for day in dates if self._is_away(item, day)]

    def _is_away(self, item, day):
        """Whether its person is away on a date, the whole of it or some hours, while it lasts."""
        return any(
            starts < item.end and item.start < ends
            for absence in self.timeline.absences_of.get(item.duty.person, ())
            if absence.starts_on <= day <= absence.until
            for starts, ends in [self._hours(absence, day)]
        )

    def _hours(self, absence, day):
        if absence.starts is None:
            return self.timeline.midnight(day), self.timeline.midnight(day + DAY)
        zone = self.timeline.zone
        return instant(day, absence.starts, zone), instant(day, absence.ends, zone)

    def _rules_alone(self, person, items):
        """{id of an item: rules that forbid it by itself}"""
        found, part = {}, self.timeline.part(items)
        for rule in ALONE if items else ():
            if rule in self.all_values:
                for shape in CATALOGUE[rule].function(part, person, self.all_values[rule]):
                    if isinstance(shape, Ban) and self._stops(rule, shape):
                        found.setdefault(id(shape.duty), set()).add(rule)
        by_place = {}
        for item in items:
            by_place.setdefault((item.duty.site, item.duty.area), []).append(item)
        for some in by_place.values():
            for shape in self._scope(some):
                if shape.case.level != "should":
                    found.setdefault(id(shape.duty), set()).add("R-07")
        return found

    def _stops(self, rule, ban):
        return ban.case.level != "should" and self._binds(rule, ban.duty)

    def _rules_beside(self, person, item):
        """The rules that forbid it beside what the person has on near dates already."""
        own = self.timeline.by_person.get(person, ())
        near = [other for other in own if abs((other.date - item.date).days) <= NEAR]
        if not near and person not in self.timeline.other_work:
            return set()
        return {
            rule
            for rule in BESIDE
            if rule in self.all_values and self._adds(rule, person, near, item)
        }

    def _adds(self, rule, person, near, item):
        self.values = {rule: self.all_values[rule]}
        adds = self.broken(person, [*near, item]) > self.broken(person, near)
        self.values = self.all_values
        return adds

    def of_one(self, rule):
        """An Allowing that knows this rule only."""
        other = Allowing(self.possible, 0)
        other.values = {rule: self.all_values[rule]}
        return other


class NoClash:
    """Stands for an Allowing where a rule says nothing of two duties."""

    @staticmethod
    def clash(person, firsts, seconds):
        return False
