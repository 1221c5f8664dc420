"""Phones told at once: a real service on loopback, messages that only the phone can read."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from py_vapid import Vapid02

from config import env
from roster.models import OutboxMessage, Push, PushAddress
from roster.pushing import PushRefused, is_service, public_key, subscribe, unsubscribe
from roster.sending_pushes import AT_ONCE, SAID, send_pushes
from roster.tasks import sweep_pushes
from roster.telling import Notice, tell_managers, tell_person
from sites.devices import forget_all
from sites.models import Device, User
from tests.factories import make_person, make_unit, make_user
from tests.roster.push_service import Phone, Service, text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOTICE = Notice("Leave refused: Monday 16 November", ("Dev is sick",), "/my/leave/")


@pytest.fixture
def service(settings):
    with Service().running() as service:
        settings.PUSH_KEY = new_key()
        settings.PUSH_SERVICES = [service.origin]
        yield service


def new_key():
    said = StringIO()
    call_command("push_key", stdout=said)
    return said.getvalue().strip()


@pytest.fixture
def asha():
    unit = make_unit()
    person = make_person(unit, "asha")
    make_user(unit, "staff", person=person)
    person.refresh_from_db()
    return person


def device_of(user, name="a"):
    about = {"session_key": f"{user.pk}-{name}", "name": "Safari on iPhone"}
    return Device.objects.create(user=user, since=NOW, seen_on=NOW.date(), **about)


def phone_of(user, service, name="a"):
    """A phone on which the user is signed in and is told at once."""
    phone = Phone(f"{user.pk}-{name}")
    subscribe(device=device_of(user, name), typed=phone.typed(service), now=NOW)
    return phone


def tell(person, n=1):
    tell_person(person, f"test-{n}", NOTICE, NOW)


def test_a_notice_is_on_the_phone_encrypted_and_signed(service, asha, settings):
    phone = phone_of(asha.user, service)
    tell(asha)
    assert send_pushes(now=NOW).sent == 1
    ((path, headers, body),) = service.posts
    message = OutboxMessage.objects.get()
    assert path == phone.path
    assert phone.read(body) == {
        "title": "Fairweek",
        "body": "There is something new for you.",
        "path": f"/my/notices/{message.pk}/",
        "tag": f"notice-{message.pk}",
    }
    assert (headers["ttl"], headers["content-encoding"]) == ("43200", "aes128gcm")
    assert Vapid02.verify(headers["authorization"])
    assert headers["authorization"].endswith(f"k={public_key()}")
    assert not Push.objects.exists()


def test_nothing_personal_lies_on_the_lock_screen(service, asha):
    phone = phone_of(asha.user, service)
    tell(asha)
    send_pushes(now=NOW)
    said = str(phone.read(service.posts[0][2]))
    for secret in ("Asha", "Dev", "Leave", "refused", "16", "sick"):
        assert secret not in said.replace("notice", "")


def test_every_kind_of_message_has_its_words():
    assert set(SAID) == set(OutboxMessage.Kind)


def test_each_phone_of_each_one_told_and_of_nobody_else(service, asha):
    phone_of(asha.user, service), phone_of(asha.user, service, "b")
    manager, other = (make_user(asha.unit, "rota_manager") for _ in range(2))
    phone_of(manager, service), phone_of(other, service)
    tell(asha)
    tell_managers(asha.unit, "test", NOTICE, NOW, by=other)
    send_pushes(now=NOW)
    assert sorted(service.paths) == sorted(
        [f"{asha.user_id}-a", f"{asha.user_id}-b", f"{manager.pk}-a"]
    )


def test_who_has_no_email_is_told_on_the_phone(service, asha):
    phone_of(asha.user, service)
    asha.email = ""
    tell(asha)
    assert OutboxMessage.objects.get().state == "failed"
    assert send_pushes(now=NOW).sent == 1


def test_what_is_taken_back_is_told_to_nobody(service, asha):
    phone_of(asha.user, service)
    with transaction.atomic():
        tell(asha)
        assert Push.objects.count() == 1
        transaction.set_rollback(True)
    assert send_pushes(now=NOW).sent == 0
    assert service.posts == []


def test_it_is_posted_once(service, asha):
    phone_of(asha.user, service)
    tell(asha)
    assert [send_pushes(now=NOW).sent for _ in range(2)] == [1, 0]
    assert len(service.posts) == 1


def test_what_another_sender_holds_is_left_alone_until_its_lease_ends(service, asha):
    phone_of(asha.user, service)
    tell(asha)
    Push.objects.update(leased_until=NOW + MINUTE)
    assert send_pushes(now=NOW).sent == 0
    assert send_pushes(now=NOW + MINUTE).sent == 1


def test_more_than_one_claim_holds_are_all_sent(service, asha):
    phone_of(asha.user, service)
    for n in range(AT_ONCE + 1):
        tell(asha, n)
    assert send_pushes(now=NOW).sent == AT_ONCE + 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(service, asha, status):
    phone_of(asha.user, service), phone_of(asha.user, service, "b")
    service.answers[f"{asha.user_id}-a"] = [status]
    tell(asha)
    assert (send_pushes(now=NOW).sent, PushAddress.objects.count()) == (1, 1)
    assert Device.objects.count() == 2  # it stays signed in
    tell(asha, 2)
    assert send_pushes(now=NOW).sent == 1


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_the_service_cannot_take_now_is_tried_again_ever_more_slowly(service, asha, status):
    phone = phone_of(asha.user, service)
    service.answers[phone.path] = [status, status]
    tell(asha)
    tries = [send_pushes(now=NOW + n * MINUTE) for n in range(7)]
    assert [t.later for t in tries] == [1, 0, 1, 0, 0, 0, 0]
    assert [t.sent for t in tries] == [0, 0, 0, 0, 0, 1, 0]
    assert len(service.posts) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_the_service_never_takes_is_let_go_and_the_phone_kept(service, asha, status, caplog):
    phone = phone_of(asha.user, service)
    service.answers[phone.path] = [status]
    tell(asha)
    assert send_pushes(now=NOW).ended == 1
    assert (Push.objects.count(), PushAddress.objects.count()) == (0, 1)
    assert f"status {status}" in caplog.text
    assert service.origin not in caplog.text


@pytest.mark.parametrize("status", [301, 307])
def test_it_posts_nowhere_else_than_it_was_let(service, asha, status):
    phone = phone_of(asha.user, service)
    service.answers[phone.path] = [status]
    tell(asha)
    assert send_pushes(now=NOW).later == 1
    assert service.paths == [phone.path]


def test_a_service_out_of_reach_is_tried_for_some_hours_then_let_go(service, asha):
    phone_of(asha.user, service)
    service.server.server_close()
    tell(asha)
    assert send_pushes(now=NOW).later == 1
    assert send_pushes(now=NOW + timedelta(hours=3, seconds=1)).ended == 1
    assert OutboxMessage.objects.get().state == "waiting"  # the email does not depend on it


def test_what_is_held_back_is_not_told(service, asha):
    phone_of(asha.user, service)
    tell(asha)
    OutboxMessage.objects.update(state="held")
    assert send_pushes(now=NOW).ended == 1
    assert service.posts == []


def test_the_workers_task_sends_and_says_how_many(service, asha, caplog):
    phone_of(asha.user, service)
    tell_person(asha, "test", NOTICE, timezone.now() - MINUTE)
    with caplog.at_level("INFO"):
        sweep_pushes()
        sweep_pushes()
    assert caplog.messages.count("Phones: 1 told, 0 later, 0 let go.") == 1
    assert len(service.posts) == 1


# ── switched on and off ──


def test_signed_out_ended_or_closed_a_phone_is_told_nothing(service, asha):
    phone_of(asha.user, service)
    User.objects.update(is_active=False)
    tell(asha)
    User.objects.update(is_active=True)
    assert Push.objects.count() == 0
    tell(asha, 2)
    forget_all(asha.user)
    assert (PushAddress.objects.count(), send_pushes(now=NOW).sent) == (0, 0)


def test_switched_off_what_waits_goes_with_it(service, asha):
    phone_of(asha.user, service)
    tell(asha)
    unsubscribe(device=Device.objects.get())
    assert (PushAddress.objects.count(), send_pushes(now=NOW).sent) == (0, 0)


def test_a_browser_is_its_last_users_alone(service, asha):
    phone, other = phone_of(asha.user, service), make_user(asha.unit, "staff")
    subscribe(device=device_of(other), typed=phone.typed(service), now=NOW)
    tell(asha)
    assert PushAddress.objects.get().device.user == other
    assert not Push.objects.exists()


def test_without_a_key_nothing_is_asked_written_or_sent(service, asha, settings):
    phone_of(asha.user, service)
    settings.PUSH_KEY = ""
    tell(asha)
    assert (public_key(), Push.objects.count(), send_pushes(now=NOW).sent) == ("", 0, 0)
    with pytest.raises(PushRefused, match="switched off"):
        phone_of(asha.user, service, "b")


def test_a_browser_that_is_not_signed_in_as_a_device_is_told_to(service):
    with pytest.raises(PushRefused, match="Sign in again"):
        subscribe(device=None, typed=Phone("x").typed(service), now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"auth": ""},
        {"auth": "é"},
        {"auth": text(b"15 bytes, no mo")},
        {"p256dh": ""},
        {"p256dh": text(b"\x04" + bytes(64))},
        {"p256dh": "not a point"},
    ],
)
def test_keys_that_cannot_be_read_are_refused_in_a_sentence(service, asha, change):
    typed = Phone("x").typed(service) | change
    with pytest.raises(PushRefused, match="keys that cannot be read"):
        subscribe(device=device_of(asha.user), typed=typed, now=NOW)
    assert not PushAddress.objects.exists()


@pytest.mark.parametrize(
    ("endpoint", "may"),
    [
        ("https://push.example/a", True),
        ("https://eu.push.example/a", True),
        ("http://push.example/a", False),
        ("https://push.example:8443/a", False),
        ("https://user@push.example/a", False),
        ("https://evilpush.example/a", False),
        ("https://push.example.evil/a", False),
        ("https://evil/push.example", False),
        ("https://127.0.0.1/a", False),
        ("https://[push.example/a", False),
        ("https://push.example:x/a", False),
        ("", False),
    ],
)
def test_only_the_services_listed_are_posted_to(settings, endpoint, may):
    settings.PUSH_SERVICES = ["https://push.example"]
    assert is_service(endpoint) == may


def test_the_services_of_the_browsers_are_listed(settings):
    for endpoint in (
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://wns2-par02p.notify.windows.com/w/?token=x",
    ):
        assert is_service(endpoint)


def test_a_key_that_is_made_is_one_and_another_stops_the_start(monkeypatch, settings):
    key = new_key()
    monkeypatch.setenv("FAIRWEEK_PUSH_KEY", key)
    settings.PUSH_KEY = env.push_key("FAIRWEEK_PUSH_KEY")
    assert key == settings.PUSH_KEY
    point = urlsafe_b64decode(public_key() + "=")
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    for bad in ("x", key[:-2], key + "AA", "é" * 43):
        monkeypatch.setenv("FAIRWEEK_PUSH_KEY", bad)
        with pytest.raises(ImproperlyConfigured, match="FAIRWEEK_PUSH_KEY is no key"):
            env.push_key("FAIRWEEK_PUSH_KEY")
    monkeypatch.delenv("FAIRWEEK_PUSH_KEY")
    assert env.push_key("FAIRWEEK_PUSH_KEY") == ""
