"""Whether a conflict is the smallest there is, by hitting sets.

    proved(assuming, target, conflict)  -> the Conflict, or a smaller one; `smallest` where proved

Every conflict holds the target, and at least one of what any plan that meets it gives up: else that
plan would keep all of the conflict. So the fewest elements that hold one of what each of some plans
gave up are no more than any conflict has besides. They are asked: either they cannot hold together,
or the plan that keeps them gives up something else, and they are sought again.
"""

from dataclasses import replace

from ortools.sat.python import cp_model

from roster.autofill.assuming import AWAY, TimeIsUp, element_of
from roster.autofill.conflicting import in_order
from roster.autofill.elements import UNFIT, Asked

ROUNDS = 60  # looks of the checker for one plan
SECONDS = 5  # of one plan that gives up as little as can be


def proved(assuming, target, conflict):
    """Where the time ends before, the conflict as it was."""
    given_up = []
    try:
        while len(fewest := _fewest(given_up, assuming)) + 1 < len(conflict.elements):
            lost = _given_up(assuming, target, fewest)
            if lost is None:
                return replace(conflict, elements=in_order((target, *fewest)), smallest=True)
            given_up.append(lost)
    except TimeIsUp:
        return conflict
    return replace(conflict, smallest=True)


def _fewest(sets, assuming):
    """As few elements as hold one of each of these sets."""
    if not sets:
        return []
    model, chosen = cp_model.CpModel(), {}
    for some in sets:
        for element in some:
            if element not in chosen:
                chosen[element] = model.new_bool_var("")
        model.add_bool_or([chosen[element] for element in some])
    model.minimize(sum(chosen.values()))
    solver = assuming.solved(model)
    return [element for element, var in chosen.items() if solver.value(var)]


def _given_up(assuming, target, held):
    """The elements that a plan gives up which keeps these, few of them; null: no plan keeps these.

    Null is only said of what is proved, and each plan was judged by the checker.
    """
    held = {target, *held}
    for _ in range(ROUNDS):
        solver = assuming.solved(_keeping(assuming, held), SECONDS)
        if solver is None:
            return None
        plan = assuming.plan(solver)
        if not assuming.cut_off(plan, solver, held):
            lost = {e for e in _others(assuming, held) if not solver.value(assuming.literals[e])}
            lost |= {element_of(b) for b in plan.new if b.rule not in (*UNFIT, AWAY)}
            return sorted(lost, key=str)
    raise TimeIsUp


def _keeping(assuming, held):
    """The model in which these hold, and of the others as many as can be."""
    kept = [assuming.literal(element) for element in held]  # some may be new to the model
    model = assuming.model.clone()
    model.clear_assumptions()
    for literal in kept:
        model.add(literal == 1)
    model.maximize(sum(assuming.literals[e] for e in _others(assuming, held)))
    return model


def _others(assuming, held):
    """All elements but those, and other targets: nobody asks for them."""
    return [e for e in assuming.literals if e not in held and not (isinstance(e, Asked) and e.full)]
