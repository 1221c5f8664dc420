"""From wall time to instant: the one place where local dates and times become minutes.

An instant is a whole number of minutes since 1970-01-01 00:00 UTC, so that durations and rests
are plain differences, also across a clock change.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


def monday_of(day: date) -> date:
    """The Monday of a date's week."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=8192)
def instant(day: date, at: time, zone: str, fold: int = 0) -> int:
    """Minutes since the epoch of a wall time on a local date."""
    local = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=fold)
    return minutes_of(local)


def minutes_of(moment: datetime) -> int:
    """Minutes since the epoch of an aware datetime."""
    return int(moment.timestamp() // 60)


def moment_of(minutes: int) -> datetime:
    """The aware UTC datetime of an instant in minutes."""
    return datetime.fromtimestamp(minutes * 60, UTC)


def local_date(unit, now: datetime) -> date:
    """The date on the unit's wall at an aware datetime."""
    return now.astimezone(ZoneInfo(unit.timezone)).date()


def local_of(minutes: int, zone: str) -> datetime:
    """The aware local datetime of an instant in minutes."""
    return datetime.fromtimestamp(minutes * 60, ZoneInfo(zone))


def ends_next_day(starts: time, ends: time) -> bool:
    return ends <= starts


@lru_cache(maxsize=8192)
def span(day: date, starts: time, ends: time, zone: str, fold: int | None = None) -> tuple:
    """The half-open span of instants of a shift that begins on a local date.

    `fold` says which of the two, where a start or an end falls in October's repeated hour.
    """
    last = day + timedelta(days=1) if ends_next_day(starts, ends) else day
    return instant(day, starts, zone, fold or 0), instant(last, ends, zone, fold or 0)


def is_missing(day: date, at: time, zone: str) -> bool:
    """Whether the clocks skip this wall time (01:00 to 01:59 on the last Sunday of March)."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != (
        local.replace(tzinfo=None)
    )


def is_repeated(day: date, at: time, zone: str) -> bool:
    """Whether the clocks show it twice (01:00 to 01:59 on the last Sunday of October)."""
    early = datetime.combine(day, at, ZoneInfo(zone))
    late = early.replace(fold=1)
    return early.utcoffset() != late.utcoffset() and not is_missing(day, at, zone)


def is_unclear(day: date, starts: time, ends: time, zone: str) -> bool:
    """Whether the clocks skip or repeat an end of a shift: somebody must say which."""
    last = day + timedelta(days=1) if ends_next_day(starts, ends) else day
    sides = ((day, starts), (last, ends))
    return any(is_missing(on, at, zone) or is_repeated(on, at, zone) for on, at in sides)


def clock_change(day: date, zone: str) -> int:
    """Minutes by which a local date is longer (60) or shorter (-60) than 24 hours; 0 otherwise."""
    midnight = time(0)
    return instant(day + timedelta(days=1), midnight, zone) - instant(day, midnight, zone) - 1440
