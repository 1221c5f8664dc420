"""A rota filled: the demand met around what is there, as well as the time allows.

    fill(problem, seconds, seed, on_progress, cancelled) -> Proposal

Every plan that is proposed was judged by the checker: it adds no must and no overridable breach to
those of the duties that stay. What a row cannot say the checker finds; it is then forbidden, and
the search goes on from the plan without it.
"""

from dataclasses import dataclass, replace
from functools import partial
from math import inf
from operator import itemgetter
from time import monotonic

from roster.autofill import wishes
from roster.autofill.allowing import Allowing
from roster.autofill.company import Places
from roster.autofill.compiling import compile_shapes
from roster.autofill.limits import Limits
from roster.autofill.lines import Line
from roster.autofill.mending import DEMAND, Judge
from roster.autofill.placing_learners import learners as learners_of
from roster.autofill.placing_learners import with_learners
from roster.autofill.possible import Possible
from roster.autofill.searching import Search, search_until
from roster.autofill.study_days import with_study_days
from roster.autofill.weights import Weights
from roster.problem import Duty, Problem
from roster.rules.breach import Breach
from roster.rules.checker import check

BROKEN = 100_000  # a point of a rule that what stays breaks already
ROUNDS = 12  # looks of the checker at the most
FIRST = 0.3  # of the time, before the checker looks
LEAST = 0.2  # seconds worth searching
LEARNING = 0.15  # of the time, at the most, for whoever learns
A_WEEK = 0.03  # seconds, for one of them


@dataclass(frozen=True)
class Proposal:
    """`problem` is the rota with the duties proposed. `uncovered` are the breaches of the demand
    that stay, `objective` the points it costs; no plan costs less than `bound`. `gap` is null
    where no bound is known. `proved`: no plan is better. `late` are who learns, each with the
    Monday of a week for which no time was left.
    """

    problem: Problem
    added: tuple[Duty, ...]
    removed: tuple[Duty, ...]
    objective: int
    bound: float | None
    proved: bool
    seconds: float
    uncovered: tuple[Breach, ...]
    late: tuple = ()

    @property
    def gap(self):
        if self.bound is None:
            return None
        return max(0.0, self.objective - self.bound) / max(1, abs(self.objective))


def fill(
    problem: Problem,
    seconds: float = 30,
    seed: int = 1,
    on_progress=None,
    cancelled=None,
    *,
    keep=False,
    workers=2,
    parts=None,
    weights=Weights(),  # noqa: B008 (it cannot change)
    within=None,
    learners=True,
) -> Proposal:
    """The rota with its demand met as well as the seconds allow.

    `keep`: all duties there stay, not only those that must. `within(duty)` says whether this duty
    may be planned, or planned anew: all others stay. `parts` ends the search after so many parts
    decided, which with one worker makes a run repeatable. `on_progress` is told a Progress, whose
    `plan()` is the rota as it would be. `learners`: study days are placed before the search, and
    who learns beside somebody after it, which no Progress shows.
    """
    began = monotonic()
    stands = with_study_days(problem, within) if learners else problem
    possible = compiled(stands, keep, weights, within)
    judge = Judge(possible)
    tell = on_progress and _telling(possible, on_progress)
    after = _for_learners(problem, seconds) if learners else 0
    limits = Limits(seconds - after, workers, seed, parts, cancelled, tell, began)
    values, search = _searched(possible, judge, limits)
    planned, late = _planned(possible, values), []
    if learners:
        planned, late = with_learners(planned, within, _latest(limits, after))
    _, cost = possible.rows.frozen.judged(values)
    proposal = _proposal(problem, planned, cost, search, monotonic() - began)
    return replace(proposal, late=tuple(late))


def _for_learners(problem, seconds):
    """Of the seconds, those kept for whoever is placed after the search."""
    return min(seconds * LEARNING, A_WEEK * problem.weeks * len(learners_of(problem)))


