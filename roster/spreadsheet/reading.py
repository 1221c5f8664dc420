"""The bytes of an upload as tables. Pure.

read(data, enough) -> Book        Raises Unreadable, with a sentence that says what to do.
"""

import csv
import io

from roster.spreadsheet.opening import kind_of
from roster.spreadsheet.table import CELLS, COLUMNS, LETTERS, ROWS, Book, Table, Unreadable
from roster.spreadsheet.xlsx import read_xlsx

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(data: bytes, enough) -> Book:
    """`enough()` says whether the time for reading is up."""
    return read_xlsx(data, enough) if kind_of(data) == "xlsx" else _read_csv(data)


def _read_csv(data):
    text, notes = _decoded(data)
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(lines))
    rows, count = [], 0
    try:
        for row in reader:
            if len(rows) == ROWS:
                notes.append(f"Only the first {ROWS:,} rows are read.")
                break
            rows.append(tuple(cell.strip()[:LETTERS] or None for cell in row[:COLUMNS]))
            count += sum(cell is not None for cell in rows[-1])
    except csv.Error as fault:
        raise Unreadable(f"The file is no CSV: {fault}, in line {reader.line_num}.") from fault
    if not count or count > CELLS:
        raise Unreadable("The file holds no cells." if not count else "The file is too large.")
    return Book((Table("CSV", tuple(rows)),), tuple(notes))


def _decoded(data):
    """(the text, what there is to say about it)"""
    encoding = next((e for mark, e in MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text, notes = data.decode(encoding), []
    except UnicodeDecodeError:
        try:
            text, notes = data.decode("cp1252"), ["The file is read as Windows-1252."]
        except UnicodeDecodeError as fault:
            raise Unreadable(
                "The file is neither a workbook nor text. Save it as .xlsx or as CSV (UTF-8)."
            ) from fault
    if any(ord(c) < 32 and c not in "\t\r\n\x0c" for c in text):
        raise Unreadable("The file is neither a workbook nor text. Save it as .xlsx or as CSV.")
    return text, notes


def _delimiter(lines):
    """The one that most lines have, of those used; a comma where none is."""
    counts = {d: sum(d in line for line in lines[:50]) for d in ",;\t"}
    return max(counts, key=lambda d: (counts[d], sum(line.count(d) for line in lines[:50])))
