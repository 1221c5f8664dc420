"""One week of a rota as rows of which each says for whose sake it is there.

Everything outside the week stays as it is planned. What may be planned, and how a rule binds it, is
asked of the engine's own readings, a rule at a time, so that each row has its element.
"""

from itertools import combinations, pairwise

from roster.autofill.allowing import BESIDE
from roster.autofill.company import Places
from roster.autofill.compiling import compile_shapes
from roster.autofill.elements import Asked, Bound, Settled
from roster.autofill.lines import Line
from roster.autofill.sorting import NoClash, Sorting
from roster.autofill.week import Week, key_of
from roster.autofill.weights import Weights
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE
from roster.rules.timeline import DAY
from roster.walltime import instant

WEIGHTS = Weights()
TOGETHER = ("R-04", "R-34", "R-35")  # rules on who is there beside whom that rows can say
MOST_LINES = 5  # of one stretch, for which every set of lines is looked at


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
                duty = fixed.get(key_of(self.week.items[boolean].duty))
                if duty:
                    self._row((boolean,), 1, None, (Settled(duty),))

    # ── rules ──

    def _people(self, sorting):
        values = self.week.values
        beside = {rule: sorting.of_one(rule) for rule in BESIDE if rule in values}
        for person in self.week.problem.people:
            for rule in values:
                if self.week.binds(rule, person.id) and CATALOGUE[rule].scope == "person":
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
