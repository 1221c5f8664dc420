"""One week of a rota as rows of which each says for whose sake it is there.

Everything outside the week stays as it is planned. What may be planned, and how a rule binds it, is
asked of the engine's own readings, a rule at a time, so that each row has its element.
"""

from dataclasses import replace
from functools import cached_property
from itertools import combinations, pairwise

from roster.autofill.allowing import ALONE, BESIDE, NEAR, Allowing
from roster.autofill.company import Places
from roster.autofill.compiling import compile_shapes
from roster.autofill.elements import UNFIT, Asked, Away, Bound, Settled, of_rule
from roster.autofill.lines import Line
from roster.autofill.possible import Possible
from roster.autofill.weights import Weights
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE
from roster.rules.shapes import Ban
from roster.rules.timeline import DAY
from roster.walltime import instant

WEIGHTS = Weights()
TOGETHER = ("R-04", "R-34", "R-35")  # rules on who is there beside whom that rows can say
MOST_LINES = 5  # of one stretch, for which every set of lines is looked at


class Week(Possible):
    """The possible duties of a week, those that are fixed too: what holds one is an element."""

    def __init__(self, problem, monday):
        self.window = [monday + n * DAY for n in range(7)]
        self.held = {_key(d): d for d in problem.duties if d.date in self.window}
        loose = tuple(
            replace(d, fixed=False) if d.date in self.window else d for d in problem.duties
        )
        super().__init__(
            replace(problem, duties=loose), within=lambda duty: duty.date in self.window
        )

    @cached_property
    def dates(self):
        return self.window

    def candidates(self, person):
        """What demand asks for, and whatever is there already."""
        known = set()
        for item in super().candidates(person):
            known.add(_key(item.duty))
            yield item
        for duty in self.open:
            if duty.person == person.id and _key(duty) not in known:
                yield self.timeline.item(duty, True)

    def planned(self, values):
        """{(person, date): duties} of each cell that may be planned, as these values plan it."""
        cells = {}
        for cell, booleans in self.options.items():
            duties = [self.items[b].duty for b in booleans if values[b]]
            cells[cell] = tuple(self.held.get(_key(duty), duty) for duty in duties)
        return cells

    @cached_property
    def as_it_is(self):
        """The values of the plan as it stands."""
        values = self.rows.start()
        for booleans in self.options.values():
            for boolean in booleans:
                values[boolean] = _key(self.items[boolean].duty) in self.held
        return self.rows.complete(values)


def _key(duty):
    return duty.person, duty.date, duty.shift, duty.site, duty.area


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
                if _key(item.duty) in held:
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
        absent = self.timeline.absent_dates[person]
        return [Away(person, item.date + n * DAY) for n in (0, 1) if self._reaches(item, n, absent)]

    def _reaches(self, item, n, absent):
        day = item.date + n * DAY
        return day in absent and (n == 0 or self.timeline.midnight(day) < item.end)

    def _rules_alone(self, person, items):
        """{id of an item: rules that forbid it by itself}"""
        found, part = {}, self.timeline.part(items)
        for rule in ALONE if items else ():
            if rule in self.all_values:
                for shape in CATALOGUE[rule].function(part, person, self.all_values[rule]):
                    if isinstance(shape, Ban) and shape.case.level != "should":
                        found.setdefault(id(shape.duty), set()).add(rule)
        by_place = {}
        for item in items:
            by_place.setdefault((item.duty.site, item.duty.area), []).append(item)
        for some in by_place.values():
            for shape in self._scope(person, some):
                if shape.case.level != "should":
                    found.setdefault(id(shape.duty), set()).add("R-07")
        return found

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


