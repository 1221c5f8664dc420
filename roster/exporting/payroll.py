"""Hours for payroll: one line a duty with its pay class (R-28), and a total a person. Pure.

A person's total is the balance at the edge of the grid (`grid.balances`): duties that are not
extra, and paid absence. Extra duties stand in columns of their own: paid, or owed as time (R-25).
Why somebody is away is in no line. Each duty says whether it is released as it stands.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from roster.exporting.pay_class import CLASS_WORDS, CLASSES, minutes_by_class, words
from roster.exporting.text import csv_bytes
from roster.grid.accounts import hours_lines
from roster.problem import Duty
from roster.rules.timeline import DAY, Timeline
from roster.walltime import local_of, monday_of

HEAD = ["Line", "Person", "Name", "Band", "Date", "Shift", "Site", "Starts", "Ends", "Pay class"]
STATE, RELEASED, CLOSED, DRAFT, PART = "State", "Released", "Closed", "Draft", "Partly draft"
SUMS = ["Paid hours", *CLASS_WORDS.values(), "Extra hours", "Owed as time"]


@dataclass(frozen=True)
class Known:
    """What is known of a span's duties besides the plan.

    `owed` are the minutes of extra duties that are owed as time: {(person, date, shift): minutes}.
    `released` are the duties told, as `told_as` has them; `closed` the Mondays of weeks closed for
    pay that were never published here: they came in with a file.
    """

    owed: dict = field(default_factory=dict)
    released: frozenset = frozenset()
    closed: frozenset = frozenset()


@dataclass(frozen=True)
class PayLine:
    """`said` are the columns of HEAD; `minutes` those of SUMS."""

    said: list
    minutes: list[int] = field(default_factory=list)
    state: str = ""


def told_as(person, day, shift, starts, ends, break_minutes, work_class, site, additional):
    """What of a duty is paid by, to tell whether it stands as it was told."""
    return person, day, shift, starts, ends, break_minutes, work_class, site, additional


def payroll_csv(problems, known, first, last) -> bytes:
    rows = [
        [*line.said, *(f"{minutes / 60:.2f}" for minutes in line.minutes), line.state]
        for line in pay_lines(problems, known, first, last)
    ]
    return csv_bytes([[*HEAD, *SUMS, STATE], *rows])


def pay_lines(problems, known, first, last):
    """Of the dates first to last, which the rotas have. In the order of people; who has a line has
    a total after them.
    """
    people, lines = {}, defaultdict(list)
    timelines = [Timeline(problem) for problem in problems]
    for timeline in timelines:
        items = {item.duty: item for item in timeline.items if item.now}
        for person in timeline.problem.people:
            people[person.id] = person
            lines[person.id] += [
                _line(timeline, person, line, items, known)
                for line in hours_lines(timeline, person.id)
                if first <= line.date <= last
            ]
    told = {key[0] for key in known.released - _planned(timelines)}
    for who, own in lines.items():
        yield from own
        if own:
            yield _total(people[who], own, f"{first}/{last}", who in told)


def _planned(timelines):
    return {_key(item) for timeline in timelines for item in timeline.items if item.now}


def _key(item):
    duty, shift = item.duty, item.shift
    what = shift.break_minutes, shift.work_class, duty.site, duty.additional
    return told_as(duty.person, item.date, duty.shift, item.start, item.end, *what)


def _state(item, known):
    if _key(item) in known.released:
        return RELEASED
    return CLOSED if monday_of(item.date) in known.closed else DRAFT


def _line(timeline, person, line, items, known):
    if isinstance(line.what, Duty):
        as_time = known.owed.get((person.id, line.date, line.what.shift), 0)
        item = items[line.what]
        return _duty(timeline, person, item, line.minutes, as_time, _state(item, known))
    said = "Paid absence" if line.what else "Absence above the contract"
    head = [*_head("absence", person, line.date), "", "", "", "", said]
    return PayLine(head, [line.minutes, *[0] * len(CLASSES), 0, 0])


def _duty(timeline, person, item, paid, owed, state):
    by_class = minutes_by_class(item, timeline.problem)
    starts, ends = (local_of(minute, timeline.zone) for minute in (item.start, item.end))
    head = [
        *_head("duty", person, item.date),
        *(item.duty.shift, item.duty.site, f"{starts:%Y-%m-%d %H:%M}", f"{ends:%Y-%m-%d %H:%M}"),
        words(by_class) or "Not called",
    ]
    split = [by_class[name] if paid else 0 for name in CLASSES]
    owed = min(owed, item.minutes - paid)
    return PayLine(head, [paid, *split, item.minutes - paid - owed, owed], state)


def _head(kind, person, day):
    employment = person.employment_on(day) or person.employment_of_week(day - day.weekday() * DAY)
    band = employment.band if employment and employment.band is not None else ""
    return [kind, person.id, person.name, str(band), day.isoformat()]


def _total(person, lines, span, is_changed):
    """`is_changed`: a duty that they were told stands otherwise by now, or nowhere."""
    head = ["total", person.id, person.name, "", span, "", "", "", "", ""]
    sums = [sum(column) for column in zip(*(x.minutes for x in lines), strict=True)]
    states = {line.state for line in lines if line.state} | ({DRAFT} if is_changed else set())
    return PayLine(head, sums, _together(states))


def _together(states):
    if len(states) > 1:
        return PART if DRAFT in states else RELEASED
    return next(iter(states), "")
