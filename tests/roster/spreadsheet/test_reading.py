"""Bytes to tables: what is read, what is refused, within which bounds. No database."""

import contextlib
import json
import time
import tracemalloc
from datetime import date

import pytest

from roster.spreadsheet import table
from roster.spreadsheet.matrix import find
from roster.spreadsheet.reading import read
from roster.spreadsheet.table import Formula, Unreadable
from tests import workbooks
from tests.workbooks import CODES, MONDAY, PEOPLE, days


def never():
    return False


def matrices(data):
    return [m for found in read(data, never).tables for m in find(found)]


def lines(matrix, starts=None):
    """{name: {date: text}}"""
    on = matrix.dates(starts)
    return {line.name: {on[c]: text for c, text in line.cells} for line in matrix.lines}


CLEAN = {
    name: {day: code for day, code in zip(days(), line, strict=True) if code}
    for name, line in zip(PEOPLE, CODES, strict=True)
}


@pytest.mark.parametrize(
    "made", [workbooks.clean, workbooks.titled, workbooks.serials, workbooks.with_macros,
             workbooks.with_comments, workbooks.blank_rows]
)  # fmt: skip
def test_the_rota_is_found_under_titles_colours_serial_dates_and_above_blank_rows(made):
    [matrix] = matrices(made())
    assert lines(matrix) == CLEAN


def test_a_week_may_start_on_sunday_with_its_date_in_the_title():
    [matrix] = matrices(workbooks.sunday_week())
    sunday = date(2026, 11, 8)
    assert (matrix.is_dated, matrix.starts) == (False, sunday)
    with pytest.raises(ValueError, match="Say which date"):
        matrix.dates(None)
    with pytest.raises(ValueError, match="Is the first date right"):
        matrix.dates(MONDAY)
    assert lines(matrix, sunday)["Asha Nair"] == {
        day: code for day, code in zip(days(sunday), CODES[0], strict=True) if code
    }


def test_merged_cells_say_the_same_in_each_of_their_cells():
    [matrix] = matrices(workbooks.merged())
    assert [(line.name, dict(line.cells)) for line in matrix.lines] == [
        ("Asha Nair", {1: "SH"}),
        ("Asha Nair", {2: "L"}),
        ("Dev Patel", {1: "AL", 2: "AL", 3: "AL", 4: "E"}),
    ]


def test_a_formula_is_its_saved_result_or_not_understood():
    [saved] = read(workbooks.formulas(results=True), never).tables
    [unsaved] = read(workbooks.formulas(), never).tables
    assert saved.rows[1][1] == "E"
    assert saved.notes == ("Of 1 formulas the results are read, as they were saved.",)
    assert isinstance(unsaved.rows[1][1], Formula)


def test_windows_1252_is_read_and_said():
    book = read(workbooks.windows_csv(), never)
    assert book.notes == ("The file is read as Windows-1252.",)
    [matrix] = matrices(workbooks.windows_csv())
    assert list(lines(matrix)) == ["Zoë Núñez"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_split_where_its_lines_are(delimiter):
    assert len(matrices(workbooks.windows_csv(delimiter))) == 1


def test_sixty_sheets_give_the_four_that_hold_a_rota():
    found = matrices(workbooks.many_sheets())
    assert [min(m.dates(None).values()) for m in found] == days(count=28)[::7]


def test_hidden_sheets_macros_and_comments_are_said():
    assert read(workbooks.hidden(), never).tables[1].notes == ("The sheet is hidden.",)
    assert "macros" in read(workbooks.with_macros(), never).notes[0]
    assert "Comments" in read(workbooks.with_comments(), never).notes[0]


REFUSED = {
    "empty": (lambda: b"", "The file is empty."),
    "spaces": (lambda: b" \n ", "The file is empty."),
    "password": (workbooks.password_protected, "protected by a password"),
    "old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind"),
    "bomb": (workbooks.zip_bomb, "larger than 60 MB"),
    "lying bomb": (workbooks.lying_bomb, "damaged|larger than 60 MB"),
    "entities": (workbooks.with_entities, "DOCTYPE"),
    "hidden entities": (workbooks.hidden_entities, "another encoding"),
    "elsewhere": (workbooks.pointing_elsewhere, "no sheet"),
    "styles": (workbooks.many_styles, "larger than 60 MB"),
    "not a zip": (lambda: b"PK\x03\x04 nonsense", "damaged"),
    "cut": (lambda: workbooks.clean()[:3000], "damaged"),
    "binary": (lambda: b"\x00\x01\x02" * 500, "neither a workbook nor text"),
    "pdf": (lambda: b"%PDF-1.7", "a picture or a PDF"),
    "large": (lambda: b"x" * (table.FILE_BYTES + 1), "larger than 5 MB"),
    "sheets": (lambda: workbooks.many_sheets(101), "at most 100"),
    "xml": (workbooks.broken, "damaged"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(kind):
    made, said = REFUSED[kind]
    with pytest.raises(Unreadable, match=said):
        read(made(), never)


def test_a_rota_that_takes_too_long_is_refused():
    with pytest.raises(Unreadable, match="longer than 10 seconds"):
        read(workbooks.clean(), lambda: True)


@pytest.mark.slow
@pytest.mark.parametrize("made", [workbooks.blank_rows, workbooks.zip_bomb, workbooks.lying_bomb])
def test_large_files_take_little_memory(made):
    data = made()
    tracemalloc.start()
    began = time.process_time()
    with contextlib.suppress(Unreadable):
        read(data, never)
    took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 1024**2
    assert took < 20  # far above what it takes: only what never ends fails here


def test_a_wide_row_of_merged_cells_is_bounded():
    many = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 4000 + b"</mergeCells>"
    data = workbooks.repacked(
        workbooks.clean(),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + many),
    )
    with pytest.raises(Unreadable, match="merged ranges"):
        read(data, never)


def test_a_number_without_end_is_text():
    assert read(workbooks.without_end(), never).tables[0].rows[1] == ("Asha Nair", 1, "inf")


def test_a_book_is_the_same_after_it_was_kept():
    for made in (workbooks.merged, workbooks.formulas, workbooks.titled):
        book = read(made(), never)
        assert table.book(json.loads(json.dumps(table.plain(book)))) == book
