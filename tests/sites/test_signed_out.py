"""What had waited for a signal and comes once the login has ended: neither taken nor led away."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from staff.models import Unavailability
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def asha():
    unit = make_unit()
    return make_user(unit, "staff", password=PASSWORD, person=make_person(unit, "asha"))


@pytest.fixture
def phone(asha):
    """Signed in, with the token of a page read then."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(asha)
    client.get(reverse("my-absence"))
    return client


def report(phone, token=None, **headers):
    typed = {"kind": "SL", "first": timezone.localdate().isoformat()}
    typed["csrfmiddlewaretoken"] = token or phone.cookies["csrftoken"].value
    return phone.post(reverse("report-absence"), typed, headers=headers)


def test_it_goes_while_the_login_stands(phone):
    assert report(phone, x_waited="yes").status_code == 302
    assert Unavailability.objects.count() == 1


def end_session(asha):
    Session.objects.all().delete()


def close_login(asha):
    asha.is_active = False
    asha.save()


@pytest.mark.parametrize("end", [end_session, close_login])
def test_it_is_told_that_the_login_has_ended(phone, asha, end):
    end(asha)
    answer = report(phone, x_waited="yes")
    assert (answer.status_code, answer.content) == (401, b"")
    assert not Unavailability.objects.exists()


def test_what_a_page_sends_itself_is_led_to_sign_in(phone, asha):
    end_session(asha)
    answer = report(phone)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign-in"))


def test_whoever_signed_in_again_has_another_token(phone, asha):
    """403, not 401: the page's script asks for the new one, and sends once more."""
    old = phone.cookies["csrftoken"].value
    end_session(asha)
    again = {"username": asha.email, "password": PASSWORD, "csrfmiddlewaretoken": old}
    phone.post(reverse("sign-in"), again)
    assert report(phone, old, x_waited="yes").status_code == 403
    assert not Unavailability.objects.exists()
    assert report(phone, x_waited="yes").status_code == 302


def test_a_page_of_an_earlier_sign_in_says_so(phone):
    answer = report(phone, "x" * 32)
    assert answer.status_code == 403
    assert "This page was opened before you last signed in" in answer.content.decode()
    assert not Unavailability.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("my-absence", "private"), ("my-data", "private, no-store"), ("manifest", "public")],
)
def test_no_proxy_keeps_what_only_a_login_sees(phone, name, said):
    assert said in phone.get(reverse(name))["Cache-Control"]


def test_what_is_found_nowhere_says_nothing_of_it(phone):
    assert "Cache-Control" not in phone.get("/nowhere/")
