"""The cheapest ways through one person's graph of lines, in machine code and beside other threads.

Compiled by numba when first called, and kept on disk where that can be written to.
"""

from typing import NamedTuple

import numpy as np
from numba import njit


class Network(NamedTuple):
    """The arcs of all days, one after the other; states and groups of options numbered through.

    `first` is each day's first state, with their number at the end; the least cost of state s of a
    day with sum k along the axis stands at `place[s] + k - low[day]`, for `width[day]` sums. The
    ways to state s are those from `starts[s]` to `starts[s + 1]`; of each way, `before` is the
    state it comes from, `group` what is worked and `paid` what it costs besides. `steps` is how far
    each group goes along the axis.
    """

    first: np.ndarray
    place: np.ndarray
    low: np.ndarray
    width: np.ndarray
    starts: np.ndarray
    before: np.ndarray
    group: np.ndarray
    paid: np.ndarray
    steps: np.ndarray


@njit(nogil=True, cache=True)
def cheapest(prices, options, starts, costs, chosen):
    """By group of options, the least price and whose it is; one without options stays as it is."""
    for group in range(len(starts) - 1):
        for option in options[starts[group] : starts[group + 1]]:
            if chosen[group] < 0 or prices[option] < costs[group]:
                chosen[group], costs[group] = option, prices[option]


@njit(nogil=True, cache=True)
def forward(network, costs, values):
    """Fill `values` with the least cost of each state and sum, from day to day."""
    values[:] = np.inf
    values[-network.low[0]] = 0
    for day in range(1, len(network.first) - 1):
        before, now = network.width[day - 1], network.width[day]
        for state in range(network.first[day], network.first[day + 1]):
            for way in range(network.starts[state], network.starts[state + 1]):
                group = network.group[way]
                cost = costs[group] + network.paid[way]
                shift = network.low[day - 1] + network.steps[group] - network.low[day]
                start, to = network.place[network.before[way]], network.place[state] + shift
                for n in range(max(0, -shift), min(before, now - shift)):
                    reached, known = values[start + n] + cost, values[to + n]
                    values[to + n] = reached if reached < known else known


@njit(nogil=True, cache=True)
def back(network, costs, values, state, level, line):
    """Write into `line`, by day, the groups on the cheapest way to a state and sum."""
    for day in range(len(network.first) - 2, 0, -1):
        least, by = np.inf, -1
        for way in range(network.starts[state], network.starts[state + 1]):
            group = network.group[way]
            sum_before = level - network.steps[group] - network.low[day - 1]
            if 0 <= sum_before < network.width[day - 1]:
                reached = values[network.place[network.before[way]] + sum_before]
                reached += costs[group] + network.paid[way]
                if reached < least:
                    least, by = reached, way
        line[day - 1] = network.group[by]
        level -= network.steps[network.group[by]]
        state = network.before[by]
