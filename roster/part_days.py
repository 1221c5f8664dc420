"""Away for a part of one day: the hours it takes, and what stays of the shift it lies in. Pure.

    part_of(row)                            -> Part or null: of what has `starts` and `ends`
    part_on(rows, on)                       -> Part or null: what of that date these rows take
    said(first, until, part)                -> the dates in words, with the hours of a part
    taken_from(problem, duties, part)       -> minutes of the duties within it
    staying(problem, duties, part)          -> the duties that can be worked beside it
    could_stay(shift, shift_types)          -> those of them of which one may stay of a shift

A shift that reaches into it gives way to the longest shift of its class that lies within the rest
of it, in the same place; to none, where the unit has no such shift.
"""

from dataclasses import dataclass, replace
from datetime import time

from roster.rules.phrases import span as dates
from roster.walltime import instant, span


@dataclass(frozen=True)
class Part:
    """Wall times of one date, half-open."""

    starts: time
    ends: time

    @property
    def minutes(self):
        return 60 * (self.ends.hour - self.starts.hour) + self.ends.minute - self.starts.minute

    def meets(self, other) -> bool:
        return self.starts < other.ends and other.starts < self.ends


def part_of(row) -> Part | None:
    return Part(row.starts, row.ends) if row.starts else None


def part_on(rows, on) -> Part | None:
    """Of the rows of one absence: the hours that they take of one of its dates; null: all of it."""
    return part_of(next(row for row in rows if row.starts_on <= on <= row.until))


def said(first, until, part) -> str:
    """Monday 2 to Sunday 8 November; Monday 2 November, 13:00 to 16:00; of an absence that goes on
    after its part of a day, Monday 2 to Sunday 8 November, from 13:00 on the first day.
    """
    when = dates(first, until)
    if part and until != first:
        return f"{when}, from {part.starts:%H:%M} on the first day"
    return f"{when}, {part.starts:%H:%M} to {part.ends:%H:%M}" if part else when


def taken_from(problem, duties, part) -> int:
    return sum(_shared(_span(problem, duty), _away(problem, duty.date, part)) for duty in duties)


def staying(problem, duties, part) -> tuple:
    stays = (_beside(problem, duty, part) for duty in duties)
    return tuple(duty for duty in stays if duty is not None)


def could_stay(shift, shift_types) -> tuple:
    """In the order of their times. Of a shift that ends on the next day: none."""
    within = (
        other
        for other in shift_types
        if other.work_class == shift.work_class
        and shift.starts <= other.starts < other.ends <= shift.ends
        and (other.starts, other.ends) != (shift.starts, shift.ends)
    )
    return tuple(sorted(within, key=lambda other: (other.starts, other.ends)))


def _beside(problem, duty, part):
    """The duty as it can be worked; null where nothing of it can."""
    away, whole = _away(problem, duty.date, part), _span(problem, duty)
    if not _shared(whole, away):
        return duty
    found = []
    for shift in _same_class(problem, duty):
        other = replace(duty, shift=shift.code, called=())
        starts, ends = _span(problem, other)
        if whole[0] <= starts and ends <= whole[1] and not _shared((starts, ends), away):
            found.append((starts - ends, starts, shift.code, other))
    return min(found, key=lambda one: one[:3])[3] if found else None


def _same_class(problem, duty):
    classes = {shift.code: shift.work_class for shift in problem.shift_types}
    return [s for s in problem.shift_types if s.work_class == classes[duty.shift]]


def _span(problem, duty):
    shift = next(shift for shift in problem.shift_types if shift.code == duty.shift)
    return span(duty.date, shift.starts, shift.ends, problem.timezone, duty.fold)


def _away(problem, on, part):
    return tuple(instant(on, at, problem.timezone) for at in (part.starts, part.ends))


def _shared(one, other):
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
