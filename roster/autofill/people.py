"""Everybody's lines: the best of one person at given prices, what it adds to the shared rows."""

from collections import defaultdict
from operator import itemgetter

import numpy as np

from roster.autofill.line_graph import WORK, Graph
from roster.autofill.pricing import Pricing
from roster.autofill.raising import Raised

FOLLOWED = 3  # looks at a graph that leaves rows out, to learn what they are worth
TRIES = 10  # looks until a line keeps to those rows
FORCE = 0.005  # of what an option costs on average: how far prices are raised by force at first
FORCED = 16  # looks, each with twice the force of the one before


class Column:
    """A line: the booleans of its person that it makes true, and what its own rows cost."""

    __slots__ = ("booleans", "cost", "key", "person")

    def __init__(self, person, booleans, cost):
        self.person, self.booleans, self.cost = person, booleans, cost
        self.key = person, booleans.tobytes()

    def __eq__(self, other):
        return self.key == other.key

    def __hash__(self):
        return hash(self.key)


class Person:
    """One person's graph. `wide` are the rows it leaves out, with what each option adds to them."""

    def __init__(self, rows, ownership, number, work=WORK):
        self.rows, self.number = rows, number
        self.own = ownership.of(number)
        self.graph = Graph(self.own, work)
        self.pricing = Pricing(self.graph)
        options = [b for day in self.own.days for b in self.own.options[day]]
        self.options = np.array(options, dtype=np.int64)
        self.with_ = np.concatenate([self.own.with_[b] for b in options]).astype(np.int64)
        sizes = [len(self.own.with_[b]) for b in options]
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.wide = [(check, self._added(check)) for check in self.graph.loose]
        self.priced = [check for check in self.own.checks if check.price]

    def _added(self, check):
        """(options, what each adds to a row). Of a spell each day has its part: a line that works
        on several of its days pays for no more than the spell adds, or its price were no bound.
        """
        added = defaultdict(float, check.options)
        for option, spells in self.own.touched.items():
            added[option] += sum(self._part(check, spell) for spell in spells)
        options = [option for option, weight in added.items() if weight]
        return np.array(options, dtype=np.int64), np.array([added[b] for b in options])

    def _part(self, check, spell):
        weight = check.spells.get(spell, 0)
        return weight / len(self.own.spells[spell]) if weight > 0 else weight

    def raised(self, duals=None):
        """What the rows that the graph leaves out are worth to begin with: nothing, or by what a
        unit of each of all rows is.
        """
        checks = [check for check, _ in self.wide]
        if duals is None:
            return Raised(checks)
        return Raised(checks, [max(0.0, -check.sign * duals[check.row]) for check in checks])

    def best(self, prices, count=1, raised=None):
        """(Columns that cost least at some prices a boolean, or nearly; what none costs less than)

        `raised` is what the rows are worth that the graph leaves out, as it was the last time: it
        learns from the lines found. No Column: none was found; a least of infinity: there is none.
        """
        own = np.zeros(len(prices))
        own[self.options] = np.add.reduceat(prices[self.with_], self.starts)
        raised, found = self.raised() if raised is None else raised, {}
        scale = max(1.0, float(np.abs(own[self.options]).mean()))
        excess, least = self._follow(own, raised, scale, count, found)
        if excess is None:
            return [], np.inf
        if not found:
            self._force(own, raised, scale, count, found, excess)
        return [column for _, column in sorted(found.values(), key=itemgetter(0))], least

    def _follow(self, own, raised, scale, count, found):
        """Look until a line keeps all rows, and a few times at least, so that `raised` learns.

        (what the last best line has too much of each row left out, what no line costs less than)
        """
        least = -np.inf
        for number in range(TRIES):
            excess, value = self._look(own, raised, count, found)
            if excess is None:
                return None, np.inf
            least = max(least, value)
            if raised.is_right(excess) or (found and number + 1 >= FOLLOWED):
                break
            raised.follow(excess, scale)
        return excess, least

    def _force(self, own, raised, scale, count, found, excess):
        """Look at ever dearer rows until a line keeps them all; nothing is learned from it."""
        for number in range(FORCED):
            raised = raised.forced(excess, FORCE * scale * 2**number)
            excess, _ = self._look(own, raised, count, found)
            if found:
                break

    def _look(self, own, raised, count, found):
        """(what the best line at some prices an option has too much of each row left out, what no
        line costs less than); lines that keep all rows are put into `found` as {key: (what they
        cost, Column)}. The first is null when there is no line.
        """
        asked = own.copy()
        for more, (_, (options, added)) in zip(raised.prices, self.wide, strict=True):
            asked[options] += more * added
        lines = self.pricing.best(asked, count)
        if not lines:
            return None, np.inf
        excesses = [self._excess(line) for line, _ in lines]
        for (line, total), excess in zip(lines, excesses, strict=True):
            column = self._column(line, total - asked[line].sum(), excess)
            if column is not None:
                paid = column.cost - self.rows.frozen.cost[column.booleans].sum()
                found[column.key] = paid + own[line].sum(), column
        return excesses[0], lines[0][1] - raised.given

    def _excess(self, line):
        """How much too much of each row left out there is in a line."""
        sums = [self._sum(check, line) - check.most for check, _ in self.wide]
        return np.array(sums, dtype=float)

    def _sum(self, check, line):
        spells = {spell for option in line.tolist() for spell in self.own.touched[option]}
        return sum(check.options.get(b, 0) for b in line.tolist()) + sum(
            check.spells.get(spell, 0) for spell in spells
        )

    def column(self, values):
        """The line that a plan gives them."""
        line, paid = self.options[values[self.options] > 0], 0
        for check in self.priced:
            paid += check.price * max(0, self._sum(check, line) - check.most)
        return self._made(line, paid)

    def _column(self, line, paid, excess):
        """The line with all it makes true; null where it breaks a row its graph leaves out."""
        for (check, _), more in zip(self.wide, excess.tolist(), strict=True):
            if more > 0 and check.price is None:
                return None
            paid += max(0, more) * (check.price or 0)
        return self._made(line, paid)

    def _made(self, line, paid):
        booleans = {b for o in line.tolist() for b in (*self.own.with_[o], *self.own.touched[o])}
        booleans = np.array(sorted(booleans), dtype=np.int64)
        return Column(self.number, booleans, paid + self.rows.frozen.cost[booleans].sum())


