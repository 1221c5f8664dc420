"""Conflicts and ways out against every plan there is, on departments small enough to list them."""

import itertools
from dataclasses import replace
from datetime import datetime, time
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from roster.autofill import conflicting
from roster.autofill.assuming import Assuming, TimeIsUp, element_of
from roster.autofill.conflicting import Conflict, small_conflict
from roster.autofill.elements import UNFIT, Asked, Away, Bound, Settled
from roster.autofill.explaining import Filled, reasons
from roster.autofill.filling import fill
from roster.autofill.labelled import Labelled
from roster.autofill.mending import hard, new_ones
from roster.autofill.possible import Possible
from roster.autofill.proving import proved
from roster.problem import WEEKDAYS, Demand
from roster.rules.checker import check
from roster.rules.rechecking import check_whole
from roster.rules.timeline import DAY
from tests.roster.autofill.tiny import department
from tests.roster.rules.build import DEV, MONDAY, at, away, day, duty, rota, shift

DEMAND = "R-33"
AREAS = ("FL", "XR")


def one_by_one(proposal):
    """The same as for all at once, each gap looked into by itself."""
    gaps = [(one.site, one.area, one.said, one.date) for one in reasons(proposal, seconds=0)]
    return [one for gap in gaps for one in reasons(proposal, seconds=60, only=gap)]


def explained(problem, seed=1, alone=False):
    """(the proposal, {target: Reason}) of a department filled as well as can be."""
    proposal = fill(problem, seconds=10, seed=seed, workers=1)
    found = one_by_one(proposal) if alone else reasons(proposal, seconds=60)
    demand = list(problem.demand)
    return proposal, {
        Asked(demand.index(b.detail["demand"]), b.first, b.detail["demand"], True): reason
        for b in proposal.uncovered
        for reason in found
        if reason.standing and _is_about(reason, b)
    }


def _is_about(reason, breach):
    conflict = reason.standing.conflict
    asked = [e for e in conflict.elements if isinstance(e, Asked) and e.full] if conflict else []
    return any(e.date == breach.first and e.demand == breach.detail["demand"] for e in asked)


class EveryPlan:
    """What the checker says of every plan of a department, asked once."""

    def __init__(self, proposal):
        self.problem = proposal.problem
        self.now = self._short(self.problem, self.problem.duties)
        self.before = hard(self.problem, ())
        self.plans = [self._judged(duties) for duties in self._all()]

    def _all(self):
        """Nobody has two duties on a date; those away are planned too: it may be given up."""
        cells = {}
        for person in self.problem.people:
            for item in Possible(replace(self.problem, duties=())).candidates(person):
                cells.setdefault((person.id, item.date), [None]).append(item.duty)
        for chosen in itertools.product(*cells.values()):
            yield tuple(duty for duty in chosen if duty)

    def _judged(self, duties):
        """(elements that the plan breaks, whether nobody unfit works, the plan)"""
        new = new_ones(hard(self.problem, duties), self.before)
        elements = {element_of(b) for b in new if b.rule not in (*UNFIT, "R-15")}
        elements |= {away for duty in duties for away in self._under(duty)}
        fit = all(breach.rule not in UNFIT for breach in new)
        return elements, fit, duties

    def _under(self, duty):
        """The absences, of one date each, whole or in part, that a duty reaches into."""
        shift = next(s for s in self.problem.shift_types if s.code == duty.shift)
        starts = datetime.combine(duty.date, shift.starts)
        ends = datetime.combine(duty.date + DAY * (shift.ends < shift.starts), shift.ends)
        for absence in self.problem.unavailable:
            day = absence.starts_on
            leaves = datetime.combine(day, absence.starts or time(0))
            comes = datetime.combine(day, absence.ends) if absence.ends else leaves + DAY
            if absence.person == duty.person and leaves < ends and starts < comes:
                yield Away(duty.person, day)

    @staticmethod
    def _short(problem, duties):
        return [b for b in check(replace(problem, duties=duties)) if b.rule == DEMAND]

    def _with(self, asked, given_up):
        """The department that asks for nothing else, and without the absences given up."""
        stay = (a for a in self.problem.unavailable if Away(a.person, a.starts_on) not in given_up)
        demand = tuple(line for one in asked for line in self._lines(one))
        return replace(self.problem, unavailable=tuple(stay), demand=demand)

    def _lines(self, asked):
        """A line that asks on its date for all; or in each stretch for as many as are there now."""
        zone = ZoneInfo(self.problem.timezone)
        line, day = asked.demand, asked.date
        until = datetime.combine(day + DAY * (line.ends <= line.starts), line.ends)
        edges = [(datetime.combine(day, line.starts), line.least), (until, 0)]
        for b in self.now:
            if not asked.full and (b.detail["demand"], b.first) == (line, day):
                ends = datetime.fromtimestamp(60 * b.detail["until"], zone).replace(tzinfo=None)
                edges += [(b.at.replace(tzinfo=None), b.measured), (ends, line.least)]
        return [
            replace(
                line,
                days=(),
                starts_on=at.date(),
                until=at.date(),
                starts=at.time(),
                ends=end.time(),
                least=least,
                ideal=least,
            )
            for (at, least), (end, _) in pairwise(_edges(edges, until))
            if least
        ]

    def others(self, target):
        """Everything that might be part of a conflict with a target."""
        found = set().union(*(broken for broken, _, _ in self.plans))
        found |= {Away(a.person, a.starts_on) for a in self.problem.unavailable}
        days = [self.problem.starts + n * DAY for n in range(7)]
        found |= {
            Asked(number, day, line)
            for number, line in enumerate(self.problem.demand)
            for day in days
            if WEEKDAYS[day.weekday()] in line.days and (number, day) != (target.line, target.date)
        }
        return sorted(found - {target}, key=str)

    def can_hold(self, elements):
        """Whether one plan keeps all of these together, whatever else it breaks."""
        bound = {e for e in elements if isinstance(e, Bound | Away)}
        asked = [e for e in elements if isinstance(e, Asked)]
        given_up = {Away(a.person, a.starts_on) for a in self.problem.unavailable} - bound
        left = self._with(asked, given_up)
        return any(
            fit and not broken & bound and not self._short(left, duties)
            for broken, fit, duties in self.plans
        )


