"""Which shift types hold no break that a duty so long needs (R-22): no duty on them can be right.

On call is work only while somebody is called, so it is never one of them.

unrested(unit, shifts, today)   -> those of the unit's shift types
"""

from datetime import time

from roster.rule_settings import given_on
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import is_on, values_of

RULE = CATALOGUE["R-22"]
DAY = 24 * 60


def unrested(unit, shifts, today) -> list:
    given = given_on(unit.pk, RULE, today)
    if not is_on(RULE, given):
        return []
    values = values_of(RULE, given, CATALOGUE)
    return [
        shift
        for shift in shifts
        if shift.work_class != "on_call"
        and _length(shift) > values["threshold_minutes"]
        and _longest(shift, values["margin_minutes"]) < values["break_minutes"]
    ]


def _length(shift):
    return _since(shift.starts, shift.ends) or DAY


def _longest(shift, margin):
    """Minutes of the longest break well inside; of unknown place, all of it is one."""
    if shift.breaks is None:
        return shift.break_minutes
    fixed = [[_since(shift.starts, time.fromisoformat(at)) for at in pair] for pair in shift.breaks]
    last = _length(shift) - margin
    return max(
        (then - first for first, then in fixed if margin <= first <= then <= last), default=0
    )


def _since(starts, at):
    return (_minute(at) - _minute(starts)) % DAY


def _minute(at):
    return 60 * at.hour + at.minute
