"""How a department's own workbook is laid out: read off an import, followed by exports. Pure.

seen(sheets, meanings) -> plain data, kept with the unit; Layout.of(plain data) -> a Layout

Of a sheet's other columns the headings alone are kept, never what stood in them: who keeps
telephone numbers beside a rota finds the column again, empty. Sheet names and titles, merged as
they were, come back on sheets of the same first date; on another date's sheet they would say
something untrue. A code has its colour again where it had one alone (colouring.own).
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from roster.exporting.colouring import own
from roster.spreadsheet.dates import heading
from roster.spreadsheet.matrix import FIRST, LAST, WHO
from roster.spreadsheet.table import said

LEFT, RIGHT = ("Name", "Band", "Place"), ("Hours", "Contract")
STAMP = "As it stood on "
OURS = {"codes", "details"}
SHEET_NAME = re.compile(r"[^\[\]:*?/\\]{1,31}")
MOST_TITLES, MOST_COLUMNS, MOST_TEXT = 10, 30, 200
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Titles:
    """The department's own lines above the dates; `merged` as in spreadsheet.table.Table."""

    lines: tuple[tuple[str, ...], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def moved(self, dates_at, columns):
        """What stands over the dates stays over them where they begin so many columns further."""
        if not columns:
            return self

        def place(column):
            return column + columns if column >= dates_at else min(column, dates_at + columns - 1)

        lines = tuple(
            _spread({place(n): word for n, word in enumerate(line) if word}) for line in self.lines
        )
        merged = (
            (top, place(left), bottom, place(right)) for top, left, bottom, right in self.merged
        )
        return Titles(lines, tuple(_apart(merged)))


@dataclass(frozen=True)
class Layout:
    """`week_starts` is a weekday, 0 Monday to 6 Sunday; where it is not Monday the first and last
    sheet have dates that are not the rota's. `left` and `right` head the columns beside the dates,
    `name_at` says which of the left one holds names; `sheets` are {first date: (name, Titles)}.
    `colours` are those of colouring.own, `people` the order they stood in, by reference."""

    by_week: bool = False
    week_starts: int = 0
    left: tuple[str, ...] = LEFT
    right: tuple[str, ...] = RIGHT
    name_at: int = 0
    sheets: dict = field(default_factory=dict)
    colours: dict = field(default_factory=dict)
    people: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept):
        """Kept before there were merged titles, colours and an order of people, it has none."""
        left = tuple(kept["left"])
        if "place" not in map(str.casefold, left):
            left += ("Place",)  # or the same duties would not come back
        at = kept.get("dates_at", len(left))
        sheets = {
            first: (name, _titles_of(*titles).moved(at, len(left) - at))
            for first, (name, *titles) in kept["sheets"].items()
        }
        said = {name: kept[name] for name in ("by_week", "week_starts", "name_at")}
        said |= {"colours": kept.get("colours", {}), "people": tuple(kept.get("people", ()))}
        return cls(left=left, right=tuple(kept["right"]), sheets=sheets, **said)

    def pages(self, problem):
        """(name, dates, Titles) of each sheet."""
        taken = set(OURS)
        for default, days in self._spans(problem):
            name, titles = self.sheets.get(str(days[0]), (default, Titles()))
            name = name if SHEET_NAME.fullmatch(name) and name.casefold() not in taken else default
            taken.add(name.casefold())
            yield name, days, titles

    def _spans(self, problem):
        if not self.by_week:
            return [("Rota", [problem.starts + n * DAY for n in range(7 * problem.weeks)])]
        first = problem.starts - ((problem.starts.weekday() - self.week_starts) % 7) * DAY
        weeks = range((problem.until - first).days // 7 + 1)
        starts = [first + 7 * n * DAY for n in weeks]
        return [(f"{s:%d %b %Y}", [s + n * DAY for n in range(7)]) for s in starts]


def seen(sheets, meanings) -> dict:
    """`sheets` are (table, matrices, its first date) of those that a rota was read from, `meanings`
    what its codes were said to mean: {key: meaning} (spreadsheet.codes)."""
    firsts = [first for *_, first in sheets]
    by_week = len(sheets) > 1 or len(sheets[0][1][0].heads) == 7
    kept = {"by_week": by_week, "week_starts": min(firsts).weekday() if by_week else 0}
    table, matrices, _ = sheets[0]
    kept |= _columns(table, matrices[0]) | {"dates_at": min(matrices[0].heads)}
    kept["sheets"] = {str(first): [t.name, *_titles(t, found[0])] for t, found, first in sheets}
    kept["colours"] = own([(t, found) for t, found, _ in sheets], meanings)
    return kept


def _titles(table, matrix):
    """(the lines above the dates, their merged ranges), without the two that an export wrote."""
    last = matrix.area[0]
    first = max(0, last - MOST_TITLES)
    merged = [
        (top - first, left, bottom - first, right)
        for top, left, bottom, right in table.merged
        if first <= top and bottom < last
    ]
    again = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    lines = [
        ["" if (n, column) in again else said(cell)[:MOST_TEXT] for column, cell in enumerate(row)]
        for n, row in enumerate(table.rows[first:last])
    ]
    ours = next((n - 1 for n, line in enumerate(lines) if _is_stamp(line)), None)
    kept = lines[:ours]
    return [line[:MOST_COLUMNS] for line in kept], [a for a in merged if a[2] < len(kept)]


def _is_stamp(line):
    return bool(line) and line[0].startswith(STAMP)


def _titles_of(lines=(), merged=()):
    """Of plain data."""
    return Titles(tuple(map(tuple, lines)), tuple(_apart(map(tuple, merged))))


def _apart(areas):
    """Those of more than one cell that lie over no earlier one: Excel opens no others."""
    found = []
    for area in areas:
        top, left, bottom, right = area
        meets = any(
            top <= other[2] and other[0] <= bottom and left <= other[3] and other[1] <= right
            for other in found
        )
        if not meets and (top, left) != (bottom, right):
            found.append(area)
    return found


def _spread(words):
    return tuple(words.get(n, "") for n in range(max(words, default=-1) + 1))


def _columns(table, matrix):
    first, last = min(matrix.heads), max(matrix.heads)
    words = [_word(table, matrix, column) for column in range(last + 1 + MOST_COLUMNS)]
    left, name_at = [], 0
    for column, word in enumerate(words[:first]):
        if column == matrix.area[1]:
            name_at = len(left)
            left.append(word if word.casefold() in WHO else "Name")
        elif word.casefold() not in WHO | FIRST | LAST and heading(word) is None:
            left.append(word)
    right = [word for word in words[last + 1 :] if word and heading(word) is None]
    return {"left": left, "right": right, "name_at": name_at}


def _word(table, matrix, column):
    rows = range(matrix.area[0], matrix.lines[0].row)[:2]  # of headings there are one or two
    return next(filter(None, (said(table.at(row, column)) for row in rows)), "")[:MOST_TEXT]
