"""Notes on a date and on somebody's date."""

from datetime import date, timedelta

import pytest

from roster.locking import Refused
from roster.noting import newest_note, notes_between, notes_on, write_note, written_since
from tests.factories import NOW, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    return make_person(unit, reference="asha")


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager", name="Mo")


def standing(unit, last=MONDAY + 6 * DAY):
    return dict(notes_between(unit, MONDAY, last).texts)


def test_the_newest_note_of_a_date_and_of_a_persons_date_stands(unit, asha, manager):
    about = {"unit": unit, "by": manager, "now": NOW, "on": MONDAY}
    write_note(person=None, text="Scanner service", **about)
    write_note(person=asha, text="Swapped  by\nphone", **about)
    write_note(person=None, text="Scanner service until 10", **about)
    assert standing(unit) == {
        (None, MONDAY): "Scanner service until 10",
        ("asha", MONDAY): "Swapped by phone",
    }


def test_a_blank_text_takes_it_away_and_all_that_was_written_is_kept(unit, asha, manager):
    about = {"unit": unit, "person": asha, "by": manager, "now": NOW, "on": MONDAY}
    write_note(text="Late train", **about)
    write_note(text=" ", **about)
    assert standing(unit) == {}
    assert [(note.text, note.by, note.at) for note in notes_on(unit, "asha", MONDAY)] == [
        ("", manager, NOW),
        ("Late train", manager, NOW),
    ]


def test_what_it_says_already_is_no_new_note(unit, asha, manager):
    about = {"unit": unit, "person": asha, "by": manager, "now": NOW, "on": MONDAY}
    assert write_note(text="", **about) is None
    assert write_note(text="Late train", **about).text == "Late train"
    assert write_note(text=" Late train ", **about) is None


def test_three_hundred_letters_are_taken_and_one_more_is_not(unit, manager):
    about = {"unit": unit, "person": None, "by": manager, "now": NOW, "on": MONDAY}
    assert write_note(text="x" * 300, **about)
    with pytest.raises(Refused, match="has 301 letters"):
        write_note(text="x" * 301, **about)


def test_notes_of_other_dates_units_and_people_are_not_among_them(unit, asha, manager):
    other = make_unit(code="OTHER")
    about = {"by": manager, "now": NOW, "text": "x"}
    write_note(unit=unit, person=None, on=MONDAY + 7 * DAY, **about)
    write_note(unit=other, person=None, on=MONDAY, **about)
    write_note(unit=unit, person=make_person(unit), on=MONDAY, **about)
    assert notes_on(unit, "asha", MONDAY) == []
    assert len(standing(unit)) == 1


def test_what_was_written_after_a_number_is_told_once_a_cell(unit, asha, manager):
    about = {"unit": unit, "by": manager, "now": NOW}
    span = unit, MONDAY, MONDAY + 6 * DAY
    assert newest_note(*span) == 0
    write_note(person=asha, on=MONDAY, text="a", **about)
    number = newest_note(*span)
    assert notes_between(*span).newest == number
    assert written_since(*span, number) == set()
    for text in ("b", ""):
        write_note(person=asha, on=MONDAY + DAY, text=text, **about)
    write_note(person=None, on=MONDAY, text="c", **about)
    write_note(person=None, on=MONDAY + 9 * DAY, text="d", **about)
    assert written_since(*span, number) == {("asha", MONDAY + DAY), (None, MONDAY)}
