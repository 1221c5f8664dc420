"""Better plans by whole lines: a few people lay theirs aside, and then take, one after the other,
the best line there is beside everybody else's.

What a line does to the shared rows is priced option by option, as the rows stand without it: that
is exact where no two of its days are in one row, and near enough elsewhere, since what comes out is
judged before it is kept.
"""

import numpy as np

from roster.autofill.rows import ranges

HARD = 20  # times the dearest price: what a hard row costs a unit while it is broken
AT_ONCE = (1, 2, 2, 3, 4)  # people who lay their lines aside, each as likely
NONE = -1  # no boolean
STEPS = 50  # before others look at what came out
NOISE = 0.2  # of the prices for the first of several, so that they do not all choose as before
LITTLE = 0.05  # of the prices for all others, so that days alike are not all decided alike


class Shared:
    """The rows over several people as arrays, without those that only set what stands for them."""

    def __init__(self, people):
        kept = ~people.linked[people.row]
        self.row, self.term, self.weight = (
            people.row[kept],
            people.terms[kept],
            people.weights[kept],
        )
        self.least, self.most, self.cost = people.least, people.most, people.rows.frozen.cost
        far = people.rows.frozen.FAR / 2
        costs = np.abs(self.cost).max(initial=1)
        dear = HARD * float(max(costs, people.under.max(initial=1), people.over.max(initial=1)))
        self.under = np.where(people.under < 0, dear, people.under) * (people.least > -far)
        self.over = np.where(people.over < 0, dear, people.over) * (people.most < far)
        self._take_links(people)

    def _take_links(self, people):
        self.links = np.array(people.linking, dtype=np.int64)
        members = [people.rows.members[link] for link in people.linking]
        self.members = np.array([m for some in members for m in some], dtype=np.int64)
        self.starts = np.cumsum([0, *map(len, members)])[:-1]

    def entries(self):
        """(boolean, row, weight, link) of everything a boolean does, by boolean: to rows itself
        (link −1), or by what it makes true for several people, as long as nobody else does.
        """
        linked = np.isin(self.term, self.links)
        which = np.searchsorted(self.links, self.term[linked])
        sizes = np.diff([*self.starts, len(self.members)])[which]
        members = self.members[ranges(self.starts[which], sizes)]
        boolean = np.concatenate((self.term[~linked], members))
        row = np.concatenate((self.row[~linked], np.repeat(self.row[linked], sizes)))
        weight = np.concatenate((self.weight[~linked], np.repeat(self.weight[linked], sizes)))
        link = np.repeat(self.term[linked], sizes)
        link = np.concatenate((np.full(len(boolean) - len(link), NONE), link))
        order = np.argsort(boolean, kind="stable")
        return boolean[order], row[order], weight[order], link[order]

    def set_links(self, values):
        if len(self.links):
            values[self.links] = np.maximum.reduceat(values[self.members], self.starts)

    def sums(self, values):
        return np.bincount(self.row, self.weight * values[self.term], minlength=len(self.least))

    def paid(self, sums, row=slice(None)):
        """What rows cost at these sums."""
        short, long = np.maximum(self.least[row] - sums, 0), np.maximum(sums - self.most[row], 0)
        return self.under[row] * short + self.over[row] * long


class Effects:
    """What each option of a person adds to which shared rows: (`option`, `row`), each pair once."""

    def __init__(self, person, boolean, row, weight, link):
        first = np.searchsorted(boolean, person.with_, side="left")
        sizes = np.searchsorted(boolean, person.with_, side="right") - first
        places = ranges(first, sizes)
        counts = np.diff([*person.starts, len(person.with_)])
        option = np.repeat(np.repeat(person.options, counts), sizes)
        self.weight, self.link = weight[places], link[places]
        pairs, self.pair = np.unique(np.stack((option, row[places])), axis=1, return_inverse=True)
        self.option, self.row = pairs
        cost = person.rows.frozen.cost
        self.base = np.zeros(len(cost))
        self.base[person.options] = np.add.reduceat(cost[person.with_], person.starts)

    def weights(self, values):
        """What each pair adds as others' lines are: nothing by a boolean that is true already."""
        new = np.where((self.link == NONE) | (values[self.link] == 0), self.weight, 0)
        return np.bincount(self.pair, new, minlength=len(self.row))


class Rebuilding:
    """Everybody's lines (`lines`, by person) and what they come to (`cost`).

    `people` is a People, `dice` a random.Random.
    """

    def __init__(self, people, dice):
        self.people, self.dice, self.shared = people, dice, Shared(people)
        self.noise = np.random.default_rng(dice.randrange(1 << 30))
        entries = self.shared.entries()
        self.own = {number: Effects(people.all[number], *entries) for number in people.numbers}
        self.raised = people.raised()
        self.lines, self.values, self.cost = {}, people.rows.start(), np.inf

    def from_nothing(self):
        """One person after the other, by rank, those alike in any order: a plan; null when somebody
        has no line.
        """
        order, rank = list(self.people.numbers), self.people.rows.rank
        self.dice.shuffle(order)
        for person in sorted(order, key=lambda person: rank.get(person, 0)):
            self._take(person, LITTLE)
        self.cost = self._judged()
        return self._plan() if len(self.lines) == len(order) else None

    def improved(self, values, is_over):
        """(a plan no worse than this one, the people whose lines are others)"""
        people = self.people
        before = {number: people.all[number].column(values) for number in people.numbers}
        self.lines, self.values = dict(before), values.copy()
        self.cost = self._judged()
        for _ in range(STEPS):
            if is_over():
                break
            self._step()
        return self._plan(), [
            number for number in people.numbers if self.lines[number] != before[number]
        ]

    def _plan(self):
        return self.people.plan(self.lines.values())

    def _step(self):
        """A few people's lines anew, kept if they are no worse."""
        count = min(len(self.people.numbers), self.dice.choice(AT_ONCE))
        some = self.dice.sample(self.people.numbers, count)
        lines, values = {person: self.lines[person] for person in some}, self.values.copy()
        for person in some:
            self.values[self.lines[person].booleans] = 0
        for person in some:
            self._take(person, NOISE if count > 1 and person == some[0] else LITTLE)
        cost = self._judged()
        if cost > self.cost:
            self.lines.update(lines)
            self.values = values
        else:
            self.cost = cost

    def _take(self, person, noise):
        """The best line there is beside the others; as before where none is found."""
        prices, raised = self._prices(person, noise), self.raised[person]
        found, _ = self.people.all[person].best(prices, raised=raised)
        if found:
            self.lines[person] = found[0]
        if person in self.lines:
            self.values[self.lines[person].booleans] = 1

    def _prices(self, person, noise):
        """By option, what it costs beside the others' lines as they are; the rest is nought."""
        own = self.own[person]
        self.shared.set_links(self.values)
        there = self.shared.sums(self.values)[own.row]
        then = there + own.weights(self.values)
        more = self.shared.paid(then, own.row) - self.shared.paid(there, own.row)
        more *= 1 + noise * self.noise.standard_normal(len(more))
        return own.base + np.bincount(own.option, more, minlength=len(own.base))

    def _judged(self):
        self.shared.set_links(self.values)
        shared = self.shared.paid(self.shared.sums(self.values)).sum()
        links = self.shared.cost[self.shared.links] @ self.values[self.shared.links]
        return round(shared + links + sum(line.cost for line in self.lines.values()))
