"""A plan by simulated annealing: hot at first, when much that costs is tried, and ever cooler.

Small changes alone come far where many rows tie people together: in the time of a few parts decided
to the end they try millions. A hard row has a price, which rises until nothing is worth it.
"""

import numpy as np

from roster.autofill.small_changes import MOST_DAYS, OVER, UNDER, Plan, Table, wander

HOT, COLD = 0.4, 0.005  # of a usual price: what one of e changes costs more, first and last
HARD, HARDEST = 0.75, 4  # price of a unit of a hard row: of a usual price, then of the highest
HARDER = 0.5  # of the time, before it begins to rise
DEAR = 0.08  # of a usual price: options with which a plan costs more are left to exchanges
TIMES = 25  # changes a cell between two looks at the clock


class Annealing:
    """Plans of some rows, made of likely options: `by_cell` are all that are open, `worth` is by
    boolean what a plan costs more with it; null: not known.
    """

    def __init__(self, rows, by_cell, worth):
        self.rows, self.cells = rows, sorted(by_cell)
        self.options = [by_cell[cell] for cell in self.cells]
        self.usual, self.highest = _prices(rows.frozen)
        self.table = self._table(worth)

    def _table(self, worth):
        kind, same = self._kinds()
        return Table(self._numbered(), *self._likely(worth), kind, same)

    def _numbered(self):
        """The number of each person's day, −1 where nothing is open."""
        people, days = (np.unique(own, return_inverse=True) for own in np.array(self.cells).T)
        numbers = np.full((len(people[0]), len(days[0])), -1)
        numbers[people[1], days[1]] = np.arange(len(self.cells))
        return numbers

    def _likely(self, worth):
        """(the options worth trying, cell after cell, where those of each begin)"""
        options = np.concatenate(self.options)
        cells = np.repeat(np.arange(len(self.cells)), [len(some) for some in self.options])
        likely = np.full(len(options), True) if worth is None else self._is_likely(worth[options])
        return options[likely], _places(np.bincount(cells[likely], minlength=len(self.cells)))

    def _is_likely(self, worth):
        return worth <= DEAR * self.usual

    def _kinds(self):
        """(what is worked, by boolean; the option of that kind, by cell, −1: none)"""
        numbers = {kind: number for number, kind in enumerate(dict.fromkeys(self.rows.kinds))}
        kind = np.array([numbers[kind] for kind in self.rows.kinds])
        same = np.full((len(self.cells), len(numbers)), -1)
        for cell, options in enumerate(self.options):
            same[cell, kind[options]] = options
        return kind, same

    def run(self, gone, seed):
        """The best plan of one run from nothing; null: no legal one.

        `gone(looks)` is how much of its time has gone when it was looked at so often.
        """
        plan, looks = self._from_nothing(), 0
        best, times = plan.chosen.copy(), TIMES * len(self.cells)
        while (share := gone(looks)) < 1:
            self.harden(plan, share)
            wander(self.table, plan, best, self._heat(share), times, seed + looks)
            looks += 1
        return self._values(best)

    def _heat(self, share):
        return self.usual * HOT * (COLD / HOT) ** share

    def harden(self, plan, share):
        """Give hard rows the price that they have after so much of the time."""
        frozen, first, last = self.rows.frozen, HARD * self.usual, HARDEST * self.highest
        price = round(first * (last / first) ** max(0, (share - HARDER) / (1 - HARDER)))
        plan.rows[frozen.under < 0, UNDER] = price
        plan.rows[frozen.over < 0, OVER] = price

    def _from_nothing(self):
        values, frozen = self.rows.start(), self.rows.frozen
        limits = frozen.least, frozen.most, frozen.under, frozen.over
        terms, places = frozen.terms_by_boolean
        return Plan(
            self._booleans(values, places),
            np.column_stack((*limits, frozen.sums(values))),
            terms,
            np.concatenate([*map(_ints, frozen.stand_for)]),
            np.full(len(self.cells), -1),
            np.empty((2 * MOST_DAYS, 2), int),
            np.empty(len(values), int),
        )

    def _booleans(self, values, terms):
        frozen, counts = self.rows.frozen, np.zeros_like(values)
        for boolean, some in self.rows.members.items():
            counts[boolean] = values[[*some]].sum()
        above = _places([len(some) for some in frozen.stand_for])
        own = np.column_stack((values, counts, frozen.cost))
        return np.column_stack((np.vstack((own, (0, 0, 0))), terms, above))

    def _values(self, chosen):
        values = self.rows.start()
        values[chosen[chosen >= 0]] = 1
        values = self.rows.complete(values)
        return None if self.rows.frozen.judged(values)[0] else values


def _ints(some):
    return np.array(some, dtype=np.int64)


def _places(sizes):
    """Where each of several runs of such sizes begins, with their end."""
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))


def _prices(frozen):
    """(a price that is neither high nor low among these rows, the highest of all)"""
    prices = np.concatenate((frozen.under, frozen.over))
    usual = np.median(prices[prices > 0]) if (prices > 0).any() else 1
    return usual, max(prices.max(initial=1), np.abs(frozen.cost).max(initial=1))
