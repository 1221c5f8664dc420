"""A plan as booleans and linear rows over them: what it must be, and what it costs.

A boolean is an option (one person working one thing on one day) or stands for any of others. A row
keeps a weighted sum between two bounds; where it has a price it may be missed at that price a unit.
"""

from itertools import chain

import numpy as np


class Row:
    """least ≤ Σ weights × terms ≤ most. `under` and `over` are prices a unit; null: never."""

    __slots__ = ("least", "most", "over", "terms", "under", "weights")

    def __init__(self, terms, weights, least, most, under=None, over=None):
        self.terms, self.weights = terms, weights
        self.least, self.most = least, most
        self.under, self.over = under, over


class Rows:
    """`cells` says of each boolean which (person, day) decides it; null: others do. Of the options
    of a cell that are not fixed at most one may be true: whoever adds them says so by `any_of`.
    `kinds` says of an option what is worked: two people with one of a kind could exchange it.

    `cost` is what each costs when true, `constant` what is paid in any case; `hopeless`: a row of
    nothing is broken, so that no plan is legal. `rank`: who is placed
    first, lowest first; 0 where it says nothing.
    """

    def __init__(self):
        self.cells, self.kinds, self.cost, self.constant = [], [], [], 0
        self.members, self.rows, self.fixed = {}, [], {}
        self.rank, self.hopeless, self._frozen = {}, False, None

    def option(self, person, day, cost=0, kind=None):
        """A new boolean that the search decides."""
        return self._new((person, day), cost, kind)

    def _new(self, cell=None, cost=0, kind=None):
        self.cells.append(cell)
        self.kinds.append(kind)
        self.cost.append(cost)
        return len(self.cells) - 1

    def any_of(self, members, exclusive=False):
        """A boolean that is true when any of these is; `exclusive`: at most one of them may be."""
        new = self._new()
        self.members[new] = tuple(members)
        if exclusive:
            self.row((*members, new), (*(1,) * len(members), -1), 0, 0)
        else:
            self.row((*members, new), (*(1,) * len(members), -1), 0, None)
            for some in self._by_cell(members):
                self.row((*some, new), (*(1,) * len(some), -1), None, 0)
        return new

    def _by_cell(self, members):
        """The members that exclude each other, together."""
        groups = {}
        for member in members:
            cell = None if member in self.fixed else self.cells[member]
            groups.setdefault(cell or member, []).append(member)
        return groups.values()

    def row(self, terms, weights, least, most, under=None, over=None):
        """Keep a weighted sum between two bounds; a null bound is none."""
        if not terms:
            self._settle(least, most, under, over)
            return
        self.rows.append(Row(tuple(terms), tuple(weights), least, most, under, over))
        self._frozen = None

    def _settle(self, least, most, under, over):
        """A sum of nothing is nought: what that costs, or that no plan is legal."""
        for missed, price in ((max(0, least or 0), under), (max(0, -(most or 0)), over)):
            if missed and price is None:
                self.hopeless = True
            self.constant += missed * (price or 0)

    def fix(self, boolean, value):
        """It is decided already."""
        self.fixed[boolean] = int(value)

    @property
    def floor(self):
        """What is paid at the least, whatever the rows cost."""
        fixed = sum(self.cost[boolean] * value for boolean, value in self.fixed.items())
        free = (cost for b, cost in enumerate(self.cost) if cost < 0 and b not in self.fixed)
        return self.constant + fixed + sum(free)

    def thaw(self):
        """Rows were changed: look at them again."""
        self._frozen = None

    @property
    def frozen(self):
        """The rows as arrays, made once."""
        if self._frozen is None:
            self._frozen = Frozen(self)
        return self._frozen

    def complete(self, values):
        """The values with every boolean that stands for others set by them."""
        for boolean, members in self.members.items():
            values[boolean] = any(values[member] for member in members)
        return values

    def complete_near(self, values, changed):
        """The same, where only these booleans may have changed."""
        reached, stale = list(changed), set()
        while reached:
            more = set(self.frozen.stand_for[reached.pop()]) - stale
            stale |= more
            reached += more
        for boolean in sorted(stale):
            values[boolean] = any(values[member] for member in self.members[boolean])
        return values

    def start(self):
        """Nothing worked but what is fixed."""
        values = np.zeros(len(self.cells), dtype=np.int64)
        for boolean, value in self.fixed.items():
            values[boolean] = value
        return self.complete(values)


