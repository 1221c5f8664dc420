"""Finding the rota in a sheet: a row of dates, a column of names, codes where they meet. Pure.

find(table, known=is_a_name) -> [Matrix, ...]     a sheet may hold one below the other
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from roster.spreadsheet.dates import Heading, date_in, heading
from roster.spreadsheet.table import Table, place, said

LEAST = 3  # columns of dates
RANK = {"date": 3, "day": 2, "weekday": 1, "number": 0}
FIRST, LAST = {"first", "forename", "first name", "given name"}, {"last", "surname", "last name"}
WHO = {"name", "names", "staff", "staff name", "employee", "person", "who", "full name"}
NO_PERSON = {"total", "totals", "sum", "count", "cover"}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A row of codes. `name` is as written; `cells` are (column, text), blank ones left out."""

    row: int
    name: str
    place: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Matrix:
    """`heads` maps columns to their Heading; `starts` is the first column's date, where the sheet
    says it; `area` is (first row, first column, last row, last column)."""

    heads: dict[int, Heading]
    lines: tuple[Line, ...]
    area: tuple[int, int, int, int]
    starts: date | None = None

    @property
    def where(self):
        top, left, bottom, right = self.area
        return f"{place(top, left)}:{place(bottom, right)}"

    @property
    def is_dated(self):
        return all(head.kind == "date" for head in self.heads.values())

    def dates(self, starts: date | None) -> dict[int, date]:
        """{column: date}, from the first one's where the headings are no whole dates: then every
        column is the day after the one before. Raises ValueError with a sentence.
        """
        if self.is_dated:
            return {column: head.on for column, head in self.heads.items()}
        if starts is None:
            raise ValueError("Say which date the first column of codes is.")
        found = {column: starts + n * DAY for n, column in enumerate(self.heads)}
        for column, on in found.items():
            if not self.heads[column].is_of(on):
                raise ValueError(
                    f"Column {place(0, column)[:-1]} would be {on:%A} {on.day} {on:%B %Y}, which "
                    f"its heading is not. Is the first date right?"
                )
        return found


def find(table: Table, known=lambda name: False) -> list[Matrix]:
    """Every matrix of a sheet, from the top. `known`: whether a text is somebody's name."""
    heads = _header_rows(table)
    ends = [*(row for row, *_ in heads[1:]), len(table.rows)][: len(heads)]
    found = [
        _matrix(table, row, body, columns, end, known)
        for (row, body, columns), end in zip(heads, ends, strict=True)
    ]
    return [matrix for matrix in found if matrix is not None]


def _header_rows(table):
    """(row, first row of the body, {column: Heading}); of rows one below the other the best."""
    found = []
    for row in range(len(table.rows)):
        columns = _headings(table, row)
        if not columns:
            continue
        if found and found[-1][1] == row:
            top, _, above = found.pop()
            found.append((top, row + 1, _better(above, columns)))
        else:
            found.append((row, row + 1, columns))
    return found


def _better(one, other):
    def rank(columns):
        return RANK[next(iter(columns.values())).kind], len(columns)

    better, worse = sorted((one, other), key=rank, reverse=True)
    return {
        column: replace(head, weekday=worse[column].weekday)
        if head.weekday is None and column in worse and worse[column].weekday is not None
        else head
        for column, head in better.items()
    }


def _headings(table, row):
    """The columns of a row that are headed with dates of one kind, one after the other."""
    heads = {}
    for column, cell in enumerate(table.rows[row]):
        head = heading(cell, table.date1904)
        if head is not None:
            heads.setdefault(head.kind, {})[column] = head
    runs = [columns for columns in heads.values() if len(columns) >= LEAST and _follow(columns)]
    return max(runs, key=lambda columns: RANK[next(iter(columns.values())).kind], default=None)


def _follow(columns):
    """Whether the headings go forward: codes of 1 in a row are no dates."""
    heads = list(columns.values())
    pairs = list(pairwise(heads))
    match heads[0].kind:
        case "date":
            return all(a.on < b.on for a, b in pairs)
        case "day":
            return all((a.day, a.month) != (b.day, b.month) for a, b in pairs)
        case "weekday":
            return all((a.weekday + 1) % 7 == b.weekday for a, b in pairs)
        case _:
            return all(b.day in (a.day + 1, 1) and a.day != b.day for a, b in pairs)


def _matrix(table, row, body, columns, end, known):
    left = min(columns)
    names, place_column = _name_columns(table, (row, body), end, left, known)
    if not names:
        return None
    lines = tuple(_lines(table, body, end, columns, names, place_column))
    if not lines:
        return None
    starts = next(iter(columns.values())).on or _date_above(table, row, columns)
    area = (row, min(names), lines[-1].row, max(columns))
    return Matrix(columns, lines, area, starts)


def _name_columns(table, heads, end, left, known):
    """(the columns that make a name, the column of the place or null), left of the dates."""
    titles = {}
    for row in range(heads[0], heads[1]):
        for column in range(left):
            titles.setdefault(said(table.at(row, column)).casefold(), column)
    place_column = titles.get("place")
    first = next((titles[word] for word in FIRST if word in titles), None)
    last = next((titles[word] for word in LAST if word in titles), None)
    if first is not None and last is not None:
        return (first, last), place_column
    named = next((titles[word] for word in WHO if word in titles), None)
    if named is not None:
        return (named,), place_column
    return _guessed(table, heads[1], end, left, known), place_column


def _guessed(table, body, end, left, known):
    """The column with most names that are known; of equal ones that with most different texts."""

    def score(column):
        texts = [said(table.at(row, column)) for row in range(body, end)]
        names = [text for text in texts if sum(c.isalpha() for c in text) > 2]
        return sum(map(known, names)), len(set(names))

    best = max(range(left), key=score, default=None)
    return (best,) if best is not None and score(best)[1] else ()


def _lines(table, body, end, columns, names, place_column):
    for row in range(body, end):
        name = " ".join(filter(None, (said(table.at(row, column)) for column in names)))
        cells = tuple(
            (column, said(table.at(row, column)))
            for column in columns
            if table.at(row, column) is not None and said(table.at(row, column))
        )
        if (name and name.casefold() not in NO_PERSON) or (cells and not name):
            spot = said(table.at(row, place_column)) if place_column is not None else ""
            yield Line(row, name, spot, cells)


def _date_above(table, row, columns):
    """The one date in the titles above that the first column can be."""
    first = next(iter(columns.values()))
    top = max(0, row - 6)
    found = {date_in(cell) for line in table.rows[top:row] for cell in line} - {None}
    fitting = [day for day in found if first.is_of(day)]
    return fitting[0] if len(fitting) == 1 else None
