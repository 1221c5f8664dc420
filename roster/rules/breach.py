"""One rule broken in one place: facts only. The sentence is made by words."""

from dataclasses import dataclass, field
from datetime import date, datetime

LEVELS = ("must", "overridable", "should")
NO_TIME = datetime(1, 1, 1)  # noqa: DTZ001 (stands before every local wall time)


@dataclass(frozen=True, slots=True)
class Breach:
    """`first` and `last` are local dates; `at` is the local wall time a breach begins, where it is
    judged by the minute. `measured` and `limit` are in `unit`: minutes, days, people, weekends,
    turns, breaks, or null. `others` are the colleagues concerned. `detail` is what the sentence
    needs besides. `order` puts the worst level first, then goes by rule, date, person and place:
    the same in every run.
    """

    rule: str
    level: str
    person: str | None
    first: date
    last: date
    measured: int | None = None
    limit: int | None = None
    unit: str | None = None
    site: str | None = None
    area: str | None = None
    at: datetime | None = None
    others: tuple[str, ...] = ()
    detail: dict = field(default_factory=dict, compare=False, hash=False)
    order: tuple = field(init=False, compare=False, repr=False)

    def __post_init__(self):
        order = (
            LEVELS.index(self.level),
            self.rule,
            self.first,
            self.last,
            self.person or "",
            self.site or "",
            self.area or "",
            self.at or NO_TIME,
            self.measured or 0,
            self.limit or 0,
        )
        object.__setattr__(self, "order", order)


def same(some, others) -> bool:
    """Whether two rows of breaches say the same, in all that their sentences are made of too."""
    return len(some) == len(others) and all(
        one is other or (one == other and one.detail == other.detail)
        for one, other in zip(some, others, strict=True)
    )
