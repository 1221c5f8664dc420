"""The rotas that this process judged last, kept so that only what differs is judged again. Pure.

    judged(problem)         -> Checked
    differing(before, after) -> {(person, date): duties after}

A rota that differs from the one kept in nothing but some of its duties is rechecked; where anything
else differs it is checked anew. They are compared as plain data: nothing has to be told to forget.
"""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from roster.problem import Problem
from roster.rules.rechecking import Checked, check_whole, recheck

MOST = 8
LOCK = Lock()  # one at a time: Python would not do two at once anyway
kept: OrderedDict = OrderedDict()


def judged(problem: Problem) -> Checked:
    """What check_whole finds, at the cost of what changed since the rota was judged here last."""
    key = problem.unit, problem.starts
    with LOCK:
        kept[key] = problem, _judged(problem, *kept.pop(key, (None, None)))
        while len(kept) > MOST:
            kept.popitem(last=False)
        return kept[key][1]


def _judged(problem, stood, checked):
    if stood is None or but_duties(stood) != but_duties(problem):
        return check_whole(problem)
    changes = differing(stood, problem)
    return recheck(checked, changes) if changes else checked


def but_duties(problem):
    """All that is known of a rota save its own duties."""
    return replace(problem, duties=())


def differing(before, after):
    """The cells whose duties are not the same in two problems, as they are in the second."""
    shared = {id(duty) for duty in before.duties} & {id(duty) for duty in after.duties}
    keys = {
        (duty.person, duty.date)
        for duty in (*before.duties, *after.duties)
        if id(duty) not in shared
    }
    old, new = _by_cell(before, keys), _by_cell(after, keys)
    return {key: new.get(key, ()) for key in sorted(keys) if old.get(key) != new.get(key)}


def _by_cell(problem, keys):
    held = {}
    for duty in problem.duties:
        key = duty.person, duty.date
        if key in keys:
            held[key] = (*held.get(key, ()), duty)
    return held
