"""Who could stand in a line of demand at all, whatever else they are planned for. Pure.

    could_cover(problem, demand, on)    -> people, by their post, site, scope and competency
    needed(lines)                       -> [(half hour, people needed), ...] of a day's lines

Leave and duties are not looked at: a line that nobody could cover is impossible on any day.
"""

from dataclasses import dataclass
from datetime import date, time

from roster.problem import Demand, Person, Problem
from roster.rules.catalogue import values_in
from roster.rules.cover import fits

SCOPED = ("assistant_practitioner", "trainee")  # who works only within a signed scope
HALF_HOURS = [time(n // 2, 30 * (n % 2)) for n in range(48)]


@dataclass(frozen=True)
class _Standing:
    """A person on a date, as `fits` asks for them."""

    person: Person
    role: str | None
    date: date


def could_cover(problem: Problem, demand: Demand, on: date) -> list[Person]:
    values = values_in(problem, "R-33", on)
    there = (person for person in problem.people if demand.site in person.sites)
    return [person for person in there if _could(person, demand, on, values)]


def _could(person, demand, on, values):
    held = next((post for post in person.employments if post.holds_on(on)), None)
    role = held and held.role
    if role is None or (role == "trainee" and not values["counts_toward_demand"]):
        return False
    if not fits(_Standing(person, role, on), demand, values):
        return False
    return role not in SCOPED or any(
        (entry.site, entry.area) == (demand.site, demand.area)
        and entry.starts <= on < entry.review_due
        for entry in person.scope
    )


def needed(lines):
    """How many people the lines of a day need in each half hour: the most in it."""
    return [(at, sum(line.least for line in lines if _in(line, at))) for at in HALF_HOURS]


def _in(line, at):
    ends = line.ends
    if ends > line.starts:
        return line.starts <= _end_of(at) and at < ends
    return at >= line.starts or at < ends


def _end_of(at):
    """The last minute of a half hour."""
    return at.replace(minute=at.minute + 29)
