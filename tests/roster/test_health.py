"""/healthz: a word for each part, 503 when one is not well, and nothing about anybody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from roster import health
from roster.health import ages, report, seen
from roster.models import Heartbeat, OutboxMessage
from tests.factories import NOW, make_message, make_person, make_release, make_rota, make_unit

pytestmark = pytest.mark.django_db
WELL = dict.fromkeys(["database", "broker", "worker", "beat", "mail"], "ok")
AGES = ["worker", "beat", "oldest_unsent"]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def broker(monkeypatch):
    """A broker that answers; the real ones are asked in test_workers."""
    monkeypatch.setattr(health, "_broker", lambda: None)


@pytest.fixture
def well():
    for name in ("worker", "beat"):
        seen(name, NOW)


def waiting(**fields):
    unit = make_unit()
    release = make_release(make_rota(unit, starts=NOW.date(), weeks=1), NOW.date())
    return make_message(make_person(unit, name="Asha N"), release, **fields)


def test_everything_is_well(well):
    assert report(NOW) == WELL


def test_a_part_never_seen_says_so():
    assert report(NOW) == WELL | {"worker": "not seen yet", "beat": "not seen yet"}


@pytest.mark.parametrize(("minutes", "said"), [(3, "ok"), (4, "no sign for 4 minutes")])
def test_a_sign_holds_for_three_minutes(well, minutes, said):
    seen("worker", NOW + minutes * MINUTE)
    assert report(NOW + minutes * MINUTE) == WELL | {"beat": said}


def test_a_later_sign_replaces_the_one_before(well):
    seen("beat", NOW + MINUTE)
    assert Heartbeat.objects.get(name="beat").at == NOW + MINUTE


@pytest.mark.parametrize(("minutes", "said"), [(15, "ok"), (16, "a message waits for 16 minutes")])
def test_a_message_may_wait_a_quarter_of_an_hour(well, minutes, said):
    waiting(created_at=NOW - minutes * MINUTE)
    assert report(NOW)["mail"] == said


def test_ages_are_told_in_seconds(well):
    waiting(due_at=NOW - 2 * MINUTE)
    OutboxMessage.objects.create(**copied(due_at=NOW + MINUTE, message_id="<later@x>"))
    seen("worker", NOW - timedelta(seconds=40))
    assert ages(NOW) == {"worker": 40, "beat": 0, "oldest_unsent": 120}


def test_an_age_nobody_knows_is_null():
    assert ages(NOW) == dict.fromkeys(AGES)


def copied(**fields):
    """The message there is, as another of the week after."""
    (row,) = OutboxMessage.objects.values()
    row.pop("id")
    return row | {"monday": row["monday"] + timedelta(days=7)} | fields


@pytest.mark.parametrize("state", ["sent", "failed", "held"])
def test_a_message_that_no_longer_waits_is_no_trouble(well, state):
    waiting(created_at=NOW - timedelta(days=1), state=state)
    assert report(NOW) == WELL


def test_a_broken_part_hides_no_other_and_shows_no_traceback(well, monkeypatch, caplog):
    def broken():
        raise ConnectionRefusedError("redis://user:secret@host")

    monkeypatch.setattr(health, "_broker", broken)
    assert report(NOW) == WELL | {"broker": "cannot be reached"}
    assert [r.getMessage() for r in caplog.records] == [
        "broker is not well: ConnectionRefusedError"
    ]


def test_without_a_database_there_is_still_an_answer(client, monkeypatch):
    def broken(*_, **__):
        raise DatabaseError("password authentication failed")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", broken)
    monkeypatch.setattr(health.connection, "cursor", broken)
    response = client.get(reverse("health"))
    assert response.status_code == 503
    out = dict.fromkeys(WELL, "cannot be reached") | {"broker": "ok"}
    assert response.json() == out | {"seconds": dict.fromkeys(AGES)}


def test_the_page_answers_200_to_anybody_when_all_is_well(client, monkeypatch, well):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    response = client.get(reverse("health"))
    ages = {"worker": 0, "beat": 0, "oldest_unsent": None}
    assert (response.status_code, response.json()) == (200, WELL | {"seconds": ages})
    assert "no-store" in response["Cache-Control"]


def test_the_page_answers_503_when_a_part_is_not_and_names_nobody(client, monkeypatch, well):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    waiting(created_at=NOW - timedelta(hours=1))
    response = client.get(reverse("health"))
    assert (response.status_code, response.json()["mail"]) == (
        503,
        "a message waits for 60 minutes",
    )
    assert "Asha" not in response.content.decode()


def test_the_page_changes_nothing(client):
    assert client.post(reverse("health")).status_code == 405


def test_a_probe_in_plain_http_is_answered_where_everything_else_goes_to_tls(settings):
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get(reverse("health")).status_code == 503
    assert client.get(reverse("sign-in"))["Location"] == "https://testserver/sign-in/"
    assert client.get("/healthz/x")["Location"] == "https://testserver/healthz/x"
