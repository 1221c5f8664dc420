"""How long a search may take, and how far it is."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """How far a search is. `cost` null: nothing legal yet; `bound` null: not known yet.

    `values` is the best plan so far; `plan()` says what it means, where somebody can say it.
    """

    seconds: float
    cost: int | None
    bound: float | None
    proved: bool = False
    values: object = field(default=None, repr=False, compare=False)
    plan: object = field(default=None, repr=False, compare=False)

    @property
    def gap(self):
        """How much better a plan could be at the most, as a share of its cost; null: unknown."""
        if self.cost is None or self.bound is None:
            return None
        return max(0.0, self.cost - self.bound) / max(1, abs(self.cost))


@dataclass
class Limits:
    """When a search ends: by seconds, by so many parts decided, or when `cancelled()` is true.

    `began` is when the seconds began to count, of the monotonic clock; null: with the search.
    """

    seconds: float
    workers: int = 2
    seed: int = 1
    parts: int | None = None
    cancelled: object = None
    on_progress: object = None
    began: float | None = None
