"""An .xlsx as tables, by openpyxl, within bounds of rows, columns, cells and time. Pure.

A formula counts as what it came to when the file was saved; where the file does not say, the cell
is a Formula. Of colours only the fill of a cell is read, and only to be given back. Comments,
pictures and macros are not read, and the notes say so.
"""

import io
import re
import warnings
from datetime import date, datetime, time
from math import isfinite

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from roster.spreadsheet.colours import Palette
from roster.spreadsheet.opening import checked_parts, rebuilt
from roster.spreadsheet.table import (
    CELLS,
    COLUMNS,
    HIDDEN,
    LETTERS,
    ROWS,
    SECONDS,
    SHEETS,
    Book,
    Formula,
    Table,
    Unreadable,
    column_of,
)

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
MERGES = 1000  # kept of a sheet
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read_xlsx(data: bytes, enough) -> Book:
    """`enough()` is asked between rows whether the time is up. Raises Unreadable."""
    parts = checked_parts(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out; nothing of it is used
            return _book(rebuilt(parts), parts, enough, tuple(_notes(parts, data)))
    except Unreadable:
        raise
    except Exception as fault:  # openpyxl has no error of its own for XML that is no workbook
        raise Unreadable(
            "The workbook is damaged or unusual. Open it in Excel, save it and try again."
        ) from fault


def _book(data, parts, enough, notes):
    results = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = results.worksheets
    if not sheets:
        raise Unreadable("The workbook has no sheet that can be read.")
    if len(sheets) > SHEETS:
        raise Unreadable(f"The workbook has {len(sheets)} sheets; at most {SHEETS} are read.")
    typed = None
    if any(FORMULA.search(parts.get(_path(sheet), b"")) for sheet in sheets):
        typed = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    mac, left, tables = results.epoch == CALENDAR_MAC_1904, CELLS, []
    for number, sheet in enumerate(sheets):
        part = parts.get(_path(sheet), b"")
        formulas = typed.worksheets[number] if typed and FORMULA.search(part) else None
        table = _table(sheet, formulas, part, enough, mac)
        left -= sum(cell is not None for row in table.rows for cell in row)
        if left < 0:
            raise Unreadable(
                f"The workbook holds more than {CELLS:,} cells. Copy the rota alone into a new one."
            )
        tables.append(table)
    return Book(tuple(tables), notes)


def _path(sheet):
    return sheet._worksheet_path.lstrip("/")  # openpyxl says it nowhere else


def _notes(parts, data):
    if any(name.startswith(("xl/comments", "xl/threadedComments")) for name in parts):
        yield "Comments on cells are not read: look whether one says something."
    if b"xl/vbaProject.bin" in data:
        yield "The macros of the workbook are left alone."


def _table(sheet, formulas, part, enough, mac):
    rows, fills, more = _rows(sheet, enough)
    notes = []
    if more:
        notes.append(f"Only the first {ROWS:,} rows and {COLUMNS} columns are read.")
    if sheet.sheet_state != "visible":
        notes.append(HIDDEN)
    if formulas is not None:
        notes += _mark_formulas(rows, formulas, enough)
    merged = _fill_merged(rows, fills, part)
    table = tuple(map(tuple, _trimmed(rows)))
    return Table(sheet.title, table, tuple(notes), mac, merged, fills)


def _rows(sheet, enough):
    """(the rows as lists of plain cells, {(row, column): colour}, whether there is more)"""
    sheet.reset_dimensions()
    palette, rows, fills, more = Palette(sheet.parent), [], {}, False
    for number, row in enumerate(sheet.iter_rows(max_row=ROWS + 1)):
        _refuse_late(enough)
        if number == ROWS:
            return rows, fills, True
        more |= any(cell.value is not None for cell in row[COLUMNS:])
        rows.append([_plain(cell.value) for cell in row[:COLUMNS]])
        for column, cell in enumerate(row[:COLUMNS]):
            if rows[-1][column] is not None and (colour := palette.of(cell)):
                fills[number, column] = colour
    return rows, fills, more


def _refuse_late(enough):
    if enough():
        raise Unreadable(
            f"Reading the workbook took longer than {SECONDS} seconds. Copy the rota alone into a "
            f"new workbook."
        )


def _plain(cell):
    if isinstance(cell, str):
        return cell[:LETTERS] if cell.strip() else None
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell if isfinite(cell) else str(cell)
    if cell is None or (isinstance(cell, int | float | date) and not isinstance(cell, bool)):
        return cell
    return str(cell)[:LETTERS]


def _mark_formulas(rows, formulas, enough):
    """Put a Formula where a formula has no result in the file; says how many have one."""
    formulas.reset_dimensions()
    with_result = 0
    for number, row in enumerate(formulas.iter_rows(max_row=len(rows), max_col=COLUMNS)):
        _refuse_late(enough)
        for column, cell in enumerate(row):
            if cell.data_type == "f" and column < len(rows[number]):
                if rows[number][column] is None:
                    rows[number][column] = Formula(str(cell.value)[:LETTERS])
                else:
                    with_result += 1
    if with_result:
        yield f"Of {with_result} formulas the results are read, as they were saved."


def _fill_merged(rows, fills, part):
    """What the first cell of a merged range holds, in all its cells: so the sheet shows it. Gives
    the ranges."""
    left, ranges = CELLS, []
    for area in _merged(part, len(rows)):
        left -= _fill(rows, fills, area)
        if left < 0:
            raise Unreadable(f"The merged ranges of a sheet have more than {CELLS:,} cells.")
        ranges.append(area)
    return tuple(ranges[:MERGES])


def _merged(part, height):
    """As (first row, first column, last row, last column), of what is read of the sheet."""
    for found in MERGED.finditer(part):
        top, bottom = int(found[2]) - 1, min(int(found[4]), height) - 1
        left, right = column_of(found[1].decode()), column_of(found[3].decode())
        right = min(right, COLUMNS - 1)
        if 0 <= top <= bottom and left <= right:
            yield top, left, bottom, right


def _fill(rows, fills, area):
    """How many cells were filled."""
    top, left, bottom, right = area
    shown = rows[top][left] if left < len(rows[top]) else None
    if shown is None:
        return 1
    colour = fills.get((top, left))
    for number in range(top, bottom + 1):
        row = rows[number]
        row.extend([None] * (right + 1 - len(row)))
        row[left : right + 1] = [shown] * (right + 1 - left)
        if colour:
            fills.update({(number, column): colour for column in range(left, right + 1)})
    return (bottom + 1 - top) * (right + 1 - left)


def _trimmed(rows):
    """Without the blank cells at the right and the blank rows below."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
