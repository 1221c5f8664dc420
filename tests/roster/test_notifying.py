"""What mails say, to whom, and that nothing is told twice or that is not one's own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import conditional_escape
from icalendar import Calendar

from roster import composing, released
from roster.models import MailChoice, OutboxMessage, RotaWeek, RuleSetting
from roster.notifying import wake_sender, write_weekly_rotas
from roster.publishing import publish_week
from staff.models import Employment, Unavailability
from tests.factories import (
    judge_only,
    make_duty,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 13, 12, 0, tzinfo=UTC)


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def unit():
    return make_unit(reply_to="ixf@example.org")


@pytest.fixture
def asha(unit):
    return make_person(
        unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4"
    )


@pytest.fixture
def dev(unit):
    return make_person(unit, reference="dev", name="Dev P")


@pytest.fixture
def rota(unit, asha, dev):
    """Asha on Monday and Saturday, on leave on Thursday; Dev supervises her on Monday."""
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    make_duty(rota, asha, on(0), supervised_by=["dev"])
    make_duty(rota, asha, on(5), shift="LD", area="ED")
    make_duty(rota, dev, on(0), shift="LD")
    make_duty(rota, dev, on(5), shift="LD", area="ED")
    make_duty(rota, asha, on(8), shift="L")
    Unavailability.objects.create(person=asha, kind="SL", starts_on=on(3), until=on(3))
    judge_only(unit, "R-02")
    for rule in ("R-29", "R-30", "R-41"):
        RuleSetting.objects.create(
            unit=unit, rule=rule, parameters={"enabled": False}, in_force_from=date(2026, 1, 1)
        )
    return rota


def weekly(unit, now=NOW):
    return write_weekly_rotas(unit=unit, monday=MONDAY, now=now)


def mail(person, kind="weekly"):
    return OutboxMessage.objects.get(person=person, kind=kind)


def publish(rota, at=NOW):
    rota.rota_weeks.update(state="approved")
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=MONDAY)
    return publish_week(week=week, by=None, now=at, seen_sequence=rota.sequence)


TEXT = """Your rota, 16–22 November

Asha N,
This is your rota for next week.

Monday 16 November
  08:00–16:00  E
  General X-ray, Teaching Hospital
  Supervised by Dev P
  With Dev P
  Unpaid break 30 min

Tuesday 17 November
  Compensatory day off for Saturday 21 November

Wednesday 18 November
  Not working

Thursday 19 November
  Not working

Friday 20 November
  Not working

Saturday 21 November
  08:00–20:00  LD
  Emergency X-ray, Teaching Hospital
  Supervised by Dev P
  With Dev P
  Unpaid break 1 h

Sunday 22 November
  Not working

18 h 30 min on duty of 37 h 30 min contracted.

The week of 23 November is not published yet.

My rota, always as it stands (you will be asked to sign in):
http://localhost:8000/my/

Another day for this email, or changes only:
http://localhost:8000/my/email/