def _latest(limits, after):
    """When placing them ends; a run that is to be repeatable has no clock."""
    if limits.parts is not None:
        return inf
    return max(limits.began + limits.seconds, monotonic()) + after


def _telling(possible, on_progress):
    """Tells a progress with the plan it stands for, which is made only where it is asked for."""

    def tell(progress):
        on_progress(replace(progress, plan=partial(_planned, possible, progress.values)))

    return tell


def _planned(possible, values):
    return replace(possible.problem, duties=possible.duties(values))


def compiled(problem, keep, weights, within=None):
    """The possible duties of a rota with everything that binds them as rows."""
    possible = Possible(problem, keep, within)
    allowing = Allowing(possible, weights.warning)
    allowing.add_options()
    possible.close()
    wishes.add_costs(possible, weights)
    rows = possible.rows
    for person in problem.people:
        compile_shapes(rows, Line(possible, person.id, allowing, weights).shapes())
    compile_shapes(rows, Places(possible, weights).shapes())
    compile_shapes(rows, wishes.shapes(possible, weights))
    _spare_what_stays(rows)
    return possible


def _spare_what_stays(rows):
    """A hard row that what stays breaks by itself becomes one that is dear to break further.

    What no plan can mend costs nothing: beside so much no gap between plan and bound would be seen.
    """
    sums = rows.frozen.sums(rows.start())
    for row, total in zip(rows.rows, sums.tolist(), strict=True):
        if row.under is None and row.least is not None and total < row.least:
            row.under = BROKEN
            rows.constant -= BROKEN * max(0, row.least - total - _may_add(rows, row, 1))
        if row.over is None and row.most is not None and total > row.most:
            row.over = BROKEN
            rows.constant -= BROKEN * max(0, total - row.most - _may_add(rows, row, -1))
    rows.thaw()


def _may_add(rows, row, sign):
    """How far at the most a plan can move a row's sum up (sign 1) or down (−1)."""
    terms = zip(row.terms, row.weights, strict=True)
    return sum(max(0, sign * weight) for term, weight in terms if not _is_settled(rows, term))


def _is_settled(rows, boolean):
    members = rows.members.get(boolean)
    if members is None:
        return boolean in rows.fixed
    return all(_is_settled(rows, member) for member in members)


def _searched(possible, judge, limits):
    """(values of the best plan the checker finds clean, the search)

    The search begins from what is there, less what breaks a rule, if that is anything.
    """
    start = judge.mended(possible.start())
    search = Search(possible.rows, limits, start if possible.open else None)
    best = possible.rows.frozen.judged(start), start
    for number in range(ROUNDS):
        is_last = number == ROUNDS - 1 or limits.parts is not None
        share = FIRST if not number else 0.5
        until = limits.seconds if is_last else search.elapsed + search.left * share
        search_until(search, max(until, search.elapsed + LEAST))
        clean = judge.mended(search.values)
        best = min(best, (possible.rows.frozen.judged(clean), clean), key=itemgetter(0))
        cut = [judge.cut(breach, search.values) for breach in judge.new(search.values)]
        if not any(cut) and (search.proved or limits.parts is not None):
            break
        if search.left < LEAST or _is_cancelled(limits):
            break
        search.go_on_from(best[1])
    return best[1], search


def _is_cancelled(limits):
    return bool(limits.cancelled and limits.cancelled())


def _bound(search, cost):
    """Where a duty that was to stay had to go, what no plan with it costs less than is no bound."""
    bound = search.bound
    return None if bound is not None and cost <= bound - 1 else bound  # a cost is a whole number


def _proposal(problem, planned, cost, search, seconds):
    before, after = set(problem.duties), set(planned.duties)
    return Proposal(
        planned,
        tuple(duty for duty in planned.duties if duty not in before),
        tuple(duty for duty in problem.duties if duty not in after),
        cost,
        _bound(search, cost),
        search.proved and cost == search.cost,
        seconds,
        tuple(breach for breach in check(planned) if breach.rule == DEMAND),
    )
