"""The jobs, by Celery and by hand: twice is once."""

from datetime import date, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from roster import tasks
from roster.models import Heartbeat, OutboxMessage, Release, RuleSetting
from tests.factories import (
    judge_only,
    make_duty,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
)

LONDON = ZoneInfo("Europe/London")


# ── the jobs ──


@pytest.fixture
def now(monkeypatch):
    """Friday 13 November 2026, noon; the week of the 16th is published and that of 30th is due."""
    now = datetime(2026, 11, 13, 12, 0, tzinfo=LONDON)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def department(db, now):
    unit = make_unit()
    judge_only(unit)
    RuleSetting.objects.create(
        unit=unit, rule="R-29", parameters={"enabled": False}, in_force_from=date(2026, 1, 1)
    )
    person = make_person(unit, name="Asha N")
    rota = make_rota(unit, starts=date(2026, 11, 16), weeks=3, state="draft")
    for n in (0, 7, 14):
        make_duty(rota, person, rota.starts + timedelta(days=n))
    make_release(rota, rota.starts)
    rota.rota_weeks.filter(monday=date(2026, 11, 30)).update(state="approved")
    return rota


def command(name):
    said = StringIO()
    call_command(name, stdout=said)
    return said.getvalue()


def test_weekly_rotas_by_hand_twice_are_written_once(department):
    assert command("send_weekly_rotas") == "1 message written.\n"
    assert command("send_weekly_rotas") == "0 messages written.\n"
    message = OutboxMessage.objects.get()
    assert (message.kind, message.monday) == ("weekly", date(2026, 11, 16))


def test_due_weeks_by_hand_twice_are_published_once(department):
    not_ready = "IXF 2026-11-23: The week is a draft. Submit it for approval first.\n"
    assert command("publish_due_weeks") == (
        f"{not_ready}IXF 2026-11-30: release 1.\n1 published, 1 not ready.\n"
    )
    assert command("publish_due_weeks") == f"{not_ready}0 published, 1 not ready.\n"
    assert Release.objects.filter(monday=date(2026, 11, 30)).count() == 1


def test_the_outbox_by_hand_twice_is_sent_once(department, now):
    make_message(department.unit.people.get(), Release.objects.get(), due_at=now)
    assert command("sweep_outbox") == "1 sent, 0 to be tried again, 0 failed.\n"
    assert command("sweep_outbox") == "0 sent, 0 to be tried again, 0 failed.\n"
    assert len(mail.outbox) == 1


def test_the_tasks_do_what_the_commands_do(department, now):
    tasks.run_due_jobs()
    tasks.sweep_outbox()
    assert sorted(OutboxMessage.objects.values_list("kind", "state")) == [
        ("release", "sent"),
        ("weekly", "sent"),
    ]
    tasks.run_due_jobs()
    tasks.sweep_outbox()
    assert (OutboxMessage.objects.count(), len(mail.outbox)) == (2, 2)


def test_logs_of_the_jobs_name_nobody(department, now, caplog):
    caplog.set_level("INFO")
    tasks.run_due_jobs()
    tasks.sweep_outbox()
    said = " ".join(record.getMessage() for record in caplog.records)
    unit = department.unit_id
    assert f"Job weekly of unit {unit}: 1 message written." in said
    assert f"Job publish of unit {unit}: 1 published, 1 not ready, 0 closed." in said
    assert "Outbox: 2 sent, 0 later, 0 failed." in said
    assert "Asha" not in said
    assert "example.org" not in said


@pytest.fixture
def beats_process(monkeypatch):
    """Beat has its own connection, in no transaction; a test's would be closed under it."""
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)


@pytest.mark.django_db
def test_the_worker_and_beat_each_leave_a_sign_of_their_own(now, beats_process):
    tasks.beat_alive()
    assert list(Heartbeat.objects.values_list("name", "at")) == [("worker", now)]
    tasks.beat_works()
    assert set(Heartbeat.objects.values_list("name", "at")) == {("worker", now), ("beat", now)}


def test_beat_leaves_its_sign_by_sending_the_workers(monkeypatch, beats_process):
    sent = []
    monkeypatch.setattr("roster.health.seen", lambda name, at: sent.append(name))
    tasks.after_task_publish.send(sender="roster.sweep_outbox")
    assert sent == []
    tasks.after_task_publish.send(sender="roster.beat_alive")
    assert sent == ["beat"]


@pytest.mark.django_db
@pytest.mark.parametrize(("queues", "signs"), [("default mail", ["worker"]), ("solver", [])])
def test_a_worker_for_auto_fill_alone_is_no_sign_of_one_that_sends(now, queues, signs):
    started = SimpleNamespace(
        app=SimpleNamespace(amqp=SimpleNamespace(queues=SimpleNamespace(consume_from=queues)))
    )
    tasks.worker_started(sender=started)
    assert list(Heartbeat.objects.values_list("name", flat=True)) == signs


# ── the schedule ──


def test_every_scheduled_task_exists():
    current_app.loader.import_default_modules()
    wanted = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert wanted == {
        "roster.sweep_outbox",
        "roster.sweep_pushes",
        "roster.sweep_uploads",
        "roster.run_due_jobs",
        "roster.beat_alive",
        "roster.fill_rotas",
        "roster.sweep_fills",
    }
    assert wanted <= set(current_app.tasks)


def test_mail_has_a_queue_of_its_own():
    route = current_app.amqp.router.route
    assert route({}, "roster.sweep_outbox")["queue"].name == "mail"
    assert route({}, "roster.sweep_pushes")["queue"].name == "mail"
    assert route({}, "roster.run_due_jobs")["queue"].name == "default"


def test_auto_fill_has_a_queue_of_its_own_and_its_sweep_waits_for_none():
    route = current_app.amqp.router.route
    assert route({}, "roster.fill_rotas")["queue"].name == "solver"
    assert route({}, "roster.sweep_fills")["queue"].name == "default"


def test_what_nobody_took_in_its_minute_is_forgotten():
    schedule = current_app.conf.beat_schedule
    assert {entry["options"]["expires"] for entry in schedule.values()} == {55}