class Frozen:
    """Rows as arrays, to add up a whole plan at once and to cut out a part of it."""

    FAR = 1 << 40

    def __init__(self, rows):
        self.sizes = self._array(len(row.terms) for row in rows.rows)
        self.ends = np.cumsum(self.sizes)
        self.terms = _flat(row.terms for row in rows.rows)
        self.weights = _flat(row.weights for row in rows.rows)
        self.least = self._array(-self.FAR if r.least is None else r.least for r in rows.rows)
        self.most = self._array(self.FAR if r.most is None else r.most for r in rows.rows)
        self.under = self._array(-1 if r.under is None else r.under for r in rows.rows)
        self.over = self._array(-1 if r.over is None else r.over for r in rows.rows)
        self.cost, self.constant = np.array(rows.cost, dtype=np.int64), rows.constant
        self.row_of = np.repeat(np.arange(len(rows.rows)), self.sizes)
        self._by_boolean = np.argsort(self.terms, kind="stable")
        self._in_rows = self.row_of[self._by_boolean]
        self._upto = np.cumsum(np.bincount(self.terms, minlength=len(rows.cells)))
        self.stand_for = _standing_for(rows)

    @property
    def terms_by_boolean(self):
        """((row, weight) of every term, boolean after boolean; where those of each begin)"""
        terms = np.column_stack((self._in_rows, self.weights[self._by_boolean]))
        return terms, np.concatenate(([0], self._upto))

    def rows_of(self, booleans):
        """The numbers of the rows that any of these is in, in order."""
        starts = self._upto[booleans - 1] * (booleans > 0)
        return np.unique(self._in_rows[ranges(starts, self._upto[booleans] - starts)])

    def terms_of(self, numbers):
        """(which of these rows, boolean, weight) of every term of some rows."""
        sizes = self.sizes[numbers]
        places = ranges(self.ends[numbers] - sizes, sizes)
        return np.repeat(np.arange(len(numbers)), sizes), self.terms[places], self.weights[places]

    @staticmethod
    def _array(values):
        return np.fromiter(values, dtype=np.int64)

    def sums(self, values):
        run = np.concatenate(([0], np.cumsum(values[self.terms] * self.weights)))
        return run[self.ends] - run[self.ends - self.sizes]

    def judged(self, values):
        """(hard rows broken by how much in all, price of everything else)."""
        sums = self.sums(values)
        short = np.maximum(self.least - sums, 0)
        long = np.maximum(sums - self.most, 0)
        broken = short[self.under < 0].sum() + long[self.over < 0].sum()
        priced = (short * np.maximum(self.under, 0)).sum() + (long * np.maximum(self.over, 0)).sum()
        return int(broken), int(priced + (self.cost * values).sum() + self.constant)

    def prices(self, values):
        """What each row costs."""
        sums = self.sums(values)
        short, long = np.maximum(self.least - sums, 0), np.maximum(sums - self.most, 0)
        return short * np.maximum(self.under, 0) + long * np.maximum(self.over, 0)


def _flat(parts):
    return np.fromiter(chain.from_iterable(parts), dtype=np.int64)


def ranges(starts, sizes):
    """The numbers of several ranges, one after the other."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(starts - before, sizes) + np.arange(sizes.sum())


def _standing_for(rows):
    """Of each boolean those that stand for it."""
    found = [[] for _ in rows.cells]
    for boolean, members in rows.members.items():
        for member in members:
            found[member].append(boolean)
    return found