def _edges(edges, until):
    """[(from when, least)] in order; of what begins at one time a shortage counts, not the rest."""
    at = {}
    for when, least in sorted(edges, key=lambda edge: (edge[0], -edge[1])):
        at[when] = 0 if when == until else least
    return sorted(at.items())


def agrees(seed, change=None):
    """(conflicts, elements, ways out) of a department that every plan bears out."""
    problem = change(Random(seed), department(seed)) if change else department(seed)
    proposal, found = explained(problem, alone=seed % 2 == 1)
    plans = EveryPlan(proposal) if found else None
    elements = ways = 0
    for target, reason in found.items():
        conflict = reason.standing.conflict
        assert conflict.minimal
        assert not plans.can_hold(set(conflict.elements)), (seed, target)
        for element in conflict.elements:
            assert plans.can_hold(set(conflict.elements) - {element}), (seed, target, element)
        assert conflict.smallest
        if len(conflict.elements) > 1:  # else there are no fewer
            for fewer in itertools.combinations(plans.others(target), len(conflict.elements) - 2):
                assert plans.can_hold({target, *fewer}), (seed, target, fewer)
        elements += len(conflict.elements)
        ways += sum(works(proposal, target, easing, seed) for easing in reason.standing.easings)
    return len(found), elements, ways


def works(proposal, target, easing, seed):
    """The plan of an easing meets the demand, and breaks nothing but what it says."""
    problem, changes = proposal.problem, easing.plan.changes
    stay = [d for d in problem.duties if (d.person, d.date) not in changes]
    duties = (*stay, *(d for held in changes.values() for d in held))
    said = {(b.rule, b.person, b.first, b.site) for b in easing.breaches}
    broken = new_ones(hard(problem, duties), hard(problem, ()))
    assert {(b.rule, b.person, b.first, b.site) for b in broken} == said, (seed, target)
    assert all(b.level != "must" for b in broken)
    assert not easing.is_free
    after = [b for b in check(replace(problem, duties=duties)) if b.rule == DEMAND]
    assert not any((b.detail["demand"], b.first) == (target.demand, target.date) for b in after), (
        seed,
        target,
    )
    lost = new_ones(after, [b for b in check(problem) if b.rule == DEMAND])
    assert len(lost) <= len(easing.fewer)
    return True


