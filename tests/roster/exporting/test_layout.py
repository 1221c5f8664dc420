"""A department's own titles and colours, kept as plain data and followed. No database."""

from datetime import date, time, timedelta

import pytest

from roster.exporting.colouring import AWAY, Colours, ink_on, own
from roster.exporting.layout import Layout, Titles, seen
from roster.problem import Duty, Problem, ShiftType
from roster.spreadsheet.matrix import find
from roster.spreadsheet.table import Table
from tests.workbooks import MONDAY, days

KEPT = {"by_week": False, "week_starts": 0, "name_at": 0, "right": []}
SHIFTS = (ShiftType("E", time(8), time(16)), ShiftType("L", time(12), time(20)))


def titles(left, dates_at, lines, merged=()):
    """As the sheet of the rota's first date has them."""
    sheets = {str(MONDAY): ["wk", lines, merged]}
    layout = Layout.of(KEPT | {"left": left, "dates_at": dates_at, "sheets": sheets})
    [(_, _, found)] = layout.pages(Problem("IXF", MONDAY, 1))
    return found


def test_a_title_over_the_dates_stays_over_them_where_they_begin_elsewhere():
    lines, merged = [["Rota", "Week 1"], ["", "", "", "Thursday"]], [[0, 0, 0, 0], [0, 1, 0, 7]]
    moved = titles(["Name"], 1, lines, merged)  # a column for the place is put between
    assert moved.lines == (("Rota", "", "Week 1"), ("", "", "", "", "Thursday"))
    assert moved.merged == ((0, 2, 0, 8),)
    moved = titles(["Name", "Place"], 4, [["a", "", "", "b", "c"]], [[0, 0, 0, 3], [0, 4, 0, 10]])
    assert (moved.lines, moved.merged) == ((("a", "b", "c"),), ((0, 0, 0, 1), (0, 2, 0, 8)))


def test_ranges_that_lie_over_each_other_are_kept_once():
    merged = [[0, 0, 0, 5], [0, 3, 1, 4], [1, 3, 1, 4], [1, 5, 1, 5]]
    assert titles(["Name", "Place"], 2, [["a"]], merged).merged == ((0, 0, 0, 5), (1, 3, 1, 4))


def test_what_was_kept_before_there_were_ranges_and_colours_still_holds():
    sheets = {str(MONDAY): ["wk", [["Rota"]]]}
    layout = Layout.of(KEPT | {"left": ["Name"], "sheets": sheets})
    assert layout.sheets == {str(MONDAY): ("wk", Titles((("Rota",),)))}
    assert layout.colours == {}


@pytest.mark.parametrize(("first", "starts"), [(MONDAY, 0), (MONDAY - timedelta(days=1), 6)])
def test_one_sheet_of_a_week_is_followed_by_a_sheet_for_each_week(first, starts):
    table = Table("wk 45", (("Name", *days(first)), ("Asha", "E")))
    layout = Layout.of(seen([(table, find(table), first)], {}))
    assert (layout.by_week, layout.week_starts) == (True, starts)
    names = [name for name, *_ in layout.pages(Problem("IXF", MONDAY, 2))]
    assert names[0] == "wk 45"
    assert len(names) == (2 if starts == 0 else 3)


def test_a_code_with_two_colours_and_a_meaning_of_two_codes_have_none_of_their_own():
    rows = (("Name", *days()), ("Asha", "E", "L", "L", "Q", "Z", "Z2", "E"), ("Mo", "E", "q", "Ea"))
    fills = {(1, 1): "AAAAAA", (1, 7): "AAAAAA", (2, 1): "AAAAAA", (1, 2): "BBBBBB"}
    fills |= {(1, 4): "CCCCCC", (2, 2): "CCCCCC", (1, 5): "DDDDDD", (1, 6): "EEEEEE"}
    table = Table("x", rows, fills=fills)
    meanings = {"e": "duty E", "l": "duty L", "q": "absent AL", "z": "duty N", "z2": "duty N"}
    meanings["ea"] = "duty E"  # never coloured, so it says nothing
    assert own([(table, find(table))], meanings) == {"duty e": "AAAAAA", "absent al": "CCCCCC"}


def test_a_cell_has_the_colour_of_its_text_then_of_its_shift_then_ours():
    colours = Colours(SHIFTS, {"duty e": "AAAAAA", "duty e gh/xr": "BBBBBB", "absent al": "CCCCCC"})
    early, late = (Duty("p", date(2026, 11, 2), code, "TH", "XR") for code in "EL")
    assert colours.of_duties("E", [early]) == "AAAAAA"
    assert colours.of_duties("E GH/XR", [early]) == "BBBBBB"
    assert colours.of_duties("E TH/ED + L", [early, late]) == "AAAAAA"
    assert colours.of_duties("L", [late]) == colours.ours["L"]
    assert (colours.of_absence("AL"), colours.of_absence("SL")) == ("CCCCCC", AWAY)


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("000000", "FFFFFF"), ("1F3864", "FFFFFF"), ("FFCC00", "000000"), ("CFE8FC", "000000")],
)
def test_text_on_a_dark_colour_is_white(colour, ink):
    assert ink_on(colour) == ink
