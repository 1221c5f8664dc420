"""No text that somebody typed becomes a formula in a file."""

import csv
import io

import pytest

from roster.exporting.text import csv_bytes, looks_like_formula

ATTACKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK()", "\n=1", "＝1", "-2+3"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_begins_like_a_formula_gets_an_apostrophe(attack):
    rows = list(csv.reader(io.StringIO(csv_bytes([[attack, -1.5]]).decode("utf-8-sig"))))
    assert rows[0][0].startswith("'")
    assert rows[0][1] == "-1.5"


@pytest.mark.parametrize("name", ["Asha N", "O'Neil = fine", "", "1 - 2"])
def test_other_text_stays_as_it_is(name):
    assert not looks_like_formula(name)
    assert csv_bytes([[name, 1.5]]).decode("utf-8-sig") == f'"{name}",1.5\r\n'


@pytest.mark.parametrize("separator", [";", "\t", ",", "\n"])
def test_no_separator_in_a_text_begins_a_cell_with_a_formula(separator):
    text = f'Asha{separator}=HYPERLINK("x")'
    written = csv_bytes([[text]]).decode("utf-8-sig")
    for delimiter in ";,\t":
        assert list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)) == [[text]]


def test_control_characters_are_left_out():
    assert csv_bytes([["a\x00b\x0bc"]]).decode("utf-8-sig") == '"abc"\r\n'
