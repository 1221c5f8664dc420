"""The outbox through the web: what went, what did not and why, and sending it again."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import OutboxMessage
from roster.sending import send_due
from tests.factories import (
    NOW,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
REFUSED = "The mail server refused the address: mailbox unavailable."
FAILED = {"state": "failed", "attempts": 48, "failure": REFUSED}
SENT = {"state": "sent", "attempts": 1, "sent_at": NOW}


@pytest.fixture
def unit():
    return make_unit(reply_to="rota@example.org")


@pytest.fixture
def release(unit):
    return make_release(make_rota(unit, starts=MONDAY, weeks=1), MONDAY)


@pytest.fixture
def manager(client, unit):
    user = make_user(unit, "rota_manager")
    client.force_login(user)
    return user


def mail(unit, release, name="Asha N", **fields):
    return make_message(make_person(unit, name=name), release, **fields)


def main(response):
    """The page's main part as a reader hears it."""
    said = response.content.decode().split("<main")[1].split("</main>")[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", said).split())


def outbox(client, **asked):
    response = client.get(reverse("outbox"), asked)
    assert response.status_code == 200
    return main(response)


def page(client, message):
    return client.get(reverse("message", args=[message.pk]))


# ── the list ──


def test_each_message_says_how_its_sending_went(client, unit, release, manager):
    mail(unit, release, "Asha N", recipient="asha@example.org", **SENT)
    mail(unit, release, "Dev P", recipient="dev@example.org", **FAILED)
    mail(unit, release, "Eve R", recipient="eve@example.org", kind="weekly")
    said = outbox(client)
    about = "New or changed rota week of 2 November 2026, release 1"
    assert f"Sent Asha N asha@example.org {about} Tries 1 Sent Thu 1 Oct, 09:30" in said
    assert f"Failed Dev P dev@example.org {about} Tries 48 {REFUSED}" in said
    weekly = "Weekly rota week of 2 November 2026, release 1"
    assert f"Waiting Eve R eve@example.org {weekly} Tries 0 Due Thu 1 Oct, 09:30" in said


def test_the_states_are_counted_and_can_be_chosen(client, unit, release, manager):
    mail(unit, release, "Asha N", **SENT)
    mail(unit, release, "Dev P", **FAILED)
    mail(unit, release, "Eve R")
    mail(unit, release, "Fay S")
    assert "All 4 Failed 1 Waiting 2 Held back 0 Not mailed, as chosen 0 Sent 1" in outbox(client)
    said = outbox(client, state="failed")
    assert "All 4 Failed 1 Waiting 2 Held back 0 Not mailed, as chosen 0 Sent 1" in said
    assert "Dev P" in said
    assert "Asha N" not in said
    assert "Eve R" not in said


def test_a_state_nobody_knows_shows_all(client, unit, release, manager):
    mail(unit, release)
    assert "Asha N" in outbox(client, state="lost' OR 1=1")


def test_what_is_being_tried_says_the_last_trouble(client, unit, release, manager, monkeypatch):
    trouble = "The mail server could not be reached."
    leased = NOW + timedelta(minutes=4)
    mail(unit, release, attempts=2, failure=trouble, leased_until=leased)
    monkeypatch.setattr(timezone, "now", lambda: leased)
    assert trouble in outbox(client)
    monkeypatch.setattr(timezone, "now", lambda: leased - timedelta(seconds=1))
    said = outbox(client)
    assert "It is being sent now." in said
    assert trouble not in said


def test_a_message_without_an_address_says_so(client, unit, release, manager):
    message = mail(unit, release, recipient="", **FAILED)
    assert "Asha N no address" in outbox(client)
    assert "nobody: there was no address" in main(page(client, message))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "No message yet. When a week is published, everybody on it gets one"),
        ({"state": "failed"}, "No message has failed."),
        ({"state": "sent"}, "No message is in this state."),
    ],
)
def test_an_empty_list_says_what_comes_next(client, manager, asked, said):
    assert said in outbox(client, **asked)


