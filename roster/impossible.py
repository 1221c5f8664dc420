"""What can never stand in a cell, whatever the rules say: input that names nothing, or no time."""

import itertools
from datetime import timedelta

from roster.problem import DUTY_ROLES
from roster.walltime import ends_next_day, is_missing, is_repeated, span


def faults(problem, person, day, duties):
    """Sentences on what makes these plain duties impossible for the person on the date."""
    people = {p.id: p for p in problem.people}
    if person not in people:
        yield f"There is nobody called {person} in {problem.unit}."
        return
    who = f"{people[person].name}, {_date(day)}"
    if not problem.starts <= day <= problem.until:
        yield f"{who}: the date is outside this rota."
        return
    found = [fault for duty in duties for fault in _duty_faults(problem, people, day, duty)]
    yield from (f"{who}: {fault}" for fault in found)
    if not found:
        yield from _overlaps(problem, day, duties, who)


def _duty_faults(problem, people, day, duty):
    shift = next((s for s in problem.shift_types if s.code == duty["shift"]), None)
    if shift is None:
        known = ", ".join(s.code for s in problem.shift_types)
        yield f"there is no shift type {duty['shift']}. There are {known}."
        return
    yield from _beyond(shift, day, shift.code)
    yield from _place_faults(problem, shift, day, duty)
    yield from _time_faults(problem, shift, day, duty)
    if duty["role"] not in DUTY_ROLES:
        yield f"{duty['role']} is no duty role. There are {', '.join(DUTY_ROLES)}."
    for name in duty["supervised_by"]:
        if name not in people:
            yield f"there is nobody called {name} to supervise."


def _beyond(found, day, name):
    if found.until and day > found.until:
        yield f"{name} is in use until {_date(found.until)} {found.until.year} only."


def _place_faults(problem, shift, day, duty):
    site = next((s for s in problem.sites if s.code == duty["site"]), None)
    if site is None:
        yield f"there is no site {duty['site']}."
        return
    yield from _beyond(site, day, site.name)
    areas = {area.code: area for area in site.areas}
    if duty["area"] is None:
        if shift.work_class == "clinical":
            yield f"{shift.code} is clinical work and needs an area of {site.name}."
    elif duty["area"] in areas:
        yield from _beyond(areas[duty["area"]], day, areas[duty["area"]].name)
    else:
        yield f"{site.name} has no area {duty['area']}."


def _time_faults(problem, shift, day, duty):
    last = day + timedelta(days=1) if ends_next_day(shift.starts, shift.ends) else day
    for on, at in ((day, shift.starts), (last, shift.ends)):
        if is_missing(on, at, problem.timezone):
            yield f"the clocks skip {at:%H:%M} that day, so {shift.code} cannot be worked."
        if is_repeated(on, at, problem.timezone) and duty["fold"] is None:
            yield f"{at:%H:%M} comes twice that day; say which one {shift.code} means."


def _overlaps(problem, day, duties, who):
    """Pairs of these duties that share a minute. Those of other days are the database's to see."""
    shifts = {shift.code: shift for shift in problem.shift_types}
    spans = sorted((_span(problem, shifts[d["shift"]], day, d), d["shift"]) for d in duties)
    for ((_, ends), first), ((starts, _), second) in itertools.pairwise(spans):
        if starts < ends:
            yield f"{who}: {first} and {second} overlap. Nobody can work two duties at one time."


def _span(problem, shift, day, duty):
    return span(day, shift.starts, shift.ends, problem.timezone, duty["fold"])


def _date(day):
    return f"{day:%A} {day.day} {day:%B}"
