"""Repairs of a breach: the smallest changes that mend it and break nothing worse.

    repairs_for(checked, breach, *, most, tries, kept) -> (Repair, ...)

Found by trying: a step is put into the rota, and the checker says what it does. Where no single
step mends the breach and keeps the cover, those that ease it most are gone on from. The number of
tries is bounded, and the same rota gives the same repairs every time.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from roster.problem import Duty
from roster.repairing.aims import Aim, aim_of
from roster.repairing.comparing import effect, weight
from roster.repairing.gaps import gap_of
from roster.repairing.plan import Plan
from roster.repairing.steps import Step, steps
from roster.repairing.wording import consequences, orders
from roster.rules.breach import Breach

TRIES = 150  # rechecks: about a second for sixty people and four weeks
DEEPEST = 3  # steps of one repair
BASES = 3  # half-way states gone on from at each depth
MOST_OF_A_KIND = 2  # before other kinds had their turn
COMPANY = ("R-04", "R-05", "R-06", "R-34", "R-35")  # mended by somebody more in the place


@dataclass(frozen=True, order=True)
class Cost:
    """What is compared, first things first: whether cover is lost, people touched, warnings new or
    left, days off taken from those who asked for them, minutes further from contracts.
    """

    uncovers: bool
    people: int
    warnings: int
    asked: int
    minutes: int


@dataclass(frozen=True)
class Repair:
    """`changes` are whole cells, {(person, date): duties}. `mends`: breaches that are gone; `left`:
    what is left of the one to mend; `adds`: new ones. Both are only warnings. `sentence` says it
    to a manager.
    """

    kinds: tuple[str, ...]
    changes: dict[tuple, tuple[Duty, ...]]
    mends: tuple[Breach, ...]
    left: tuple[Breach, ...]
    adds: tuple[Breach, ...]
    cost: Cost
    sentence: str


@dataclass(frozen=True)
class _Base:
    """A state on the way: the plan after some steps, what of the breach is still to mend, and what
    blocks a publication that did not before.
    """

    plan: Plan
    rest: tuple[Breach, ...]
    hard: tuple[Breach, ...] = ()
    steps: tuple[Step, ...] = ()
    changes: dict = field(default_factory=dict)

    @property
    def aim(self):
        """What to work on next: what is left; then somebody more, where one is missing."""
        if self.rest:
            return aim_of(self.plan, self.rest[0])
        return Aim(self.hard[0].rule, gap=gap_of(self.plan, self.hard[0]))

    @property
    def promise(self):
        """The less, the nearer to a repair."""
        return weight(self.rest, self.plan.whole.zone), len(self.hard)

    @property
    def is_near(self):
        """Whether nothing is broken but what somebody more in the place would mend."""
        return all(breach.rule in COMPANY for breach in self.hard)


def repairs_for(checked, breach, *, most=5, tries=TRIES, kept=frozenset()) -> tuple[Repair, ...]:
    """At most so many repairs of a breach of a Checked rota, best first.

    None adds a breach that blocks a publication, touches what is fixed or history, or a cell,
    (person, date), of `kept`. `tries` bounds the rechecks.
    """
    plan = Plan(checked, kept)
    search = _Search(plan, breach, tries)
    search.run()
    return _ranked(list(search.found.values()), most)


def _ranked(found, most):
    """The best of all kinds: a third of one kind only after the others. At equal cost that which
    was tried first, the likeliest.
    """
    kinds, first, later = Counter(), [], []
    for repair in sorted(found, key=lambda repair: repair.cost):
        kinds[repair.kinds] += 1
        (first if kinds[repair.kinds] <= MOST_OF_A_KIND else later).append(repair)
    return tuple(sorted([*first, *later][:most], key=lambda repair: repair.cost))


class _Search:
    def __init__(self, plan, breach, tries):
        self.plan, self.breach, self.left = plan, breach, tries
        self.found = {}

    def run(self):
        """Single steps first; then on from the most promising states, while nothing is found that
        keeps the cover.
        """
        bases = self._tried(_Base(self.plan, (self.breach,)), self.left * 3 // 5)
        for _ in range(DEEPEST - 1):
            if not bases or not all(repair.cost.uncovers for repair in self.found.values()):
                return
            bases.sort(key=lambda base: (base.promise, base.steps[-1].text))
            share = self.left // len(bases[:BASES])
            bases = [one for base in bases[:BASES] for one in self._tried(base, share)]

    def _tried(self, base, most):
        """Try so many steps from a state; the states that are nearer to a repair than it is."""
        nearer = []
        for step in islice(steps(base.plan, base.aim), most):
            self.left -= 1
            reached, done = self._reached(base, step)
            if not reached.rest and not reached.hard:
                self._keep(reached, done)
            elif reached.is_near and reached.promise < base.promise:
                nearer.append(reached)
        return nearer

    def _reached(self, base, step):
        """The state after one more step, and what differs from the rota as it stood at first."""
        after = base.plan.after(step.changes)
        done = effect(self.plan.checked, after.checked)
        return _Base(
            after,
            () if done.mends(self.breach) else done.rest(self.breach),
            tuple(breach for breach in done.new if breach.level != "should"),
            (*base.steps, step),
            base.changes | step.changes,
        ), done

    def _keep(self, reached, done):
        name = frozenset(reached.changes.items())
        if name not in self.found:
            self.found[name] = self._repair(reached, done)

    def _repair(self, reached, done):
        changes = {
            key: held for key, held in reached.changes.items() if held != self.plan.duties(*key)
        }
        lost, said = consequences(self.plan, changes, done)
        left = done.rest(self.breach)
        adds = tuple(breach for breach in done.new if not any(breach is other for other in left))
        sentence = orders(self.plan, reached.steps) + (f": {said}" if said else "")
        return Repair(
            kinds=tuple(step.kind for step in reached.steps),
            changes=changes,
            mends=done.gone,
            left=left,
            adds=adds,
            cost=self._cost(reached, len(adds + left), changes, lost),
            sentence=f"{sentence[0].upper()}{sentence[1:]}.",
        )

    def _cost(self, reached, warnings, changes, lost):
        people = {person for person, _ in changes}
        further = sum(abs(reached.plan.over(p)) - abs(self.plan.over(p)) for p in people)
        return Cost(
            uncovers=lost,
            people=len(people),
            warnings=warnings,
            asked=sum(bool(held) and key in self.plan.asked_off for key, held in changes.items()),
            minutes=max(0, further),
        )
