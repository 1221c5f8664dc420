"""The public shift-scheduling instances of Curtois and Qu: reading one, and judging a solution.

The judge shares nothing with the solver but the reading, so that what is measured is true.
"""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path


class NoInstance(Exception):
    """The file is no instance; the text says why."""


@dataclass(frozen=True)
class Shift:
    minutes: int
    not_before: frozenset[str]


@dataclass(frozen=True)
class Employee:
    most_of: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    least_in_a_row: int
    least_days_off: int
    most_weekends: int


@dataclass(frozen=True)
class Instance:
    """`days_off` are (person, day); `on` and `off` are {(person, day, shift): weight}; `cover` is
    {(day, shift): (needed, weight under, weight over)}. Days count from a Monday, 0.
    """

    days: int
    shifts: dict[str, Shift]
    staff: dict[str, Employee]
    days_off: frozenset
    on: dict
    off: dict
    cover: dict


def read_instance(path) -> Instance:
    """The instance in a file. Raises NoInstance."""
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "it is no text"
        raise NoInstance(f"{path} cannot be read: {why}") from fault
    sections = _sections(text)
    try:
        return _instance(sections)
    except KeyError as fault:
        said = f"it has no {fault.args[0]}"
        raise NoInstance(f"{path} is no shift-scheduling instance: {said}") from fault
    except (IndexError, ValueError) as fault:
        raise NoInstance(f"{path} is no shift-scheduling instance: {fault} in it") from fault


def _sections(text):
    sections, rows = {}, []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("SECTION_"):
            rows = sections.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            rows.append([part.strip() for part in line.split(",")])
    return sections


def _instance(sections):
    cover = {(int(d), s): tuple(map(int, rest)) for d, s, *rest in sections.get("COVER", ())}
    off = sections.get("DAYS_OFF", ())
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        shifts={row[0]: _shift(row) for row in sections["SHIFTS"]},
        staff={row[0]: _employee(row) for row in sections["STAFF"]},
        days_off=frozenset((who, int(day)) for who, *days in off for day in days),
        on=_requests(sections.get("SHIFT_ON_REQUESTS", ())),
        off=_requests(sections.get("SHIFT_OFF_REQUESTS", ())),
        cover=cover,
    )


def _shift(row):
    followers = row[2] if len(row) > 2 else ""
    return Shift(int(row[1]), frozenset(filter(None, followers.split("|"))))


def _employee(row):
    _, most_of, *numbers = row
    counts = (part.split("=") for part in most_of.split("|") if part)
    return Employee({shift: int(most) for shift, most in counts}, *map(int, numbers))


def _requests(rows):
    return {(who, int(day), shift): int(weight) for who, day, shift, weight in rows}


# ── judging ──


def faults(instance, plan):
    """Every hard rule a plan breaks, as a sentence. A plan is {person: [shift or null a day]}."""
    for who, person in instance.staff.items():
        line = plan[who]
        worked = [day for day, shift in enumerate(line) if shift]
        minutes = sum(instance.shifts[line[day]].minutes for day in worked)
        if not person.least_minutes <= minutes <= person.most_minutes:
            yield f"{who} works {minutes} minutes"
        for shift, most in person.most_of.items():
            if line.count(shift) > most:
                yield f"{who} works {shift} {line.count(shift)} times"
        weekends = {day // 7 for day in worked if day % 7 >= 5}
        if len(weekends) > person.most_weekends:
            yield f"{who} works {len(weekends)} weekends"
        yield from (
            f"{who} works day {d}, a day off" for d in worked if (who, d) in instance.days_off
        )
        yield from _order(instance, who, line)
        yield from _runs(person, who, line)


def _order(instance, who, line):
    for day in range(len(line) - 1):
        first, second = line[day], line[day + 1]
        if first and second and second in instance.shifts[first].not_before:
            yield f"{who} works {second} after {first} on day {day + 1}"


def _runs(person, who, line):
    day = 0
    for works, run in groupby(line, bool):
        length = len(list(run))
        inner = day > 0 and day + length < len(line)
        if works and length > person.most_in_a_row:
            yield f"{who} works {length} days in a row from day {day}"
        if inner and length < (person.least_in_a_row if works else person.least_days_off):
            yield f"{who} {'works' if works else 'is off'} only {length} days from day {day}"
        day += length


def penalty(instance, plan):
    """What a plan costs: requests not met, and too few or too many on a shift."""
    missed = sum(w for (who, day, shift), w in instance.on.items() if plan[who][day] != shift)
    given = sum(w for (who, day, shift), w in instance.off.items() if plan[who][day] == shift)
    cover = 0
    for (day, shift), (needed, under, over) in instance.cover.items():
        there = sum(line[day] == shift for line in plan.values())
        cover += under * max(0, needed - there) + over * max(0, there - needed)
    return missed + given + cover
