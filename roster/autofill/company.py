"""What the duties of a place must be together, as (shape, price): demand, skills, supervision.

For each stretch of a date in which nobody can come or go.
"""

from itertools import combinations, pairwise

from roster.autofill.compiling import MUST
from roster.rules import cover
from roster.rules.company import is_established
from roster.rules.shapes import Cover, Limit
from roster.rules.supervision import is_supervisor, practise
from roster.rules.timeline import COUNTS, DAY

MOST_LINES = 5  # of one stretch, for which every set of lines is looked at


class Places:
    """The booleans of each place by date."""

    def __init__(self, possible, weights):
        self.possible, self.weights = possible, weights
        self.timeline, self.values = possible.timeline, possible.values
        self.rows, self.items = possible.rows, possible.items
        self.by_place, self.by_site = {}, {}
        for boolean, item in self.items.items():
            if boolean not in possible.anywhere and item.clinical:
                duty = item.duty
                for index, key in (
                    (self.by_place, (duty.site, duty.area)),
                    (self.by_site, duty.site),
                ):
                    index.setdefault(key, {}).setdefault(duty.date, []).append(boolean)

    def shapes(self):
        for place in {**self.by_place, **self.timeline.demand_by_place}:
            for day in self.possible.dates:
                yield from self._at(place, day)
        for site in self.by_site if "R-35" in self.values else ():
            for day in self.possible.dates:
                for _, _, there in self._stretches(self.by_site[site], day, ()):
                    yield from self._not_alone(there)

    def _at(self, place, day):
        near = [line for n in (-1, 0) for line in self._lines(place, day + n * DAY)]
        dates = self.by_place.get(place, {})
        for starts, ends, there in self._stretches(dates, day, near):
            active = [line for line in near if line.start <= starts < line.end]
            yield from self._demand(active, there, ends - starts)
            yield from self._skills(place, there)
            yield from self._supervision(
                place, dates if self._by_area else self.by_site.get(place[0], {}), there, starts
            )

    def _lines(self, place, day):
        return self.possible.lines(place, day) if day in self.possible.dates else []

    @property
    def _by_area(self):
        return self.values.get("R-04", {}).get("group") != "site"

    def _stretches(self, dates, day, lines):
        """(starts, ends, booleans) of each stretch of a date; those alike are one."""
        dawn, dusk = self.timeline.midnight(day), self.timeline.midnight(day + DAY)
        spans = [
            (b, *span)
            for n in (-1, 0, 1)
            for b in dates.get(day + n * DAY, ())
            for span in self._spans(b)
        ]
        edges = {dawn, dusk, *(e for _, *span in spans for e in span)}
        edges |= {edge for line in lines for edge in (line.start, line.end)}
        edges = sorted(edge for edge in edges if dawn <= edge <= dusk)
        for starts, ends in pairwise(edges):
            yield starts, ends, [b for b, start, end in spans if start <= starts < end]

    def _spans(self, boolean):
        return self.timeline.present(self.items[boolean])

    # ── demand ──

    def _demand(self, lines, there, minutes):
        """Each set of lines has as many people as it needs: then nobody fills two places."""
        people = [b for b in there if cover.counts(self.items[b], self.possible.demand_values)]
        for need in ("least", "ideal"):
            for fitting, count, critical in self._sets(lines, people, need):
                yield Cover(MUST, fitting, count, 0, 0), self._price(need, critical) * minutes

    def _price(self, need, critical):
        """Of a minute with one person fewer than the least, or than the ideal."""
        if need == "ideal":
            return self.weights.ideal
        return self.weights.critical if critical else self.weights.missing

    def _sets(self, lines, people, need):
        sizes = range(1, len(lines) + 1) if len(lines) <= MOST_LINES else (1, len(lines))
        needed = {}
        for size in sizes:
            for some in combinations(lines, size):
                fitting = tuple(b for b in people if any(self._fits(b, line) for line in some))
                count = sum(_needed(line.demand, need) for line in some)
                critical = any(line.demand.critical for line in some)
                most, was = needed.get(fitting, (0, False))
                needed[fitting] = max(most, count), was or critical
        return [(fitting, *rest) for fitting, rest in needed.items()]

    def _fits(self, boolean, line):
        return cover.fits(self.items[boolean], line.demand, self.possible.demand_values)

    # ── who must be there beside others ──

    def _working(self, there):
        return [b for b in there if self.items[b].duty.role in COUNTS]

    def _while(self, working, beside, least):
        """While anybody works there, so many of some do."""
        if working and least:
            anybody = self.rows.any_of(working)
            weights = (least, *(-1,) * len(beside))
            yield Limit(MUST, (anybody, *beside), 0, weights), None

    def _skills(self, place, there):
        area = self.timeline.areas.get(place)
        if area is None or "R-34" not in self.values:
            return
        working = self._working(there)
        for need in area.needs:
            able = [b for b in working if self._holds(b, need.competency)]
            yield from self._while(working, able, need.least)

    def _holds(self, boolean, competency):
        item = self.items[boolean]
        return cover.holds(item.person, competency, item.date)

    def _not_alone(self, there):
        working = self._working(there)
        company = [b for b in working if self.items[b].role != "student"]
        yield from self._while(working, company, self.values["R-35"]["least"])
        yield from self._while(working, [b for b in working if is_established(self.items[b])], 1)

    def _supervision(self, place, group, there, starts):
        """Assistant practitioners never outnumber those who supervise them too far."""
        if "R-04" not in self.values or not any(practise(self.items[b]) for b in there):
            return
        day = self.timeline.local(starts).date()
        near = [b for n in (-1, 0, 1) for b in group.get(day + n * DAY, ())]
        around = [b for b in near if any(s <= starts < e for s, e in self._spans(b))]
        ratio = self.values["R-04"]["ratio"]
        led = [b for b in near if practise(self.items[b]) and self._is_at(b, starts)]
        leading = [b for b in around if is_supervisor(self.items[b], *place)]
        yield Limit(MUST, (*led, *leading), 0, (*[1] * len(led), *[-ratio] * len(leading))), None

    def _is_at(self, boolean, minute):
        item = self.items[boolean]
        return item.start <= minute < item.end


def _needed(demand, need):
    return demand.least if need == "least" else max(demand.least, demand.ideal or 0)