class Labelled:
    """`rows` are the hard rows of a week, `labels` beside each row the elements it is there for:
    without one of them it need not hold. `targets` are the Asked in full that a question may be
    about; every line is asked to keep what it has as well.
    """

    def __init__(self, checked, monday, targets):
        self.checked, self.targets = checked, frozenset(targets)
        self.week = Week(checked.problem, monday)
        self.rows, self.labels = self.week.rows, []
        sorting = Sorting(self.week)
        sorting.add_options()
        self.week.close()
        self._label(())
        for boolean, element in sorting.against:
            self._row((boolean,), None, 0, (element,))
        self._keep_fixed()
        self._people(sorting)
        self._places()
        self._demand()

    def fit_for(self, target):
        """The people who are employed, trained and inducted for a line on its date."""
        demand, week, place = target.demand, self.week, (target.demand.site, target.demand.area)
        line = next(x for x in week.lines(place, target.date) if x.position == target.line)
        return sorted(
            person
            for (person, day), booleans in {**week.options, **week.settled}.items()
            if day == target.date
            and any(
                (week.items[b].duty.site, week.items[b].duty.area) == place
                and cover.fits(week.items[b], demand, week.demand_values)
                and week.items[b].start < line.end
                and line.start < week.items[b].end
                for b in booleans
            )
        )

    def _label(self, elements):
        """The rows that came since the last call are there for these."""
        self.labels += [elements] * (len(self.rows.rows) - len(self.labels))

    def _row(self, terms, least, most, elements):
        if terms or (least or 0) <= 0:
            self.rows.row(terms, (1,) * len(terms), least, most)
        else:  # nobody is there to be planned: a sum of nothing that can never be enough
            nobody = self.rows.option(None, 0)
            self.rows.fix(nobody, 0)
            self.rows.row((nobody,), (1,), least, most)
        self._label(elements)

    def _keep_fixed(self):
        fixed = {key: duty for key, duty in self.week.held.items() if duty.fixed}
        for booleans in self.week.options.values():
            for boolean in booleans:
                duty = fixed.get(_key(self.week.items[boolean].duty))
                if duty:
                    self._row((boolean,), 1, None, (Settled(duty),))

    # ── rules ──

    def _people(self, sorting):
        values = self.week.values
        beside = {rule: sorting.of_one(rule) for rule in BESIDE if rule in values}
        for person in self.week.problem.people:
            free = {e.rule for e in self.week.problem.exemptions if e.person == person.id}
            for rule in values:
                if rule not in free and CATALOGUE[rule].scope == "person":
                    line = Line(self.week, person.id, beside.get(rule, NoClash), WEIGHTS)
                    line.values = {rule: values[rule]}
                    self._compile(line.shapes(), Bound(rule, person.id))

    def _places(self):
        for rule in TOGETHER:
            if rule in self.week.values:
                places = Places(self.week, WEIGHTS)
                places.values = {rule: self.week.values[rule]}
                self._compile(places.shapes(), Bound(rule))

    def _compile(self, shapes, element):
        compile_shapes(self.rows, ((shape, None) for shape, price in shapes if price is None))
        self._label((element,))

    # ── demand ──

    def _demand(self):
        """Each set of lines has as many people as it needs: then nobody fills two places."""
        people = self._people_of_places()
        for place in self.week.timeline.demand_by_place:
            for day in self.week.window:
                lines = [
                    line
                    for n in (-1, 0)
                    if day + n * DAY in self.week.window
                    for line in self.week.lines(place, day + n * DAY)
                ]
                for starts, there in self._stretches(people.get(place, ()), day, lines):
                    self._stretch(
                        [line for line in lines if line.start <= starts < line.end], there, starts
                    )

    def _people_of_places(self):
        """{place: (boolean, start, end) of whoever counts for its demand}"""
        found, week = {}, self.week
        for boolean, item in week.items.items():
            duty = item.duty
            if boolean in week.anywhere or not item.clinical:
                continue
            if cover.counts(item, week.demand_values):
                spans = [(boolean, *span) for span in week.timeline.present(item)]
                # An absence is an element of its own: without it the person would be there.
                spans = spans if boolean in week.rows.fixed else [(boolean, item.start, item.end)]
                found.setdefault((duty.site, duty.area), []).extend(spans)
        return found

    def _stretches(self, people, day, lines):
        """(start, booleans) of each stretch of a date in which nobody can come or go."""
        dawn, dusk = self.week.timeline.midnight(day), self.week.timeline.midnight(day + DAY)
        edges = {edge for line in lines for edge in (line.start, line.end)}
        edges |= {edge for _, *span in people for edge in span}
        edges = sorted({dawn, dusk, *(edge for edge in edges if dawn < edge < dusk)})
        for starts, _ in pairwise(edges):
            yield starts, [b for b, start, end in people if start <= starts < end]

    def _stretch(self, lines, there, starts):
        now = [(asked_of(line), line, self._needs(line, starts)) for line in lines]
        self._sets([one for one in now if one[2]], there)
        for line in lines:
            full = asked_of(line, full=True)
            if full in self.targets:
                others = [one for one in now if one[1] is not line and one[2]]
                self._sets(others, there, ((full, line, line.demand.least),))

    def _sets(self, asked, there, always=()):
        """Rows for each set of (element, line, people needed) that holds what is always in."""
        sizes = range(len(asked) + 1) if len(asked) <= MOST_LINES else (0, 1, len(asked))
        for size in sizes:
            for some in combinations(asked, size):
                if members := (*some, *always):
                    lines = [line for _, line, _ in members]
                    fitting = tuple(b for b in there if any(self._fits(b, x) for x in lines))
                    least = sum(needed for *_, needed in members)
                    self._row(fitting, least, None, tuple(element for element, *_ in members))

    def _fits(self, boolean, line):
        return cover.fits(self.week.items[boolean], line.demand, self.week.demand_values)

    def _needs(self, line, minute):
        """How many of its least the line has now."""
        found = self.checked.found.get(("R-33", ((line.demand.site, line.demand.area), line.date)))
        short = [b.measured for b in found or () if self._is_about(b, line, minute)]
        return min(short, default=line.demand.least)

    def _is_about(self, breach, line, minute):
        starts = instant(breach.at.date(), breach.at.time(), self.week.timeline.zone)
        return breach.detail["demand"] == line.demand and starts <= minute < breach.detail["until"]


def asked_of(line, full=False):
    return Asked(line.position, line.date, line.demand, full)
