"""The best lines of one person at given prices: the shortest ways through their graph."""

import numpy as np

from roster.autofill.line_graph import OFF
from roster.autofill.ways import Network, back, cheapest, forward


class Pricing:
    """Finds lines in a Graph. A line is the array of the options worked."""

    def __init__(self, graph):
        self.graph = graph
        if graph.possible:
            self._number_through(graph)

    def _number_through(self, graph):
        arcs, sizes, bands = graph.arcs, np.array(graph.sizes), np.array(graph.bands)
        low, width = bands[:, 0].copy(), bands[:, 1] - bands[:, 0] + 1
        first = np.cumsum([0, *sizes])
        place = np.cumsum([0, *np.repeat(width, sizes)])
        ways = np.cumsum([0, *(len(arc.group) for arc in arcs)])
        groups = np.cumsum([0, *(len(arc.groups) for arc in arcs)])
        starts = [arc.starts[:-1] + start for arc, start in zip(arcs, ways[:-1], strict=True)]
        before = [arc.before + start for arc, start in zip(arcs, first[:-2], strict=True)]
        group = [arc.group + start for arc, start in zip(arcs, groups[:-1], strict=True)]
        self.network = Network(
            first,
            place[:-1],
            low,
            width,
            np.concatenate([[0], *starts, ways[-1:]]),
            np.concatenate(before),
            np.concatenate(group),
            np.concatenate([arc.paid for arc in arcs]),
            np.concatenate([arc.steps for arc in arcs]),
        )
        self.size, self.last = place[-1], place[first[-2]]
        alike = [[b for b in some if b != OFF] for arc in arcs for some, _ in arc.groups]
        self.options = np.array([b for some in alike for b in some], dtype=np.int64)
        self.alike = np.cumsum([0, *map(len, alike)])
        self.end = graph.final()[bands[-1, 0] : bands[-1, 1] + 1]

    def best(self, prices, count=1):
        """[(line, what it costs)] with the least sum of `prices` by option, its own rows included:
        the best, then the best of other sums, `count` at the most; none when there is no line.
        """
        if not self.graph.possible:
            return []
        groups = len(self.network.steps)
        costs, chosen = np.zeros(groups), np.full(groups, OFF)
        cheapest(prices, self.options, self.alike, costs, chosen)
        values = np.empty(self.size)
        forward(self.network, costs, values)
        ends = values[self.last :].reshape(-1, len(self.end)) + self.end
        states = np.argmin(ends, axis=0)
        least = ends[states, np.arange(len(states))]
        levels = [n for n in np.argsort(least, kind="stable")[:count] if np.isfinite(least[n])]
        return [(self._line(costs, values, chosen, states[n], n), float(least[n])) for n in levels]

    def _line(self, costs, values, chosen, state, level):
        groups = np.empty(len(self.graph.arcs), dtype=np.int64)
        state, level = self.network.first[-2] + state, self.network.low[-1] + level
        back(self.network, costs, values, state, level, groups)
        line = chosen[groups]
        return np.sort(line[line != OFF])
