"""Whether a conflict is the smallest there is, by hitting sets.

    proved(assuming, target, conflict)  -> the Conflict, or a smaller one; `smallest` where proved

Every conflict holds the target, and at least one of what any plan that meets it gives up: else that
plan would keep all of the conflict. So the fewest elements that hold one of what each of some plans
gave up are no more than any conflict has besides. They are asked: either they cannot hold together,
or the plan that keeps them gives up something else, and they are sought again. Plans that change
little are tried first: they are found soon, and give up little, which says most.
"""

from dataclasses import replace

from ortools.sat.python import cp_model

from roster.autofill.assuming import TimeIsUp
from roster.autofill.conflicting import in_order
from roster.autofill.elements import Asked

ROUNDS = 10  # looks of the checker for one plan near what there is
SECONDS = 2  # of one


def proved(assuming, target, conflict):
    """Where the time ends before, the conflict as it was."""
    given_up = assuming.given_up[target]  # by the plans that other questions led to
    try:
        while len(fewest := _fewest(given_up, assuming)) + 1 < len(conflict.elements):
            if not _keeps(assuming, target, fewest):
                core, plan = assuming.conflict(target, [target, *fewest])
                if plan is None:
                    return replace(conflict, elements=in_order(core), smallest=True)
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


def _keeps(assuming, target, held):
    """Whether a plan is soon found that meets the target and keeps these, and of the others as many
    as can be, by other duties on its date and the dates beside it alone; noted is what it gives up.
    """
    held = {target, *held}
    for _ in range(ROUNDS):
        solver = assuming.solved(_near(assuming, target, held), SECONDS)
        if solver is None:
            return False
        plan = assuming.plan(solver)
        if not assuming.cut_off(plan, solver, held):
            assuming.given_up[target].append(assuming.lost(plan, solver, held))
            return True
    return False


def _near(assuming, target, held):
    kept = [assuming.literal(element) for element in held]  # some may be new to the model
    model, week = assuming.model.clone(), assuming.week
    model.clear_assumptions()
    for literal in kept:
        model.add(literal == 1)
    for (_, day), booleans in week.options.items():
        if abs((day - target.date).days) > 1:
            for boolean in booleans:
                if boolean in assuming.vars:
                    model.add(assuming.vars[boolean] == int(week.as_it_is[boolean]))
    model.maximize(sum(assuming.literals[e] for e in _others(assuming, held)))
    return model


def _others(assuming, held):
    """All elements but those, and other targets: nobody asks for them."""
    return [e for e in assuming.literals if e not in held and not (isinstance(e, Asked) and e.full)]
