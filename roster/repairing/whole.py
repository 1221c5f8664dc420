"""Changes that cover several gaps of a rota at once, such as those of one absence.

    covering(plan, found, most)  -> (Whole, ...)     of [(gap, the Candidates that could), ...]
    changes_of(could)            -> what closes a gap: alike for gaps that the same would close

Each was tried in the rota with all its cells together: no gap is left, and nothing that blocks a
publication is new.
"""

from dataclasses import dataclass
from itertools import islice, product
from operator import attrgetter

from roster.repairing.candidates import Candidate
from roster.repairing.comparing import effect
from roster.repairing.gaps import Gap, gaps_at, unsupported
from roster.repairing.repairs import Cost
from roster.rules.breach import Breach

MOST, TRIES = 5, 40
LOOKED_AT = 4000  # choices of one candidate a gap, before the likeliest are tried


@dataclass(frozen=True)
class Whole:
    """`parts` say who covers which gap; `adds` are new warnings."""

    parts: tuple[tuple[Gap, Candidate], ...]
    changes: dict
    adds: tuple[Breach, ...]
    cost: Cost


def covering(plan, found, most=MOST):
    """The best first: fewest people moved, then what else it costs."""
    tried = (_tried(plan, parts) for parts in islice(_choices(found), TRIES))
    done = {tuple(one.changes.items()): one for one in tried if one}
    return tuple(sorted(done.values(), key=attrgetter("cost"))[:most])


def changes_of(could):
    return frozenset(tuple(one.changes.items()) for one in could)


def _choices(found):
    """One candidate for each gap, and the same for gaps that are closed alike: those with fewest
    people first, then the likeliest.
    """
    whole = [(gap, [one for one in could if one.covers == gap.minutes]) for gap, could in found]
    alike = {}
    for gap, could in whole:
        alike.setdefault(changes_of(could), (could, []))[1].append(gap)
    able = [{one.person for one in could} for could, _ in alike.values()]
    each = max(1, int(LOOKED_AT ** (1 / max(1, len(alike)))))
    ranked = [_likeliest(could, able)[:each] for could, _ in alike.values()]
    gaps = [gaps for _, gaps in alike.values()]
    return (_parts(gaps, some) for some in sorted(product(*ranked), key=_promise))


def _parts(gaps, some):
    pairs = zip(gaps, some, strict=True)
    return tuple((gap, one) for alike, (_, one) in pairs for gap in alike)


def _likeliest(could, able):
    """(place in the order, candidate): those first who could cover most of the gaps."""
    rows = list(enumerate(could))
    return sorted(rows, key=lambda row: (-sum(row[1].person in who for who in able), row[0]))


def _promise(some):
    return len({one.person for _, one in some}), sum(place for place, _ in some)


def _tried(plan, parts):
    """What comes of it as a Whole; null where it leaves a gap or breaks something."""
    changes = _cells(parts)
    if changes is None:
        return None
    after = plan.after(changes)
    done = effect(plan.checked, after.checked)
    if not done.is_harmless or any(_is_left(after, gap) for gap, _ in parts):
        return None
    return Whole(parts, changes, done.new, _cost(plan, after, changes, done.new))


def _cells(parts):
    """The cells of all; null where two want a cell otherwise."""
    changes = {}
    for _, one in parts:
        if any(changes.get(key, held) != held for key, held in one.changes.items()):
            return None
        changes |= one.changes
    return changes


def _is_left(after, gap):
    now = (*gaps_at(after, *gap.place, gap.date), *unsupported(after, *gap.place, gap.date))
    return any(_name(other) == _name(gap) for other in now)


def _name(gap):
    return gap.demand or gap.said


def _cost(plan, after, changes, adds):
    people = {person for person, _ in changes}
    further = sum(abs(after.over(person)) - abs(plan.over(person)) for person in people)
    asked = sum(bool(held) and key in plan.asked_off for key, held in changes.items())
    return Cost(False, len(people), len(adds), asked, max(0, further))
