"""How a department's own workbook is laid out: read off an import, followed by exports. Pure.

seen(sheets) -> plain data, kept with the unit; Layout.of(plain data) -> a Layout

Of a sheet's other columns the headings alone are kept, never what stood in them: who keeps
telephone numbers beside a rota finds the column again, empty. Sheet names and titles come back on
sheets of the same first date; on another date's sheet they would say something untrue.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

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
class Layout:
    """`week_starts` is a weekday, 0 Monday to 6 Sunday; where it is not Monday the first and last
    sheet have dates that are not the rota's. `left` and `right` head the columns beside the dates,
    `name_at` says which of the left one holds names; `sheets` are {first date: (name, titles)}."""

    by_week: bool = False
    week_starts: int = 0
    left: tuple[str, ...] = LEFT
    right: tuple[str, ...] = RIGHT
    name_at: int = 0
    sheets: dict = field(default_factory=dict)

    @classmethod
    def of(cls, kept):
        left = tuple(kept["left"])
        if "place" not in map(str.casefold, left):
            left += ("Place",)  # or the same duties would not come back
        right, sheets = tuple(kept["right"]), kept["sheets"]
        return cls(kept["by_week"], kept["week_starts"], left, right, kept["name_at"], sheets)

    def pages(self, problem):
        """(name, dates, titles) of each sheet."""
        taken = set(OURS)
        for default, days in self._spans(problem):
            name, titles = self.sheets.get(str(days[0]), (default, []))
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


def seen(sheets) -> dict:
    """`sheets` are (table, matrix, its first date) of those that a rota was read from."""
    firsts = [first for *_, first in sheets]
    by_week = len(sheets) > 1
    kept = {"by_week": by_week, "week_starts": min(firsts).weekday() if by_week else 0}
    kept |= _columns(*sheets[0][:2])
    kept["sheets"] = {str(first): [t.name, _titles(t, m)] for t, m, first in sheets}
    return kept


def _titles(table, matrix):
    """The lines above the dates, without the two that an export wrote there itself."""
    rows = table.rows[: matrix.area[0]][-MOST_TITLES:]
    lines = [[said(cell)[:MOST_TEXT] for cell in row[:MOST_COLUMNS]] for row in rows]
    ours = (n - 1 for n, line in enumerate(lines) if line and line[0].startswith(STAMP))
    return lines[: next(ours, None)]


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