def test_long_lists_come_page_by_page_and_keep_the_state(client, unit, release, manager):
    for number in range(51):
        mail(unit, release, f"Person {number}", **FAILED)
    assert "Page 1 of 2 Older" in outbox(client)
    response = client.get(reverse("outbox"), {"state": "failed", "page": 2})
    assert "Newer Page 2 of 2" in main(response)
    assert 'href="?state=failed&amp;page=1"' in response.content.decode()
    assert "Page 2 of 2" in outbox(client, page="99")
    assert "Page 1 of 2" in outbox(client, page="x")


@pytest.mark.parametrize("role", ["viewer", "staff"])
def test_those_who_may_not_see_it_are_told_for_whom_it_is(client, unit, release, role):
    mail(unit, release)
    client.force_login(make_user(unit, role))
    said = outbox(client)
    assert "The outbox is for those who plan or approve a rota." in said
    assert "Asha N" not in said


def test_another_units_messages_are_never_listed(client, unit, release):
    mail(unit, release)
    client.force_login(make_user(make_unit(code="OTHER"), "rota_manager"))
    said = outbox(client)
    assert "All 0" in said
    assert "Asha N" not in said


@pytest.mark.parametrize("messages", [2, 60])
def test_the_list_takes_a_constant_number_of_queries(
    client, unit, release, manager, messages, django_assert_max_num_queries
):
    for number in range(messages):
        mail(unit, release, f"Person {number}", **FAILED)
    with django_assert_max_num_queries(10):
        outbox(client)


# ── one message ──


def test_a_message_is_opened_with_its_headers_and_parts(client, unit, release, manager):
    message = mail(
        unit,
        release,
        recipient="asha@example.org",
        subject="Your rota <week>",
        text="Monday: E <08:00>",
        calendar="BEGIN:VCALENDAR",
    )
    said = main(page(client, message))
    for part in (
        "Subject Your rota &lt;week&gt;",
        "To asha@example.org",
        "From Fairweek &lt;rota@fairweek.example&gt;",
        "Reply to rota@example.org",
        f"Message-ID {message.message_id.replace('<', '&lt;').replace('>', '&gt;')}",
        "Monday: E &lt;08:00&gt;",
        "BEGIN:VCALENDAR",
    ):
        assert part in said


def test_the_html_part_stands_in_a_frame_that_may_do_nothing(client, unit, release, manager):
    message = mail(unit, release)
    html = page(client, message).content.decode()
    address = reverse("message-html", args=[message.pk])
    assert re.search(rf'<iframe [^>]*src="{address}"[^>]* sandbox></iframe>', html)


def test_the_frames_policy_allows_styles_and_nothing_else(client, unit, release, manager):
    message = mail(unit, release, html='<p style="color:red">E</p><script>x()</script>')
    response = client.get(reverse("message-html", args=[message.pk]))
    assert response.content.decode() == message.html
    policy = dict(
        [*part.split(), ""][:2] for part in response["Content-Security-Policy"].split("; ")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "",
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_every_other_page_keeps_the_strict_policy(client, unit, release, manager):
    policy = page(client, mail(unit, release))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


# ── sending again ──


def again(client, message):
    return client.post(reverse("retry-message", args=[message.pk]), follow=True)


def test_a_failed_message_is_sent_again_to_the_address_of_today(client, unit, release, manager):
    message = mail(unit, release, recipient="old@example.org", **FAILED)
    message.person.email = "new@example.org"
    message.person.save()
    assert "Send again" in main(page(client, message))
    response = again(client, message)
    assert response.redirect_chain == [(reverse("message", args=[message.pk]), 302)]
    assert "The message to Asha N is on its way again." in main(response)
    message.refresh_from_db()
    assert (message.state, message.recipient, message.failure) == ("waiting", "new@example.org", "")


def test_a_message_that_was_sent_is_not_sent_twice(client, unit, release, manager):
    message = mail(unit, release, **SENT)
    assert "Send again" not in main(page(client, message))
    response = again(client, message)
    assert response.status_code == 422
    assert "This message has been sent already." in main(response)
    assert OutboxMessage.objects.get().state == "sent"


def test_without_an_address_it_stays_failed_and_says_what_to_do(client, unit, release, manager):
    message = mail(unit, release, **FAILED)
    message.person.email = ""
    message.person.save()
    response = again(client, message)
    assert response.status_code == 422
    assert "No email address is known for Asha N." in main(response)
    assert OutboxMessage.objects.get().state == "failed"


def test_an_approver_reads_who_can_send_it_again(client, unit, release):
    client.force_login(make_user(unit, "approver"))
    said = main(page(client, mail(unit, release, **FAILED)))
    assert "A rota manager can send it again." in said
    assert "Send again" not in said


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({}, False),
        ({"failure": "The mail server could not be reached."}, True),
        ({"failure": "The mail server could not be reached.", "leased_until": NOW}, False),
    ],
)
def test_only_what_waits_after_a_trouble_can_be_tried_now(
    client, unit, release, manager, monkeypatch, fields, offered
):
    monkeypatch.setattr(timezone, "now", lambda: NOW - timedelta(seconds=1))
    assert ("Try now" in main(page(client, mail(unit, release, **fields)))) is offered


