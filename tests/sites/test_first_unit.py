"""Starting the first unit in the browser: by who holds the secret, once, and never after."""

import threading

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from config import env
from sites.models import Membership, Unit, User
from sites.refusing import PlaceRefused
from sites.starting import start_first_unit

pytestmark = pytest.mark.django_db
SECRET, PASSWORD = "kept-by-operations", "correct-horse-battery"
SAID = {
    "secret": SECRET,
    "name": "X-ray",
    "code": "ixf",
    "called": "Nia New",
    "email": "Nia@Example.org",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
PAGE = "/first-unit/"


@pytest.fixture(autouse=True)
def held(settings):
    settings.SETUP_SECRET = SECRET
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a quick one


def post(client, **said):
    return client.post(PAGE, SAID | said)


def sign_in_page(client):
    return client.get(reverse("sign-in")).content.decode()


def test_the_first_unit_is_started_and_its_administrator_is_signed_in(client):
    answer = client.post(PAGE, SAID, follow=True)
    unit, user = Unit.objects.get(), User.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("set-up", args=[unit.pk])
    assert (unit.name, unit.code) == ("X-ray", "IXF")
    assert (user.name, user.email) == ("Nia New", "nia@example.org")
    assert user.check_password(PASSWORD)
    roles = user.memberships.values_list("unit", "role")
    assert sorted(roles) == [(unit.pk, "administrator"), (unit.pk, "rota_manager")]
    assert client.get(reverse("my-devices")).status_code == 200


def test_it_gives_the_same_roles_as_the_command(client):
    post(client)
    call_command("start_unit", "NEW", "Other", "ada@example.org")
    first, second = (
        set(unit.memberships.values_list("role", flat=True)) for unit in Unit.objects.all()
    )
    assert first == second == {"administrator", "rota_manager"}


def test_the_sign_in_page_leads_there_only_while_there_is_no_unit(client):
    assert f'href="{PAGE}"' in sign_in_page(client)
    Unit.objects.create(code="IXF", name="X-ray")
    assert PAGE not in sign_in_page(client)
    assert "Nothing is set up" not in sign_in_page(client)


def test_once_there_is_a_unit_there_is_no_such_page(client):
    post(client)
    for answer in (Client().get(PAGE), post(Client(), code="TWO", email="eve@example.org")):
        assert answer.status_code == 404
    assert (Unit.objects.count(), User.objects.count()) == (1, 1)


def test_without_a_secret_there_is_no_such_page_and_the_sign_in_page_says_who_to_ask(
    client, settings
):
    settings.SETUP_SECRET = ""
    assert (client.get(PAGE).status_code, post(client, secret="").status_code) == (404, 404)
    assert PAGE not in sign_in_page(client)
    assert "Whoever runs this server starts the first unit" in sign_in_page(client)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"secret": SECRET + "x"}, "That is not the set-up secret."),
        ({"secret": SECRET[:-1]}, "That is not the set-up secret."),
        ({"secret": "sécret"}, "That is not the set-up secret."),
        ({"name": " "}, "This field is required."),
        ({"code": "I F"}, "A code has letters and digits only"),
        ({"email": "nia"}, "Enter a valid email address."),
        ({"password2": "other-than-before"}, "The two password fields"),
        ({"password1": "short", "password2": "short"}, "This password is too short."),
        ({"password1": "nia@example.org", "password2": "nia@example.org"}, "too similar to the"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_started(client, said, sentence):
    answer = post(client, **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Unit.objects.exists()
    assert not User.objects.exists()
    assert client.get(reverse("my-devices")).status_code == 302


def test_a_login_that_is_there_keeps_its_password(client):
    User.objects.create_user("nia@example.org", "the-one-before")
    assert "has a login already" in post(client).content.decode()
    assert not Unit.objects.exists()
    assert User.objects.get().check_password("the-one-before")


def test_ten_wrong_secrets_are_enough_for_a_quarter_of_an_hour(client):
    answers = [post(client, secret=f"wrong {n}").status_code for n in range(10)]
    assert answers == [422] * 9 + [429]
    refused = post(client)
    assert refused.status_code == 429
    assert "set-up secret was wrong ten times" in refused.content.decode()
    assert not Unit.objects.exists()


def test_a_missing_secret_or_another_fault_counts_for_no_try(client):
    answers = [post(client, secret="").status_code for _ in range(11)]
    answers += [post(client, email="nia").status_code for _ in range(11)]
    assert set(answers) == {422}
    assert not AccessAttempt.objects.exists()


def test_no_word_of_what_was_typed_is_kept_of_a_wrong_try(client):
    post(client, secret="nearly the secret")
    kept = str(AccessAttempt.objects.values().get())
    typed = ["nearly the secret", SAID["email"], SAID["called"], PASSWORD]
    assert [word for word in typed if word in kept] == []


def test_a_password_is_never_sent_back(client):
    assert PASSWORD not in post(client, email="nia").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_starts_a_unit():
    if connection.vendor == "sqlite":
        pytest.skip("threads share one SQLite connection in memory")
    both, ended = threading.Barrier(2), []

    def start(code):
        both.wait(10)
        said = {"name": "X-ray", "called": "Nia", "password": PASSWORD}
        try:
            start_first_unit(code=code, email=f"{code.lower()}@example.org", **said)
            ended.append("started")
        except PlaceRefused as refusal:
            ended.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=start, args=[code]) for code in ("A", "B")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    refused = "A unit was started meanwhile. Its administrator gives you a login."
    assert sorted(ended) == [refused, "started"]
    assert (Unit.objects.count(), Membership.objects.count()) == (1, 2)


def test_a_secret_too_short_stops_the_start(monkeypatch):
    monkeypatch.setenv("FAIRWEEK_SETUP_SECRET", "fifteen letters")
    with pytest.raises(ImproperlyConfigured, match="FAIRWEEK_SETUP_SECRET needs 16 characters"):
        env.secret("FAIRWEEK_SETUP_SECRET")
    monkeypatch.setenv("FAIRWEEK_SETUP_SECRET", "sixteen letters!")
    assert env.secret("FAIRWEEK_SETUP_SECRET") == "sixteen letters!"


def test_whoever_has_two_units_chooses_between_them_under_set_up(client):
    for code in ("A", "B"):
        call_command("start_unit", code, f"Unit {code}", "nia@example.org")
    client.force_login(User.objects.get())
    page = client.get(reverse("set-up-home")).content.decode()
    addresses = [reverse("set-up", args=[unit.pk]) for unit in Unit.objects.all()]
    assert [f'<a href="{address}">' in page for address in addresses] == [True, True]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
