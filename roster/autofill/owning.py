"""Which booleans and rows are one person's own, and what each option of theirs does to them.

A row over one person's booleans alone is a matter of their line; every other row is shared.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

SHARED = -1


@dataclass(frozen=True)
class Check:
    """Σ weights ≤ `most`, or `price` a unit above it; null: never. By option, and by boolean that
    stands for several days. It says the upper bound of a `row` (`sign` 1) or its lower one (−1).
    """

    options: dict
    spells: dict
    most: int
    price: int | None
    row: int
    sign: int


@dataclass
class Own:
    """What one person can work: `days` in order, `options` by day, `with_` what is true besides
    each on its day, `spells` {boolean: days} true when any of several days is.
    """

    days: list
    options: dict
    with_: dict
    spells: dict
    touched: dict
    checks: list = field(default_factory=list)


class Ownership:
    """Sorts the booleans and rows of some Rows by person, once."""

    def __init__(self, rows):
        self.rows = rows
        self.always = self._constants()
        self.owner = self._owners()
        self.own_rows, self.shared = self._sorted_rows()
        while self._give_up_spells():
            self.own_rows, self.shared = self._sorted_rows()
        self.by_person = defaultdict(lambda: defaultdict(list))
        for boolean, cell in enumerate(rows.cells):
            if cell is not None and boolean not in rows.fixed:
                self.by_person[cell[0]][cell[1]].append(boolean)

    def _constants(self):
        """{boolean: its value} of all that nothing can change."""
        always = dict(self.rows.fixed)
        for boolean, members in self.rows.members.items():
            if any(always.get(m) for m in members):
                always[boolean] = 1
            elif all(m in always for m in members):
                always[boolean] = 0
        return always

    def _owners(self):
        """Whose each boolean is; SHARED: of several people."""
        owner = [SHARED if cell is None else cell[0] for cell in self.rows.cells]
        for boolean, members in self.rows.members.items():
            people = {owner[m] for m in members if m not in self.always}
            owner[boolean] = people.pop() if len(people) == 1 else SHARED
        return owner

    def _give_up_spells(self):
        """What stands for several days of one person is nobody's if others look at it too.

        Whether there was any: a line's price is one of options by day.
        """
        rows, seen = self.rows, set()
        for number in self.shared.tolist():
            seen.update(rows.rows[number].terms)
        given_up = [
            b
            for b in rows.members
            if (b in seen or rows.cost[b]) and self.owner[b] != SHARED and len(self._days(b)) > 1
        ]
        for boolean in given_up:
            self.owner[boolean] = SHARED
        return bool(given_up)

    def _days(self, boolean):
        """The days of the options that a boolean stands for."""
        cell = self.rows.cells[boolean]
        if cell is not None:
            return set() if boolean in self.always else {cell[1]}
        return set().union(*(self._days(member) for member in self.rows.members[boolean]))

    def _sorted_rows(self):
        """({person: numbers of the rows of their own}, those of the rows that are shared)"""
        own, shared = defaultdict(list), []
        for number, row in enumerate(self.rows.rows):
            people = {self.owner[t] for t in row.terms if t not in self.always}
            if len(people) != 1 or SHARED in people:
                shared.append(number)
            elif not self._defines(row):
                own[people.pop()].append(number)
        return own, np.array(shared, dtype=np.int64)

    def _defines(self, row):
        """Whether it says no more than what a boolean stands for."""
        members = self.rows.members.get(row.terms[-1], ())
        says = (row.least, row.most) in ((0, None), (None, 0))
        return says and row.weights[-1] == -1 and set(row.terms[:-1]) <= set(members)

    @property
    def tied(self):
        """How many hard rows are over several people."""
        rows = (self.rows.rows[number] for number in self.shared.tolist())
        return sum(_is_hard(row) and any(t not in self.always for t in row.terms) for row in rows)

    def links(self, row):
        """Whether it only sets what stands for several people."""
        return self.owner[row.terms[-1]] == SHARED and self._defines(row)

    def of(self, person):
        """The Own of a person."""
        options = self.by_person[person]
        own = Own(sorted(options), options, {}, {}, {})
        self._spread(own)
        for number in self.own_rows[person]:
            own.checks += self._checks(own, number)
        return own

    def _spread(self, own):
        """Set what each option makes true, on its day alone or for a spell of days."""
        stand_for, days_of = self.rows.frozen.stand_for, defaultdict(set)
        above = {}
        for day, booleans in own.options.items():
            for boolean in booleans:
                above[boolean] = self._above(boolean, stand_for)
                for other in above[boolean]:
                    days_of[other].add(day)
        for boolean, others in above.items():
            own.with_[boolean] = [b for b in others if len(days_of[b]) == 1]
            own.touched[boolean] = [b for b in others if len(days_of[b]) > 1]
        own.spells = {b: sorted(days) for b, days in days_of.items() if len(days) > 1}

    def _above(self, boolean, stand_for):
        """It, and all of the person's that are true when it is."""
        found, reached = [boolean], [boolean]
        while reached:
            for other in stand_for[reached.pop()]:
                if other not in found and other not in self.always and self.owner[other] != SHARED:
                    found.append(other)
                    reached.append(other)
        return found

    def _checks(self, own, number):
        """A row as sums that may not be too large, one for each bound; none if it cannot be."""
        row = self.rows.rows[number]
        weights = defaultdict(int)
        for term, weight in zip(row.terms, row.weights, strict=True):
            weights[term] += weight
        given = sum(w * self.always[t] for t, w in weights.items() if t in self.always)
        options = self._by_option(own, weights)
        spells = {b: w for b, w in weights.items() if b in own.spells}
        for sign, bound, price in ((1, row.most, row.over), (-1, row.least, row.under)):
            if bound is not None and price != 0 and (options or spells):
                signed = [{b: sign * w for b, w in some.items()} for some in (options, spells)]
                yield Check(*signed, sign * (bound - given), price, number, sign)

    def _by_option(self, own, weights):
        found = defaultdict(int)
        below = self._below(own)
        for term, weight in weights.items():
            for option in below.get(term, ()):
                found[option] += weight
        return {option: weight for option, weight in found.items() if weight}

    def _below(self, own):
        """{boolean of a day: the options that make it true}, made once for a person."""
        if not hasattr(own, "below"):
            own.below = defaultdict(list)
            for option, booleans in own.with_.items():
                for boolean in booleans:
                    own.below[boolean].append(option)
        return own.below


def _is_hard(row):
    return (row.least is not None and row.under is None) or (
        row.most is not None and row.over is None
    )
