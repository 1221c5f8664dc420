"""Two beats and four workers at once, every job asked for again and again: one effect."""

import os
from collections import Counter
from contextlib import ExitStack

import pytest

from tests.roster.sink import Sink
from tests.roster.test_workers import World, own_database, until

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(180)]

# Next week is approved and due; today is the day of the weekly email, and it is past its time.
DUE = """
from datetime import date, time, timedelta
from django.utils import timezone
from roster.models import JobTimes, RuleSetting
from roster.problem import WEEKDAYS
from roster.rules.catalogue import CATALOGUE
from tests.factories import make_duty, make_person, make_rota, make_unit

unit, today = make_unit(), timezone.localdate()
for rule in CATALOGUE:
    weekly = {"weekday": WEEKDAYS[today.weekday()], "time": "00:00"}
    RuleSetting.objects.create(
        unit=unit,
        rule=rule,
        parameters=weekly if rule == "R-43" else {"enabled": False},
        in_force_from=date(2020, 1, 1),
    )
JobTimes.objects.create(unit=unit, publish_at=time(0))
rota = make_rota(unit, today + timedelta(days=7 - today.weekday()), weeks=1, state="approved")
for number in range(12):
    make_duty(rota, make_person(unit, f"p{number:02}"), rota.starts)
"""
ASK = """
from celery import current_app
for _ in range(4):
    for job in ("run_due_jobs", "sweep_outbox", "beat_alive"):
        current_app.send_task(f"roster.{job}")
"""
EFFECT = """
from collections import Counter
from roster.models import JobRun, OutboxMessage, Release
jobs = JobRun.objects.exclude(job="remind").order_by("job").values_list("job", flat=True)
kinds = Counter(OutboxMessage.objects.values_list("kind", "state"))
print(Release.objects.count(), list(jobs), sorted(kinds.items()))
"""
ONCE = "1 ['publish', 'weekly'] [(('release', 'sent'), 12), (('weekly', 'sent'), 12)]"


def test_two_beats_and_four_workers_have_one_effect(tmp_path):
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        pytest.skip("no PostgreSQL and Redis: python -m tests.machine run ...")
    redis = os.environ["REDIS_URL"].rpartition("/")[0] + "/6"
    with Sink().running() as sink, own_database() as database, ExitStack() as started:
        world = World(tmp_path, sink, database, redis)
        started.enter_context(world.closing)
        world.script(DUE)
        world.script(ASK)
        for number in range(4):
            started.enter_context(world.celery("worker", "-c", "1", "-n", f"w{number}@%h"))
        for number in range(2):
            schedule = tmp_path / f"schedule-{number}"
            started.enter_context(world.celery("beat", "--pidfile=", "-s", str(schedule)))
        world.script(ASK)
        until(lambda: len(sink.received) >= 24, f"24 mails, but {len(sink.received)}")
        world.script(ASK)
        until(lambda: world.script(EFFECT) == ONCE, world.script(EFFECT))
    assert Counter(sink.recipients) == {f"p{number:02}@example.org": 2 for number in range(12)}
    assert len({mail["Message-ID"] for mail in sink.messages}) == 24
