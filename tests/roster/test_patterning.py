"""Writing rota lines and saying who works them."""

from datetime import date, timedelta

import pytest

from roster.locking import Refused
from roster.models import HeldLine, KeptDate
from roster.patterning import assign_line, delete_line, end_line, keep_date, write_line
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
WEEK = timedelta(days=7)
OFF = [""] * 7


@pytest.fixture
def unit():
    return make_unit()


def write(unit, *weeks, name="A", line=None):
    pattern = [[text, *OFF[1:]] for text in weeks]
    return write_line(unit=unit, name=name, pattern=pattern, line=line)


def test_codes_are_kept_as_they_would_be_typed_by_a_tidy_hand(unit):
    assert write(unit, " e  th/ed ", "sh+l", name="  Long   line ").pattern[0][0] == "E TH/ED"
    line = unit.rota_lines.get()
    assert (line.name, line.weeks, line.pattern[1][0]) == ("Long line", 2, "SH+L")


@pytest.mark.parametrize("text", ["E", "L ED", "L /XR", "E GH", "SH XR + L GH/XR", ""])
def test_what_could_stand_in_some_cell_is_taken(unit, text):
    assert write(unit, text).weeks == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("QQ", "Week 1, Monday: There is no shift type QQ."),
        ("AL", "Week 1, Monday: AL is an absence"),
        ("E QQ", "Week 1, Monday: Teaching Hospital has no area QQ."),
        ("E QQ/XR", "Week 1, Monday: There is no site QQ."),
        ("E GH/ED", "Week 1, Monday: General Hospital has no area ED."),
        ("E TH ED", "Week 1, Monday: Type a shift code"),
        ("E +", "Week 1, Monday: Type a shift code"),
    ],
)
def test_what_means_nothing_is_said_with_its_week_and_day(unit, text, said):
    with pytest.raises(Refused, match=said):
        write(unit, text)
    assert not unit.rota_lines.exists()


def test_a_line_has_a_name_of_its_own_and_one_to_twelve_weeks(unit):
    write(unit, "E")
    for refused in ({"name": "a"}, {"name": " "}):
        with pytest.raises(Refused):
            write(unit, "E", **refused)
    for weeks in (0, 13):
        with pytest.raises(Refused, match="1 to 12 weeks"):
            write(unit, *["E"] * weeks, name="B")
    assert write(unit, *["E"] * 12, name="B").weeks == 12


def test_a_line_that_is_worked_keeps_its_length_and_is_not_deleted(unit):
    line, asha = write(unit, "E"), make_person(unit)
    assign_line(line=line, people=[asha], starts=MONDAY, first_week=1)
    assert write(unit, "L", name="B", line=line).pattern[0][0] == "L"
    with pytest.raises(Refused, match="keeps its length, 1 week"):
        write(unit, "L", "E", line=line)
    with pytest.raises(Refused, match="Somebody works B"):
        delete_line(line=line)
    end_line(held=HeldLine.objects.get(), until=MONDAY - timedelta(days=1))
    delete_line(line=line)
    assert not unit.rota_lines.exists()


def test_people_start_one_week_after_another_and_round_again(unit):
    line = write(unit, "E", "L", "LD")
    people = [make_person(unit) for _ in range(4)]
    assign_line(line=line, people=people, starts=MONDAY, first_week=2, step=1)
    assert list(HeldLine.objects.values_list("first_week", flat=True)) == [2, 3, 1, 2]


def test_a_second_start_on_one_monday_replaces_the_first(unit):
    asha = make_person(unit)
    assign_line(line=write(unit, "E"), people=[asha], starts=MONDAY, first_week=1)
    other = write(unit, "L", "E", name="B")
    assign_line(line=other, people=[asha], starts=MONDAY, first_week=2)
    assert [(one.line, one.first_week) for one in asha.held_lines.all()] == [(other, 2)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"people": []}, "Choose who works"),
        ({"starts": MONDAY + timedelta(days=1)}, "starts on a Monday"),
        ({"first_week": 2}, "A has weeks 1 to 1"),
        ({"first_week": 0}, "A has weeks 1 to 1"),
    ],
)
def test_what_cannot_be_worked_is_said(unit, wrong, said):
    asked = {"people": [make_person(unit)], "starts": MONDAY, "first_week": 1} | wrong
    with pytest.raises(Refused, match=said):
        assign_line(line=write(unit, "E"), **asked)


def test_a_line_ends_on_a_sunday(unit):
    line, asha = write(unit, "E"), make_person(unit)
    assign_line(line=line, people=[asha], starts=MONDAY, first_week=1)
    held = asha.held_lines.get()
    with pytest.raises(Refused, match="ends on a Sunday"):
        end_line(held=held, until=MONDAY)
    end_line(held=held, until=MONDAY + timedelta(days=6))
    assert asha.held_lines.get().until == MONDAY + timedelta(days=6)


def test_a_date_is_kept_once(unit):
    asha = make_person(unit)
    keep_date(person=asha, on=MONDAY)
    keep_date(person=asha, on=MONDAY, reason=" Exam ")
    assert [(kept.date, kept.reason) for kept in KeptDate.objects.all()] == [(MONDAY, "Exam")]
