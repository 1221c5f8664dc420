"""Before hours of a day are said to be away: what of the shift can stay."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def rota(unit, today):
    return make_rota(unit, starts=today - timedelta(days=today.weekday()), weeks=1)


@pytest.fixture
def asha(unit, client):
    """Signed in."""
    asha = make_person(unit, "asha", name="Asha N")
    client.force_login(make_user(unit, "staff", person=asha))
    return asha


def page(client):
    return client.get(reverse("my-absence")).content.decode()


def test_what_can_stay_of_today_s_shift_is_said_of_what_was_told(client, rota, asha, today):
    duty = make_duty(rota, asha, today, shift="LD")
    make_release(rota, rota.starts)
    duty.delete()
    make_duty(rota, asha, today, shift="AD")  # which nobody has told her yet
    said = page(client)
    assert "Of your LD 08:00–20:00 can stay: SH 08:00–12:00, E 08:00–16:00, L 12:00–20:00." in said
    assert "AD 09:00" not in said
    assert said.count("the whole shift is taken out") == 2  # by both of its forms


def test_that_nothing_can_stay_is_said(client, rota, asha, today):
    make_duty(rota, asha, today, shift="SH")
    make_release(rota, rota.starts)
    assert "Of your SH 08:00–12:00 nothing can stay." in page(client)


def test_a_manager_reads_that_a_whole_shift_may_come_out(client, unit):
    client.force_login(make_user(unit, "rota_manager"))
    assert "the whole shift is taken out" in client.get(reverse("asked")).content.decode()
