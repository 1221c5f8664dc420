"""A shift type with other times in a rota. Pure.

    with_times(problem, code, times, first) -> Problem
    names_of_shifts(problem, first)         -> {code: words} of those that are in use then
    said_of_times(problem, code, times)     -> a sentence

`times` are [starts, ends, minutes of unpaid break]; what is null stays as it is.
"""

from dataclasses import replace
from datetime import time

from roster.problem import Problem
from roster.rules.phrases import clock, hours
from roster.rules.timeline import DAY
from roster.supposed_people import PLANNED, NoSuchThing

LONGEST = 13 * 60  # minutes; more leaves no daily rest of 11 hours


def names_of_shifts(problem, first):
    found = (one for one in problem.shift_types if one.until is None or first <= one.until)
    return {one.code: f"{one.code}, {_times(one)}" for one in found}


def with_times(problem, code, times, first) -> Problem:
    """Past duties keep the times they were worked at, so the new ones are a shift type of their
    own, whose code says them; what is planned and wished for from the date on moves to it.
    """
    stood = _known(problem, code)
    then = _changed(stood, times)
    _refuse(stood, then)
    old = replace(stood, until=min(stood.until or first, first - DAY))
    others = (old if one.code == code else one for one in problem.shift_types)
    duties = {
        name: tuple(_moved(getattr(problem, name), "shift", code, then.code, first))
        for name in PLANNED
    }
    wishes = tuple(_moved(problem.requests, "wants", code, then.code, first))
    return replace(problem, shift_types=(*others, then), requests=wishes, **duties)


def said_of_times(problem, code, times):
    """Only what differs."""
    stood = _known(problem, code)
    then, said = _changed(stood, times), []
    if _span(then) != _span(stood):
        said.append(f"at {_span(then)} in place of {_span(stood)}")
    if then.break_minutes != stood.break_minutes:
        before = hours(stood.break_minutes)
        said.append(f"with a break of {hours(then.break_minutes)} in place of {before}")
    return f"{code} {', '.join(said)}."


def _known(problem, code):
    found = next((one for one in problem.shift_types if one.code == code), None)
    if found is None:
        raise NoSuchThing("The shift type is not there any more.")
    return found


def _changed(stood, times):
    """Fixed breaks stay where they are as long as nothing is said of the break and they fit."""
    starts, ends, rest = times
    starts = time.fromisoformat(starts) if starts else stood.starts
    ends = time.fromisoformat(ends) if ends else stood.ends
    code = f"{stood.code} {clock(starts)}–{clock(ends)}"
    then = replace(stood, code=code, starts=starts, ends=ends)
    if rest is not None:
        then = replace(then, break_minutes=rest, breaks=None)
    fits = all(_within(then, *map(_minutes, span)) for span in then.breaks or ())
    return then if fits else replace(then, breaks=None)


def _within(shift, starts, ends):
    begins = _minutes(shift.starts)
    return (starts - begins) % (24 * 60) < (ends - begins) % (24 * 60) <= _length(shift)


def _refuse(stood, then):
    if stood == replace(then, code=stood.code):
        raise NoSuchThing(f"{stood.code} is {_times(stood)} already.")
    if then.starts == then.ends:
        raise NoSuchThing("It cannot start and end at the same time.")
    if then.ends < then.starts and _length(then) > LONGEST and then.work_class != "on_call":
        raise NoSuchThing(
            f"It would end at {clock(then.ends)}, before it starts at {clock(then.starts)}: over "
            f"midnight that is {hours(_length(then))}."
        )
    if then.break_minutes >= _length(then):
        raise NoSuchThing("The break is as long as the shift.")


def _length(shift):
    return (_minutes(shift.ends) - _minutes(shift.starts)) % (24 * 60)


def _minutes(at):
    return 60 * at.hour + at.minute


def _times(shift):
    rest = f" with {hours(shift.break_minutes)} unpaid" if shift.break_minutes else ""
    return f"{_span(shift)}{rest}"


def _span(shift):
    return f"{clock(shift.starts)} to {clock(shift.ends)}"


def _moved(rows, name, old, new, first):
    for row in rows:
        moves = row.date >= first and getattr(row, name) == old
        yield replace(row, **{name: new}) if moves else row
