"""Everybody on the rota gets a login at once; one that was closed opens again, safely."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sites.models import User
from staff.joining import give_login, take_login
from tests.factories import NOW, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
SAY = {"by": None, "now": NOW}
TODAY = timezone.localdate()


@pytest.fixture
def unit(client):
    unit = make_unit()
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    return unit


def page(client, unit):
    return client.get(reverse("logins", args=[unit.pk])).content.decode()


def post(client, unit):
    return client.post(reverse("logins", args=[unit.pk]), follow=True).content.decode()


def test_everybody_with_an_address_gets_one_and_reads_their_own_rota(client, unit):
    asha, dev = make_person(unit, "asha"), make_person(unit, "dev")
    assert "Give 2 people a login" in page(client, unit)
    assert "The logins are given, and their owners are told by email." in post(client, unit)
    for person in (asha, dev):
        person.refresh_from_db()
        assert (person.user.email, person.user.name) == (person.email, person.name)
        assert person.user.memberships.get().role == "staff"
    reader = Client()
    reader.force_login(asha.user)
    assert reader.get(reverse("my-rota")).status_code == 200
    assert "That is everybody." in page(client, unit)


def test_who_has_no_address_is_named_and_who_left_is_not_asked(client, unit):
    make_person(unit, "asha", email="")
    gone = make_person(unit, "gone")
    gone.employments.update(until=TODAY - timedelta(days=1))
    last = make_person(unit, "last")
    last.employments.update(until=TODAY)
    text = page(client, unit)
    assert "Without an address" in text
    assert "Asha" in text
    assert "Give 1 person a login" in text
    post(client, unit)
    assert set(unit.people.exclude(user=None)) == {last}


def test_an_address_that_is_taken_keeps_nobody_else_waiting(client, unit):
    make_person(unit, "asha", email="shared@example.org")
    make_person(unit, "ben", email="shared@example.org")
    cleo = make_person(unit, "cleo")
    said = post(client, unit)
    assert "Ben has no login yet. The login shared@example.org belongs to somebody else." in said
    cleo.refresh_from_db()
    assert cleo.user is not None
    assert unit.people.exclude(user=None).count() == 2


def test_the_managers_own_login_becomes_that_of_their_person(client, unit):
    mo = User.objects.get(name="Mo")
    person = make_person(unit, "mo", email=mo.email)
    post(client, unit)
    person.refresh_from_db()
    assert person.user == mo
    assert sorted(mo.memberships.values_list("role", flat=True)) == ["rota_manager", "staff"]


def test_a_login_that_was_closed_opens_again_without_its_old_password_and_sessions(unit):
    asha = make_person(unit, "asha")
    user = give_login(person=asha, email=asha.email, role="staff", **SAY)
    user.set_password("the-one-before")
    user.save()
    phone = Client()
    phone.force_login(user)
    asha.refresh_from_db()
    take_login(person=asha, **SAY)
    asha.refresh_from_db()
    give_login(person=asha, email=asha.email, role="staff", **SAY)
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (True, False)
    assert phone.get(reverse("my-rota")).status_code == 302


def test_more_people_take_no_more_queries_to_list(client, unit):
    def count():
        with CaptureQueriesContext(connection) as captured:
            page(client, unit)
        return len(captured)

    make_person(unit)
    first = count()
    for _ in range(5):
        make_person(unit)
        make_user(unit, "staff", person=make_person(unit))
    assert count() == first
