"""What is paid for a unit of the rows that a graph of lines leaves out.

The best line at these prices is the best of all once they are right: they follow what the lines
found at them break, so that from one look to the next little is left to learn.
"""

from copy import copy

import numpy as np

FASTER, SLOWER = 2.0, 0.5  # steps of a price that still goes the same way, and that turned
FIRST, SMALLEST, LARGEST = 0.05, 0.01, 2.0  # steps, in what an option costs on average


class Raised:
    """The prices of some Checks, never below nought, nor above what a unit may be bought for."""

    def __init__(self, checks, prices=None):
        self.most = np.array([np.inf if c.price is None else c.price for c in checks], dtype=float)
        self.bounds = np.array([check.most for check in checks], dtype=float)
        self.prices = np.zeros(len(checks)) if prices is None else np.minimum(prices, self.most)
        self.steps, self.ways = np.full(len(checks), FIRST), np.zeros(len(checks))

    @property
    def given(self):
        """What they take from a line that just keeps the rows."""
        return float(self.prices @ self.bounds)

    def is_right(self, excess):
        """Whether the best line keeps all rows, and just keeps those that are worth anything."""
        return not (np.maximum(excess, -self.prices) != 0).any()

    def follow(self, excess, scale):
        """Dearer where the best line has too much of it (`excess` above nought), else cheaper.

        `scale` is what an option costs on average.
        """
        ways = np.sign(excess) * ((excess > 0) | (self.prices > 0))
        turned = ways * self.ways < 0
        factors = np.where(turned, SLOWER, np.where(ways == self.ways, FASTER, 1))
        self.steps = np.clip(self.steps * np.where(ways == 0, 1, factors), SMALLEST, LARGEST)
        self.prices = np.clip(self.prices + ways * self.steps * scale, 0, self.most)
        self.ways = ways

    def forced(self, excess, amount):
        """Others that are dearer, where a line has too much, by an amount a unit of it."""
        other = copy(self)
        other.prices = np.minimum(self.prices + amount * np.maximum(excess, 0), self.most)
        return other
