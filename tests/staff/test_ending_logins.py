"""A login closes with the last day of employment, whichever way that is written, and comes back."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roster.access import feed_for
from roster.feeds import make_feed
from roster.loading import load_rota
from roster.snapshot import problem_of
from sites import codes
from sites.access import holders, logins_of
from sites.models import Membership, SignInCode, User
from staff import employing
from staff.joining import give_login, take_login
from staff.models import Employment, Person
from staff.recording import FactRefused
from tests.factories import make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
SAY = {"by": None, "now": NOW}
PASSWORD = "correct-horse-battery"
POST = {"role": "radiographer", "band": "6", "weekly_minutes": 2250}


@pytest.fixture(autouse=True)
def quickly(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    person = make_person(unit, "asha", name="Asha")
    make_user(unit, "staff", person=person, name="Asha", email=person.email, password=PASSWORD)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def manager(client, unit):
    client.force_login(make_user(unit, "rota_manager", name="Mo"))


def leave(person, last_day):
    employing.leave(person=person, last_day=last_day, **SAY)
    return login_of(person)


def login_of(person):
    return User.objects.get(person=person)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def is_in(client):
    return client.get(reverse("my-devices")).status_code == 200


def signs_in(email):
    client = Client()
    client.post(reverse("sign-in"), {"username": email, "password": PASSWORD})
    return is_in(client)


@pytest.mark.parametrize(("days", "is_open"), [(1, True), (0, True), (-1, False)])
def test_the_last_day_is_the_last_on_which_one_signs_in_or_is_signed_in(asha, days, is_open):
    phone = signed_in(asha.user)
    user = leave(asha, TODAY + days * DAY)
    assert user.until == TODAY + days * DAY
    assert (is_in(phone), signs_in(asha.email)) == (is_open, is_open)
    codes.send_code(email=asha.email, now=NOW)
    assert SignInCode.objects.filter(user=user).exists() is is_open


def test_a_code_of_yesterday_opens_nothing_today(asha, monkeypatch):
    monkeypatch.setattr(codes.secrets, "randbelow", lambda _: 123456)
    codes.send_code(email=asha.email, now=NOW)
    leave(asha, TODAY - DAY)
    assert codes.user_of(email=asha.email, code="123456", now=NOW) is None


def test_no_calendar_and_no_mail_of_a_role_after_the_last_day(unit, asha):
    Membership.objects.create(user=asha.user, unit=unit, role="approver", stage="ixf_manager")
    secret = make_feed(person=asha, now=NOW)
    assert feed_for(secret)
    user = leave(asha, TODAY - DAY)
    with pytest.raises(Http404):
        feed_for(secret)
    assert user not in holders(unit, ["approver"], TODAY)
    assert user not in logins_of(unit)
    assert user in holders(unit, ["approver"], TODAY - DAY)


def test_who_comes_back_signs_in_again_but_no_old_phone_or_password_does(asha):
    phone = signed_in(asha.user)
    leave(asha, TODAY - 9 * DAY)
    employing.take_post(person=asha, starts=TODAY, **POST, **SAY)
    user = login_of(asha)
    assert (user.until, user.has_usable_password()) == (None, False)
    assert not is_in(phone)
    assert not signs_in(asha.email)
    assert is_in(signed_in(user))


def test_a_last_day_put_off_in_time_signs_nobody_out(asha):
    phone = signed_in(asha.user)
    leave(asha, TODAY + DAY)
    post = asha.employments.get()
    post.until = None
    employing.keep_post(post, **SAY)
    assert login_of(asha).until is None
    assert is_in(phone)
    assert signs_in(asha.email)


def test_another_post_even_one_that_began_earlier_signs_nobody_out(asha):
    phone = signed_in(asha.user)
    employing.take_post(person=asha, starts=TODAY - 30 * DAY, **POST | {"band": "7"}, **SAY)
    assert is_in(phone)
    assert signs_in(asha.email)


def test_who_has_a_post_to_come_back_to_keeps_the_login(asha):
    leave(asha, TODAY - DAY)
    employing.take_post(person=asha, starts=TODAY + 90 * DAY, **POST, **SAY)
    assert login_of(asha).is_open_on(TODAY)
    employing.remove_post(asha.employments.get(until=None), **SAY)
    assert not login_of(asha).is_open_on(TODAY)


def test_a_rota_file_that_ends_an_employment_ends_the_login(unit, asha):
    monday = date(2026, 11, 2)
    held = problem_of(make_rota(unit, starts=monday, weeks=1))
    Employment.objects.filter(person=asha).update(until=monday)
    ended = problem_of(unit.rotas.get())
    Employment.objects.filter(person=asha).update(until=None)
    load_rota(ended, **SAY)
    assert login_of(asha).until == monday
    load_rota(held, **SAY)
    assert login_of(asha).until is None


def test_who_has_left_is_given_no_login(unit):
    person = make_person(unit, "asha")
    employing.leave(person=person, last_day=TODAY - DAY, **SAY)
    with pytest.raises(FactRefused, match="is employed no more"):
        give_login(person=person, email=person.email, role="staff", **SAY)
    assert not User.objects.exists()


def test_a_login_given_to_who_leaves_soon_ends_then(unit):
    person = make_person(unit, "asha")
    employing.leave(person=person, last_day=TODAY + DAY, **SAY)
    give_login(person=person, email=person.email, role="staff", **SAY)
    assert login_of(person).until == TODAY + DAY


def test_the_last_administrator_cannot_leave_or_lose_the_login(unit, asha):
    Membership.objects.create(user=asha.user, unit=unit, role="administrator")
    said = "nobody else administers IXF department"
    with pytest.raises(FactRefused, match=said):
        leave(asha, TODAY + DAY)
    with pytest.raises(FactRefused, match=said):
        take_login(person=asha, **SAY)
    other = make_user(unit, "administrator")
    User.objects.filter(pk=other.pk).update(until=TODAY + 9 * DAY)  # leaves soon herself
    with pytest.raises(FactRefused, match=said):
        leave(asha, TODAY + DAY)
    User.objects.filter(pk=other.pk).update(until=None)
    assert leave(asha, TODAY + DAY).until == TODAY + DAY


def test_it_is_said_before_and_after(client, unit, manager, asha):
    page = client.get(reverse("leave-person", args=[asha.pk])).content.decode()
    assert f"The login {asha.email} closes with that day" in page
    told = client.post(reverse("leave-person", args=[asha.pk]), {"last_day": "1 May 2020"})
    assert told.status_code == 422  # before the first day
    last = TODAY + 40 * DAY
    typed = {"last_day": str(last)}
    said = client.post(reverse("leave-person", args=[asha.pk]), typed, follow=True)
    assert f"open until {last.day} {last:%B %Y}" in said.content.decode()
    employing.leave(person=asha, last_day=TODAY - DAY, **SAY)
    said = client.get(reverse("person", args=[asha.pk])).content.decode()
    assert "closed since the end of" in said
    assert "Close the login now" not in said


def test_the_form_of_an_employment_ends_the_login_too(client, unit, manager, asha):
    post = asha.employments.get()
    typed = {"starts": "1 Jan 2024", "until": str(TODAY - DAY), "role": "radiographer"}
    typed |= {"band": "6", "weekly_minutes": "37.5"}
    client.post(reverse("fact", args=[asha.pk, "employment", post.pk]), typed)
    assert login_of(asha).until == TODAY - DAY


def test_nobody_without_a_login_is_told_of_one(client, unit, manager):
    person = make_person(unit)
    page = client.get(reverse("leave-person", args=[person.pk])).content.decode()
    assert "closes with that day" not in page
