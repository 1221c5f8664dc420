"""Whether a week can be planned when only some of its elements hold, by CP-SAT and the checker.

Each element is a literal that enforces its rows; a question assumes some of them. A plan that comes
out is judged by the checker: what it breaks beyond that is cut off, under the literal of the rule
that is broken, and asked again. So nothing counts as a plan that the checker would not let pass.
"""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from time import monotonic

import numpy as np
from ortools.sat.python import cp_model

from roster.autofill.elements import UNFIT, of_rule
from roster.autofill.mending import is_near
from roster.repairing.comparing import effect
from roster.rules.catalogue import CATALOGUE
from roster.rules.rechecking import recheck

DEMAND, AWAY = "R-33", "R-15"
ROUNDS = 60  # looks of the checker for one question


class TimeIsUp(Exception):
    """The seconds ended before the question was answered."""


@dataclass(frozen=True)
class Plan:
    """A week as it could be: `changes` are the cells that differ, {(person, date): duties}, `new`
    what blocks a publication then that did not before, `after` the rota judged with them.
    """

    changes: dict
    new: tuple
    after: object


class Assuming:
    """`literals` are {element: literal} of all that may be assumed; the checker finds more.

    `ends` is when its seconds are over, of the monotonic clock. `given_up` holds by target what
    each plan that met it gave up: whatever cannot hold together with it has one of each.
    """

    def __init__(self, labelled, seconds):
        self.labelled, self.week = labelled, labelled.week
        self.ends = monotonic() + seconds
        self.model = cp_model.CpModel()
        self.literals, self.by_index, self.given_up = {}, {}, defaultdict(list)
        rows = labelled.rows
        self.vars = {
            boolean: self.model.new_bool_var("")
            for boolean in range(len(rows.cells))
            if boolean not in rows.fixed
        }
        self._add_rows()
        for boolean, var in self.vars.items():
            self.model.add_hint(var, bool(self.week.as_it_is[boolean]))

    @property
    def left(self):
        return self.ends - monotonic()

    @contextmanager
    def with_share(self, share):
        """Its seconds are over after a share of what is left; afterwards there are the rest."""
        ends, self.ends = self.ends, monotonic() + share * self.left
        try:
            yield
        finally:
            self.ends = ends

    def literal(self, element):
        if element not in self.literals:
            new = self.model.new_bool_var("")
            self.literals[element], self.by_index[new.index] = new, element
        return self.literals[element]

    def _add_rows(self):
        """What the plan as it stands breaks already need hold no better, but for the target."""
        values, fixed, self.bounds = self.week.as_it_is, self.labelled.rows.fixed, []
        for row, elements in zip(self.labelled.rows.rows, self.labelled.labels, strict=True):
            pairs = list(zip(row.terms, row.weights, strict=True))
            now = sum(weight * int(values[term]) for term, weight in pairs)
            taken = sum(weight * fixed[term] for term, weight in pairs if term in fixed)
            free = [(self.vars[t], weight) for t, weight in pairs if t not in fixed]
            least, most = row.least, row.most
            if not self.labelled.targets & set(elements):
                least = None if least is None else min(least, now)
                most = None if most is None else max(most, now)
            self.bounds.append((-inf if least is None else least, inf if most is None else most))
            self._add(free, _less(least, taken), _less(most, taken), elements)

    def _add(self, free, least, most, elements):
        if least is None and most is None:
            return
        total = sum(weight * var for var, weight in free)
        low = sum(min(weight, 0) for _, weight in free) if least is None else least
        high = sum(max(weight, 0) for _, weight in free) if most is None else most
        if free:
            new = self.model.add_linear_constraint(total, low, high)
        elif low <= 0 <= high:
            return
        else:
            new = self.model.add_bool_or([])
        if elements:
            new.only_enforce_if([self.literal(element) for element in elements])

    # ── asking ──

    def all_for(self, target):
        """All elements but the other targets."""
        return [e for e in self.literals if e == target or e not in self.labelled.targets]

    def conflict(self, target, held=None):
        """(some of the elements held that cannot hold together, null) or (null, a Plan).

        Null for `held` stands for all there are. Raises TimeIsUp.
        """
        for _ in range(ROUNDS):
            assumed = self.all_for(target) if held is None else held
            self.model.clear_assumptions()
            self.model.add_assumptions([self.literal(element) for element in assumed])
            solver = self.solved(self.model)
            if solver is None:
                return self._core, None
            plan = self.plan(solver)
            if not self.cut_off(plan, solver, held):
                self.given_up[target].append(self.lost(plan, solver, assumed))
                return None, plan
        raise TimeIsUp

    def solved(self, model, seconds=None):
        """The solver with a plan; null where there is none. Raises TimeIsUp."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        left = self.left if seconds is None else min(self.left, seconds)
        if left <= 0:
            raise TimeIsUp
        solver.parameters.max_time_in_seconds = left
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            core = solver.sufficient_assumptions_for_infeasibility()
            self._core = [self.by_index[index] for index in core]
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeIsUp
        return solver

    def _values(self, solver):
        values = self.labelled.rows.start()
        for boolean, var in self.vars.items():
            values[boolean] = solver.value(var)
        return values

    def lost(self, plan, solver, held):
        """The elements besides those held that a plan gives up: without them it keeps all."""
        lost = {element_of(b) for b in plan.new if b.rule not in (*UNFIT, AWAY)}
        others = self.labelled.targets - set(held)
        for elements in self._broken(self._values(solver)):
            if not (lost | others).intersection(elements):
                lost.add(next(element for element in elements if element not in held))
        return sorted(lost, key=str)

    def _broken(self, values):
        """The elements of each row that these values break."""
        sums, (least, most) = self.labelled.rows.frozen.sums(values), np.array(self.bounds).T
        return [self.labelled.labels[n] for n in np.flatnonzero((sums < least) | (sums > most))]

    def plan(self, solver):
        values = self._values(solver)
        before = self.labelled.checked
        cells = self.week.planned(values)
        now = self.week.planned(self.week.as_it_is)
        changes = {key: duties for key, duties in cells.items() if duties != now[key]}
        after = recheck(before, changes) if changes else before
        found = effect(before, after).new
        return Plan(changes, tuple(b for b in found if _blocks(b)), after)

    def cut_off(self, plan, solver, held):
        """Forbid what of a plan breaks an element held; whether there was anything.

        The rows keep absence: a duty under one is there because that was given up.
        """
        cut = [b for b in plan.new if b.rule != AWAY and (held is None or self._is_held(b, held))]
        for breach in cut:
            self._forbid(breach, solver)
        return bool(cut)

    @staticmethod
    def _is_held(breach, held):
        return breach.rule in UNFIT or element_of(breach) in held

    def _forbid(self, breach, solver):
        """Never again these duties of the person, nor more; or just this at the place."""
        about = [b for b in self._near(breach) if solver.value(self.vars[b])]
        clause = [self.vars[b].negated() for b in about]
        if CATALOGUE[breach.rule].scope != "person":
            clause += [self.vars[b] for b in self._near(breach) if b not in set(about)]
        new = self.model.add_bool_or(clause)
        if breach.rule not in UNFIT:
            new.only_enforce_if([self.literal(element_of(breach))])

    def _near(self, breach):
        """The booleans of the duties that a breach can be about."""
        return [
            boolean
            for (person, day), booleans in self.week.options.items()
            if is_near(breach, day)
            for boolean in booleans
            if self._is_about(person, self.week.items[boolean].duty, breach)
        ]

    @staticmethod
    def _is_about(person, duty, breach):
        if CATALOGUE[breach.rule].scope == "person":
            return person == breach.person
        return breach.site in (None, duty.site)


def element_of(breach):
    return of_rule(breach.rule, breach.person)


def _blocks(breach):
    return breach.level != "should" and breach.rule != DEMAND


def _less(bound, taken):
    return None if bound is None else bound - taken


def is_met(plan, asked):
    """Whether the checker finds a line of demand met on its date."""
    place = asked.demand.site, asked.demand.area
    found = plan.after.found.get((DEMAND, (place, asked.date)), ())
    return not any(breach.detail["demand"] == asked.demand for breach in found)
