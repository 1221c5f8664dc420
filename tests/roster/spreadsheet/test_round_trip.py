"""Any rota, written as a workbook and read again, is the same rota. No database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.cells import plain
from roster.exporting.layout import Layout, Titles
from roster.exporting.workbook import workbook
from roster.problem import Area, Duty, Employment, Person, Problem, ShiftType, Site
from roster.spreadsheet.details import HEADS, details_in
from roster.spreadsheet.matrix import find
from roster.spreadsheet.planning import Read, plan
from roster.spreadsheet.reading import read
from tests.workbooks import book_of, saved

MONDAY = date(2026, 11, 2)
OWN = Layout(
    by_week=True,
    week_starts=6,
    left=("Band", "", "Staff", "Telephone", "Place"),
    right=("=Total", "Hours"),
    name_at=2,
    sheets={
        "2026-11-01": (
            "wk 1",
            Titles(
                (("IXF ROTA", "", "=draft"), (), ("w/c 1 Nov 2026",)),
                ((0, 0, 0, 1), (0, 2, 1, 9), (2, 0, 2, 11)),
            ),
        )
    },
    colours={"duty e": "1F3864", "duty e gh/xr": "FFCC00", "duty e + l": "FF0000"},
)
SHIFTS = (
    ShiftType("E", time(8), time(12)),
    ShiftType("L", time(12), time(20), 30),
    ShiftType("1", time(20), time(23)),
    ShiftType("AD", time(9), time(12), 0, "admin"),
)
DAY_OF = [("E",), ("L",), ("E", "L"), ("AD",), ("AD", "L"), ("1",), ("L", "1")]
SITES = (
    Site("TH", "Teaching", (Area("XR", "X-ray"), Area("ED", "Emergency"))),
    Site("GH", "General", (Area("XR", "X-ray"),)),
)
PLACES = [("TH", "XR"), ("TH", "ED"), ("GH", "XR")]
NAMES = ["Asha Nair", "=SUM(A1)", "Zoë O'Neil", "Total Newman", "-Dash", "MON"]


def person(number):
    role = "trainee" if number == 2 else "radiographer"
    employment = Employment(date(2020, 1, 1), None, 6, role, 2250)
    return Person(f"p{number}", NAMES[number], ("TH", "GH"), (employment,))


PEOPLE = tuple(map(person, range(len(NAMES))))
CALLED = (datetime(2026, 11, 2, 13, 5, tzinfo=UTC), datetime(2026, 11, 2, 14, 0, tzinfo=UTC))
DETAILS = [
    *[{}] * 6,
    {"role": "assist", "supervised_by": ("p1", "p3")},
    {"additional": True},
    {"fixed": True, "called": (CALLED,), "fold": 1},
]
CLASS = {shift.code: shift.work_class for shift in SHIFTS}


@st.composite
def problems(draw):
    duties = []
    for who in PEOPLE:
        for n in range(14):
            for code in draw(st.sampled_from([(), (), *DAY_OF])):
                site, area = draw(st.sampled_from(PLACES))
                area = area if CLASS[code] == "clinical" else None
                said = draw(st.sampled_from(DETAILS))
                duties.append(Duty(who.id, MONDAY + timedelta(days=n), code, site, area, **said))
    return Problem(
        "IXF", MONDAY, 2, sites=SITES, shift_types=SHIFTS, people=PEOPLE, duties=tuple(duties)
    )


def read_again(data, problem):
    """The plan of a workbook for a rota in which nothing is planned yet."""
    tables, reads = read(data, lambda: False).tables, []
    for table in tables:
        for matrix in find(table):
            days = matrix.dates(None)
            reads += [
                Read(table.name, line.row, line.name, line.place,
                     tuple((days[c], c, text) for c, text in line.cells), ())
                for line in matrix.lines
            ]  # fmt: skip
    return plan(reads, replace(problem, duties=()), {}, details_in(tables))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(problems(), st.sampled_from([Layout(), Layout(True), Layout(True, 6), OWN]))
def test_a_rota_written_and_read_again_is_the_same(problem, layout):
    data = workbook(problem, title="=1", shift_names={}, stamp="+2", layout=layout)
    found = read_again(data, problem)
    assert (found.open_names, found.open_codes, found.troubles) == ([], [], [])
    wanted = {}
    for duty in problem.duties:
        wanted.setdefault((duty.person, duty.date), []).append(plain(duty))
    assert {key: list(duties) for key, duties in found.cells.items()} == wanted


@pytest.mark.parametrize(
    "row",
    [
        ["p0", "", "soon", "E", "operator"],
        ["p0", "", MONDAY, "E", "chief"],
        [None, "", MONDAY, "E", "operator"],
        ["p0", "", MONDAY, "E", "operator", "", "", "", "{"],
        ["p0", "", MONDAY, "E", "operator", "", "", "", '{"called": [["2026-11-02T10:00", 1]]}'],
        ["p0", "", MONDAY, "E", "operator", "", "", "", '{"fold": 7}'],
        ["p0", "", MONDAY, "E", "operator", "", "", "", "[]"],
    ],
)
def test_a_line_of_details_that_is_none_is_said(row):
    tables = read(saved(book_of([list(HEADS), row])), lambda: False).tables
    with pytest.raises(ValueError, match="Sheet1, line 2: "):
        details_in(tables)
