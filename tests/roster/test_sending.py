"""Each message once, to a real SMTP server, whatever breaks on the way."""

import logging
import smtplib
import threading
from datetime import timedelta

import pytest
from django.db import connection
from icalendar import Calendar

from roster import sending
from roster.models import OutboxMessage
from roster.sending import LEASE, MOST_ATTEMPTS, RetryRefused, Tally, retry, send_due
from tests.factories import NOW, make_message, make_person, make_release, make_rota, make_unit
from tests.roster.sink import Sink

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def sink(settings):
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_TIMEOUT = 2
    with sink.running():
        yield sink


@pytest.fixture
def nobody_answers(settings, sink):
    settings.EMAIL_PORT = Sink().port


@pytest.fixture
def release():
    unit = make_unit(reply_to="ixf@example.org")
    return make_release(make_rota(unit, starts=NOW.date(), weeks=1), NOW.date())


@pytest.fixture
def asha(release):
    return make_person(release.rota.unit, reference="asha", name="Asha N")


def waiting(person, release, **fields):
    return make_message(person, release, **fields)


def several(release, count):
    return [waiting(make_person(release.rota.unit), release) for _ in range(count)]


def fresh(message):
    return OutboxMessage.objects.get(pk=message.pk)


# ── what is sent ──


def test_a_message_goes_out_and_is_recorded(sink, asha, release):
    message = waiting(asha, release)
    assert send_due(now=NOW) == Tally(sent=1, later=0, failed=0)
    assert sink.recipients == ["asha@example.org"]
    assert (fresh(message).state, fresh(message).attempts) == ("sent", 1)
    assert NOW <= fresh(message).sent_at < NOW + MINUTE


def test_its_headers_say_what_it_is(sink, asha, release):
    waiting(asha, release, subject="Your rota – 9 November", message_id="<one@fairweek.test>")
    send_due(now=NOW)
    (mail,) = sink.messages
    assert {name: str(mail[name]) for name in ("Message-ID", "Date", "To", "Subject")} == {
        "Message-ID": "<one@fairweek.test>",
        "Date": "Thu, 01 Oct 2026 08:30:00 +0000",
        "To": "asha@example.org",
        "Subject": "Your rota – 9 November",
    }
    assert {name: str(mail[name]) for name in ("List-Id", "Auto-Submitted", "Reply-To")} == {
        "List-Id": "<ixf.rota.localhost>",
        "Auto-Submitted": "auto-generated",
        "Reply-To": "ixf@example.org",
    }


def test_text_html_and_calendar_arrive_whole(sink, asha, release):
    waiting(asha, release, text="Früh 8–16\n", html="<p>Früh</p>", calendar=CALENDAR)
    send_due(now=NOW)
    (mail,) = sink.messages
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Früh 8–16\n"
    assert "<p>Früh</p>" in mail.get_body(("html",)).get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert (attached.get_param("method"), attached.get_filename()) == ("PUBLISH", "rota.ics")
    assert Calendar.from_ical(attached.get_content())["version"] == "2.0"


def test_a_message_without_a_calendar_has_no_attachment(sink, asha, release):
    waiting(asha, release)
    send_due(now=NOW)
    assert list(sink.messages[0].iter_attachments()) == []


def test_what_is_not_due_waits(sink, asha, release):
    message = waiting(asha, release, due_at=NOW + MINUTE)
    assert send_due(now=NOW) == Tally(0, 0, 0)
    assert send_due(now=NOW + MINUTE).sent == 1
    assert fresh(message).attempts == 1


def test_what_was_sent_or_has_failed_is_not_sent(sink, asha, release):
    waiting(asha, release, state="sent")
    waiting(asha, release, kind="weekly", state="failed", recipient="")
    assert send_due(now=NOW) == Tally(0, 0, 0)


# ── what breaks ──


def test_an_address_refused_for_good_has_failed_by_name(sink, asha, release):
    other = several(release, 1)[0]
    sink.answers["asha@example.org"] = ["550 no such user"]
    message = waiting(asha, release)
    assert send_due(now=NOW) == Tally(sent=1, later=0, failed=1)
    assert (fresh(message).state, fresh(message).leased_until) == ("failed", None)
    assert fresh(message).failure == (
        "The mail server knows no address asha@example.org of Asha N (550). "
        "Correct it, then send this again."
    )
    assert fresh(other).state == "sent"
    assert send_due(now=NOW + timedelta(days=1)) == Tally(0, 0, 0)


