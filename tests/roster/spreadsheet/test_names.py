"""Names: exact whatever their case, accents and order; else offered, never taken."""

import pytest

from roster.spreadsheet.names import Names

PEOPLE = [("asha", "Asha Nair"), ("zoe", "Zoë O'Neil"), ("mo1", "Mo Khan"), ("mo2", "Mo Khan")]


@pytest.mark.parametrize(
    ("written", "who"),
    [("Asha Nair", "asha"), (" NAIR,  asha ", "asha"), ("Dr Asha Nair", "asha"),
     ("Zoe O’Neil", "zoe"), ("ONEIL ZOË", "zoe"), ("asha", "asha"), ("mo2", "mo2"),
     ("Asha Nare", None), ("Asha", "asha"), ("Nair", None), ("Mo Khan", None), ("", None)],
)  # fmt: skip
def test_a_name_is_somebodys_only_when_it_is_exactly_theirs(written, who):
    assert Names(PEOPLE).exact(written) == who


def test_those_alike_are_offered_best_first():
    offered = Names(PEOPLE).alike("Asha Nare")
    assert offered[0][0] == "asha"
    assert 80 < offered[0][1] < 100
    assert Names(PEOPLE).alike("Xxxx Qqqq") == []
