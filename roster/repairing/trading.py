"""Duties that change hands and break nothing: given, swapped, or passed round three people.

    takers(plan, duty)               -> (Deal, ...)     who could take it outright
    swaps(plan, duty, today)         -> (Deal, ...)     for a duty of the same week, yet to come
    chains(plan, duty, today)        -> (Deal, ...)     round three people, where two cannot swap
    deal(plan, duty, ring)           -> Deal, or null where it would break something

A ring is ((person, duty handed over or null), ...): the first takes the duty, each next one what
the one before hands over, and the duty's person what the last hands over. Every deal is tried in
the rota, so whatever the checker judges is kept: rest, days off for weekends, supervision, cover.
A duty whose person is "" is an open shift.
"""

from dataclasses import dataclass, replace
from itertools import islice

from roster.problem import Duty
from roster.repairing.comparing import effect
from roster.repairing.handing import colleagues, handed
from roster.repairing.naming import named
from roster.rules.breach import Breach
from roster.rules.timeline import DAY

TRIES = 150  # rechecks of one search
MOST = 12  # deals of a kind


@dataclass(frozen=True)
class Deal:
    """`changes` are whole cells; `adds` are new warnings, for which a manager must agree."""

    ring: tuple[tuple[str, Duty | None], ...]
    changes: dict
    adds: tuple[Breach, ...]


def deal(plan, duty, ring):
    changes = changes_of(plan, duty, ring)
    if changes is None:
        return None
    done = effect(plan.checked, plan.after(changes).checked)
    return Deal(tuple(ring), changes, done.new) if done.is_harmless else None


def changes_of(plan, duty, ring):
    """The cells after the ring; null where that cannot be."""
    given = [duty, *(other for _, other in ring if other)]
    takers = [*(person for person, _ in ring), duty.person][: len(given)]
    gone, come = [], []
    for one, to in zip(given, takers, strict=True):
        if one.person:
            out, into = handed(plan, one, to, besides=gone)
        else:
            out, into = [], [named(plan, replace(one, person=to), [])]
        gone, come = [*gone, *out], [*come, *into]
    return plan.put(gone, come)


def takers(plan, duty):
    free = (person for person in able(plan, duty) if plan.is_free(person, duty.date))
    return _best(plan, duty, (((person, None),) for person in free), most=TRIES)


def swaps(plan, duty, today):
    return _best(plan, duty, (((other.person, other),) for other in _others(plan, duty, today)))


def chains(plan, duty, today):
    """A gives to B, B to C and C to A; the three duties are of one week."""
    return _best(plan, duty, _rings_of_three(plan, duty, today), most=5)


def able(plan, duty):
    """Who could do it by their role, likeliest first."""
    if duty.person:
        return colleagues(plan, duty)
    employed = [p.id for p in plan.problem.people if p.employment_on(duty.date)]
    return sorted(employed, key=lambda person: (plan.over(person), person))


def _best(plan, duty, rings, most=MOST):
    """So many deals, those that add no warning first."""
    tried = (deal(plan, duty, ring) for ring in islice(rings, TRIES))
    found = list(islice((one for one in tried if one), most))
    return tuple(sorted(found, key=lambda one: bool(one.adds)))


def _others(plan, duty, today):
    """The duties of those able that could come in return: the nearest dates first."""
    people = able(plan, duty)
    for on in _week(duty.date, today):
        for person in people:
            for other in plan.duties(person, on):
                both = _fits(plan, duty.person, other, duty) and _fits(plan, person, duty, other)
                if both and _differ(duty, other):
                    yield other


def _week(day, today):
    """The dates of its week that are yet to come, the nearest first."""
    monday = day - day.weekday() * DAY
    dates = (monday + n * DAY for n in range(7))
    return sorted((on for on in dates if on > today), key=lambda on: abs((on - day).days))


def _differ(duty, other):
    return (duty.date, duty.shift, duty.site, duty.area) != (
        other.date,
        other.shift,
        other.site,
        other.area,
    )


def _fits(plan, person, takes, gives):
    """Whether somebody has the date of what they take free once they gave what they give."""
    held = [duty for duty in plan.duties(person, takes.date) if duty != gives]
    return not held and plan.item(takes).clinical == plan.item(gives).clinical


def _rings_of_three(plan, duty, today):
    for given in _week(duty.date, today):
        for second in able(plan, duty):
            for handed_on in plan.duties(second, given):
                if _fits(plan, second, duty, handed_on):
                    yield from _third(plan, duty, second, handed_on, today)


def _third(plan, duty, second, handed_on, today):
    for third in able(plan, handed_on):
        if third in (duty.person, second):
            continue
        for on in _week(duty.date, today):
            for back in plan.duties(third, on):
                if _fits(plan, third, handed_on, back) and _fits(plan, duty.person, back, duty):
                    yield ((second, handed_on), (third, back))
