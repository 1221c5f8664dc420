"""One date by the half-hour: who is there from when to when, and how many against the need."""

from dataclasses import dataclass

from roster.grid.places import Entry
from roster.problem import Demand
from roster.rules.timeline import Timeline
from roster.walltime import local_of

SLOT = 30  # minutes


@dataclass(frozen=True, slots=True)
class Lane:
    """A duty as a bar: slots before it, slots it lasts, slots after it."""

    entry: Entry
    before: int
    length: int
    after: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of demand: how many are there in each slot at its worst minute; null: not needed."""

    demand: Demand
    counts: list[int | None]


@dataclass(frozen=True, slots=True)
class AreaHours:
    site: str
    area: str | None
    lines: list[Line]
    lanes: list[Lane]


@dataclass(frozen=True, slots=True)
class DayHours:
    """`labels` are the wall times at which the slots begin."""

    labels: list[str]
    areas: list[AreaHours]


def by_half_hour(sheet, rows) -> DayHours:
    """`rows` are the places of one date (places.by_place)."""
    timeline = Timeline(sheet.problem)
    spans = {item.duty: (item.start, item.end) for item in timeline.items if item.now}
    needs = {(need.site, need.area): need for need in sheet.needs}
    first, last = _bounds(rows, spans, needs)
    slots = list(range(first, last, SLOT))
    areas = [_area(row, spans, needs.get((row.site, row.area)), slots) for row in rows]
    labels = [f"{local_of(minute, timeline.zone):%H:%M}" for minute in slots]
    return DayHours(labels, [area for area in areas if area.lines or area.lanes])


def _stretches(need, on):
    return need.stretches.get(on, ()) if need else ()


def _bounds(rows, spans, needs):
    """The half-hours that hold everything that is worked or needed on the date."""
    edges = [spans[entry.duty] for row in rows for entry in row.days[0].entries]
    for row in rows:
        need = needs.get((row.site, row.area))
        edges += [(s.starts, s.ends) for s in _stretches(need, row.days[0].date)]
    if not edges:
        return 0, 0
    starts, ends = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
    return starts - starts % SLOT, ends + -ends % SLOT


def _area(row, spans, need, slots):
    day = row.days[0]
    lanes = [_lane(entry, spans[entry.duty], slots) for entry in day.entries]
    lines = {}
    for stretch in _stretches(need, day.date):
        lines.setdefault(stretch.demand, []).append(stretch)
    counted = [Line(demand, [_count(s, slot) for slot in slots]) for demand, s in lines.items()]
    return AreaHours(row.site, row.area, counted, lanes)


def _lane(entry, span, slots):
    inside = [n for n, slot in enumerate(slots) if slot < span[1] and span[0] < slot + SLOT]
    before, length = inside[0], len(inside)
    return Lane(entry, before, length, len(slots) - before - length)


def _count(stretches, slot):
    there = [s.have for s in stretches if s.starts < slot + SLOT and slot < s.ends]
    return min(there, default=None)