# ── holding back ──


def press_hold(client, message):
    return client.post(reverse("hold-message", args=[message.pk]), follow=True)


def test_a_waiting_message_is_held_back_and_sent_when_somebody_says_so(
    client, unit, release, manager
):
    message = mail(unit, release, "Asha N", due_at=NOW + timedelta(days=1))
    said = main(press_hold(client, message))
    assert "The message to Asha N is held back." in said
    assert "It is held back until somebody sends it." in said
    message.refresh_from_db()
    assert message.state == "held"
    assert send_due(now=NOW + timedelta(days=2)).sent == 0
    assert "All 1 Failed 0 Waiting 0 Held back 1 Not mailed, as chosen 0 Sent 0" in outbox(client)
    client.post(reverse("retry-message", args=[message.pk]))
    assert send_due(now=timezone.now()).sent == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (SENT, "This message has been sent already."),
        (FAILED, "This message does not go by itself anyway."),
        ({"leased_until": timezone.now() + timedelta(days=1)}, "is being sent at this moment"),
    ],
)
def test_what_does_not_wait_is_not_held_back(client, unit, release, manager, fields, said):
    message = mail(unit, release, **fields)
    response = press_hold(client, message)
    assert response.status_code == 422
    assert said in main(response)
    assert "Hold it back" not in main(page(client, message))
    before = message.state
    message.refresh_from_db()
    assert message.state == before


# ── who cannot be reached ──


def test_those_without_an_address_are_named(client, unit, manager):
    make_person(unit, name="Asha N", email="")
    make_person(unit, name="Dev P", email="")
    gone = make_person(unit, name="Gone G", email="")
    gone.employments.update(until=date(2026, 1, 1))
    make_person(make_unit(code="TWO"), name="Else W", email="")
    said = outbox(client)
    assert "No address is known of 2: Asha N, Dev P. They must be told another way." in said


def test_an_address_that_was_refused_is_named_until_a_message_gets_through(
    client, unit, release, manager
):
    asha = make_person(unit, name="Asha N", email="asha@example.org")
    make_message(asha, release, **FAILED, refused=True)
    refused = "The mail server refuses the address of 1: Asha N (asha@example.org)."
    assert refused in outbox(client)
    make_message(asha, release, kind="weekly", **SENT)
    assert refused not in outbox(client)


def test_an_address_that_was_corrected_is_no_longer_refused(client, unit, release, manager):
    asha = make_person(unit, name="Asha N", email="asha@example.org")
    make_message(asha, release, **FAILED, refused=True)
    asha.email = "asha.n@example.org"
    asha.save()
    assert "The mail server refuses" not in outbox(client)


# ── messages to managers ──


def test_a_message_to_a_login_names_it_and_has_no_week(client, unit, manager):
    ina = make_user(unit, "approver", name="Ina IXF", email="ina@example.org")
    message = OutboxMessage.objects.create(
        unit=unit,
        user=ina,
        kind="not_ready",
        recipient=ina.email,
        subject="IXF: 1 week is due and not ready",
        text="x",
        html="x",
        message_id="<not_ready-1@fairweek.test>",
        created_at=NOW,
        due_at=NOW,
    )
    assert "Waiting Ina IXF ina@example.org Weeks not ready Tries 0" in outbox(client)
    said = main(page(client, message))
    assert "Message to Ina IXF" in said
    assert "About Weeks not ready As it looks" in said