def test_a_server_that_asks_for_patience_gets_it(sink, asha, release):
    sink.answers["asha@example.org"] = ["451 busy", "451 still busy"]
    message = waiting(asha, release)
    assert send_due(now=NOW) == Tally(sent=0, later=1, failed=0)
    assert fresh(message).failure == "The mail server asks to try again later (451)."
    assert send_due(now=NOW + MINUTE - timedelta(seconds=5)) == Tally(0, 0, 0)
    assert send_due(now=NOW + 2 * MINUTE).later == 1
    assert send_due(now=NOW + 3 * MINUTE) == Tally(0, 0, 0)
    assert send_due(now=NOW + 5 * MINUTE).sent == 1
    assert (fresh(message).state, fresh(message).failure, fresh(message).attempts) == (
        "sent",
        "",
        3,
    )


def test_a_server_that_cannot_be_reached_is_tried_once_a_run(nobody_answers, release):
    messages = several(release, 3)
    assert send_due(now=NOW) == Tally(sent=0, later=1, failed=0)
    assert [fresh(m).attempts for m in messages] == [1, 0, 0]
    assert fresh(messages[0]).failure == "The mail server cannot be reached."


def test_a_message_dropped_half_way_goes_out_again_and_the_others_at_once(sink, release):
    first, second = several(release, 2)
    sink.hang_up = 1
    assert send_due(now=NOW) == Tally(sent=1, later=1, failed=0)
    assert fresh(first).failure == "The mail server hung up."
    assert send_due(now=NOW + 2 * MINUTE).sent == 1
    assert sink.recipients == [second.recipient, first.recipient]


def test_a_server_that_never_answers_is_given_up_on(sink, asha, release, settings):
    settings.EMAIL_TIMEOUT = 0.2
    message = waiting(asha, release)
    sink.during = lambda: threading.Event().wait(0.5)
    assert send_due(now=NOW).later == 1
    assert fresh(message).failure == "The mail server did not answer in time."


def test_pauses_grow_to_an_hour_and_end_after_two_days(nobody_answers, asha, release):
    message, at, pauses = waiting(asha, release), NOW, []
    for _ in range(MOST_ATTEMPTS - 1):
        send_due(now=at)
        pauses.append(round((fresh(message).due_at - at) / MINUTE))
        at = fresh(message).due_at
    assert pauses == [1, 2, 4, 8, 16, 32] + [60] * (MOST_ATTEMPTS - 7)
    assert send_due(now=at) == Tally(sent=0, later=0, failed=1)
    assert fresh(message).failure == (
        "Given up after 48 tries. The mail server cannot be reached. "
        "Once that is mended, send this again."
    )


@pytest.mark.parametrize(
    "fault",
    [
        smtplib.SMTPSenderRefused(550, b"who are you", "rota@example.org"),
        smtplib.SMTPAuthenticationError(535, b"no"),
    ],
)
def test_a_refusal_of_ourselves_fails_no_message(sink, asha, release, monkeypatch, fault):
    def refuses(*_):
        raise fault

    monkeypatch.setattr("smtplib.SMTP.sendmail", refuses)
    message = waiting(asha, release)
    assert send_due(now=NOW).later == 1
    assert fresh(message).failure == (
        f"The mail server refuses our login or sender address ({fault.smtp_code})."
    )


def test_a_message_refused_for_its_content_has_failed(sink, asha, release, monkeypatch):
    def refuses(*_):
        raise smtplib.SMTPDataError(554, b"spam")

    monkeypatch.setattr("smtplib.SMTP.sendmail", refuses)
    message = waiting(asha, release)
    assert send_due(now=NOW).failed == 1
    assert fresh(message).failure == "The mail server refuses this message for good (554)."


def test_a_message_that_is_no_email_does_not_stop_the_others(sink, release):
    odd = several(release, 2)[0]
    OutboxMessage.objects.filter(pk=odd.pk).update(subject="two\nlines")
    assert send_due(now=NOW) == Tally(sent=1, later=0, failed=1)
    assert fresh(odd).failure == "This message cannot be written as an email."


def test_logs_hold_no_address_and_no_name(sink, asha, release, caplog):
    caplog.set_level(logging.DEBUG, logger="roster")
    sink.answers["asha@example.org"] = ["550 no such user"]
    message = waiting(asha, release)
    send_due(now=NOW)
    assert [r.getMessage() for r in caplog.records if r.name.startswith("roster")] == [
        f"Message {message.pk} has failed: SMTPRecipientsRefused"
    ]


# ── one sender each ──


