"""What somebody carries of the weekends, lates and bank holidays, beside the team. Pure.

    shares(mine=, duties=, minutes=, holidays=)  -> (Share, ...)

A share is fair by contracted hours: whoever works half the hours is measured by half. The team are
those of one's own role; in a small one a median would tell of a colleague, so there is none.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from roster.grid.accounts import LATE

LEAST = 5  # people, below which figures of a team are figures of a person (as R-42)


@dataclass(frozen=True)
class Worked:
    """A clinical duty as it was published; `hour` is that of the clock it begins at."""

    person: str
    date: date
    hour: int
    told: str


@dataclass(frozen=True)
class Share:
    """How often, with the duties it is made of; `team` is the median for one's hours, or null."""

    kind: str
    count: int
    team: float | None
    lines: tuple[Worked, ...]


def shares(*, mine, duties, minutes, holidays) -> tuple[Share, ...]:
    """The three shares of the person `mine`.

    `minutes` holds the contracted minutes a week of everybody in the team, oneself among them.
    """
    return tuple(
        _share(kind, mine, [duty for duty in duties if counts(duty)], once, minutes)
        for kind, counts, once in _kinds(holidays)
    )


def _kinds(holidays):
    """(kind, whether a duty counts, what of it is counted once)"""
    yield "weekends", lambda duty: duty.date.weekday() >= 5, _monday
    yield "lates", lambda duty: duty.hour >= LATE, lambda duty: duty.date
    yield "bank holidays", lambda duty: duty.date in holidays, lambda duty: duty.date


def _monday(duty):
    return duty.date - timedelta(days=duty.date.weekday())


def _share(kind, mine, duties, once, minutes):
    counted = defaultdict(set)
    for duty in duties:
        counted[duty.person].add(once(duty))
    lines = tuple(duty for duty in duties if duty.person == mine)
    return Share(kind, len(counted[mine]), _team(counted, minutes, mine), lines)


def _team(counted, minutes, mine):
    working = {person: had for person, had in minutes.items() if had}
    if len(working) < LEAST or mine not in working:
        return None
    return median(len(counted[p]) / had for p, had in working.items()) * working[mine]
