"""The calendar over http: by its secret and nothing else, cheap when it has not changed."""

import logging
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from roster import calendar_file
from roster.feeds import make_feed
from roster.models import CalendarFeed
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def asha():
    person = make_person(make_unit(), reference="asha", name="Asha N")
    make_user(person.unit, "staff", person=person)
    person.refresh_from_db()
    return person


@pytest.fixture
def rota(asha):
    rota = make_rota(asha.unit, starts=MONDAY, weeks=2)
    make_duty(rota, asha, MONDAY)
    make_release(rota, MONDAY)
    return rota


@pytest.fixture
def address(rota, asha):
    return reverse("calendar-feed", args=[make_feed(person=asha, now=NOW)])


def made(client):
    """The address that the page shows, after asking for one."""
    response = client.post(reverse("make-feed"))
    assert response.status_code == 200
    return response, re.search(r"<textarea[^>]*>([^<]+)<", response.text).group(1)


# ── the feed ──


def test_it_is_read_without_signing_in_and_kept_by_its_reader_alone(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.has_header("Set-Cookie")
    assert len(Calendar.from_ical(response.content).walk("VEVENT")) == 1


def test_the_same_again_is_not_sent_nor_even_built(client, address, monkeypatch):
    stamp = client.get(address)["ETag"]
    monkeypatch.delattr(calendar_file, "written")
    for known in (stamp, f"W/{stamp}", f'"other", {stamp}'):
        response = client.get(address, headers={"if-none-match": known})
        assert (response.status_code, response.content) == (304, b"")
        assert (response["ETag"], response["Cache-Control"]) == (stamp, "private, no-cache")


def test_a_new_release_is_sent(client, address, rota):
    stamp = client.get(address)["ETag"]
    rota.duties.all().delete()
    make_release(rota, MONDAY, number=2)
    response = client.get(address, headers={"if-none-match": stamp})
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (response.status_code, str(event["status"]), event["sequence"]) == (200, "CANCELLED", 2)


def test_a_head_is_answered_and_nothing_can_be_posted(client, address):
    assert (client.head(address).status_code, client.head(address).content) == (200, b"")
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("secret", ["A" * 43, "A" * 42, "A" * 5000, "..%2f", "A" * 42 + "."])
def test_an_address_that_is_nobodys_is_not_found(client, address, secret):
    response = client.get(f"/calendar/{secret}.ics")
    assert response.status_code == 404
    assert "BEGIN:VCALENDAR" not in response.text


def test_what_cannot_be_a_secret_asks_the_database_nothing(
    client, address, django_assert_num_queries
):
    with django_assert_num_queries(0):
        client.get(f"/calendar/{'A' * 44}.ics")
    with django_assert_num_queries(1):
        client.get(f"/calendar/{'A' * 43}.ics")


@pytest.mark.parametrize("people", [1, 30])
def test_queries_are_three_and_one_however_much_is_published(
    client, address, rota, asha, django_assert_num_queries, people
):
    for person in [asha, *(make_person(rota.unit) for _ in range(people))]:
        for n in range(1, 14):
            make_duty(rota, person, MONDAY + timedelta(days=n))
    for number in range(2, 5):
        make_release(rota, MONDAY, number=number)
        make_release(rota, MONDAY + timedelta(days=7), number=number)
    with django_assert_num_queries(3):
        stamp = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(address, headers={"if-none-match": stamp}).status_code == 304


@pytest.fixture
def log():
    """What the handlers of the settings write."""
    (handler,) = [h for h in logging.getLogger().handlers if h.get_name() == "console"]
    before = handler.setStream(StringIO())
    yield handler.stream
    handler.setStream(before)


def test_no_log_holds_a_secret(client, address, log):
    client.post(address)
    client.get(f"/calendar/{'A' * 43}.ics")
    said = [line.split("django.request ")[1] for line in log.getvalue().splitlines()]
    assert said == ["Method Not Allowed (POST): /calendar/….ics", "Not Found: /calendar/….ics"]


# ── the page about it ──


def test_an_address_is_shown_once(client, asha, rota):
    client.force_login(asha.user)
    response, address = made(client)
    assert "no-store" in response["Cache-Control"]
    assert f'href="webcal://{address.split("://")[1]}"' in response.text
    assert address.startswith(f"{settings.BASE_URL}/calendar/")
    assert client.get(address.removeprefix(settings.BASE_URL)).status_code == 200
    again = client.get(reverse("my-feed")).text
    assert "/calendar/" not in again.replace("/my/calendar/", "")
    assert "made on 3 November 2026 at 10:00" in again


def test_it_is_renewed_and_ended_by_its_person(client, asha, rota):
    client.force_login(asha.user)
    (_, old), (_, new) = made(client), made(client)
    answers = [client.get(a.removeprefix(settings.BASE_URL)).status_code for a in (old, new)]
    assert answers == [404, 200]
    said = client.post(reverse("end-feed"), follow=True).text
    assert "Your calendar&#x27;s address has ended. It answers no more." in said
    assert "You have no address yet." in said
    assert client.get(new.removeprefix(settings.BASE_URL)).status_code == 404


def test_nobody_makes_or_ends_an_address_of_another(client, asha, address):
    dev = make_person(asha.unit, reference="dev")
    client.force_login(make_user(asha.unit, "staff", person=dev))
    made(client)
    client.post(reverse("end-feed"))
    assert [feed.person for feed in CalendarFeed.objects.all()] == [asha]
    assert client.get(address).status_code == 200


def test_the_page_is_reached_from_my_rota_before_anything_is_published(client, asha):
    client.force_login(asha.user)
    assert f'href="{reverse("my-feed")}"' in client.get(reverse("my-rota")).text
