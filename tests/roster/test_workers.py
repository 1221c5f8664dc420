"""Real workers and a real beat, on each broker, to a real SMTP server.

Each test has a database and a broker of its own; what happens in them happens in processes of
their own, by the commands docs/operations.md names.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import cached_property
from pathlib import Path

import psycopg2
import pytest

from tests.machine import migrated
from tests.roster.shell import Shell
from tests.roster.sink import Sink

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[2]
PATIENCE = 40  # seconds until a worker has started and sent

PUBLISH = """
from datetime import date, timedelta
from django.utils import timezone
from roster.models import RotaWeek, RuleSetting
from roster.publishing import publish_week
from roster.rules.catalogue import CATALOGUE
from tests.factories import make_duty, make_person, make_rota, make_unit

unit = make_unit()
for rule in CATALOGUE:
    RuleSetting.objects.create(
        unit=unit, rule=rule, parameters={"enabled": False}, in_force_from=date(2020, 1, 1)
    )
now = timezone.now()
rota = make_rota(unit, starts=now.date() - timedelta(days=now.weekday()), weeks=1, state="approved")
make_duty(rota, make_person(unit, reference="asha"), rota.starts)
week = RotaWeek.objects.select_related("rota__unit").get()
publish_week(week=week, by=None, now=now, seen_sequence=0)
"""
STATES = """
from roster.models import OutboxMessage
print(*OutboxMessage.objects.values_list("state", flat=True))
"""
SEND_LATER = """
from datetime import timedelta
from django.utils import timezone
from roster.sending import LEASE, send_due
print(send_due(now=timezone.now() + LEASE + timedelta(minutes=1)).sent)
"""
SIGNS = """
from django.utils import timezone
from roster.health import report
print(report(timezone.now()))
"""


class World:
    """A department of its own: environment, database, broker, mail server."""

    def __init__(self, folder, sink, database, redis):
        self.sink = sink
        self.env = os.environ | {
            "FAIRWEEK_DATA": str(folder),
            "FAIRWEEK_MAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self.closing = contextlib.ExitStack()

    def run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @cached_property
    def shell(self):
        return self.closing.enter_context(contextlib.closing(Shell(self.env, ROOT)))

    def script(self, text):
        """What it prints, run beside the workers in a process that knows the models."""
        return self.shell.said_by(text)

    @contextlib.contextmanager
    def celery(self, *arguments):
        """A Celery process; yields it, and ends it and its children whatever happens."""
        log = Path(self.env["FAIRWEEK_DATA"]) / f"{arguments[0]}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", *arguments],
                env=self.env,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            yield process
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{log.read_text()}") from fault
        finally:
            kill(process)


def kill(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def until(happens, what):
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, f"{what} in {PATIENCE} s"
        time.sleep(0.1)


@contextlib.contextmanager
def own_database():
    """A new database beside the one that the tests were given, every migration applied."""
    url = os.environ["DATABASE_URL"]
    template, admin = migrated.postgres(url), psycopg2.connect(url)
    admin.autocommit = True
    name = f"workers_{os.getpid()}_{time.monotonic_ns()}"
    try:
        admin.cursor().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield migrated.at(url, name)
        admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        admin.close()


@pytest.fixture
def sink():
    with Sink().running() as sink:
        yield sink


@pytest.fixture
def embedded(tmp_path, tmp_path_factory, sink):
    """SQLite and the broker that is a folder."""
    kept = migrated.sqlite(tmp_path_factory.getbasetemp().parent)
    shutil.copy(kept, tmp_path / "fairweek.sqlite3")
    world = World(tmp_path, sink, "", "")
    with world.closing:
        yield world


@pytest.fixture
def served(tmp_path, sink):
    """PostgreSQL and Redis."""
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        pytest.skip("no PostgreSQL and Redis: python -m tests.machine run ...")
    redis, _, number = os.environ["REDIS_URL"].rpartition("/")
    with own_database() as database:
        # Another for each test process: their workers would take each other's tasks.
        world = World(tmp_path, sink, database, f"{redis}/{7 + int(number)}")
        with world.closing:
            yield world


@pytest.fixture(params=["embedded", "served"])
def world(request):
    return request.getfixturevalue(request.param)


def test_publishing_wakes_a_worker_that_tells_the_person(world):
    world.script(PUBLISH)
    with world.celery("worker", "-c", "1"):
        until(lambda: world.sink.received, "no mail")
        assert world.sink.recipients == ["asha@example.org"]
        (mail,) = world.sink.messages
        assert str(mail["Subject"]).startswith("Your rota for ")
        assert {part.get_content_type() for part in mail.walk()} >= {
            "text/plain",
            "text/html",
            "text/calendar",
        }
        until(lambda: world.script(STATES) == "sent", "not recorded as sent")


def test_a_worker_killed_while_sending_loses_no_message(world):
    held, go_on = threading.Event(), threading.Event()

    def in_flight():
        held.set()
        go_on.wait(PATIENCE)

    world.sink.during = in_flight
    world.script(PUBLISH)
    with world.celery("worker", "-c", "1") as worker:
        assert held.wait(PATIENCE), "no mail in flight"
        kill(worker)
        go_on.set()
    assert world.script(STATES) == "waiting"
    world.sink.during = lambda: None
    assert world.script(SEND_LATER) == "1"
    assert world.script(STATES) == "sent"
    assert 1 <= len(world.sink.received) <= 2
    assert len({mail["Message-ID"] for mail in world.sink.messages}) == 1


def test_a_dead_broker_delays_no_release_and_the_sweep_by_hand_sends(served):
    served.env["REDIS_URL"] = f"redis://127.0.0.1:{Sink().port}/0"
    served.script("")  # its process has started
    began = time.monotonic()
    served.script(PUBLISH)
    assert time.monotonic() - began < 15
    assert served.script(STATES) == "waiting"
    assert served.run("manage.py", "sweep_outbox") == "1 sent, 0 to be tried again, 0 failed."


def test_worker_and_beat_leave_their_signs(world):
    assert "'worker': 'not seen yet'" in world.script(SIGNS)
    with world.celery("worker", "-c", "1"), world.celery("beat"):
        until(
            lambda: (
                world.script(SIGNS)
                == str(dict.fromkeys(["database", "broker", "worker", "beat", "mail"], "ok"))
            ),
            "not all is well",
        )
