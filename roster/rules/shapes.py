"""What a rule can say must not happen, as data.

A rule yields shapes; whoever reads them decides what they mean: the checker asks each whether the
duties held break it, a solver would forbid the duties that could. Every shape carries a case: what
a breach of it would be about.
"""

from dataclasses import dataclass, field
from datetime import date
from math import ceil


@dataclass(slots=True, eq=False)
class Case:
    """What a breach would be about. Shapes that share a case make one breach.

    `merge` says how their measures come together: `sum` over all that are broken, or `stretch`,
    one breach for each unbroken row of broken ones, measured by the fewest.
    """

    level: str
    person: str | None
    first: date
    last: date
    limit: int | None = None
    unit: str | None = None
    site: str | None = None
    area: str | None = None
    others: tuple[str, ...] = ()
    detail: dict = field(default_factory=dict)
    merge: str = "sum"


@dataclass(slots=True)
class Ban:
    """Not this duty. `amount` measures how wrong it is."""

    case: Case
    duty: object
    amount: int | None = None

    def broken(self):
        return True

    def measured(self):
        return self.amount


@dataclass(slots=True)
class Clash:
    """Not both of these."""

    case: Case
    first: object
    second: object
    amount: int | None = None

    def broken(self):
        return True

    def measured(self):
        return self.amount


@dataclass(slots=True)
class Limit:
    """The weights of these terms add up to at most this. A term is a duty, a date or a week."""

    case: Case
    terms: tuple
    most: float
    weights: tuple | None = None

    def measured(self):
        return len(self.terms) if self.weights is None else sum(self.weights)

    def broken(self):
        return self.measured() > self.most


@dataclass(slots=True)
class Cover:
    """At least this many of these duties, from `starts` to `ends` (instants)."""

    case: Case
    duties: tuple
    least: int
    starts: int
    ends: int

    def measured(self):
        return len(self.duties)

    def broken(self):
        return len(self.duties) < self.least


@dataclass(slots=True)
class Support:
    """Dependants never outnumber `ratio` times the supporters, from `starts` to `ends`.

    One dependant needs one supporter, whatever the ratio. Measured in minutes.
    """

    case: Case
    dependants: int
    supporters: int
    ratio: int
    starts: int
    ends: int

    def measured(self):
        return self.ends - self.starts

    def broken(self):
        return self.supporters < max(1, ceil(self.dependants / self.ratio))


@dataclass(slots=True)
class FreeSpell:
    """At least one of these spans is free of the duties that stand in it."""

    case: Case
    blocked: tuple[tuple, ...]
    best: int | None = None

    def broken(self):
        return all(self.blocked)

    def measured(self):
        return self.best


@dataclass(slots=True)
class Between:
    """A sum of minutes over all the duties of a case's dates lies in this span, ends included."""

    case: Case
    amount: int
    least: int
    most: int

    def broken(self):
        return not self.least <= self.amount <= self.most

    def measured(self):
        return self.amount
