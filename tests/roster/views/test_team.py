"""The team of a date as published: who is on where; absent is not working, never why."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from roster.team_page import team_page
from staff.models import Employment
from tests.factories import (
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


@pytest.fixture
def unit():
    """Published: Asha and Dev early in General X-ray, Fay late in Emergency X-ray on Monday."""
    unit = make_unit()
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    make_duty(rota, make_person(unit, "asha"), MONDAY)
    make_duty(rota, make_person(unit, "dev"), MONDAY)
    make_duty(rota, make_person(unit, "fay"), MONDAY, shift="L", area="ED")
    make_release(rota, MONDAY)
    return unit


def on(unit, day=MONDAY):
    page = team_page(unit, day)
    return [(p.area, [(o.name, o.times) for o in p.on]) for p in page.places], page.not_working


def test_by_place_in_order_of_time(unit):
    places, others = on(unit)
    assert places == [
        ("Emergency X-ray", [("Fay", "12:00–20:00")]),
        ("General X-ray", [("Asha", "08:00–16:00"), ("Dev", "08:00–16:00")]),
    ]
    assert others == ()


def test_whoever_is_away_since_is_not_working_like_whoever_is_off(unit):
    make_absence(unit.people.get(reference="asha"), MONDAY, kind="SL")
    places, others = on(unit)
    assert places[1] == ("General X-ray", [("Dev", "08:00–16:00")])
    assert others == ("Asha",)
    assert on(unit, MONDAY + timedelta(days=1)) == ([], ("Asha", "Dev", "Fay"))


def test_a_week_not_published_tells_nothing(unit):
    page = team_page(unit, MONDAY + timedelta(days=7))
    assert (page.is_published, page.places, page.not_working) == (False, (), ())


def test_who_has_left_is_in_no_list(unit):
    Employment.objects.filter(person__reference="fay").update(until=MONDAY)
    assert on(unit, MONDAY + timedelta(days=1))[1] == ("Asha", "Dev")


def test_a_draft_duty_is_not_told(unit):
    rota = unit.rotas.get()
    make_duty(rota, unit.people.get(reference="asha"), MONDAY + timedelta(days=1))
    assert on(unit, MONDAY + timedelta(days=1))[0] == []


def test_the_page_never_says_why(unit, client, django_assert_max_num_queries):
    asha = unit.people.get(reference="asha")
    make_absence(asha, MONDAY, kind="SL")
    client.force_login(make_user(unit, "staff", person=unit.people.get(reference="dev")))
    with django_assert_max_num_queries(9):
        text = client.get(reverse("team", args=[MONDAY])).content.decode().lower()
    assert "asha" in text
    assert not [
        word for word in ("sick", "leave</", "absen", "sl<") if word in text.split("<h2>")[1]
    ]
