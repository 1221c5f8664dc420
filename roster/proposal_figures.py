"""Hours and fairness of a rota before and after a proposal. Pure.

hours_rows(before, after)  -> [HoursRow, ...] of two sheets
fairness(before, after)    -> [FairRow, ...] of two timelines, one a role and kind
"""

from dataclasses import dataclass
from statistics import median

from roster.grid.accounts import lates, weekends
from roster.grid.saying import hours
from roster.problem import HISTORY_WEEKS
from roster.rules.phrases import ROLE_WORDS

FAR = 450  # minutes off the contract that the sheet marks too


def bank_holidays(timeline, person):
    """Bank holidays of the rota worked on."""
    holidays = timeline.problem.bank_holidays
    return len({i.date for i in timeline.held[person] if i.is_work and i.date in holidays})


def weekends_so_far(timeline, person):
    """Weekends worked in the rota and in the weeks before that are known; none without these."""
    if not timeline.problem.history:
        return 0
    items = timeline.by_person.get(person, ())
    last = timeline.problem.until
    worked = {i.date for i in items if i.is_work and i.date.weekday() >= 5 and i.date <= last}
    return len({date.isocalendar()[:2] for date in worked})


KINDS = (
    ("weekends", weekends),
    (f"weekends, {HISTORY_WEEKS} weeks before too", weekends_so_far),
    ("lates", lates),
    ("bank holidays", bank_holidays),
)


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
        return *map(hours, (self.contract, self.before, self.after)), sign + hours(abs(over))

    @property
    def is_far(self):
        return abs(self.after - self.contract) > FAR


@dataclass(frozen=True)
class Spread:
    """How often those with a contract have something: fewest, middle, most."""

    least: int
    middle: float
    most: int

    @property
    def said(self):
        middle = f"{self.middle:.1f}".removesuffix(".0")
        return f"{self.least}–{self.most}, middle {middle}"


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


def fairness(before, after):
    """Each role of two people and more: what any of them has of each kind, beside each other."""
    rows = []
    for role, people in _by_role(before).items():
        for kind, count in KINDS if len(people) > 1 else ():
            spreads = [_spread(timeline, people, count) for timeline in (before, after)]
            if any(spread.most for spread in spreads):
                rows.append(FairRow(ROLE_WORDS[role][1].capitalize(), kind, len(people), *spreads))
    return rows


def _spread(timeline, people, count):
    counts = [count(timeline, person) for person in people]
    return Spread(min(counts), median(counts), max(counts))


def _by_role(timeline):
    """{role: people employed in it in the rota}, in the order of ROLE_WORDS."""
    found = {role: [] for role in ROLE_WORDS}
    for person in timeline.problem.people:
        held = (person.employment_of_week(monday) for monday in timeline.weeks)
        employment = next((e for e in held if e), None)
        if employment:
            found[employment.role].append(person.id)
    return found
