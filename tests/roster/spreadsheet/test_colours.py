"""The fill of a cell, however a workbook says it. No database."""

import pytest
from openpyxl import Workbook
from openpyxl.styles import Color, GradientFill, PatternFill

from roster.spreadsheet.reading import read
from roster.spreadsheet.table import Unreadable
from tests.workbooks import repacked, saved


def solid(**colour):
    return PatternFill("solid", fgColor=Color(**colour))


def read_fills(*fills, change=None):
    book = Workbook()
    for row, fill in enumerate(fills, start=1):
        book.active.cell(row, 1, "E").fill = fill
    data = saved(book)
    data = repacked(data, *change) if change else data
    return read(data, lambda: False).tables[0].fills


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        (solid(rgb="FFffcc00"), "FFCC00"),
        (solid(rgb="00FFCC00"), "FFCC00"),
        (solid(indexed=10), "FF0000"),
        (solid(indexed=64), None),  # the system's own
        (solid(theme=1), "000000"),  # dark text: the part of themes has light after it
        (solid(theme=0), None),  # white
        (solid(theme=4), "4F81BD"),
        (solid(theme=99), None),
        (PatternFill("gray125"), None),
        (GradientFill(stop=("FF0000", "00FF00")), None),
        (PatternFill(), None),
    ],
)
def test_a_fill_is_a_colour_or_none(fill, colour):
    assert read_fills(fill) == ({(0, 0): colour} if colour else {})


@pytest.mark.parametrize(
    ("tint", "shown"),
    [(0.8, "DCE6F1"), (0.6, "B8CCE4"), (0.4, "95B3D7"), (-0.25, "366092"), (-0.5, "244062")],
)
def test_a_tint_comes_within_a_step_of_what_office_shows(tint, shown):
    colour = read_fills(solid(theme=4, tint=tint))[0, 0]
    parts = [[int(text[n : n + 2], 16) for n in (0, 2, 4)] for text in (colour, shown)]
    assert max(abs(a - b) for a, b in zip(*parts, strict=True)) <= 1


def test_an_empty_cell_has_none_and_a_merged_range_that_of_its_first_cell():
    book = Workbook()
    book.active["A1"] = "AL"
    book.active["A1"].fill = book.active["B2"].fill = solid(rgb="FFFFCC00")
    book.active.merge_cells("A1:C1")
    [table] = read(saved(book), lambda: False).tables
    assert table.fills == {(0, column): "FFCC00" for column in range(3)}
    assert table.merged == ((0, 0, 0, 2),)


def test_a_cell_of_a_style_that_is_not_there_has_no_colour():
    change = ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b's="1"', b's="999"'))
    assert read_fills(solid(rgb="FFFFCC00"), change=change) == {}


def with_range(area):
    book = Workbook()
    book.active["A1"], book.active["C2"] = "E", "L"
    book.active.merge_cells("A1:B1")
    ref = f'ref="{area}"'.encode()
    return repacked(
        saved(book), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:B1"', ref)
    )


@pytest.mark.parametrize("area", ["ZZ1:ZZ9", "A9:B12"])
def test_a_range_outside_what_is_read_is_none(area):
    [table] = read(with_range(area), lambda: False).tables
    assert (table.rows, table.merged) == ((("E",), (None, None, "L")), ())


@pytest.mark.parametrize("area", ["C1:A1", "A3:A1", "A0:B2"])
def test_a_range_that_cannot_be_is_refused(area):
    with pytest.raises(Unreadable, match="damaged or unusual"):
        read(with_range(area), lambda: False)