def test_a_killed_senders_message_goes_out_again_under_the_same_name(
    sink, asha, release, monkeypatch
):
    message = waiting(asha, release)

    def killed(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(sending, "Mail", killed)
        with pytest.raises(SystemExit):
            send_due(now=NOW)
    assert (fresh(message).state, fresh(message).attempts) == ("waiting", 1)
    assert send_due(now=NOW + LEASE - MINUTE) == Tally(0, 0, 0)
    assert send_due(now=NOW + LEASE + MINUTE).sent == 1
    assert [mail["Message-ID"] for mail in sink.messages] == [message.message_id]


def two_senders(monkeypatch):
    """What a sender makes of the outbox while another has its first message in flight; the other's
    own tally.
    """
    real, others = sending.Mail, []

    def meanwhile(message, server):
        if not others:
            others.append(None)
            others[0] = send_due(now=NOW)
        return real(message, server)

    monkeypatch.setattr(sending, "Mail", meanwhile)
    return send_due(now=NOW), others[0]


def test_a_second_sender_leaves_a_message_in_flight_alone(sink, release, monkeypatch):
    messages = several(release, 5)
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    assert two_senders(monkeypatch) == (Tally(1, 0, 0), Tally(4, 0, 0))
    assert sorted(sink.recipients) == sorted(m.recipient for m in messages)


def test_a_second_sender_leaves_all_that_the_first_has_claimed_alone(sink, release, monkeypatch):
    several(release, 5)
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    assert two_senders(monkeypatch) == (Tally(3, 0, 0), Tally(2, 0, 0))


def test_what_a_run_claimed_and_did_not_try_is_free_for_the_next(sink, release, monkeypatch):
    messages = several(release, 3)
    monkeypatch.setattr(sending, "PATIENCE", timedelta(0))
    send_due(now=NOW)
    assert [(fresh(m).attempts, fresh(m).leased_until) for m in messages[1:]] == [(0, None)] * 2
    assert send_due(now=NOW).sent == 1


def test_a_retry_of_a_claimed_message_is_no_try_too_few(sink, release, monkeypatch):
    _, second = several(release, 2)
    real = sending.Mail

    def meanwhile(*arguments):
        retry(message=second, now=NOW)
        return real(*arguments)

    monkeypatch.setattr(sending, "Mail", meanwhile)
    monkeypatch.setattr(sending, "PATIENCE", timedelta(0))
    send_due(now=NOW)
    assert (fresh(second).attempts, fresh(second).leased_until) == (0, None)


def test_many_go_over_one_connection_and_cost_a_query_each_and_a_few_a_claim(
    sink, release, django_assert_max_num_queries
):
    several(release, 30)
    with django_assert_max_num_queries(30 + 4 * 3):
        send_due(now=NOW)
    assert (len(sink.received), sink.connections) == (30, 1)


def test_a_late_failure_leaves_a_message_to_whoever_holds_it_now(sink, asha, release, monkeypatch):
    message = waiting(asha, release)
    later = NOW + 2 * LEASE

    def taken_over(*_):
        OutboxMessage.objects.filter(pk=message.pk).update(leased_until=later)
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("smtplib.SMTP.sendmail", taken_over)
    send_due(now=NOW)
    assert (fresh(message).leased_until, fresh(message).failure) == (later, "")


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(sink, release, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("threads share one SQLite connection in memory")
    monkeypatch.setattr(sending, "AT_ONCE", 2)  # so that they meet often
    messages = several(release, 40)
    start, tallies = threading.Barrier(2), []

    def send():
        start.wait(5)
        tallies.append(send_due(now=NOW))
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)
    assert sum(tally.sent for tally in tallies) == 40
    assert sorted(sink.recipients) == sorted(m.recipient for m in messages)


def test_a_run_ends_before_its_leases_do(sink, release, monkeypatch):
    several(release, 3)
    monkeypatch.setattr(sending, "PATIENCE", timedelta(0))
    assert send_due(now=NOW).sent == 1


# ── sending again ──


def test_a_failed_message_goes_to_the_address_as_it_is_today(sink, asha, release):
    message = waiting(asha, release, state="failed", recipient="", failure="…", attempts=48)
    asha.email = "new@example.org"
    asha.save()
    retry(message=message, now=NOW)
    assert (fresh(message).state, fresh(message).attempts, fresh(message).failure) == (
        "waiting",
        0,
        "",
    )
    send_due(now=NOW)
    assert sink.recipients == ["new@example.org"]


def test_a_message_in_flight_stays_its_senders(asha, release):
    message = waiting(asha, release, leased_until=NOW + LEASE)
    retry(message=message, now=NOW)
    assert fresh(message).leased_until == NOW + LEASE


def test_without_an_address_there_is_nothing_to_try(asha, release):
    asha.email = ""
    asha.save()
    message = waiting(asha, release, state="failed")
    with pytest.raises(RetryRefused, match="No email address is known for Asha N"):
        retry(message=message, now=NOW)
    assert fresh(message).state == "failed"


def test_what_was_sent_is_not_sent_again(asha, release):
    message = waiting(asha, release, state="sent")
    with pytest.raises(RetryRefused, match="This message has been sent already"):
        retry(message=message, now=NOW)


def test_trying_again_wakes_a_sender(
    asha, release, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr("roster.notifying.current_app.send_task", lambda *a, **_: woken.append(a))
    message = waiting(asha, release, state="failed")
    with django_capture_on_commit_callbacks(execute=True):
        retry(message=message, now=NOW)
    assert woken == [("roster.sweep_outbox",)]
