"""Which part of a plan to decide again: some people, some days, or both.

Each kind of part has a size of its own that grows while parts are decided to the end, and shrinks
when time runs out; kinds that help are chosen more often. Parts of a large plan take more time, and
their size grows slowly: there what is not decided to the end has seldom helped.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

SECONDS = 1.0  # of CP-SAT's own deterministic time, for one part of a plan that is not large
LARGE = 25_000  # options of such a plan; parts of larger ones take as much more time
GROW, SHRINK = 1.25, 0.85  # the size of parts: two of five are decided to the end, about
GROW_LARGE, SHRINK_LARGE = 1.05, 0.8  # and four of five, of a large plan
LIKELY = 6  # options of a cell, on average, that a good plan is likely to be made of
SMALL = 500  # options of the first of such parts
LINES = "lines"  # the kind of part that is a few people's whole lines, see rebuilding
ANNEALED = "annealed"  # and that of a whole plan of its own, see annealing
STRETCH = "stretch"  # and that of some days by whole lines, see stretches
DAYS, OPTIONS = (14, 21, 28, 42), 4000  # how long a stretch is, and of how many options
THIN = 0.85  # of the parts are made of likely options alone
LONG, LONG_SECONDS = 800, 15.0  # options of a person's line that takes long, and how long at most


@dataclass
class Move:
    """A part to decide: the booleans that are free, and which kind of part it is; `thin`: only
    options that a good plan is likely to be made of.
    """

    kind: str
    booleans: np.ndarray
    people: frozenset
    days: tuple
    seconds: float = SECONDS
    seed: int = 1
    any_will_do: bool = False
    thin: bool = False


@dataclass
class Kind:
    """How one kind of part has done: `size` in options, `worth` a moving average of success."""

    size: float
    worth: float = 1.0
    tried: int = 0
    most: float = field(default=float("inf"))


class Choosing:
    def __init__(self, rows, random, workers=1):
        self.rows, self.random = rows, random
        self.by_cell = defaultdict(list)
        for boolean, cell in enumerate(rows.cells):
            if cell is not None and boolean not in rows.fixed:
                self.by_cell[cell].append(boolean)
        self.people = sorted({person for person, _ in self.by_cell})
        self.days = sorted({day for _, day in self.by_cell})
        self.share = max(1, -(-len(self.people) // workers))  # people in one part at the most
        self.total, self.likely, self.thin = sum(map(len, self.by_cell.values())), None, False
        self.worth = None
        self.whole = {}
        self.seconds = _seconds(self.total)
        is_large = self.total > LARGE
        self.grow, self.shrink = (GROW_LARGE, SHRINK_LARGE) if is_large else (GROW, SHRINK)
        start = min(self.total, max(700, 1.5 * self.total**0.7))
        self.kinds = {name: Kind(start) for name in ("people", "days", "block", "costly")}

    def prefer(self, worth):
        """Make most parts of those options that cost a plan least: `worth`, by boolean."""
        self.worth = worth
        count = LIKELY * len(self.by_cell)
        if count < self.total:
            options = np.array([b for some in self.by_cell.values() for b in some])
            most = np.partition(worth[options], count)[count]
            self.likely, self.seconds = worth <= most, _seconds(count)
            self.thin_kinds = {name: Kind(min(SMALL, count)) for name in self.kinds}

    def add(self, name):
        """Parts of whole lines, LINES or STRETCH, can be decided from now on."""
        self.whole[name] = Kind(OPTIONS)

    def annealed(self):
        """A whole plan of its own, beside which parts of the one there is can be decided."""
        move = self._move(ANNEALED, self.people, self.days)
        move.people = frozenset()
        return move

    def of_people(self, people):
        """All booleans of some people."""
        return self._move(LINES, people, self.days).booleans

    def people_one_by_one(self):
        """Each person on all days, by rank, those alike in any order."""
        people = list(self.people)
        self.random.shuffle(people)
        people.sort(key=lambda person: self.rows.rank.get(person, 0))
        return [self._line(person) for person in people]

    def _line(self, person):
        """A person on all days; where that is much, any legal line will do for a start."""
        move = self._move("people", [person], self.days)
        if len(move.booleans) > LONG:
            move.seconds, move.any_will_do = LONG_SECONDS, True
        return move

    def days_one_by_one(self):
        """Each day for everybody, not beside each other in time."""
        order = self.days[::2] + self.days[1::2]
        return [self._move("days", self.people, [day]) for day in order]

    # ── choosing ──

    def next(self, values, running):
        """A part to decide next, apart from those being decided."""
        busy = frozenset().union(*(move.people for move in running))
        if any(move.kind == LINES for move in running):  # it goes on from where it was
            whole = {name: kind for name, kind in self.whole.items() if name != LINES}
        else:
            whole = self.whole
        name = self._kind(self.kinds | whole)
        if name in whole:
            return self._of_whole_lines(name, busy)
        self.thin = self.likely is not None and self.random.random() < THIN
        kinds = self.thin_kinds if self.thin else self.kinds
        name = self._kind(kinds)
        kind = kinds[name]
        people, days = getattr(self, f"_{name}")(kind, values, busy)
        move = self._move(name, people, days)
        move.thin = self.thin
        if self.thin:
            own = move.booleans
            move.booleans = own[self.likely[own] | (values[own] > 0)]
        return move

    def _of_whole_lines(self, name, busy):
        self.thin = False
        if name == LINES:
            return self._move(LINES, [], [])
        return self._move(STRETCH, *self._block(self.whole[STRETCH], None, busy, DAYS))

    def _move(self, name, people, days):
        booleans = [b for p in people for d in days for b in self.by_cell.get((p, d), ())]
        return Move(
            name,
            np.array(sorted(booleans), dtype=np.int64),
            frozenset(people),
            tuple(days),
            seconds=self.seconds,
            seed=self.random.randrange(1 << 30),
        )

    def _kind(self, kinds):
        return self.random.choices([*kinds], [max(0.05, kind.worth) for kind in kinds.values()])[0]

    def learn(self, move, solved, gained):
        if move.kind == ANNEALED:
            return
        kinds = self.thin_kinds if move.thin else self.kinds | self.whole
        kind = kinds[move.kind]
        kind.worth = 0.9 * kind.worth + 0.1 * gained
        if move.kind in self.whole:
            return
        if not solved.proved:
            kind.size = max(kind.size * self.shrink, 60)
        elif len(move.booleans) > 0.7 * kind.size:
            kind.size = min(kind.size * self.grow, self.total)

    def _people_free(self, busy):
        return [person for person in self.people if person not in busy] or self.people

    def _per_day(self):
        total = LIKELY * len(self.by_cell) if self.thin else self.total
        return max(1.0, total / len(self.people) / len(self.days))

    def _people(self, kind, values, busy):
        """A few people, on all days."""
        count = max(1, round(kind.size / self._per_day() / len(self.days)))
        return self._some(self._people_free(busy), count), self.days

    def _days(self, kind, values, busy):
        """Everybody who is not busy, on some days in a row."""
        people = self._some(self._people_free(busy), self.share)
        length = max(2, round(kind.size / self._per_day() / len(people)))
        return people, self._window(length)

    def _block(self, kind, values, busy, lengths=(7, 10, 14, 21, 28, 42)):
        """Some people on some days: a square part."""
        length = self.random.choice(lengths)
        count = max(2, round(kind.size / self._per_day() / min(length, len(self.days))))
        return self._some(self._people_free(busy), count), self._window(length)

    def _costly(self, kind, values, busy):
        """Around a row that costs, those who could be in it."""
        prices = self.rows.frozen.prices(values)
        costly = np.flatnonzero(prices)
        if not len(costly):
            return self._block(kind, values, busy)
        row = self.rows.rows[self.random.choices(costly.tolist(), prices[costly].tolist())[0]]
        cells = [cell for t in row.terms if (cell := self.rows.cells[t]) in self.by_cell]
        free = set(self._people_free(busy))
        people = sorted({person for person, _ in cells} & free) or sorted(free)
        days = sorted({day for _, day in cells}) or self.days
        length = self.random.choice((5, 7, 10, 14, 21, 28))
        count = max(2, round(kind.size / self._per_day() / min(length, len(self.days))))
        return self._some(people, count), self._window(length, self.random.choice(days))

    def _some(self, people, count):
        count = min(count, self.share)
        return people if count >= len(people) else sorted(self.random.sample(people, count))

    def _window(self, length, around=None):
        """Days in a row; those beside the edges come as often as the others."""
        if length >= len(self.days):
            return self.days
        if around is None:
            first = self.random.randrange(-length // 2, len(self.days) - length // 2)
        else:
            first = self.days.index(around) - self.random.randrange(length)
        first = max(0, min(first, len(self.days) - length))
        return self.days[first : first + length]


def _seconds(options):
    """How long a part may take in a plan of so many options."""
    return SECONDS * max(1.0, options / LARGE)
