"""Hours for payroll: one line a duty with its pay class (R-28), and a total a person. Pure.

A person's total is the balance at the edge of the grid (`grid.balances`): duties that are not
extra, and paid absence. Extra duties stand in columns of their own: paid, or owed as time (R-25).
Why somebody is away is in no line.
"""

from dataclasses import dataclass, field

from roster.exporting.pay_class import CLASS_WORDS, CLASSES, minutes_by_class, words
from roster.exporting.text import csv_bytes
from roster.grid.accounts import hours_lines
from roster.problem import Duty
from roster.rules.timeline import DAY, Timeline
from roster.walltime import local_of

HEAD = ["Line", "Person", "Name", "Band", "Date", "Shift", "Site", "Starts", "Ends", "Pay class"]
SUMS = ["Paid hours", *CLASS_WORDS.values(), "Extra hours", "Owed as time"]


@dataclass(frozen=True)
class PayLine:
    """`said` are the columns of HEAD; `minutes` those of SUMS."""

    said: list
    minutes: list[int] = field(default_factory=list)


def payroll_csv(problem, owed) -> bytes:
    rows = [
        [*line.said, *(f"{minutes / 60:.2f}" for minutes in line.minutes)]
        for line in pay_lines(problem, owed)
    ]
    return csv_bytes([HEAD + SUMS, *rows])


def pay_lines(problem, owed):
    """In the order of people; who has a line has a total after them. `owed` are the minutes of
    extra duties that are owed as time: {(person, date, shift): minutes}.
    """
    timeline = Timeline(problem)
    items = {item.duty: item for item in timeline.items if item.now}
    for person in problem.people:
        lines = [
            _line(timeline, person, line, items, owed) for line in hours_lines(timeline, person.id)
        ]
        yield from lines
        if lines:
            yield _total(problem, person, lines)


def _line(timeline, person, line, items, owed):
    if isinstance(line.what, Duty):
        as_time = owed.get((person.id, line.date, line.what.shift), 0)
        return _duty(timeline, person, items[line.what], line.minutes, as_time)
    said = "Paid absence" if line.what else "Absence above the contract"
    head = [*_head("absence", person, line.date), "", "", "", "", said]
    return PayLine(head, [line.minutes, *[0] * len(CLASSES), 0, 0])


def _duty(timeline, person, item, paid, owed):
    by_class = minutes_by_class(item, timeline.problem)
    starts, ends = (local_of(minute, timeline.zone) for minute in (item.start, item.end))
    head = [
        *_head("duty", person, item.date),
        *(item.duty.shift, item.duty.site, f"{starts:%Y-%m-%d %H:%M}", f"{ends:%Y-%m-%d %H:%M}"),
        words(by_class) or "Not called",
    ]
    split = [by_class[name] if paid else 0 for name in CLASSES]
    owed = min(owed, item.minutes - paid)
    return PayLine(head, [paid, *split, item.minutes - paid - owed, owed])


def _head(kind, person, day):
    employment = person.employment_on(day) or person.employment_of_week(day - day.weekday() * DAY)
    band = employment.band if employment and employment.band is not None else ""
    return [kind, person.id, person.name, str(band), day.isoformat()]


def _total(problem, person, lines):
    span = f"{problem.starts.isoformat()}/{problem.until.isoformat()}"
    head = ["total", person.id, person.name, "", span, "", "", "", "", ""]
    return PayLine(head, [sum(column) for column in zip(*(x.minutes for x in lines), strict=True)])
