"""A rota judged, kept in this process so that the next who asks judges again only what differs.

    judged(rota, taken)   -> Checked    of a snapshot

What is compared is the rota itself as plain data, as the grid does (see grid/standing): where only
duties differ those cells are judged again, where anything else does all of it is.
"""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from roster.grid.standing import differing
from roster.rules.rechecking import Checked, check_whole, recheck

MOST = 4  # rotas kept
LOCK = Lock()
kept: OrderedDict = OrderedDict()


def judged(rota, taken) -> Checked:
    problem = taken.problem
    with LOCK:
        stood = kept.pop(rota.pk, None)
        found = _again(stood, problem)
        kept[rota.pk] = problem, found
        while len(kept) > MOST:
            kept.popitem(last=False)
    return found


def _again(stood, problem):
    if stood is None or replace(stood[0], duties=()) != replace(problem, duties=()):
        return check_whole(problem)
    changes = differing(stood[0], problem)
    return replace(recheck(stood[1], changes), again=None) if changes else stood[1]
