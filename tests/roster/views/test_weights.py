"""The page of what auto-fill aims at: read by members, set by whoever sets the rules."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.autofill.aims import AIMS
from roster.setting_weights import USUAL
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def manager(unit, client):
    manager = make_user(unit, "rota_manager", name="Mo Manager")
    client.force_login(manager)
    return manager


def text(response):
    return " ".join(response.content.decode().split())


def page(unit):
    return reverse("weights", args=[unit.pk])


def put(client, unit, **typed):
    today = timezone.localdate().isoformat()
    whole = USUAL | {"in_force_from": today, "seen": 0, "reason": ""} | typed
    return client.post(reverse("set-weights", args=[unit.pk]), whole)


def test_each_aim_stands_with_what_more_points_do(client, unit, manager):
    shown = text(client.get(page(unit)))
    for aim in AIMS:
        assert aim.title in shown
        assert f"{aim.per}. More {aim.unit}: {aim.more}" in shown
        assert f'name="{aim.name}"' in shown


def test_a_viewer_reads_them_without_a_form(client, unit):
    client.force_login(make_user(unit, "viewer"))
    shown = text(client.get(page(unit)))
    assert "A request not granted: 300" in shown
    assert "<input" not in shown.split("<main", 1)[1]


def test_they_are_set_with_a_reason_and_stand_in_the_history(client, unit, manager):
    told = client.post(
        reverse("set-weights", args=[unit.pk]),
        USUAL
        | {"request": 900, "in_force_from": timezone.localdate(), "seen": 0, "reason": "Wishes"},
        follow=True,
    )
    shown = text(told)
    assert "The weights are set like this from" in shown
    assert "A request not granted: 900." in shown
    assert "“Wishes”" in shown
    assert "Mo Manager" in shown


def test_one_that_holds_later_is_announced(client, unit, manager):
    later = timezone.localdate() + timedelta(days=30)
    put(client, unit, request=900, in_force_from=later.isoformat())
    shown = text(client.get(page(unit)))
    assert f"On {later.day} {later:%B %Y} another setting takes over." in shown
    assert 'name="request" value="300"' in shown


@pytest.mark.parametrize("typed", ["", "many", "-1", "10001", "1.5"])
def test_what_is_no_number_for_it_is_said_beside_it_and_kept_in_the_form(
    client, unit, manager, typed
):
    answer = put(client, unit, request=typed)
    assert answer.status_code == 422
    shown = text(answer)
    assert "A request not granted</a>: It must be a whole number from 0 to 10000." in shown
    assert not unit.weight_settings.exists()


def test_what_was_set_meanwhile_is_refused_with_who(client, unit, manager):
    put(client, unit, request=900)
    answer = put(client, unit, away=0)
    assert answer.status_code == 409
    assert "Mo Manager set the weights" in text(answer)
    assert unit.weight_settings.count() == 1


def test_the_rules_lead_there(client, unit, manager):
    assert page(unit) in text(client.get(reverse("rules")))
