"""The grid page and the answers to what is done on it, through the web."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from roster.cells import fingerprint
from roster.models import Duty
from staff.models import Unavailability
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
MONDAY = date(2026, 11, 2)
SECRET = "SL"


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha <N>", role="assistant_practitioner", band="4")
    make_person(unit, reference="dev", name="Dev P")
    return make_rota(unit, starts=MONDAY, weeks=4)


@pytest.fixture
def manager(client, rota):
    user = make_user(rota.unit, "rota_manager", name="Mo Manager")
    client.force_login(user)
    return user


def post(client, name, rota, body=None):
    address = reverse(name, args=[rota.pk])
    return client.post(address, json.dumps(body or {}), content_type="application/json")


def typed(client, rota, text, person="asha", day=MONDAY, seen="empty"):
    cell = {"person": person, "date": day.isoformat(), "text": text, "seen": seen}
    return post(client, "edit-rota", rota, {"cells": [cell]})


def page(client, rota):
    return client.get(reverse("rota", args=[rota.pk])).content.decode()


def test_a_typed_code_becomes_a_duty_and_its_cell_comes_back(client, rota, manager):
    answer = typed(client, rota, "e th/ed").json()
    duty = Duty.objects.get()
    assert (duty.shift_type.code, duty.site.code, duty.area.code) == ("E", "TH", "ED")
    assert "<b>E</b><small>T·ED</small>" in answer["elements"]["c1-0"]
    assert answer["sequence"] == 1


def test_the_answer_holds_the_breach_the_hours_and_nothing_untouched(client, rota, manager):
    elements = typed(client, rota, "E").json()["elements"]
    assert "unsupervised" in elements["c1-0"]
    assert "Asha &lt;N&gt; works E on Monday 2 November" in elements["breaches"]
    assert "7.5 rostered" in elements["h1"]
    assert not {name for name in elements if name.startswith("c0")}


def test_giving_a_supervisor_clears_the_assistant_practitioners_cell(client, rota, manager):
    typed(client, rota, "E")
    elements = typed(client, rota, "E", person="dev").json()["elements"]
    assert "is-must" not in elements["c1-0"]
    assert "is-must" not in elements["c0-0"]


def test_a_supervisor_taken_away_turns_the_assistant_practitioner_red(client, rota, manager):
    typed(client, rota, "E")
    typed(client, rota, "E", person="dev")
    cell = Duty.objects.get(person__reference="dev")
    seen = fingerprint_of(page(client, rota), "c0-0")
    elements = typed(client, rota, "", person="dev", seen=seen).json()["elements"]
    assert not Duty.objects.filter(pk=cell.pk).exists()
    assert "is-must" in elements["c1-0"]


def fingerprint_of(html, cell):
    return html.split(f'id="{cell}"')[1].split('data-seen="')[1].split('"')[0]


def test_a_stale_edit_answers_409_with_who_and_the_cell_as_it_stands(client, rota, manager):
    typed(client, rota, "E")
    response = typed(client, rota, "L", seen=fingerprint([]))
    assert response.status_code == 409
    answer = response.json()
    assert "Mo Manager changed Asha <N>, Monday 2 November" in answer["refused"][0]
    assert "<b>E</b>" in answer["elements"]["c1-0"]


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("Q", MONDAY, "Asha <N>, Monday 2 November: There is no shift type Q."),
        ("AL", MONDAY, "AL is an absence, not a shift."),
        ("E", MONDAY + timedelta(days=28), "the date is outside this rota"),
        ("E + L", MONDAY, "E and L overlap"),
    ],
)
def test_impossible_input_answers_422_in_a_sentence(client, rota, manager, text, day, said):
    response = typed(client, rota, text, day=day)
    assert response.status_code == 422
    assert said in response.json()["refused"][0]
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "{", '{"cells": 3}', '{"cells": []}', '{"cells": [{}]}', "[" * 100_000),
        '{"cells": [{"person": "asha", "date": "2026-02-30", "text": "E", "seen": null}]}',
    ],
)
def test_a_request_that_cannot_be_read_is_refused(client, rota, manager, body):
    address = reverse("edit-rota", args=[rota.pk])
    response = client.post(address, body, content_type="application/json")
    assert response.status_code == 422


def test_a_person_of_another_unit_is_refused(client, rota, manager):
    make_person(make_unit(code="OTHER"), reference="stranger")
    response = typed(client, rota, "E", person="stranger")
    assert response.json()["refused"] == ["There is nobody called stranger in IXF."]


def test_undo_and_redo_answer_with_the_cell(client, rota, manager):
    typed(client, rota, "E")
    assert "<b>" not in post(client, "undo-rota", rota).json()["elements"]["c1-0"]
    assert "<b>E</b>" in post(client, "redo-rota", rota).json()["elements"]["c1-0"]
    assert post(client, "redo-rota", rota).status_code == 422


def test_another_editor_gets_what_changed_since(client, rota, manager):
    typed(client, rota, "E")
    address = reverse("rota-changes", args=[rota.pk])
    assert client.get(address, {"after": 1}).status_code == 204
    answer = client.get(address, {"after": 0}).json()
    assert answer["sequence"] == 1
    assert "<b>E</b>" in answer["elements"]["c1-0"]
    assert "c0-0" not in answer["elements"]


def test_names_are_escaped(client, rota, manager):
    assert "Asha &lt;N&gt;" in page(client, rota)
    assert "<N>" not in page(client, rota)


def test_the_reason_of_an_absence_is_for_those_who_plan(client, rota, manager):
    asha = rota.unit.people.get(reference="asha")
    Unavailability.objects.create(person=asha, kind=SECRET, starts_on=MONDAY, until=MONDAY)
    assert f">{SECRET}<" in page(client, rota)
    client.force_login(make_user(rota.unit, "viewer"))
    html = page(client, rota)
    assert ">away<" in html
    assert f">{SECRET}<" not in html
    assert "sick" not in html


def test_a_viewer_is_offered_nothing_to_change(client, rota):
    client.force_login(make_user(rota.unit, "viewer"))
    html = page(client, rota)
    assert "data-may-edit" not in html
    assert "Undo" not in html


def test_a_cell_can_be_changed_by_a_form(client, rota, manager):
    address = reverse("cell", args=[rota.pk])
    asked = {"person": "asha", "date": "2026-11-02"}
    html = client.get(address, asked).content.decode()
    assert 'value="empty"' in html
    assert 'value="2 November 2026"' in html
    form = asked | {"shift": "E", "place": "TH/ED", "role": "assist", "supervised_by": ["dev"]}
    response = client.post(address, form | {"additional": "on", "seen": "empty"})
    assert response.status_code == 302
    duty = Duty.objects.get()
    assert (duty.role, duty.supervised_by, duty.additional) == ("assist", ["dev"], True)


def test_the_form_says_what_is_impossible_and_keeps_what_was_typed(client, rota, manager):
    address = reverse("cell", args=[rota.pk])
    form = {"person": "asha", "date": "2026-12-24", "shift": "E", "place": "TH/ED"}
    response = client.post(address, form | {"role": "assist"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "the date is outside this rota" in html
    assert 'value="2026-12-24"' in html


def fill(rota, people):
    for number in range(people):
        person = make_person(rota.unit, name=f"Person {number}")
        for day in range(0, 28, 7):
            make_duty(rota, person, MONDAY + timedelta(days=day))


@pytest.mark.parametrize("people", [2, 60])
def test_the_page_takes_a_constant_number_of_queries(
    client, rota, manager, people, django_assert_max_num_queries
):
    fill(rota, people)
    with django_assert_max_num_queries(10):
        page(client, rota)


@pytest.mark.parametrize("people", [2, 60])
def test_an_edit_takes_a_constant_number_of_queries(
    client, rota, manager, people, django_assert_max_num_queries
):
    fill(rota, people)
    with django_assert_max_num_queries(16):
        assert typed(client, rota, "E").status_code == 200


def test_the_places_page_names_people_where_they_work(client, rota, manager):
    typed(client, rota, "E TH/ED")
    html = client.get(reverse("rota-places", args=[rota.pk])).content.decode()
    assert "<b>E</b> Asha &lt;N&gt;" in html


def test_the_day_page_shows_one_date_and_no_other_rotas(client, rota, manager):
    typed(client, rota, "E TH/ED")
    html = client.get(reverse("rota-day", args=[rota.pk, MONDAY])).content.decode()
    assert "Monday 2 November 2026" in html
    assert "Asha &lt;N&gt;" in html
    outside = client.get(reverse("rota-day", args=[rota.pk, MONDAY - timedelta(days=1)]))
    assert (outside.status_code, "1 November 2026 is not a date" in outside.content.decode()) == (
        404,
        True,
    )


@pytest.mark.parametrize(("weeks", "shown"), [(1, 7), (2, 14), (6, 42), (9, 42), ("x", 28)])
def test_fewer_weeks_are_fewer_columns(client, rota, manager, weeks, shown):
    address = reverse("rota", args=[rota.pk])
    html = client.get(address, {"weeks": weeks, "first": 3}).content.decode()
    assert html.count('class="day ') == shown
    assert ('id="d27"' in html, 'id="d0"' in html) == (True, shown >= 28)


def test_weeks_are_copied_and_the_answer_says_how_many(client, rota, manager):
    typed(client, rota, "E")
    form = {"source": "2026-11-02", "target": "2026-11-09", "weeks": 1}
    answer = client.post(reverse("copy-weeks", args=[rota.pk]), form).json()
    assert answer["said"] == "Copied 1 cell."
    assert "<b>E</b>" in answer["elements"]["c1-7"]
    again = client.post(reverse("copy-weeks", args=[rota.pk]), form)
    assert again.status_code == 422
    assert "holds nothing that could be copied" in again.json()["refused"][0]


def test_a_copy_without_its_weeks_is_refused(client, rota, manager):
    response = client.post(reverse("copy-weeks", args=[rota.pk]), {"source": "soon"})
    assert response.json() == {"refused": ["Choose the weeks to copy and where to."]}


def test_a_breach_that_tells_why_somebody_is_away_is_for_those_who_plan(client, rota, manager):
    asha = rota.unit.people.get(reference="asha")
    friday, saturday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)
    Unavailability.objects.create(person=asha, kind="AL", starts_on=friday, until=friday)
    make_duty(rota, asha, saturday)
    assert "R-31" in page(client, rota)
    client.force_login(make_user(rota.unit, "viewer"))
    html = page(client, rota)
    assert "R-31" not in html
    assert "eside leave" not in html
    week = client.get(reverse("week", args=[rota.pk, MONDAY])).content.decode()
    assert "R-31" not in week
    assert "eside leave" not in week
