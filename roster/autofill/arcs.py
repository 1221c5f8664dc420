"""The ways through one day of a graph of lines, and states told apart."""

from dataclasses import dataclass

import numpy as np

MIX = 0x9E3779B97F4A7C15  # an odd number whose powers spread over 64 bits


@dataclass
class Arc:
    """The ways through one day, sorted by the state they lead to.

    `groups` are the day's options that do the same to the person's rows, `group` and `before` of
    each way which of them and from which state; `starts` is where those to each state begin, with
    their number at the end, `by_group` the ways of each group.
    """

    groups: list
    steps: np.ndarray
    group: np.ndarray
    before: np.ndarray
    after: np.ndarray
    paid: np.ndarray
    starts: np.ndarray = None
    by_group: list = None


def distinct(states):
    """(the different states, which of them each is)"""
    if not states.shape[1]:
        return states[:1], np.zeros(len(states), dtype=np.int64)
    with np.errstate(over="ignore"):
        factors = np.cumprod(np.full(states.shape[1], MIX, dtype=np.uint64))
        marks = (states.astype(np.uint64) * factors).sum(axis=1, dtype=np.uint64)
    _, first, which = np.unique(marks, return_index=True, return_inverse=True)
    return states[first], which
