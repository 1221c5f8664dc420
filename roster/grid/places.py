"""The rota by place: rows are areas, cells are the people who work there. Plain data only."""

from dataclasses import dataclass
from datetime import date

from roster.grid.sheet import Cell, Sheet
from roster.problem import Duty


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in an area's cell."""

    name: str
    duty: Duty
    cell: Cell


@dataclass(frozen=True, slots=True)
class PlaceDay:
    date: date
    entries: list[Entry]
    short: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """An area of a site, or a site's duties without an area."""

    site: str
    area: str | None
    days: list[PlaceDay]


def by_place(sheet: Sheet, columns) -> list[PlaceRow]:
    """Every area of the unit in its order, then what is worked at a site and in no area."""
    held = {}
    for row in sheet.rows:
        for cell in row.cells:
            for duty in cell.duties:
                at = duty.site, duty.area, duty.date
                held.setdefault(at, []).append(Entry(row.person.name, duty, cell))
    starts = {shift.code: shift.starts for shift in sheet.problem.shift_types}
    needs = {(need.site, need.area): need for need in sheet.needs}
    rows = []
    for place in _places(sheet.problem, held):
        need = needs.get(place)
        days = [
            PlaceDay(
                column.date,
                sorted(held.get((*place, column.date), ()), key=lambda e: starts[e.duty.shift]),
                need.short(column.date) if need else 0,
            )
            for column in columns
        ]
        rows.append(PlaceRow(*place, days))
    return rows


def _places(problem, held):
    areas = [(site.code, area.code) for site in problem.sites for area in site.areas]
    nowhere = {(site, area) for site, area, _ in held if area is None}
    return [*areas, *sorted(nowhere)]
