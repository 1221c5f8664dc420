"""Whoever is given a login is told by email where and how to sign in; nobody is told twice."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from roster.giving_logins import give_a_login, give_a_role, give_logins
from roster.models import OutboxMessage
from roster.sending import retry, send_due
from sites.models import User
from staff.joining import take_login
from tests.factories import NOW, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
TEXT = """\
You can sign in to Fairweek

Asha,
Mo has given you a login to Fairweek, which has the rota of IXF department.

Your login is your email address: asha@example.org
You have no password. Open this address, type your email, and a code of six digits comes to it:
http://localhost:8000/sign-in/code/

Once you are in, you may choose a password under Your login.

IXF department
"""


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def mo(unit):
    return make_user(unit, "rota_manager", name="Mo", email="mo@example.org")


def give(person, by, email="", now=NOW):
    give_a_login(person=person, email=email or person.email, role="staff", by=by, now=now)


def told():
    return list(OutboxMessage.objects.order_by("id").values_list("recipient", flat=True))


def test_the_mail_says_what_the_login_is_and_where_and_how_to_sign_in(unit, mo):
    give(make_person(unit, "asha"), mo)
    (message,) = OutboxMessage.objects.all()
    assert (message.kind, message.subject) == ("login", "You can sign in to Fairweek")
    assert message.text == TEXT
    address = "http://localhost:8000" + reverse("ask-code")
    assert re.findall(r'href="([^"]+)"', message.html) == [address]


def test_it_goes_to_the_address_that_one_signs_in_by(unit, mo):
    give(make_person(unit, "asha", email=""), mo, email="Asha.N@Example.org")
    assert told() == ["asha.n@example.org"]


def test_it_is_sent_and_can_be_sent_again(unit, mo):
    give(make_person(unit, "asha"), mo)
    send_due(now=NOW)
    assert [m.to for m in mail.outbox] == [["asha@example.org"]]
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.update(state="failed")
    retry(message=message, now=NOW)
    send_due(now=NOW)
    assert [m.to for m in mail.outbox] == [["asha@example.org"]] * 2


def test_everybody_at_once_is_told_and_who_got_none_is_not(unit, mo):
    people = [make_person(unit, "asha"), make_person(unit, "ben", email="mo@example.org")]
    people += [make_person(unit, "cleo", email="asha@example.org")]
    said = {"role": "staff", "by": mo, "now": NOW}
    (refused,) = give_logins(people=people, **said)
    assert refused.startswith("Cleo has no login yet.")
    assert told() == ["asha@example.org"]  # Ben is Mo, who signs in already


def test_a_login_that_opens_again_is_told_again(unit, mo):
    asha = make_person(unit, "asha")
    give(asha, mo)
    asha.refresh_from_db()
    take_login(person=asha, by=mo, now=NOW)
    asha.refresh_from_db()
    give(asha, mo, now=NOW + timedelta(days=1))
    assert told() == ["asha@example.org"] * 2


def test_a_role_tells_a_new_address_and_no_login_that_is_there(unit, mo):
    for email in ("nia@example.org", "mo@example.org", "nia@example.org"):
        role = "viewer" if told() else "approver"
        said = {"called": "", "role": role, "stage": "ixf_manager"}
        give_a_role(unit=unit, email=email, by=mo, now=NOW, **said)
    assert told() == ["nia@example.org"]
    assert User.objects.get(email="nia@example.org").memberships.count() == 2


@pytest.mark.parametrize("route", ["person-login", "logins"])
def test_the_pages_tell(client, unit, mo, route):
    asha = make_person(unit, "asha")
    client.force_login(mo)
    at = asha.pk if route == "person-login" else unit.pk
    page = client.post(reverse(route, args=[at]), {"email": asha.email}, follow=True)
    assert "told by email" in page.content.decode()
    assert told() == ["asha@example.org"]
    reader = User.objects.get(email=asha.email)
    client.force_login(reader)
    assert "You can sign in to Fairweek" in client.get(reverse("my-notices")).content.decode()
