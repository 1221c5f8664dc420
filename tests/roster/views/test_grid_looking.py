"""The card and the balances, through the web: who sees what, at what cost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from staff.models import Unavailability
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
MONDAY = date(2026, 11, 2)


@pytest.fixture
def rota():
    unit = make_unit()
    asha = make_person(unit, reference="asha", name="Asha <N>")
    rota = make_rota(unit, starts=MONDAY, weeks=4)
    make_duty(rota, asha, MONDAY, shift="L")
    make_duty(rota, asha, MONDAY + timedelta(days=1), shift="E")
    return rota


@pytest.fixture
def manager(client, rota):
    user = make_user(rota.unit, "rota_manager", name="Mo Manager")
    client.force_login(user)
    return user


def ask(client, name, rota, **asked):
    return client.get(reverse(name, args=[rota.pk]), asked)


def test_a_card_says_the_rest_between_two_duties(client, rota, manager):
    html = ask(client, "rota-card", rota, person="asha", date=MONDAY).content.decode()
    assert "12 h, before E on Tuesday 3 November" in html


def test_a_balance_names_the_person_safely_and_ends_at_the_number_of_the_sheet(
    client, rota, manager
):
    html = ask(client, "rota-balance", rota, person="asha").content.decode()
    assert "Asha &lt;N&gt;" in html
    assert "Hours: 15 h rostered of 150 h contracted" in html
    assert html.count("<td>15 h</td>") == 1


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("rota-card", {"person": "asha", "date": "2026-11-01"}),
        ("rota-card", {"person": "asha", "date": "2026-11-30"}),
        ("rota-card", {"person": "asha", "date": "soon"}),
        ("rota-card", {"person": "nobody", "date": "2026-11-02"}),
        ("rota-card", {}),
        ("rota-balance", {"person": "nobody"}),
        ("rota-balance", {}),
    ],
)
def test_what_the_rota_does_not_hold_is_refused_in_a_sentence(client, rota, manager, name, asked):
    response = ask(client, name, rota, **asked)
    assert response.status_code == 400
    assert response.content.decode() == "There is no such person or date in this rota."


def test_why_somebody_is_away_stays_with_those_who_plan(client, rota, manager):
    asha = rota.unit.people.get(reference="asha")
    Unavailability.objects.create(person=asha, kind="SL", starts_on=MONDAY, until=MONDAY)
    assert "sick" in ask(client, "rota-balance", rota, person="asha").content.decode()
    client.force_login(make_user(rota.unit, "viewer"))
    html = ask(client, "rota-balance", rota, person="asha").content.decode()
    html += ask(client, "rota-card", rota, person="asha", date=MONDAY).content.decode()
    assert "sick" not in html
    assert "not available" in html


@pytest.mark.parametrize("people", [2, 40])
@pytest.mark.parametrize("name", ["rota-card", "rota-balance"])
def test_they_take_a_constant_number_of_queries(
    client, rota, manager, name, people, django_assert_max_num_queries
):
    for number in range(people):
        make_duty(rota, make_person(rota.unit, name=f"Person {number}"), MONDAY)
    with django_assert_max_num_queries(9):
        assert ask(client, name, rota, person="asha", date=MONDAY).status_code == 200


@pytest.mark.parametrize(
    ("fields", "drawn"),
    [
        ({"role": "assist"}, '<b>L<i class="mark" aria-hidden="true">a</i></b>'),
        ({"role": "training"}, '<b>L<i class="mark" aria-hidden="true">t</i></b>'),
        ({"role": "supernumerary"}, '<b>L<i class="mark" aria-hidden="true">s</i></b>'),
        ({"additional": True}, '<b>L<i class="mark" aria-hidden="true">+</i></b>'),
        ({"fixed": True}, '<b>L</b><i class="lock" aria-hidden="true"></i>'),
        ({}, "<b>L</b><small>"),
    ],
)
def test_a_duty_carries_its_signs(client, rota, manager, fields, drawn):
    rota.duties.filter(date=MONDAY).update(**fields)
    html = client.get(reverse("rota", args=[rota.pk])).content.decode()
    assert html.count(drawn) == 1


def test_the_dates_of_a_published_week_carry_a_sign(client, rota, manager):
    rota.rota_weeks.filter(monday=MONDAY).update(state="published")
    html = client.get(reverse("rota", args=[rota.pk])).content.decode()
    assert html.count('title="Published">P</i>') == 7
