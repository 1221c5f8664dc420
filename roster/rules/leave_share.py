"""How much of the team is on leave (R-32): counted for a rota's weeks, not judged in a rota."""

from dataclasses import dataclass
from math import floor

from roster.rules.catalogue import values_in
from roster.rules.hours import absence_days

LEAVE = ("AL", "BH")  # leave, and bank holidays taken as leave


@dataclass(frozen=True, slots=True)
class LeaveShare:
    """Minutes of leave and contracted minutes of everybody; `low` and `high` in per cent."""

    leave: int
    contract: int
    low: int
    high: int

    @property
    def percent(self):
        return 100 * self.leave / self.contract if self.contract else 0.0

    @property
    def is_above(self):
        return 100 * self.leave > self.high * self.contract

    @property
    def is_below(self):
        return 100 * self.leave < self.low * self.contract


def leave_share(timeline, mondays) -> LeaveShare:
    """The share of the team's contracted hours that is leave in some weeks."""
    values = values_in(timeline.problem, "R-32", mondays[-1])
    counted = [_week(timeline, person, monday) for monday in mondays for person in timeline.people]
    return LeaveShare(
        leave=sum(leave for leave, _ in counted),
        contract=sum(contract for _, contract in counted),
        low=values["low_percent"],
        high=values["high_percent"],
    )


def _week(timeline, person, monday):
    """(leave, contract) of one person's week, in minutes; leave is at most the contract."""
    employment = timeline.employment_of_week(person, monday)
    if employment is None:
        return 0, 0
    days = absence_days(timeline, person, monday, employment)
    leave = sum(minutes for _, absence, minutes in days if absence.kind in LEAVE)
    return min(floor(leave), employment.weekly_minutes), employment.weekly_minutes
