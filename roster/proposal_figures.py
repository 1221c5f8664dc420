"""Hours and fairness of a rota before and after a proposal. Pure.

hours_rows(before, after)       -> [HoursRow, ...] of two sheets
fairness(before, after, weeks)  -> [FairRow, ...] of two rotas, one a role and kind
"""

from dataclasses import dataclass
from statistics import median

from roster.fairness import KINDS, Looking, as_full_time
from roster.grid.saying import hours
from roster.rules.phrases import ROLE_WORDS
from roster.rules.timeline import DAY

FAR = 450  # minutes off the contract that the sheet marks too


@dataclass(frozen=True)
class HoursRow:
    """Minutes over the rota; `before` and `after` are those paid."""

    name: str
    person: str
    contract: int
    before: int
    after: int

    @property
    def said(self):
        """(contract, before, after, over or under) as the sheet writes hours."""
        over = self.after - self.contract
        sign = "+" if over > 0 else "−" if over < 0 else "±"
        return *map(hours, (self.contract, self.before, self.after)), sign + hours(self.off)

    @property
    def off(self):
        return abs(self.after - self.contract)

    @property
    def is_far(self):
        return self.off > FAR


@dataclass(frozen=True)
class Spread:
    """How often the people of a role have something, as if full-time: fewest, middle, most."""

    least: float
    middle: float
    most: float

    @property
    def said(self):
        least, middle, most = map(_said, (self.least, self.middle, self.most))
        return f"{least}–{most}, median {middle}"


def _said(number):
    return f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class FairRow:
    role: str
    kind: str
    people: int
    before: Spread
    after: Spread


def hours_rows(before, after):
    """Everybody whose hours change or who has a contract, in the order of the sheet."""
    return [
        HoursRow(old.person.name, old.person.id, old.balance.contract, old.balance.paid, new.paid)
        for old, new in ((row, at.balance) for row, at in zip(before.rows, after.rows, strict=True))
        if old.balance.contract or old.balance.paid != new.paid
    ]


def fairness(before, after, weeks):
    """Each role of two people and more: what any of them has of each kind, over the rota and so
    many weeks before as are known, beside each other. Those away for all of it are not compared.
    """
    looking, rows = Looking(before, weeks), []
    counted = [looking.carried(problem.duties) for problem in (before, after)]
    minutes, length = looking.minutes(), len(looking.mondays)
    for role, people in _by_role(before).items():
        there = [who for who in people if minutes[who]]
        for kind in KINDS if len(there) > 1 else ():
            spreads = [
                _spread([as_full_time(len(c[kind][who]), minutes[who], length) for who in there])
                for c in counted
            ]
            if any(spread.most for spread in spreads):
                rows.append(FairRow(ROLE_WORDS[role][1].capitalize(), kind, len(there), *spreads))
    return rows


def _spread(counts):
    return Spread(min(counts), median(counts), max(counts))


def _by_role(problem):
    """{role: people employed in it in the rota}, in the order of ROLE_WORDS."""
    found = {role: [] for role in ROLE_WORDS}
    mondays = [problem.starts + 7 * n * DAY for n in range(problem.weeks)]
    for person in problem.people:
        held = (person.employment_of_week(monday) for monday in mondays)
        employment = next((e for e in held if e), None)
        if employment:
            found[employment.role].append(person.id)
    return found
