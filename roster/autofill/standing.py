"""What stands in the way of demand that is not met, line by line, within some seconds.

    standing(checked, targets, seconds) -> {target: Standing}

A week is laid out once for all its targets. A target that the time did not reach is not in the
answer.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from time import monotonic

from roster.autofill.assuming import Assuming, Plan, TimeIsUp
from roster.autofill.conflicting import Conflict, small_conflict
from roster.autofill.easing import easings
from roster.autofill.labelled import Labelled
from roster.autofill.proving import proved
from roster.walltime import monday_of


@dataclass(frozen=True)
class Standing:
    """`met_by` is a plan that meets it after all: then nothing stands in the way but the time
    there was, or what the plan costs. `fit` are the people who could come if no rule kept them.
    """

    conflict: Conflict | None
    met_by: Plan | None
    easings: tuple
    fit: tuple[str, ...] = ()


def standing(checked, targets, seconds):
    ends, found, asked = monotonic() + seconds, {}, {}
    in_order = sorted(targets, key=lambda target: (target.date, target.line))
    left = len(in_order)
    for monday, some in groupby(in_order, key=lambda target: monday_of(target.date)):
        of_week = list(some)
        if monotonic() >= ends:
            break
        assuming = Assuming(Labelled(checked, monday, of_week), 0)
        for target in of_week:
            assuming.ends = monotonic() + (ends - monotonic()) / left
            left -= 1
            one = _standing(assuming, target)
            if one:
                found[target], asked[target] = one, assuming
    return _proved(found, asked, ends)


def _proved(found, asked, ends):
    """The same, with the conflicts that are proved to be the smallest in the time that is left."""
    open_ = [target for target, one in found.items() if one.conflict and one.conflict.minimal]
    for number, target in enumerate(open_):
        assuming, one = asked[target], found[target]
        assuming.ends = monotonic() + (ends - monotonic()) / (len(open_) - number)
        found[target] = replace(one, conflict=proved(assuming, target, one.conflict))
    return found


def _standing(assuming, target):
    """Null where the time was too short to say anything."""
    try:
        conflict = small_conflict(assuming, target)
    except TimeIsUp:
        return None
    if isinstance(conflict, Plan):
        return Standing(None, conflict, ())
    found = easings(assuming, target)
    free = next((one.plan for one in found if one.is_free), None)
    if free:
        return Standing(None, free, ())
    return Standing(conflict, None, found, tuple(assuming.labelled.fit_for(target)))
