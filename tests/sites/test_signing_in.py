"""Signing in: a password, a code by email, the devices; and nobody learns who has a login."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.celery import app
from sites import codes, resetting
from sites.devices import named, seen
from sites.models import Device, SignInCode
from sites.tasks import send_code, send_reset_link
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
ASHA, PASSWORD = "asha@example.org", "correct-horse-battery"
NOW = timezone.now()
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"


@pytest.fixture
def asha():
    return make_user(make_unit(), "viewer", name="Asha N", password=PASSWORD, email=ASHA)


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a quick one
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def sign_in(client, email=ASHA, password=PASSWORD, **more):
    values = {"username": email, "password": password} | more
    return client.post(reverse("sign-in"), values, headers={"user-agent": PHONE})


def code_sent(email=ASHA, now=NOW):
    codes.send_code(email=email, now=now)
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


def is_in(client):
    return client.get(reverse("my-devices")).status_code == 200


# ── a code ──


def test_a_code_opens_the_door_once(asha):
    code = code_sent()
    assert codes.user_of(email=" ASHA@example.org ", code=code, now=NOW) == asha
    assert codes.user_of(email=ASHA, code=code, now=NOW) is None


def test_it_holds_for_ten_minutes(asha):
    code = code_sent()
    late = NOW + timedelta(minutes=10)
    assert codes.user_of(email=ASHA, code=code, now=late) is None
    assert codes.user_of(email=ASHA, code=code, now=late - timedelta(seconds=1)) == asha


def test_five_guesses_and_it_is_worth_nothing(asha):
    code = code_sent()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        assert codes.user_of(email=ASHA, code=wrong, now=NOW) is None
    assert codes.user_of(email=ASHA, code=code, now=NOW) is None


def test_a_second_code_takes_the_place_of_the_first(asha):
    first, second = code_sent(), code_sent()
    if first != second:
        assert codes.user_of(email=ASHA, code=first, now=NOW) is None
    assert codes.user_of(email=ASHA, code=second, now=NOW) == asha


def test_five_codes_an_hour_and_then_an_hour_of_silence(asha):
    for minute in range(7):
        codes.send_code(email=ASHA, now=NOW + timedelta(minutes=minute))
    assert len(mail.outbox) == 5
    codes.send_code(email=ASHA, now=NOW + timedelta(minutes=65))
    assert len(mail.outbox) == 6


def test_nothing_is_mailed_to_an_address_without_a_login_or_with_an_ended_one(asha):
    codes.send_code(email="nobody@example.org", now=NOW)
    asha.is_active = False
    asha.save()
    codes.send_code(email=ASHA, now=NOW)
    assert mail.outbox == []
    assert codes.user_of(email="nobody@example.org", code="123456", now=NOW) is None


def test_the_code_stands_nowhere(asha):
    code = code_sent()
    assert code not in str(SignInCode.objects.values().get())


def test_the_pages_from_the_address_to_the_door(asha):
    client = Client()
    assert client.post(reverse("ask-code"), {"email": ASHA}).url == reverse("type-code")
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    wrong = client.post(reverse("type-code"), {"code": "1"})
    assert "not the last code we sent" in wrong.content.decode()
    spaced = f" {code[:3]} {code[3:]} "
    assert client.post(reverse("type-code"), {"code": spaced}).url == reverse("home")
    assert is_in(client)


def test_an_address_without_a_login_sees_the_same_pages(asha):
    known, unknown = Client(), Client()
    for client, email in ((known, ASHA), (unknown, "nobody@example.org")):
        client.post(reverse("ask-code"), {"email": email})
    pages = [
        re.sub(r'value="[^"]{64}"', "", client.get(reverse("type-code")).content.decode())
        for client in (known, unknown)
    ]
    assert pages[0].replace(ASHA, "…") == pages[1].replace("nobody@example.org", "…")


def test_a_page_for_a_code_nobody_asked_for_leads_back():
    assert Client().get(reverse("type-code")).url == reverse("ask-code")


def test_tasks_take_an_address_that_nobody_has(asha):
    send_code("nobody@example.org")
    send_reset_link("nobody@example.org")
    assert mail.outbox == []
    send_reset_link(ASHA)
    assert "/password/reset/" in mail.outbox[0].body


def test_links_come_five_minutes_apart_however_often_they_are_asked_for(asha):
    for minute in (0, 1, 4):
        resetting.send_link(email=ASHA, now=NOW + timedelta(minutes=minute))
    assert len(mail.outbox) == 1
    resetting.send_link(email=ASHA, now=NOW + timedelta(minutes=5))
    assert len(mail.outbox) == 2


# ── a password ──


@pytest.fixture
def by_code():
    """Somebody who was given a login and has no password."""
    user = make_user(make_unit(), "viewer", email="dev@example.org")
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    return client


def test_who_has_no_password_chooses_one_without_an_old_one(by_code):
    assert "Choose a password" in by_code.get(reverse("my-devices")).content.decode()
    page = by_code.get(reverse("change-password")).content.decode()
    assert "old_password" not in page
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    by_code.post(reverse("change-password"), typed)
    assert "old_password" in by_code.get(reverse("change-password")).content.decode()
    sign_in(client := Client(), email="dev@example.org")
    assert is_in(client)


def test_who_has_no_password_gets_a_link_to_choose_one(by_code):
    send_reset_link("Dev@example.org")
    link = re.search(r"/password/reset/\S+", mail.outbox[0].body)[0]
    client = Client()
    page = client.get(link, follow=True)
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], typed)
    sign_in(client, email="dev@example.org")
    assert is_in(client)


def test_ten_wrong_passwords_are_enough_for_a_quarter_of_an_hour(asha):
    client = Client()
    answers = [sign_in(client, password="wrong").status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "Too many tries" in refused.content.decode()
    assert not is_in(client)


def test_a_colleague_at_the_same_address_is_not_stopped(asha):
    make_user(make_unit("B"), "viewer", password=PASSWORD, email="ben@example.org")
    for _ in range(11):
        sign_in(Client(), password="wrong")
    assert sign_in(Client(), email="ben@example.org").status_code == 302


def test_an_address_without_a_login_is_stopped_alike(asha):
    client = Client()
    answers = [sign_in(client, email="nobody@example.org").status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]


# ── devices ──


def test_every_browser_signed_in_stands_in_the_list(asha):
    client = Client()
    sign_in(client, keep="on")
    assert "Safari on iPhone" in client.get(reverse("my-devices")).content.decode()
    assert client.session.get_expire_at_browser_close() is False


def test_without_being_told_a_browser_forgets_when_it_closes(asha):
    client = Client()
    sign_in(client)
    assert client.session.get_expire_at_browser_close() is True


def test_a_lost_phone_is_signed_out_from_elsewhere(asha):
    phone, desk = Client(), Client()
    sign_in(phone, keep="on")
    sign_in(desk)
    lost = Device.objects.get(session_key=phone.session.session_key)
    assert desk.post(reverse("end-device", args=[lost.pk])).url == reverse("my-devices")
    assert (is_in(phone), is_in(desk)) == (False, True)


def test_nobody_ends_a_colleagues_device(asha):
    phone, other = Client(), Client()
    sign_in(phone)
    other.force_login(make_user(make_unit("B"), "administrator"))
    lost = Device.objects.get()
    assert other.post(reverse("end-device", args=[lost.pk])).status_code == 404
    assert is_in(phone)


def test_signing_out_takes_it_off_the_list(asha):
    client = Client()
    sign_in(client)
    assert client.post(reverse("sign-out"))["Clear-Site-Data"] == '"cache"'
    assert not Device.objects.exists()


def test_a_new_password_ends_all_others_and_keeps_this_one(asha):
    phone, desk = Client(), Client()
    sign_in(phone, keep="on")
    sign_in(desk)
    new = {"old_password": PASSWORD, "new_password1": "a-quite-new-one", "new_password2": ""}
    desk.post(reverse("change-password"), new | {"new_password2": "a-quite-new-one"})
    assert (is_in(phone), is_in(desk)) == (False, True)
    assert [d.session_key for d in Device.objects.all()] == [desk.session.session_key]


def test_its_use_is_noted_once_a_day(asha, django_assert_num_queries, rf):
    client = Client()
    sign_in(client)
    request = rf.get("/")
    request.session = client.session
    tomorrow = timezone.localdate() + timedelta(days=1)
    seen(request, today=tomorrow)
    assert Device.objects.get().seen_on == tomorrow
    with django_assert_num_queries(0):
        seen(request, today=tomorrow)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_people_name_it(agent, name):
    assert named(agent) == name
