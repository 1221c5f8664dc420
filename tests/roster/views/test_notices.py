"""What I was told, to read again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import OutboxMessage
from roster.telling import Notice, Topic, tell_managers
from tests.factories import make_message, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    person = make_person(unit, reference="asha")
    person.user = make_user(unit, "staff")
    person.save()
    return person


@pytest.fixture
def release(unit):
    return make_release(make_rota(unit, starts=MONDAY, weeks=1), MONDAY)


def told(client, person):
    client.force_login(person.user)
    return client.get(reverse("my-notices")).content.decode()


def test_a_mail_stands_there_also_where_none_arrived(client, asha, release):
    mail = make_message(asha, release, subject="Your rota", state="failed")
    assert "Your rota" in told(client, asha)
    assert client.get(reverse("my-message", args=[mail.pk])).status_code == 200
    read = client.get(reverse("my-message-html", args=[mail.pk]))
    assert read.content.decode() == mail.html
    assert "default-src 'none'" in read["Content-Security-Policy"]


def test_what_is_held_back_or_not_due_does_not(client, asha, release):
    make_message(asha, release, subject="Held", state="held")
    assert "Held" not in told(client, asha)
    later = timezone.now() + timedelta(hours=1)
    OutboxMessage.objects.update(subject="Later", state="waiting", due_at=later)
    assert "Later" not in told(client, asha)


def test_nobody_reads_anybody_elses(client, unit, asha, release):
    mail = make_message(asha, release, subject="Your rota")
    client.force_login(make_user(unit, "administrator"))
    assert "Your rota" not in client.get(reverse("my-notices")).content.decode()
    for name in ("my-message", "my-message-html"):
        assert client.get(reverse(name, args=[mail.pk])).status_code == 404


def test_without_any_it_says_what_will_stand_here(client, asha):
    assert "Nothing yet." in told(client, asha)


def on_my_rota(client):
    return client.get(reverse("my-rota")).content.decode()


def test_what_is_not_read_is_marked_and_counted_until_it_is_opened(client, unit, asha, release):
    mail = make_message(asha, release, subject="Your rota")
    to_login = make_message(asha, release, kind="notice")
    OutboxMessage.objects.filter(pk=to_login.pk).update(person=None, user=asha.user)
    make_message(make_person(unit), release)
    assert "2 not read yet" in told(client, asha)
    assert "My notices: 2 not read" in on_my_rota(client)
    client.get(reverse("my-message-html", args=[mail.pk]))
    said = told(client, asha)
    assert said.count(">Not read<") == 1
    assert "1 not read yet" in said
    assert "My notices: 1 not read" in on_my_rota(client)


def leading(person, release, path, **fields):
    return make_message(person, release, kind="notice", monday=None, leads_to=path, **fields)


def test_what_leads_to_my_rota_is_read_there_and_counted_no_more(client, asha, release):
    mail = leading(asha, release, reverse("my-rota"))
    other = leading(asha, release, reverse("my-swaps"))
    client.force_login(asha.user)
    assert "My notices: 1 not read" in on_my_rota(client)
    assert [m.pk for m in OutboxMessage.objects.filter(read_at=None)] == [other.pk]
    assert OutboxMessage.objects.get(pk=mail.pk).read_at


@pytest.mark.parametrize("name", ["my-swaps", "my-requests", "my-leave"])
def test_opening_the_page_that_a_notice_leads_to_reads_it(client, unit, asha, release, name):
    leading(asha, release, reverse(name))
    elsewhere = leading(asha, release, reverse("my-rota"))
    colleague = leading(make_person(unit), release, reverse(name))
    held = leading(asha, release, reverse(name), state="held")
    client.force_login(asha.user)
    client.get(reverse(name))
    unread = set(OutboxMessage.objects.filter(read_at=None))
    assert unread == {elsewhere, colleague, held}


def test_a_manager_reads_what_leads_to_what_was_asked(client, unit, asha):
    manager = make_user(unit, "rota_manager")
    told_of = Notice("Asha asks for leave", (), reverse("asked"), Topic.ASKED)
    tell_managers(unit, "leave-1", told_of, timezone.now())
    client.force_login(manager)
    assert OutboxMessage.objects.get(user=manager).read_at is None
    client.get(reverse("asked"))
    assert OutboxMessage.objects.get(user=manager).read_at


def test_what_waits_elsewhere_is_not_read_by_a_form_that_was_refused(client, asha, release):
    make_message(asha, release, leads_to=reverse("my-requests"))
    client.force_login(asha.user)
    client.post(reverse("make-request"), {"date": "never"})
    assert OutboxMessage.objects.get().read_at is None


def test_what_is_not_due_or_held_back_is_not_counted(client, asha, release):
    make_message(asha, release, due_at=timezone.now() + timedelta(minutes=1))
    client.force_login(asha.user)
    assert "not read" not in on_my_rota(client)
    OutboxMessage.objects.update(due_at=timezone.now(), state="held")
    assert "not read" not in on_my_rota(client)
    OutboxMessage.objects.update(state="sent")
    assert "My notices: 1 not read" in on_my_rota(client)


def test_all_are_read_at_once_and_nobody_elses(client, unit, asha, release):
    make_message(asha, release)
    other = make_message(make_person(unit), release)
    client.force_login(asha.user)
    client.post(reverse("read-notices"))
    assert "not read" not in told(client, asha)
    assert [m.pk for m in OutboxMessage.objects.filter(read_at=None)] == [other.pk]


def test_who_is_on_no_rota_comes_to_theirs_from_their_login(client, unit):
    client.force_login(make_user(unit, "approver"))
    assert reverse("my-notices") in client.get(reverse("my-devices")).content.decode()
    page = client.get(reverse("my-notices"))
    assert page.status_code == 200
    assert f'href="{reverse("my-rota")}"' not in page.content.decode()


def test_who_is_on_one_goes_from_theirs_to_my_rota(client, asha):
    assert f'<p class="small"><a href="{reverse("my-rota")}">' in told(client, asha)