def barred(on, *absences, starts="08:00", ends="16:00"):
    """Whether an absence on a date alone keeps Dev, the only radiographer, from a duty of these
    hours on Monday.
    """
    shifts = (shift("E", "08:00", "16:00", 30), shift("N", "20:00", "08:00", 30))
    line = Demand("TH", "XR", ("mon",), at(starts), at(ends), "radiographer", 1)
    problem = rota(demand=(line,), unavailable=absences, rules={"R-01": {"enabled": False}})
    problem = replace(problem, people=(DEV,), shift_types=shifts)
    target = Asked(0, day(MONDAY), line, full=True)
    assuming = Assuming(Labelled(check_whole(problem), problem.starts, [target]), 60)
    conflict, _ = assuming.conflict(target, [target, Away("dev", day(on))])
    return conflict is not None


TUESDAY = "2026-03-24"


@pytest.mark.parametrize(
    ("starts", "ends", "stands"), [("13:00", "14:00", True), ("16:00", "18:00", False)]
)
def test_some_hours_away_stand_in_the_way_where_the_duty_meets_them(starts, ends, stands):
    assert barred(MONDAY, away("dev", "SD", MONDAY, starts=starts, ends=ends)) is stands


@pytest.mark.parametrize(
    ("on", "starts", "stands"),
    [(MONDAY, "20:00", True), (TUESDAY, "09:00", False), (TUESDAY, "07:00", True)],
)
def test_of_two_dates_that_a_night_reaches_only_the_hours_it_lasts_stand(on, starts, stands):
    others = {MONDAY: away("dev", "SL", TUESDAY), TUESDAY: away("dev", "SL", MONDAY)}
    hours = away("dev", "SD", on, starts=starts, ends="22:00")
    assert barred(on, hours, others[on], starts="20:00", ends="08:00") is stands


def test_a_conflict_of_which_none_can_be_left_out_gives_way_to_a_smaller_one_of_others():
    checked, target, elements = department_with_two_conflicts()
    assuming = Assuming(Labelled(checked, checked.problem.starts, [target]), 60)
    assuming.conflict(target)
    large = Conflict(elements, minimal=True)
    found = proved(assuming, target, large)
    assert (found.smallest, len(found.elements) < len(elements)) == (True, True)
    assert assuming.conflict(target, found.elements)[0] is not None
    assuming.ends = 0
    assert proved(assuming, target, large) == large


def test_making_a_conflict_smaller_leaves_time_for_the_ways_out():
    """It takes every second it is given: still half of them are left."""
    checked, target, _ = department_with_two_conflicts()
    assuming = Assuming(Labelled(checked, checked.problem.starts, [target]), 60)
    given = []

    def shrunk(assuming, *_):
        given.append(assuming.left)
        raise TimeIsUp

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicting, "_shrunk", shrunk)
        found = small_conflict(assuming, target)
    assert (found.minimal, given[0] < 31) == (False, True)
    assert assuming.left > 31


def department_with_two_conflicts():
    """Dev is away, and could not come for his rest either: an evening and a night are fixed."""
    demand = Demand("TH", "XR", ("tue",), at("08:00"), at("16:00"), "radiographer", 1)
    nights = shift("N", "20:00", "08:00", 30), shift("E", "08:00", "16:00", 30)
    fixed = duty("dev", MONDAY, "N", fixed=True)
    absent = away("dev", "AL", TUESDAY)
    rules = {"R-01": {"enabled": False}, "R-14": {"enabled": True}}
    problem = rota(fixed, demand=(demand,), unavailable=(absent,), rules=rules)
    problem = replace(problem, people=(DEV,), shift_types=nights)
    target = Asked(0, day(TUESDAY), demand, full=True)
    settled = Settled(problem.duties[0])
    return check_whole(problem), target, (target, Bound("R-19", "dev"), settled)


def test_where_not_all_are_explained_each_kind_of_gap_is_before_any_twice():
    """Nobody is there for two areas on three days, and four gaps may be explained."""
    days = ("mon", "tue", "wed")
    lines = [
        Demand("TH", area, days, at("08:00"), at("16:00"), "radiographer", 1) for area in AREAS
    ]
    problem = replace(rota(demand=tuple(lines)), people=())
    left = Filled(problem, (), tuple(b for b in check(problem) if b.rule == DEMAND))
    found = reasons(left, 4, seconds=0)
    assert [(one.area, one.date.day - day(MONDAY).day) for one in found] == [
        (area, n) for n in (0, 1) for area in AREAS
    ]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_conflicts_of_many_departments_are_minimal_and_every_way_out_works():
    found = [agrees(seed) for seed in range(2080, 2150)]
    conflicts, elements, ways = map(sum, zip(*found, strict=True))
    assert conflicts > 45
    assert elements > conflicts
    assert ways > 20
