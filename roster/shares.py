"""What somebody carries of the weekends, lates and bank holidays, beside the team. Pure.

    own_shares(mine=, worked=, minutes=, holidays=)  -> (Share, ...)

A share is fair by contracted hours: whoever works half the hours is measured by half. The team are
those of one's own role; in a small one a median would tell of a colleague, so there is none.
"""

from dataclasses import dataclass
from statistics import median

from roster.fairness import Worked, carried, occasion

LEAST = 5  # people, below which figures of a team are figures of a person (as R-42)


@dataclass(frozen=True)
class Share:
    """How often, with the duties it is made of; `team` is the median for one's hours, or null."""

    kind: str
    count: int
    team: float | None
    lines: tuple[Worked, ...]


def own_shares(*, mine, worked, minutes, holidays) -> tuple[Share, ...]:
    """The shares of the person `mine`, one of each kind.

    `minutes` holds the contracted minutes everybody in the team was there in, oneself among them.
    """
    found = carried(worked, holidays)
    own = [one for one in worked if one.person == mine]
    return tuple(
        Share(
            kind,
            len(people[mine]),
            _team(people, minutes, mine),
            tuple(one for one in own if occasion(kind, one, holidays) is not None),
        )
        for kind, people in found.items()
    )


def _team(people, minutes, mine):
    working = {person: had for person, had in minutes.items() if had}
    if len(working) < LEAST or mine not in working:
        return None
    return median(len(people[p]) / had for p, had in working.items()) * working[mine]
