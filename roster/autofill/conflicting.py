"""A conflict: elements that cannot hold together, of which none can be left out.

    small_conflict(assuming, target)  -> Conflict; or a Plan that meets the target after all

CP-SAT names some assumptions that are enough to make the question impossible; each is then left out
in turn, and stays out where the rest is impossible without it. What is left of that is minimal. It
is tried in several orders, for the fewest; whether there are fewer of others is for proving.
"""

from dataclasses import dataclass

from roster.autofill.assuming import TimeIsUp
from roster.autofill.elements import Asked, Away, Bound, Settled

ORDERS = 3
SHARE = 0.5  # of the time left, for making it smaller; the rest is for the ways out
LIKELY = (Asked, Away, Settled, Bound)  # what a reader sees soonest is left out last


@dataclass(frozen=True)
class Conflict:
    """`minimal`: without any one of its elements the others can hold together. `smallest`: it is
    proved that no conflict has fewer.
    """

    elements: tuple
    minimal: bool
    smallest: bool = False


def small_conflict(assuming, target):
    """Raises TimeIsUp where not even a first conflict was found in time."""
    core, plan = assuming.conflict(target)
    if plan:
        return plan
    with assuming.with_share(SHARE):
        return _smallest(assuming, target, core)


def _smallest(assuming, target, core):
    best = Conflict(in_order(core), minimal=False)
    for order in range(ORDERS):
        try:
            found = _shrunk(assuming, target, core, order)
        except TimeIsUp:
            break
        if not best.minimal or len(found) < len(best.elements):
            best = Conflict(in_order(found), minimal=True)
    return best


def _shrunk(assuming, target, core, order):
    """Leave out one element after the other, as long as the rest cannot hold together."""
    core = set(core)
    for element in _tried(core - {target}, order):
        if element in core:
            smaller, _ = assuming.conflict(target, core - {element})
            if smaller is not None:
                core = set(smaller)
    return core


def _tried(elements, order):
    """The rules first, so that rather they are left out; turned round for another try."""
    ranked = sorted(elements, key=lambda e: (-LIKELY.index(type(e)), str(e)))
    return ranked[::-1] if order == 1 else ranked[order:] + ranked[:order]


def in_order(elements):
    """What a reader sees soonest first."""
    return tuple(sorted(elements, key=lambda e: (LIKELY.index(type(e)), str(e))))
