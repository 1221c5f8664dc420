"""A part of a plan: the rows that some free booleans are in, everything else folded into bounds."""

import numpy as np

from roster.autofill.rows import Rows


class Folded:
    """The rows over `free` booleans as `values` decides all others: row n is over the terms
    `terms[ends[n - 1] : ends[n]]`, places in `free`, with the weights beside them; `low` and `high`
    are the least and the most that they can come to.
    """

    def __init__(self, rows, values, free):
        self.rows, self.values, frozen = rows, values, rows.frozen
        self.free = np.array(_with_dependants(rows, free), dtype=np.int64)
        self.numbers = frozen.rows_of(self.free)
        row, booleans, weights = frozen.terms_of(self.numbers)
        self.at = np.full(len(values), -1)
        self.at[self.free] = np.arange(len(self.free))
        at, count = self.at[booleans], len(self.numbers)
        free = at >= 0
        taken = _summed(row, np.where(free, 0, weights * values[booleans]), count)
        self.low = _summed(row, np.where(free, np.minimum(weights, 0), 0), count)
        self.high = _summed(row, np.where(free, np.maximum(weights, 0), 0), count)
        self.ends = np.cumsum(np.bincount(row[free], minlength=count)).tolist()
        self.terms, self.weights = at[free].tolist(), weights[free].tolist()
        self.least = frozen.least[self.numbers] - taken
        self.most = frozen.most[self.numbers] - taken
        self.under, self.over = frozen.under[self.numbers], frozen.over[self.numbers]

    def each(self):
        """(number here, its terms, their weights) of every row."""
        for n in np.flatnonzero(self.ends).tolist():
            begin = self.ends[n - 1] if n else 0
            if begin < self.ends[n]:
                yield n, self.terms[begin : self.ends[n]], self.weights[begin : self.ends[n]]

    def as_rows(self):
        """The part as Rows of its own; it costs as much less than the whole as is folded away."""
        part, far = Rows(), self.rows.frozen.FAR / 2
        part.cells = [self.rows.cells[b] for b in self.free.tolist()]
        part.cost = [self.rows.cost[b] for b in self.free.tolist()]
        self._take_members(part)
        least, most = self.least.tolist(), self.most.tolist()
        under, over = self.under.tolist(), self.over.tolist()
        for n, terms, weights in self.each():
            part.row(
                terms,
                weights,
                None if least[n] < -far else least[n],
                None if most[n] > far else most[n],
                None if under[n] < 0 else under[n],
                None if over[n] < 0 else over[n],
            )
        return part

    def _take_members(self, part):
        for number, boolean in enumerate(self.free.tolist()):
            members = self.rows.members.get(boolean)
            if members is not None:
                inside = tuple(int(self.at[m]) for m in members if self.at[m] >= 0)
                part.members[number] = inside
                if any(self.values[m] for m in members if self.at[m] < 0):
                    part.fix(number, 1)


def _summed(row, amounts, count):
    """The sum of the amounts of each row."""
    return np.bincount(row, weights=amounts, minlength=count).astype(np.int64)


def _with_dependants(rows, free):
    """The free booleans, less those that are fixed, with those that stand for any of them."""
    chosen = {boolean for boolean in free if boolean not in rows.fixed}
    reached = list(chosen)
    while reached:
        more = set(rows.frozen.stand_for[reached.pop()]) - chosen
        chosen |= more
        reached += more
    return sorted(chosen)
