"""Notes through the web: the grid's dialog, the page, and who is told."""

from datetime import date

import pytest
from django.urls import reverse

from roster.models import Note
from roster.noting import write_note
from tests.factories import NOW, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
TYPED = {"person": "asha", "date": "2026-11-02", "own": "", "everybody": ""}
BEFORE = {"initial-own": "", "initial-everybody": ""}


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N")
    return make_rota(unit, starts=MONDAY, weeks=1)


@pytest.fixture
def manager(client, rota):
    user = make_user(rota.unit, "rota_manager", name="Mo Manager")
    client.force_login(user)
    return user


def note(client, rota, after=0, noted=0, **typed):
    address = f"{reverse('note', args=[rota.pk])}?after={after}&noted={noted}"
    return client.post(address, TYPED | BEFORE | typed)


def changes(client, rota, noted=None):
    asked = {"after": 0} | ({} if noted is None else {"noted": noted})
    return client.get(reverse("rota-changes", args=[rota.pk]), asked)


def test_a_note_is_answered_with_its_cell_and_its_date_as_they_are_drawn(client, rota, manager):
    answer = note(client, rota, own="Late <train>", everybody="Scanner service").json()
    assert (answer["said"], set(answer["elements"])) == ("Noted.", {"c0-0", "d0"})
    assert 'data-note="Late &lt;train&gt;"' in answer["elements"]["c0-0"]
    assert "Note: Late &lt;train&gt;" in answer["elements"]["c0-0"]
    assert 'data-note="Scanner service"' in answer["elements"]["d0"]
    assert answer["noted"] == Note.objects.last().pk
    again = note(client, rota, own="Late <train>", **{"initial-own": "Late <train>"})
    assert again.json()["said"] == "The notes are as they were."


def test_a_note_stays_when_the_duty_changes(client, rota, manager):
    note(client, rota, own="Late train")
    make_duty(rota, rota.unit.people.get(), MONDAY, shift="L")
    page = client.get(reverse("rota", args=[rota.pk])).content.decode()
    assert "Late 12:00 to 20:00, General X-ray, Teaching Hospital. Note: Late train" in page


def test_what_somebody_else_wrote_meanwhile_is_left_where_this_form_did_not_change_it(
    client, rota, manager
):
    write_note(
        unit=rota.unit, person=rota.unit.people.get(), on=MONDAY, text="New", by=manager, now=NOW
    )
    answer = note(client, rota, everybody="Service").json()
    assert set(answer["elements"]) == {"c0-0", "d0"}
    assert 'data-note="New"' in answer["elements"]["c0-0"]
    assert Note.objects.count() == 2


def test_other_managers_are_told_with_the_next_poll_and_nobody_else(client, rota, manager):
    number = note(client, rota, own="Late train").json()["noted"]
    told = changes(client, rota, noted=0).json()
    assert (told["noted"], set(told["elements"])) == (number, {"c0-0"})
    assert changes(client, rota, noted=number).status_code == 204
    for role in ("viewer", "approver"):
        client.force_login(make_user(rota.unit, role))
        assert "elements" not in changes(client, rota, noted=0).json()
        assert b"Late train" not in client.get(reverse("rota", args=[rota.pk])).content
        card = client.get(
            reverse("rota-card", args=[rota.pk]), {"person": "asha", "date": "2026-11-02"}
        )
        assert b"Late train" not in card.content


def test_the_card_tells_the_note_who_wrote_it_and_what_was_there_before(client, rota, manager):
    note(client, rota, own="Late train", everybody="Service")
    note(client, rota, own="", **{"initial-own": "Late train"})
    asked = {"person": "asha", "date": "2026-11-02"}
    card = client.get(reverse("rota-card", args=[rota.pk]), asked).content.decode()
    assert "<dt>Note</dt><dd>taken away" in card
    assert "<li>Late train" in card
    assert "<dt>The date</dt><dd>Service" in card
    assert card.count("Mo Manager") == 3


def test_a_note_that_is_too_long_and_a_date_outside_are_refused(client, rota, manager):
    answer = note(client, rota, own="x" * 301)
    assert answer.status_code == 422
    assert "301" in answer.json()["refused"][0]
    answer = note(client, rota, own="x", date="2026-11-09")
    assert answer.json() == {"refused": ["Choose a date of this rota."]}
    answer = note(client, rota, own="x", person="")
    assert answer.json() == {"refused": ["Say whom the note is about."]}
    assert not Note.objects.exists()


def test_without_a_script_the_page_takes_the_same(client, rota, manager):
    address = reverse("note", args=[rota.pk])
    asked = {"person": "asha", "date": "2026-11-02"}
    client.post(address, TYPED | BEFORE | {"own": "Late train"})
    assert b"Late train</textarea>" in client.get(address, asked).content
    answer = client.post(address, TYPED | BEFORE | {"own": "x", "date": "2026-12-24"})
    assert (answer.status_code, b"Choose a date of this rota." in answer.content) == (422, True)
