"""What a balance at the sheet's edge is made of: dated lines that add up to the number shown."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from math import floor
from statistics import median

from roster.fairness import LATE
from roster.problem import Duty, Unavailability
from roster.rules.hours import absence_days, absence_minutes, contract_minutes
from roster.rules.timeline import DAY


@dataclass(frozen=True, slots=True)
class Line:
    """Paid minutes of a date. `what` is a duty, an absence, or null where the contract caps a
    week's absence; `total` is what all lines up to this one come to."""

    date: date
    what: Duty | Unavailability | None
    minutes: int
    total: int


@dataclass(frozen=True, slots=True)
class WeekendDay:
    """A weekend day worked, and the weekdays that give it back. `in_rota` is false for one of the
    weeks before, which this rota gives back."""

    date: date
    given_by: tuple[date, ...]
    in_rota: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many a person has of something beside the median of the same role."""

    own: int
    median: float
    people: int


def hours_lines(timeline, person) -> list[Line]:
    """In order of date; the last total is the balance's `paid`."""
    rows = [
        (item.date, item.duty, 0 if item.duty.additional else item.minutes)
        for item in timeline.held[person]
    ]
    for monday in timeline.weeks:
        rows += _absence_rows(timeline, person, monday)
    rows.sort(key=lambda row: row[0])
    totals = accumulate(minutes for *_, minutes in rows)
    return [Line(*row, total) for row, total in zip(rows, totals, strict=True)]


def _absence_rows(timeline, person, monday):
    """A week's absence in whole minutes, day by day, and what the contract takes off again."""
    employment = timeline.people[person].employment_of_week(monday)
    if employment is None:
        return []
    found = sorted(absence_days(timeline, person, monday, employment), key=lambda row: row[0])
    sums = [floor(total) for total in accumulate((m for *_, m in found), initial=0)]
    rows = [
        (day, absence, after - before)
        for (day, absence, _), (before, after) in zip(found, pairwise(sums), strict=True)
    ]
    beyond = absence_minutes(timeline, person, monday) - sums[-1]
    return rows + [(monday + 6 * DAY, None, beyond)] * bool(beyond)


def contract_lines(timeline, person):
    """(Monday, contracted minutes) of each week; null where nobody is employed."""
    return [(monday, contract_minutes(timeline, person, monday)) for monday in timeline.weeks]


def weekend_days(timeline, person, given) -> list[WeekendDay]:
    """Every weekend day worked in the rota or given back in it. `given` as in Card."""
    worked = {item.date for item in _at_weekends(timeline, person)}
    back = {}
    for (who, rest), weekend in sorted(given.items()):
        if who == person:
            back.setdefault(weekend, []).append(rest)
    return [
        WeekendDay(day, tuple(back.get(day, ())), day in worked) for day in sorted(worked | {*back})
    ]


def weekends(timeline, person) -> int:
    """Weekends of the rota with a day worked."""
    return len({item.date.isocalendar()[:2] for item in _at_weekends(timeline, person)})


def _at_weekends(timeline, person):
    return [i for i in timeline.held[person] if i.is_work and i.date.weekday() >= 5]


def lates(timeline, person) -> int:
    """Clinical duties of the rota that begin late in the day."""
    return sum(item.clinical and item.shift.starts.hour >= LATE for item in timeline.held[person])


def share(timeline, person, count) -> Share:
    """`count(timeline, person)` beside the median of all who are employed in the same role."""
    role = _role(timeline, person)
    counts = [count(timeline, other) for other in timeline.people if _role(timeline, other) == role]
    return Share(count(timeline, person), median(counts), len(counts))


def _role(timeline, person):
    held = (timeline.people[person].employment_of_week(monday) for monday in timeline.weeks)
    return next((employment.role for employment in held if employment), None)
