"""The best lines of one person at given prices: the shortest ways through their graph."""

import numpy as np

from roster.autofill.line_graph import OFF


class Pricing:
    """Finds lines in a Graph. A line is the array of the options worked."""

    def __init__(self, graph):
        self.graph = graph
        self.end = graph.final()
        self.alike = [
            [np.array(options) for options, _ in arc.groups if options[0] != OFF]
            for arc in graph.arcs
        ]

    def best(self, prices, count=1):
        """[(line, what it costs)] with the least sum of `prices` by option, its own rows included:
        the best, then the best of other sums, `count` at the most; none when there is no line.
        """
        if not self.graph.possible:
            return []
        costs, chosen = self._cheapest(prices)
        values = self._forward(costs)
        first, last = self.graph.bands[-1]
        ends = values[-1] + self.end[first : last + 1]
        states = np.argmin(ends, axis=0)
        least = ends[states, np.arange(len(states))]
        levels = [n for n in np.argsort(least, kind="stable")[:count] if np.isfinite(least[n])]
        return [
            (self._back(values, costs, chosen, states[n], n + first), float(least[n]))
            for n in levels
        ]

    def _cheapest(self, prices):
        """By day, the least price of each group of options, and whose it is."""
        costs, chosen = [], []
        for groups in self.alike:
            best = [OFF, *(int(some[np.argmin(prices[some])]) for some in groups)]
            chosen.append(best)
            costs.append(np.array([0.0, *(prices[option] for option in best[1:])]))
        return costs, chosen

    def _forward(self, costs):
        """By day, the least cost of each state and sum."""
        first, last = self.graph.bands[0]
        values = [np.full((1, last - first + 1), np.inf)]
        values[0][0, 0 - first] = 0
        for number, arc in enumerate(self.graph.arcs):
            ways = self._moved(values[-1], arc, number, costs[number])
            values.append(np.minimum.reduceat(ways, arc.starts[:-1], axis=0))
        return values

    def _moved(self, values, arc, number, costs):
        """What each way costs with the sums before, its step further along the axis."""
        (first, last), (low, high) = self.graph.bands[number], self.graph.bands[number + 1]
        ways = np.full((len(arc.group), high - low + 1), np.inf)
        for which, step, cost in zip(arc.by_group, arc.steps.tolist(), costs, strict=True):
            start, stop = max(low, first + step), min(high, last + step)
            if len(which) and start <= stop:
                part = values[arc.before[which], start - step - first : stop - step - first + 1]
                ways[which, start - low : stop - low + 1] = part + (cost + arc.paid[which])[:, None]
        return ways

    def _back(self, values, costs, chosen, state, level):
        """The options on the way to a state and sum, last day first."""
        line = []
        for number in reversed(range(len(self.graph.arcs))):
            arc = self.graph.arcs[number]
            first, last = self.graph.bands[number]
            ways = np.arange(arc.starts[state], arc.starts[state + 1])
            levels = level - arc.steps[arc.group[ways]]
            inside = (levels >= first) & (levels <= last)
            ways, levels = ways[inside], levels[inside]
            reached = values[number][arc.before[ways], levels - first]
            totals = reached + (costs[number][arc.group[ways]] + arc.paid[ways])
            best = int(np.argmin(totals))
            option = chosen[number][arc.group[ways[best]]]
            state, level = arc.before[ways[best]], levels[best]
            if option != OFF:
                line.append(option)
        return np.array(sorted(line), dtype=np.int64)
