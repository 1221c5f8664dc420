"""The cheapest things to give up so that a demand can be met, each with the plan that proves it.

    easings(assuming, target, most)  -> (Easing, ...)      rules, fixed duties, other demand
    more_people(checked, gaps)       -> how many people more would do, or null

A must, an absence and a safety-critical demand are never given up. Each easing was solved with, and
the plan it leads to was judged by the checker: it breaks nothing but what the easing says.
"""

from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from roster.autofill.assuming import DEMAND, Plan, TimeIsUp, element_of, is_met
from roster.autofill.elements import Asked, Away, Settled
from roster.problem import Duty, Employment, HeldCompetency, Person, ScopeEntry
from roster.repairing.comparing import effect
from roster.repairing.filling import shifts_over
from roster.repairing.plan import Plan as Looked
from roster.rules.catalogue import CATALOGUE
from roster.rules.rechecking import check_whole

ROUNDS = 25  # plans looked at for one easing
SECONDS = 3  # of one plan
# Points of what is given up; a cell planned otherwise is one. Law is dearer than what is agreed.
FIXED, RULE, LAW, FEWER = 800, 1000, 2000, 3000
OF_LAW = ("R-16", "R-18", "R-19", "R-20", "R-22")
BANDS = {"assistant_practitioner": 4}


@dataclass(frozen=True)
class Easing:
    """`breaches` are to be accepted, `freed` are fixed duties let go, `fewer` the demand that is
    met less well than now. `plan` is the week with it.
    """

    breaches: tuple
    freed: tuple[Duty, ...]
    fewer: tuple
    plan: Plan

    @property
    def is_free(self):
        return not (self.breaches or self.freed or self.fewer)


def easings(assuming, target, most=3):
    """At most so many, the cheapest first; none gives up all that another one does.

    One that gives up nothing says that the target can be met after all.
    """
    found, blocked = [], []
    try:
        while len(found) < most:
            plan, given_up = _cheapest(assuming, target, blocked)
            if plan is None:
                break
            blocked.append(given_up)
            found.append(_easing(assuming, plan))
    except TimeIsUp:
        pass
    return tuple(found)


def _cheapest(assuming, target, blocked):
    """(the plan that costs least to be made possible, elements given up for it); null: none.

    What turns out not to help joins those blocked.
    """
    for _ in range(ROUNDS):
        solver = assuming.solved(_priced(assuming, target, blocked), SECONDS)
        if solver is None:
            return None, ()
        plan, known = assuming.plan(solver), set(assuming.literals)
        held = {e for e, literal in assuming.literals.items() if solver.value(literal)}
        held |= {element_of(breach) for breach in plan.new} - known
        if not assuming.cut_off(plan, solver, held):
            assuming.given_up[target].append(assuming.lost(plan, solver, held))
            given_up = tuple(e for e in known - held if price_of(e))
            if is_met(plan, target):
                return plan, given_up
            # The checker serves another line first: that one given up does not help this one.
            blocked.append(given_up)
    raise TimeIsUp


def _priced(assuming, target, blocked):
    """The model with a price on what is given up, and never again all of one that was found."""
    model, vars_, costs = assuming.model.clone(), [], []
    model.clear_assumptions()
    for element, literal in assuming.literals.items():
        if element == target or (price_of(element) is None and not _is_other(assuming, element)):
            model.add(literal == 1)
        elif not _is_other(assuming, element):
            vars_.append(literal)
            costs.append(-price_of(element))
    for elements in blocked:
        model.add_bool_or([assuming.literals[element] for element in elements])
    for boolean, var in assuming.vars.items():
        if boolean in assuming.week.items and boolean not in assuming.week.anywhere:
            vars_.append(var)
            costs.append(-1 if assuming.week.as_it_is[boolean] else 1)
    model.minimize(cp_model.LinearExpr.weighted_sum(vars_, costs))
    return model


def _is_other(assuming, element):
    """Whether it is a target that is not asked about."""
    return element in assuming.labelled.targets


def price_of(element):
    """Points of giving an element up; null: it is not given up."""
    if isinstance(element, Settled):
        return FIXED
    if isinstance(element, Asked):
        return None if element.full or element.demand.critical else FEWER
    if isinstance(element, Away) or CATALOGUE[element.rule].level == "must":
        return None
    return LAW if element.rule in OF_LAW else RULE


def _easing(assuming, plan):
    done = effect(assuming.labelled.checked, plan.after)
    freed = [e.duty for e in assuming.literals if isinstance(e, Settled) and _is_gone(plan, e.duty)]
    fewer = [breach for breach in done.new if breach.rule == DEMAND]
    return Easing(plan.new, tuple(freed), tuple(fewer), plan)


def _is_gone(plan, duty):
    return duty not in plan.changes.get((duty.person, duty.date), (duty,))


def more_people(checked, gaps):
    """{date: how many} more who are fit for the line would meet some gaps; null where that breaks
    a rule or no shift type covers one.
    """
    problem, people, duties = checked.problem, [], []
    for gap, missing in gaps:
        shifts = shifts_over(Looked(checked), gap, gap.date)
        if not shifts:
            return None
        for number in range(missing):
            who = _somebody(f"{gap.date}/{gap.starts}/{number}", gap)
            people.append(who)
            duties.append(
                Duty(who.id, gap.date, shifts[0], gap.site, gap.area, additional=True, fixed=True)
            )
    after = check_whole(
        replace(
            problem,
            people=(*problem.people, *people),
            duties=(*problem.duties, *duties),
        )
    )
    hard = [b for b in effect(checked, after).new if b.level != "should" and b.rule != DEMAND]
    met = all(_is_covered(after, gap) for gap, _ in gaps)
    return {gap.date: missing for gap, missing in gaps} if met and not hard else None


def _somebody(name, gap):
    demand, day = gap.demand, gap.date
    return Person(
        id=f"+{name}",
        name="Somebody more",
        sites=(gap.site,),
        employments=(Employment(day, day, BANDS.get(demand.role, 6), demand.role, 450, 1),),
        scope=(ScopeEntry(gap.site, gap.area, day, day.replace(year=day.year + 1)),),
        competencies=(HeldCompetency(demand.competency, day),) if demand.competency else (),
    )


def _is_covered(checked, gap):
    found = checked.found.get((DEMAND, (gap.place, gap.date)), ())
    return not any(breach.detail["demand"] == gap.demand for breach in found)