class People:
    """All the Persons of some rows, and the shared rows as arrays."""

    def __init__(self, rows, ownership, work=WORK):
        self.rows = rows
        self.numbers = sorted(ownership.by_person)
        self.all = {number: Person(rows, ownership, number, work) for number in self.numbers}
        self.shared = ownership.shared
        linked = [ownership.links(rows.rows[number]) for number in self.shared.tolist()]
        self.linked = np.array(linked, dtype=bool)
        self.linking = [
            b
            for b, owner in enumerate(ownership.owner)
            if owner < 0 and b not in ownership.always and b in rows.members
        ]
        self._take_shared(ownership)

    def _take_shared(self, ownership):
        frozen, count = self.rows.frozen, len(self.shared)
        row, self.terms, self.weights = frozen.terms_of(self.shared)
        self.row = row
        always = np.zeros(len(self.rows.cells))
        for boolean, value in ownership.always.items():
            always[boolean] = value
        given = np.bincount(row, weights=self.weights * always[self.terms], minlength=count)
        self.least, self.most = frozen.least[self.shared] - given, frozen.most[self.shared] - given
        self.under, self.over = frozen.under[self.shared], frozen.over[self.shared]
        moving = np.array([b not in ownership.always for b in self.terms.tolist()], dtype=bool)
        self.row, self.terms, self.weights = row[moving], self.terms[moving], self.weights[moving]
        order = np.argsort(self.terms, kind="stable")
        self.by_boolean = self.row[order], self.weights[order]
        self.upto = np.concatenate(
            ([0], np.cumsum(np.bincount(self.terms, minlength=len(self.rows.cells))))
        )

    def raised(self, duals=None):
        """{person: what the rows that their graph leaves out are worth to begin with}"""
        return {number: person.raised(duals) for number, person in self.all.items()}

    def plan(self, columns):
        """The values of everybody's lines."""
        values = self.rows.start()
        for column in columns:
            values[column.booleans] = 1
        return self.rows.complete(values)

    def adds(self, booleans):
        """(shared row, how much) of what some booleans add to them."""
        places = np.concatenate(
            [np.arange(self.upto[b], self.upto[b + 1]) for b in booleans]
            or [np.zeros(0, dtype=np.int64)]
        )
        rows, weights = self.by_boolean[0][places], self.by_boolean[1][places]
        sums = np.bincount(rows, weights=weights, minlength=len(self.shared))
        found = np.flatnonzero(sums)
        return found, sums[found]

    def prices(self, duals):
        """The price of each boolean where a unit of a shared row is worth its dual."""
        worth = np.bincount(
            self.terms, weights=self.weights * duals[self.row], minlength=len(self.rows.cells)
        )
        return self.rows.frozen.cost - worth

    def cost(self, column, prices):
        """What a line costs at some prices a boolean, its own rows included."""
        return column.cost + (prices - self.rows.frozen.cost)[column.booleans].sum()

    def signed(self, duals):
        """The same without what floating point gives to a bound that is none."""
        far = self.rows.frozen.FAR / 2
        none = (self.least < -far) & (duals > 0) | (self.most > far) & (duals < 0)
        return np.where(none, 0, duals)

    def given(self, duals):
        """What these prices of the shared rows come to by themselves, with the cheapest decision
        of what stands for several people: with everybody's cheapest line, no plan costs less.
        """
        bounds = np.where(duals > 0, self.least, self.most)
        linked = self.prices(duals)[self.linking]
        return (duals * np.where(duals == 0, 0, bounds)).sum() + np.minimum(linked, 0).sum()
