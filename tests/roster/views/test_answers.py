"""What an answer tells a page that has not heard of everything: all that happened since."""

import json
from datetime import date

import pytest
from django.urls import reverse

from roster.cells import fingerprint
from roster.editing import Cell, edit_rota
from roster.models import DutyChange
from roster.snapshot import problem_of
from tests.factories import NOW, make_person, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
MONDAY = date(2026, 11, 2)
DEV, ASHA = "c0-0", "c1-0"  # radiographers stand above assistant practitioners


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4")
    make_person(unit, reference="dev", name="Dev P")
    return make_rota(unit, starts=MONDAY, weeks=1)


@pytest.fixture
def sam(rota):
    return make_user(rota.unit, "rota_manager", name="Sam Other")


@pytest.fixture
def typed(client, rota):
    client.force_login(make_user(rota.unit, "rota_manager", name="Mo Manager"))

    def edit(text, person="asha", seen="empty", after=0):
        cell = {"person": person, "date": MONDAY.isoformat(), "text": text, "seen": seen}
        address = f"{reverse('edit-rota', args=[rota.pk])}?after={after}"
        return client.post(
            address, json.dumps({"cells": [cell]}), content_type="application/json"
        ).json()

    return edit


def by_sam(rota, sam, person="dev"):
    held = {"shift": "L", "site": "TH", "area": "XR", "role": "operator"}
    edit_rota(rota=rota, by=sam, wanted=[Cell(person, MONDAY, (held,))], now=NOW)


def test_an_edit_is_answered_with_what_others_did_before_it(rota, sam, typed):
    by_sam(rota, sam)
    answer = typed("E")
    assert (answer["sequence"], answer["cells"]) == (2, [ASHA])
    assert "<b>L</b>" in answer["elements"][DEV]
    assert "<b>E</b>" in answer["elements"][ASHA]


def test_what_the_page_has_heard_of_is_not_told_again(rota, sam, typed):
    by_sam(rota, sam)
    assert DEV not in typed("E", after=1)["elements"]


def test_a_refusal_is_answered_with_what_else_others_did(rota, sam, typed):
    by_sam(rota, sam)
    by_sam(rota, sam, "asha")
    answer = typed("E")
    assert "Sam Other changed Asha N" in answer["refused"][0]
    assert (answer["sequence"], answer["cells"]) == (2, [ASHA])
    assert "<b>L</b>" in answer["elements"][DEV]
    assert "<b>L</b>" in answer["elements"][ASHA]


def test_an_edit_sent_again_after_its_answer_was_lost_is_done_once(rota, typed):
    typed("E")
    again = typed("E")
    assert "refused" not in again
    assert "<b>E</b>" in again["elements"][ASHA]
    assert DutyChange.objects.count() == 1


def test_an_edit_that_changes_nothing_still_tells_what_others_did(rota, sam, typed):
    typed("E")
    by_sam(rota, sam)
    answer = typed("E", seen=fingerprint([]), after=1)
    assert (answer["sequence"], "<b>L</b>" in answer["elements"][DEV]) == (2, True)
    assert len(problem_of(rota).duties) == 2
