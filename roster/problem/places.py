"""Where work is done, what it needs, and the kinds of duty there are."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Need:
    """People with a competency wanted in an area whenever somebody works there clinically."""

    competency: str
    least: int


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: str
    needs: tuple[Need, ...] = ()
    demanding: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    code: str
    name: str
    areas: tuple[Area, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Travel:
    from_site: str
    to_site: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Competency:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A kind of duty: wall times, unpaid break, class. `ends` before `starts`: the next day.

    `until`, like that of a site and of an area, is the last date for a new duty: no rule reads it,
    no rota file holds it.
    """

    code: str
    starts: time
    ends: time
    break_minutes: int = 0
    work_class: str = "clinical"
    breaks: tuple[tuple[time, time], ...] | None = None
    until: date | None = None
