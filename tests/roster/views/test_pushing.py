"""Switching it on and off on My notices, and what ends it."""

import pytest
from django.urls import reverse

from roster.models import PushAddress
from tests.factories import make_person, make_unit, make_user
from tests.roster.push_service import Phone, Service, text

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def service(settings):
    settings.PUSH_KEY = text(b"\x01" * 32)
    service = Service()
    settings.PUSH_SERVICES = [service.origin]
    yield service
    service.server.server_close()


@pytest.fixture
def asha():
    unit = make_unit()
    person = make_person(unit, "asha")
    return make_user(unit, "staff", person=person, password=PASSWORD)


def signed_in(client, user):
    client.post(reverse("sign-in"), {"username": user.email, "password": PASSWORD})
    return client


def test_switched_on_said_switched_off(client, asha, service):
    signed_in(client, asha)
    page = client.get(reverse("my-notices")).content.decode()
    assert "Tell this phone at once" in page
    assert "data-push-key=" in page
    typed = Phone("x").typed(service)
    said = client.post(reverse("push-on"), typed, follow=True).content.decode()
    assert "this phone is told at once" in said
    assert "Switch it off" in said
    assert PushAddress.objects.get().device.user == asha
    said = client.post(reverse("push-off"), follow=True).content.decode()
    assert "Tell this phone at once" in said
    assert not PushAddress.objects.exists()


def test_signing_out_ends_it(client, asha, service):
    signed_in(client, asha).post(reverse("push-on"), Phone("x").typed(service))
    assert PushAddress.objects.exists()
    client.post(reverse("sign-out"))
    assert not PushAddress.objects.exists()


def test_what_is_missing_is_said(client, asha, service):
    said = signed_in(client, asha).post(reverse("push-on"), {}, follow=True).content.decode()
    assert "Endpoint: This field is required." in said
    assert not PushAddress.objects.exists()


def test_switched_off_in_the_settings_the_page_offers_nothing(client, asha):
    page = signed_in(client, asha).get(reverse("my-notices")).content.decode()
    assert "phone" not in page
    assert "pushing.js" not in page
