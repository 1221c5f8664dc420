"""What is typed into a cell, and the duties it means."""

from datetime import date

import pytest

from roster.entry import NotUnderstood, duties
from tests.roster.rules.build import MONDAY, day, duty, person, rota, row

ON = day(MONDAY)


def meant(text, problem, who="asha", on=ON, held=()):
    return [(d["shift"], d["site"], d["area"]) for d in duties(text, problem, who, on, held)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E", [("E", "TH", "XR")]),
        ("  e ", [("E", "TH", "XR")]),
        ("LD GH", [("LD", "GH", "XR")]),
        ("E TH/ED", [("E", "TH", "ED")]),
        ("E /ED", [("E", "TH", "ED")]),
        ("E ED", [("E", "TH", "ED")]),
        ("sh + l gh", [("SH", "TH", "XR"), ("L", "GH", "XR")]),
        ("AD", [("AD", "TH", None)]),
        ("", []),
    ],
)
def test_a_text_means_shifts_at_places(text, expected):
    assert meant(text, rota(row("asha", "E E"), starts=MONDAY)) == expected


def test_the_usual_place_is_where_the_person_works_most():
    worked = [*row("asha", "E E E", place="TH/ED"), duty("asha", "2026-03-27", "E")]
    assert meant("L", rota(worked), on=date(2026, 3, 28)) == [("L", "TH", "ED")]


def test_somebody_new_starts_at_home_where_their_scope_is():
    assert meant("E", rota(), who="ben") == [("E", "TH", "XR")]


def test_a_new_shift_keeps_the_place_and_the_role_of_the_old_one():
    held = duties("E TH/ED", rota(), "asha", ON)
    held = ({**held[0], "role": "assist", "fixed": True},)
    changed = duties("L", rota(row("asha", "E")), "asha", ON, held)
    assert [(d["shift"], d["area"], d["role"], d["fixed"]) for d in changed] == [
        ("L", "ED", "assist", True)
    ]


def test_typing_what_stands_changes_nothing():
    held = duties("E TH/ED", rota(), "asha", ON)
    held = ({**held[0], "supervised_by": ["dev"]},)
    assert duties("E TH/ED", rota(), "asha", ON, held) == held


def test_a_trainee_is_in_training_under_somebody_who_is_there_throughout():
    problem = rota(duty("dev", MONDAY, "L"), duty("fay", MONDAY, "LD"), duty("ed", MONDAY, "E"))
    (planned,) = duties("E TH/XR", problem, "cora", ON)
    assert (planned["role"], planned["supervised_by"]) == ("training", ["fay"])


def test_a_second_trainee_is_named_to_somebody_else():
    problem = rota(
        duty("dev", MONDAY, "E"),
        duty("fay", MONDAY, "E"),
        duty("cora", MONDAY, "E", role="training", by="dev"),
        people=[person("una", *rota().people[2].employments)],
    )
    (planned,) = duties("E TH/XR", problem, "una", ON)
    assert planned["supervised_by"] == ["fay"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Q", "There is no shift type Q. There are E, D, L"),
        ("E ZZ", "Teaching Hospital has no area ZZ. It has XR, ED"),
        ("E ZZ/XR", "There is no site ZZ. There are TH, GH."),
        ("E GH/ED", "General Teaching Hospital has no area ED. It has XR."),
        ("AL", "AL is an absence, not a shift."),
        ("CO", "CO is a day off: leave the cell empty."),
        ("E TH ED", "Type a shift code and, if need be, a place"),
        ("E +", "Type a shift code and, if need be, a place"),
    ],
)
def test_what_is_not_understood_is_said(text, said):
    with pytest.raises(NotUnderstood) as refused:
        duties(text, rota(row("asha", "E")), "asha", ON)
    assert said in str(refused.value)
