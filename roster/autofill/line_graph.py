"""All the lines one person can work, as a graph: by day, the states in which a day can leave them.

A state is what the person's own rows still need to know of the days before: a row that can no
longer be broken is forgotten, so that "five days in a row" keeps no more than the length of a run.
The row with the most sums, the minutes as a rule, is no part of a state: it is an axis of its own.
"""

from collections import defaultdict
from math import gcd

import numpy as np

from roster.autofill.arcs import Arc, distinct

SAFE = -(1 << 40)  # the sum of a row that cannot be broken any more
WIDE = 12  # sums of a row that is worth an axis
WORK = 40_000  # states × sums of a day at the most; beyond it rows are left out
OFF = -1


class Graph:
    """The ways through all days. `loose` are checks too wide to be kept: lines may break them."""

    def __init__(self, own, work):
        self.own, self.loose = own, []
        self.checks = [check for check in own.checks if check.options or check.spells]
        self._take_axis()
        self.place = {day: number for number, day in enumerate(own.days)}
        self.day_of = {b: day for day, some in own.options.items() for b in some}
        self._lay_out()
        while (wide := self._build(work)) is not None:
            self._leave_out(wide)
        self._prune()
        self._bands()

    # ── the axis ──

    def _take_axis(self):
        """Take the widest sum out of the states, with all rows over the same weights."""
        widest = max(self.checks, key=_width, default=None)
        self.unit, self.ends = 1, []
        self.weights = {}
        if widest is None or _width(widest) <= WIDE:
            self.top = 0
            return
        sign = 1 if min(widest.options.values()) > 0 else -1
        self.unit = gcd(*widest.options.values())
        self.weights = {b: sign * w // self.unit for b, w in widest.options.items()}
        along = [(c, factor) for c in self.checks if (factor := self._factor(c))]
        self.ends = [(factor, check.most, check.price) for check, factor in along]
        taken = {id(check) for check, _ in along}
        self.checks = [check for check in self.checks if id(check) not in taken]
        caps = [most // factor for factor, most, price in self.ends if factor > 0 and price is None]
        self.top = max(0, min([self._most(), *caps]))

    def _factor(self, check):
        """How many times the axis a check is; null: it is another sum."""
        if check.spells or check.options.keys() != self.weights.keys():
            return None
        option, step = next(iter(self.weights.items()))
        factor = check.options[option] // step
        same = all(factor * step == check.options[b] for b, step in self.weights.items())
        return factor if same else None

    def _most(self):
        return sum(
            max(self.weights.get(b, 0) for b in options) for options in self.own.options.values()
        )

    def final(self):
        """What each sum of the axis costs at the end; infinite: not allowed."""
        sums = np.arange(self.top + 1)
        costs = np.zeros(self.top + 1)
        for factor, most, price in self.ends:
            excess = np.maximum(factor * sums - most, 0)
            costs += np.where(excess > 0, np.inf, 0) if price is None else price * excess
        return costs

    # ── states ──

    def _build(self, work):
        """Go through the days. Returns the number of a check to leave out if it gets too much."""
        days, self.arcs, self.sizes = self.own.days, [], [1]
        self.opening = defaultdict(list)
        for number, first in self.first.items():
            self.opening[first].append(("check", number))
        for spell, spell_days in self.open_spells.items():
            self.opening[spell_days[0]].append(("spell", spell))
        states, columns = np.zeros((1, 0), dtype=np.int64), []
        for day in days:
            states, columns, arc = self._through(day, states, columns)
            self.arcs.append(arc)
            self.sizes.append(len(states))
            if len(states) * (self.top + 1) > work:
                wide = self._widest(states, columns)
                if wide is not None:
                    return wide
        return None

    def _leave_out(self, number):
        check = self.checks[number]
        self.loose.append(check)
        self.checks[number] = None
        del self.first[number]
        for option in check.options:
            del self.adds[option][number]
        self._lay_out_spells()

    @staticmethod
    def _widest(states, columns):
        """Of the checks the one with most different sums in these states."""
        counts = [
            (len(np.unique(states[:, at])), number)
            for at, (kind, number) in enumerate(columns)
            if kind == "check"
        ]
        return max(counts)[1] if counts else None

    def _lay_out(self):
        """By option, what it adds to which checks; by check, what the days after one still may."""
        self.adds, self.later, self.first, self.last = defaultdict(dict), {}, {}, {}
        for number, check in enumerate(self.checks):
            if check is not None:
                self._lay_out_check(number, check)
        self._lay_out_spells()

    def _lay_out_spells(self):
        """What each spell adds to which checks; one that adds to none is no matter of a state."""
        self.spell_adds = defaultdict(list)
        for number, check in enumerate(self.checks):
            for spell, weight in check.spells.items() if check is not None else ():
                self.spell_adds[spell].append((number, weight))
        self.open_spells = {s: d for s, d in self.own.spells.items() if s in self.spell_adds}

    def _lay_out_check(self, number, check):
        least, most = defaultdict(int), defaultdict(int)
        for option, weight in check.options.items():
            self.adds[option][number] = weight
            day = self.day_of[option]
            least[day], most[day] = min(least[day], weight), max(most[day], weight)
        starts = list(least)
        for spell, weight in check.spells.items():
            days = self.own.spells[spell]
            starts.append(days[0])
            least[days[-1]] += min(0, weight)
            most[days[-1]] += max(0, weight)
        self.first[number], self.last[number] = min(starts), max(least)
        self.later[number] = self._sum_up(least, most, min(starts))

    def _sum_up(self, least, most, first):
        """{day: (the least, the most) that later days add} from the first day on"""
        low = high = 0
        later = {}
        for day in reversed(self.own.days[self.place[first] : self.place[max(least)] + 1]):
            later[day] = low, high
            low += least.get(day, 0)
            high += most.get(day, 0)
        return later

    def _through(self, day, states, columns):
        """(states after a day, what their columns are, the ways)"""
        opening = self.opening[day]
        columns = columns + opening
        states = np.hstack([states, np.zeros((len(states), len(opening)), dtype=np.int64)])
        at = {column: n for n, column in enumerate(columns)}
        groups = self._groups(day)
        new = np.vstack([self._after(states, at, group[0]) for group, _ in groups])
        before = np.tile(np.arange(len(states)), len(groups))
        group = np.repeat(np.arange(len(groups)), len(states))
        new, paid, legal = self._judged(day, new, columns)
        stay = [n for n, (kind, number) in enumerate(columns) if self._ends(kind, number) > day]
        new, before, group, paid = new[legal][:, stay], before[legal], group[legal], paid[legal]
        states, after = distinct(new)
        arc = Arc(groups, np.array([s for _, s in groups]), group, before, after, paid)
        return states, [columns[n] for n in stay], arc

    def _ends(self, kind, number):
        return self.last[number] if kind == "check" else self.open_spells[number][-1]

    def _groups(self, day):
        """[(options alike, their step along the axis)], first the day off."""
        found = {}
        for option in self.own.options[day]:
            spells = [s for s in self.own.touched[option] if s in self.open_spells]
            key = (
                frozenset(self.adds[option].items()),
                frozenset(spells),
                self.weights.get(option, 0),
            )
            found.setdefault(key, []).append(option)
        return [([OFF], 0), *((some, key[2]) for key, some in found.items())]

    def _after(self, states, at, option):
        """The states once an option was worked on this day."""
        new = states.copy()
        if option == OFF:
            return new
        for number, weight in self.adds[option].items():
            new[:, at["check", number]] += weight
        for spell in self.own.touched[option]:
            if spell in self.open_spells:
                first = new[:, at["spell", spell]] == 0
                new[:, at["spell", spell]] = 1
                for number, weight in self.spell_adds[spell]:
                    new[first, at["check", number]] += weight
        return new

    def _judged(self, day, new, columns):
        """(states with what cannot matter forgotten, what is paid, which are legal)"""
        places = [n for n, (kind, _) in enumerate(columns) if kind == "check"]
        checks = [self.checks[columns[n][1]] for n in places]
        later = [self.later[columns[n][1]][day] for n in places]
        later = np.array(later, dtype=np.int64).reshape(-1, 2)
        most = np.array([check.most for check in checks], dtype=np.int64)
        price = np.array([check.price or 0 for check in checks], dtype=np.int64)
        hard = np.array([check.price is None for check in checks], dtype=bool)
        sums = new[:, places]
        excess = np.maximum(sums + later[:, 0] - most, 0)
        legal = ~(excess[:, hard] > 0).any(axis=1)
        paid = (excess * price).sum(axis=1).astype(float)
        sums -= excess * ~hard
        new[:, places] = np.where(sums + later[:, 1] <= most, SAFE, sums)
        return new, paid, legal

    # ── what leads nowhere ──

    def _prune(self):
        """Drop the states from which no line can be finished, and sort the ways."""
        alive = np.ones(self.sizes[-1], dtype=bool)
        for number in reversed(range(len(self.arcs))):
            arc, size = self.arcs[number], self.sizes[number]
            order = np.flatnonzero(alive[arc.after])
            order = order[np.argsort(arc.after[order], kind="stable")]
            for name in ("group", "before", "after", "paid"):
                setattr(arc, name, getattr(arc, name)[order])
            arc.after = (np.cumsum(alive) - 1)[arc.after]
            arc.starts = np.flatnonzero(np.diff(arc.after, prepend=-1, append=alive.sum()))
            arc.by_group = [np.flatnonzero(arc.group == n) for n in range(len(arc.groups))]
            self.sizes[number + 1] = int(alive.sum())
            alive = np.zeros(size, dtype=bool)
            alive[arc.before] = True
            arc.before = (np.cumsum(alive) - 1)[arc.before]
        self.possible = bool(alive.all()) and all(self.sizes)

    def _bands(self):
        """By day, from and to which sum of the axis a line can be finished."""
        self.bands = [(0, self.top)] * len(self.sizes)
        if not self.possible:
            return
        ends = np.flatnonzero(np.isfinite(self.final()))
        if not len(ends):
            self.possible = False
            return
        forward = self._reach()
        low = np.full(self.sizes[-1], ends[0])
        high = np.full(self.sizes[-1], ends[-1])
        for number in reversed(range(len(self.arcs) + 1)):
            first, last = forward[number]
            self.bands[number] = (
                int(max(0, np.maximum(first, low).min())),
                int(min(self.top, np.minimum(last, high).max())),
            )
            if number:
                low, high = self._back(self.arcs[number - 1], self.sizes[number - 1], low, high)
        self.possible = all(low <= high for low, high in self.bands)

    def _reach(self):
        """By day, the least and the most sum with which each state can be reached."""
        first, last = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        found = [(first, last)]
        for arc in self.arcs:
            step = arc.steps[arc.group]
            first = np.minimum.reduceat(first[arc.before] + step, arc.starts[:-1])
            last = np.maximum.reduceat(last[arc.before] + step, arc.starts[:-1])
            found.append((first, last))
        return found

    @staticmethod
    def _back(arc, size, low, high):
        step = arc.steps[arc.group]
        before_low, before_high = np.full(size, 1 << 40), np.full(size, -1)
        np.minimum.at(before_low, arc.before, low[arc.after] - step)
        np.maximum.at(before_high, arc.before, high[arc.after] - step)
        return before_low, before_high


def _width(check):
    """About how many sums a check can have; nought where they do not all go one way."""
    weights = check.options.values()
    if check.spells or not weights or (min(weights) < 0 < max(weights)):
        return 0
    return sum(map(abs, weights)) // gcd(*weights)
