"""What waited on a phone for a signal is done once, however often it comes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sites.models import Received
from staff.models import Unavailability
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
KEY = str(uuid4())


@pytest.fixture
def asha():
    return make_user(unit := make_unit(), "staff", person=make_person(unit, "asha"))


@pytest.fixture
def phone(client, asha):
    client.force_login(asha)
    return client


def sick(phone, key, **typed):
    typed = {"kind": "SL", "first": timezone.localdate().isoformat()} | typed
    return phone.post(reverse("report-absence"), typed, headers={"x-waited": key})


def test_what_comes_again_is_answered_and_not_done_again(phone):
    assert sick(phone, KEY).status_code == 302
    again = sick(phone, KEY)
    assert (again.status_code, again.content) == (204, b"")
    assert Unavailability.objects.count() == 1


def test_another_is_another(phone, asha):
    sick(phone, KEY)
    assert sick(phone, str(uuid4())).status_code == 422  # away already
    dev = make_user(asha.person.unit, "staff", person=make_person(asha.person.unit, "dev"))
    phone.force_login(dev)
    assert sick(phone, KEY).status_code == 302  # nobody has the keys of others
    assert Unavailability.objects.count() == 2


def test_what_is_refused_leaves_no_key(phone):
    assert sick(phone, KEY, first="never").status_code == 422
    assert (
        phone.post(reverse("withdraw-request", args=[7]), headers={"x-waited": KEY}).status_code
        == 404
    )
    assert not Received.objects.exists()
    assert sick(phone, KEY).status_code == 302


@pytest.mark.parametrize("key", ["yes", "", "1" * 200, "\x00"])
def test_what_is_no_key_is_none(phone, key):
    assert sick(phone, key).status_code == 302
    assert not Received.objects.exists()


def test_keys_are_let_go_after_a_while(phone, asha):
    long_ago = timezone.now() - timedelta(days=91)
    Received.objects.create(user=asha, key=uuid4(), at=long_ago)
    sick(phone, KEY)
    assert [str(row.key) for row in Received.objects.all()] == [KEY]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway")
def test_two_at_the_same_moment_are_one(asha):
    """A phone that gave up waiting sends again while the first is on its way still."""
    together = Barrier(2, timeout=20)

    def send(phone):
        try:
            together.wait()
            return sick(phone, KEY).status_code
        finally:
            connection.close()

    phones = [Client(), Client()]
    for phone in phones:
        phone.force_login(asha)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, phones)) == [204, 302]
    assert Unavailability.objects.count() == 1
