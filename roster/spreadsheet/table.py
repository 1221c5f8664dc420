"""What is read of a workbook: plain cells, and what was noticed. Pure.

A cell is null, text, a whole number, a number, a date, or a Formula whose result the file does not
hold. Rows and columns count from 0; `place` says them as a spreadsheet does.
"""

from dataclasses import dataclass, field, replace
from datetime import date

FILE_BYTES = 5 * 1024**2
UNZIPPED_BYTES = 60 * 1024**2
PART_BYTES = 20 * 1024**2  # of one part of a workbook that is no sheet
PARTS, SHEETS = 2000, 100
ROWS, COLUMNS = 2000, 400  # read of one sheet
CELLS = 100_000  # that hold something, in all sheets
LETTERS = 200  # kept of one cell
SECONDS = 10
HIDDEN = "The sheet is hidden."


class Unreadable(Exception):
    """The file cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Formula:
    """A formula whose result is not in the file."""

    text: str


@dataclass(frozen=True)
class Table:
    """One sheet. What a merged range shows stands in each of its cells; `merged` are the ranges, as
    (first row, first column, last row, last column). `fills` are {(row, column): "FFCC00"} of cells
    that hold something; where nothing is said, none.
    """

    name: str
    rows: tuple[tuple, ...] = ()
    notes: tuple[str, ...] = ()
    date1904: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    fills: dict = field(default_factory=dict)

    def at(self, row, column):
        return self.rows[row][column] if column < len(self.rows[row]) else None


@dataclass(frozen=True)
class Book:
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = field(default=())


def letters(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def place(row: int, column: int) -> str:
    return f"{letters(column)}{row + 1}"


def column_of(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def said(cell) -> str:
    """A cell as text, with its spaces in order."""
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return "formula without a result"
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def plain(book: Book) -> dict:
    """As JSON can hold it."""
    return {
        "notes": list(book.notes),
        "tables": [
            {
                "name": t.name,
                "notes": list(t.notes),
                "date1904": t.date1904,
                "rows": [[_packed(cell) for cell in row] for row in t.rows],
                "merged": t.merged,
                "fills": _by_colour(t.fills),
            }
            for t in book.tables
        ],
    }


def book(held: dict) -> Book:
    """What `plain` wrote."""
    tables = [
        Table(
            t["name"],
            tuple(tuple(_unpacked(cell) for cell in row) for row in t["rows"]),
            tuple(t["notes"]),
            t["date1904"],
            tuple(map(tuple, t.get("merged", ()))),
            {tuple(at): colour for colour, cells in t.get("fills", {}).items() for at in cells},
        )
        for t in held["tables"]
    ]
    return Book(tuple(tables), tuple(held["notes"]))


def _by_colour(fills):
    found = {}
    for at, colour in fills.items():
        found.setdefault(colour, []).append(at)
    return found


def _packed(cell):
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return {"f": cell.text} if isinstance(cell, Formula) else cell


def _unpacked(cell):
    if not isinstance(cell, dict):
        return cell
    return date.fromisoformat(cell["d"]) if "d" in cell else Formula(cell["f"])


def cropped(table: Table, area) -> Table:
    """The table with everything outside (first row, first column, last row, last column) empty."""
    top, left, bottom, right = area
    rows = tuple(
        tuple(
            cell if top <= r <= bottom and left <= c <= right else None
            for c, cell in enumerate(row)
        )
        for r, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)
