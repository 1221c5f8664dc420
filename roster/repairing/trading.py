"""Duties that change hands and break nothing: given, swapped, or passed round three people.

    takers(plan, duty)               -> (Deal, ...)     who could take it outright
    swaps(plan, duty, told)          -> (Deal, ...)     for another duty of the rota
    chains(plan, duty, told)         -> (Deal, ...)     round three people, where two cannot swap
    deal(plan, duty, ring)           -> Deal, or null where it would break something

A ring is ((person, duty handed over or null), ...): the first takes the duty, each next one what
the one before hands over, and the duty's person what the last hands over. Every deal is tried in
the rota, so whatever the checker judges is kept: rest, days off for weekends, supervision, cover.
A duty whose person is "" is an open shift. `told` are the duties that may come in return, by key:
those that people were told and that are yet to come.
"""

from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

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


def key(duty):
    return duty.person, duty.date, duty.shift, duty.site, duty.area or ""


def swaps(plan, duty, told):
    """Half of them for a duty of its week, the nearest first, half for one of another week: of a
    weekend for a weekend first.
    """
    dates = sorted({on for _, on, *_ in told}, key=lambda on: _nearness(duty.date, on))
    week = set(_week(duty.date))
    near, far = [on for on in dates if on in week], [on for on in dates if on not in week]
    others = zip_longest(_others(plan, duty, near, told), _others(plan, duty, far, told))
    both = (other for other in chain.from_iterable(others) if other)
    found = _best(plan, duty, (((other.person, other),) for other in both))
    return tuple(sorted(found, key=lambda one: _order(duty, one)))


def _nearness(day, on):
    return (day.weekday() >= 5) != (on.weekday() >= 5), abs((on - day).days), on


def _order(duty, one):
    on = one.ring[0][1].date
    return bool(one.adds), on not in _week(duty.date), abs((on - duty.date).days)


def chains(plan, duty, told):
    """A gives to B, B to C and C to A; the three duties are of one week."""
    dates = {on for _, on, *_ in told} & set(_week(duty.date))
    dates = sorted(dates, key=lambda on: (abs((on - duty.date).days), on))
    return _best(plan, duty, _rings_of_three(plan, duty, dates, told), most=5)


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


def _others(plan, duty, dates, told):
    """The duties of those able that could come in return, in the order of the dates."""
    people = able(plan, duty)
    for on in dates:
        for person in people:
            for other in _told(plan, person, on, told):
                both = _fits(plan, duty.person, other, duty) and _fits(plan, person, duty, other)
                if both and _differ(duty, other):
                    yield other


def _told(plan, person, on, told):
    return [other for other in plan.duties(person, on) if key(other) in told]


def _week(day):
    monday = day - day.weekday() * DAY
    return [monday + n * DAY for n in range(7)]


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


def _rings_of_three(plan, duty, dates, told):
    for given in dates:
        for second in able(plan, duty):
            for handed_on in _told(plan, second, given, told):
                if _fits(plan, second, duty, handed_on):
                    yield from _third(plan, duty, second, handed_on, dates, told)


def _third(plan, duty, second, handed_on, dates, told):
    for third in able(plan, handed_on):
        if third in (duty.person, second):
            continue
        for on in dates:
            for back in _told(plan, third, on, told):
                if _fits(plan, third, handed_on, back) and _fits(plan, duty.person, back, duty):
                    yield ((second, handed_on), (third, back))