Release 1, published Thursday 1 October 2026 at 09:30. Times are Europe/London.
IXF department
"""


def test_the_weekly_mail_in_full(rota, unit, asha):
    make_release(rota, MONDAY)
    assert weekly(unit) == 2
    message = mail(asha)
    assert message.text == TEXT
    assert message.subject == "Your rota, 16–22 November"
    assert (message.recipient, message.state, message.due_at) == (
        "asha@example.org",
        "waiting",
        NOW,
    )


def test_the_html_says_what_the_text_says(rota, unit, asha):
    make_release(rota, MONDAY)
    weekly(unit)
    html = mail(asha).html
    for line in TEXT.splitlines():
        for words in line.split("  "):
            if words.strip() and "My rota, always" not in words and words[-1] != ":":
                assert words.strip() in html
    assert "<img" not in html
    assert "src=" not in html


def test_a_second_run_writes_nothing(rota, unit):
    make_release(rota, MONDAY)
    assert (weekly(unit), weekly(unit, NOW + timedelta(hours=1))) == (2, 0)
    assert OutboxMessage.objects.count() == 2


def test_a_release_after_the_weekly_mail_brings_no_second_one(rota, unit, asha):
    make_release(rota, MONDAY)
    weekly(unit)
    make_duty(rota, asha, on(1), shift="L")
    make_release(rota, MONDAY, number=2)
    assert weekly(unit) == 0


def test_nothing_is_written_of_a_week_that_is_not_published(rota, unit):
    make_release(rota, on(7))
    assert weekly(unit) == 0


def test_the_draft_is_never_told(rota, unit, asha):
    make_release(rota, MONDAY)
    make_duty(rota, asha, on(1), shift="OC")
    weekly(unit)
    assert "OC" not in mail(asha).text + mail(asha).html


def test_somebody_without_a_duty_is_told_so(rota, unit):
    free = make_person(unit, name="Fay S")
    make_release(rota, MONDAY)
    assert weekly(unit) == 3
    assert "Fay S,\nThis is your rota for next week. You have no duties in it.\n" in mail(free).text
    assert "VEVENT" not in mail(free).calendar


def test_somebody_who_has_left_is_not_written_to(rota, unit):
    gone = make_person(unit)
    Employment.objects.filter(person=gone).update(until=on(-1))
    make_release(rota, MONDAY)
    assert weekly(unit) == 2


def test_another_unit_is_not_written_to(rota, unit):
    make_person(make_unit(code="OTHER"))
    make_release(rota, MONDAY)
    assert weekly(unit) == 2


def test_somebody_without_an_address_is_named_in_the_outbox(rota, unit, dev):
    dev.email = ""
    dev.save()
    make_release(rota, MONDAY)
    weekly(unit)
    message = mail(dev)
    assert (message.state, message.recipient) == ("failed", "")
    assert message.failure == (
        "No email address is known for Dev P. Enter one, then send this again."
    )


def test_no_reason_of_an_absence_and_nobody_elses_week_is_told(rota, unit, asha, dev):
    make_release(rota, MONDAY)
    weekly(unit)
    mine, theirs = mail(asha), mail(dev)
    for message in (mine, theirs):
        everything = (message.text + message.html + message.calendar).lower()
        for word in ("sick", "leave", "absen", "unavailable", "sl "):
            assert word not in everything
    assert "37 h" in mine.text
    assert mine.calendar.count("BEGIN:VEVENT") == 2
    assert "Dev" not in mine.calendar


def test_the_week_the_clocks_change_says_so(unit, asha):
    monday = date(2026, 10, 19)
    rota = make_rota(unit, starts=monday, weeks=1)
    make_duty(rota, asha, monday + timedelta(days=6), shift="LD")
    make_release(rota, monday)
    write_weekly_rotas(unit=unit, monday=monday, now=NOW)
    assert "\nClocks go back one hour on Sunday 25 October.\n" in mail(asha).text
    assert "Sunday 25 October (Clocks go back)\n  08:00–20:00  LD" in mail(asha).text


def test_the_week_after_is_told_in_brief(rota, unit, asha, dev):
    make_release(rota, MONDAY)
    make_release(rota, on(7))
    weekly(unit)
    assert (
        "The week after, 23–29 November: 1 day.\n  Tue 24: L 12:00–20:00, Teaching Hospital\n"
        in mail(asha).text
    )
    assert "The week after, 23–29 November: no duties.\n" in mail(dev).text


def test_changes_since_the_first_release_are_marked(rota, unit, asha, dev):
    make_release(rota, MONDAY)
    rota.duties.filter(person=asha, date=on(5)).delete()
    make_duty(rota, asha, on(1), shift="L", role="assist")
    make_release(rota, MONDAY, number=2)
    weekly(unit)
    assert (
        "Changed since this week was first published\n"
        "- New: Tuesday 17 November: L 12:00–20:00, General X-ray, Teaching Hospital, assisting.\n"
        "- No longer: Saturday 21 November: LD 08:00–20:00, Emergency X-ray, Teaching Hospital.\n"
    ) in mail(asha).text
    assert "Changed since" not in mail(dev).text


def test_changes_are_counted_from_the_last_weekly_mail_that_one_was_written(rota, unit, asha, dev):
    """Asha had one after release 2, Dev none: so he is told of both changes, she of the last."""
    make_release(rota, MONDAY, at=NOW - timedelta(days=30))
    make_duty(rota, asha, on(1), shift="L")
    make_duty(rota, dev, on(1), shift="L")
    second = make_release(rota, MONDAY, number=2, at=NOW - timedelta(days=10))
    had = {"kind": "weekly", "monday": on(-7), "created_at": NOW - timedelta(days=7)}
    make_message(asha, second, **had)
    make_duty(rota, asha, on(2), shift="L")
    make_duty(rota, dev, on(2), shift="L")
    make_release(rota, MONDAY, number=3, at=NOW - timedelta(days=1))
    assert weekly(unit) == 2
    assert changes_in(asha) == (
        "Changed since your last weekly email",
        ["- New: Wednesday 18 November: L 12:00–20:00, General X-ray, Teaching Hospital."],
    )
    assert changes_in(dev) == (
        "Changed since this week was first published",
        [
            "- New: Tuesday 17 November: L 12:00–20:00, General X-ray, Teaching Hospital.",
            "- New: Wednesday 18 November: L 12:00–20:00, General X-ray, Teaching Hospital.",
        ],
    )


def changes_in(person):
    lines = OutboxMessage.objects.get(person=person, monday=MONDAY, kind="weekly").text.splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("Changed since")]
    return lines[at], [line for line in lines if line.startswith("- ")]


def test_nothing_changed_since_the_last_weekly_mail_is_not_mentioned(rota, unit, asha):
    make_release(rota, MONDAY, at=NOW - timedelta(days=30))
    make_duty(rota, asha, on(1), shift="L")
    second = make_release(rota, MONDAY, number=2, at=NOW - timedelta(days=10))
    make_message(asha, second, kind="weekly", monday=on(-7), created_at=NOW - timedelta(days=7))
    weekly(unit)
    assert "Changed since" not in OutboxMessage.objects.get(person=asha, monday=MONDAY).text


# ── when one wants it ──


def chosen(person, day):
    MailChoice.objects.create(person=person, day=day)


def written_until(unit, *days):
    """Who has a weekly mail after the runs of these days of the week before."""
    for day in days:
        write_weekly_rotas(unit=unit, monday=MONDAY, now=NOW, until=day)
    found = OutboxMessage.objects.filter(kind="weekly").order_by("id")
    return [message.person.name for message in found.select_related("person")]


def test_each_gets_it_on_the_day_they_chose_and_once(rota, unit, asha, dev):
    make_release(rota, MONDAY)
    chosen(asha, "wed")
    assert written_until(unit, "mon", "tue") == []
    assert written_until(unit, "wed", "thu") == ["Asha N"]
    assert written_until(unit, "fri", "sat", "sun") == ["Asha N", "Dev P"]


def test_the_units_day_is_what_the_rule_says(rota, unit, asha, dev):
    RuleSetting.objects.create(
        unit=unit, rule="R-43", parameters={"weekday": "tue"}, in_force_from=date(2026, 1, 1)
    )
    make_release(rota, MONDAY)
    chosen(asha, "unit")
    chosen(dev, "sun")
    assert written_until(unit, "mon") == []
    assert written_until(unit, "tue") == ["Asha N"]
    assert written_until(unit, "sun") == ["Asha N", "Dev P"]


def test_a_week_published_after_ones_day_is_told_on_the_next(rota, unit, asha, dev):
    chosen(asha, "mon")
    assert written_until(unit, "mon", "fri") == []
    make_release(rota, MONDAY)
    assert written_until(unit, "sat") == ["Asha N", "Dev P"]


def test_changes_only_means_no_weekly_mail_but_every_release(rota, unit, asha, dev):
    chosen(asha, "changes")
    publish(rota)
    assert mail(asha, "release")
    assert written_until(unit, "sun") == ["Dev P"]
    assert write_weekly_rotas(unit=unit, monday=MONDAY, now=NOW) == 0


def test_a_first_release_says_the_week_is_published(rota, asha):
    publish(rota)
    message = mail(asha, "release")
    assert message.subject == "Your rota for 16–22 November"
    assert "This week of your rota is now published.\n\nMonday 16" in message.text


def test_a_later_release_says_what_changed_and_cancels_what_is_gone(rota, asha, dev):
    publish(rota)
    OutboxMessage.objects.all().delete()
    rota.duties.filter(person=asha, date=on(5)).delete()
    rota.duties.filter(person=asha, date=on(0)).update(supervised_by=[])
    publish(rota, NOW + timedelta(hours=1))
    message = mail(asha, "release")
    assert message.subject == "Your rota changed: 16–22 November"
    assert (
        "What changed\n"
        "- Changed: Monday 16 November: E 08:00–16:00, General X-ray, Teaching Hospital. It was "
        "E 08:00–16:00, General X-ray, Teaching Hospital, supervised by Dev P.\n"
        "- No longer: Saturday 21 November: LD 08:00–20:00, Emergency X-ray, Teaching Hospital.\n"
    ) in message.text
    assert "supervising Asha N" in mail(dev, "release").text
    events = Calendar.from_ical(message.calendar).walk("VEVENT")
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CANCELLED"]


def test_the_managers_reason_for_a_release_is_not_told(rota, asha):
    rota.rota_weeks.update(state="approved")
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=MONDAY)
    publish_week(
        week=week, by=None, now=NOW, seen_sequence=rota.sequence, reason="Ben is in hospital"
    )
    message = mail(asha, "release")
    assert "Ben" not in message.text + message.html + message.calendar


def test_names_are_written_as_they_are(unit):
    odd = make_person(unit, name="Nia O'Brien & Co <b>")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, odd, on(0))
    make_release(rota, MONDAY)
    weekly(unit)
    assert "Nia O'Brien & Co <b>," in mail(odd).text
    assert "Nia O&#x27;Brien &amp; Co &lt;b&gt;," in mail(odd).html


def test_the_text_is_nothing_that_a_page_takes_for_html(unit):
    odd = make_person(unit, name="Nia <b>")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, odd, on(0))
    make_release(rota, MONDAY)
    published = released.read(unit=unit, first=MONDAY, weeks=1)
    week = published.week_of(odd.reference, MONDAY)
    mail = composing.compose(
        composing.weekly(week), person=odd, week=week, following=None, names={}
    )
    assert conditional_escape(mail.text).count("Nia &lt;b&gt;,") == 1


def test_of_many_colleagues_some_are_counted(rota, unit, asha):
    for n in range(8):
        make_duty(rota, make_person(unit, name=f"Person {n}"), on(0))
    make_release(rota, MONDAY)
    weekly(unit)
    assert (
        "With Dev P, Person 0, Person 1, Person 2, Person 3, Person 4 and 3 more\n"
        in mail(asha).text
    )


def test_the_number_of_queries_does_not_grow_with_the_people(rota, unit):
    make_release(rota, MONDAY)
    with CaptureQueriesContext(connection) as few:
        weekly(unit)
    OutboxMessage.objects.all().delete()
    for _ in range(5):
        make_person(unit)
    with CaptureQueriesContext(connection) as many:
        assert weekly(unit) == 7
    assert len(many) == len(few)


def test_a_sender_is_woken_after_the_commit(
    rota, unit, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr("roster.notifying.current_app.send_task", lambda *a, **k: woken.append(a))
    make_release(rota, MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        weekly(unit)
        assert woken == []
    assert woken == [("roster.sweep_outbox",)]
    with django_capture_on_commit_callbacks(execute=True):
        weekly(unit)
    assert len(woken) == 1


def test_a_dead_broker_is_said_once_and_breaks_nothing(monkeypatch, caplog):
    def refuses(*_, **__):
        raise ConnectionRefusedError("redis is down")

    monkeypatch.setattr("roster.notifying.current_app.send_task", refuses)
    wake_sender()
    assert [record.getMessage() for record in caplog.records] == [
        "No worker could be woken (ConnectionRefusedError); the sweep will send."
    ]
