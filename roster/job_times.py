"""When a unit's jobs run: what it has set (see setting_times), or what is usual.

    times_of(unit)              -> JobTimes, not saved where nothing was set
    weekly_of(unit, on)         -> Weekly(is_on, weekday, wall): when the weekly email goes (R-43)
    is_quiet(times, wall)       -> whether nobody is reminded at a wall time

All are read each minute, so nothing here is kept.
"""

from dataclasses import dataclass
from datetime import time

from roster.models import JobTimes
from roster.rule_settings import given_on
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import is_on, values_of

WEEKLY = CATALOGUE["R-43"]


@dataclass(frozen=True)
class Weekly:
    """When the weekly email goes: `weekday` is mon to sun; off: it does not go by itself."""

    is_on: bool
    weekday: str
    wall: time


def times_of(unit) -> JobTimes:
    return JobTimes.objects.filter(unit=unit).first() or JobTimes(unit=unit)


def weekly_of(unit, on) -> Weekly:
    """What holds on a local date."""
    given = given_on(unit, WEEKLY, on)
    values = values_of(WEEKLY, given, CATALOGUE)
    return Weekly(is_on(WEEKLY, given), values["weekday"], time.fromisoformat(values["time"]))


def is_quiet(times, wall) -> bool:
    if times.quiet_from <= times.quiet_until:
        return times.quiet_from <= wall < times.quiet_until
    return wall >= times.quiet_from or wall < times.quiet_until
