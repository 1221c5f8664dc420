"""The department that is told, the worker that tells it, and time that passes when told to."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall
from email import message_from_bytes
from pathlib import Path

from django.db import connection
from django.db.models import F

from roster.models import Duty, OutboxMessage, RotaWeek
from roster.notifying import wake_sender
from roster.publishing import publish_week
from roster.walltime import moment_of, span
from tests.factories import judge_only, make_person, make_rota, make_unit

ROOT = Path(__file__).parents[2]
MONDAY, NOW = date(2026, 11, 2), datetime(2026, 9, 7, 8, tzinfo=UTC)
PATIENCE = 60  # seconds until something expected must have happened
ROUNDS = 40  # sweeps until everybody must have been told
LATER = timedelta(minutes=70)  # more than the longest pause and the lease


class Department:
    """People with a duty each week; a week more of it is published for each trouble."""

    def __init__(self, people, weeks, server, folder):
        self.server, self.folder, self.week = server, Path(folder), 0
        unit = make_unit()
        judge_only(unit)
        self.rota = make_rota(unit, MONDAY, weeks=weeks, state="approved")
        everybody = [make_person(unit, f"p{n:03}") for n in range(people)]
        Duty.objects.bulk_create(
            self._duty(person, week) for week in range(weeks) for person in everybody
        )
        self.addresses = {person.email for person in everybody}

    def _duty(self, person, week):
        unit, day = self.rota.unit, MONDAY + timedelta(weeks=week)
        starts, ends = map(moment_of, span(day, wall(8), wall(16), unit.timezone))
        shift, site = unit.shift_types.get(code="E"), unit.sites.first()
        place = {"shift_type": shift, "site": site, "area": site.areas.first()}
        return Duty(
            rota=self.rota, person=person, date=day, starts_at=starts, ends_at=ends, **place
        )

    def publish(self):
        """Publish the next week; a worker is woken."""
        monday = MONDAY + timedelta(weeks=self.week)
        self.week += 1
        week = RotaWeek.objects.select_related("rota__unit").get(rota=self.rota, monday=monday)
        publish_week(week=week, by=None, now=NOW, seen_sequence=0, reason="Chaos")
        self.messages = OutboxMessage.objects.filter(monday=monday)
        self.server.received.clear()

    @contextmanager
    def worker(self):
        """A Celery worker in a process group of its own; killed at the end, whatever happens."""
        words = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1"]
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                words,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)

    def pass_time(self, *, nobody_sends):
        """As if more than an hour went by. Leases run out too, where nobody lives to hold one."""
        rows = self.messages if nobody_sends else self.messages.filter(leased_until=None)
        rows.update(due_at=F("due_at") - LATER, leased_until=F("leased_until") - LATER)

    def settle(self):
        """Sweep, with time between, until nothing waits."""
        for _ in range(ROUNDS):
            if not self.messages.filter(state="waiting").exists():
                return
            self.pass_time(nobody_sends=False)
            wake_sender()
            self._until_idle()
        raise SystemExit(f"{self.messages.filter(state='waiting').count()} wait for ever.")

    def _until_idle(self):
        """Until a sweep has nothing left that is due, or makes no progress for some seconds."""
        before, quiet = None, 0
        while quiet < 8:
            now = (len(self.server.received), self.messages.filter(state="waiting").count())
            if now[1] == 0:
                return
            quiet = quiet + 1 if now == before else 0
            before = now
            time.sleep(0.5)

    # ── what became of it ──

    def received(self):
        """{Message-ID: how often it came}"""
        mails = [message_from_bytes(content) for _, content in self.server.received]
        return Counter(mail["Message-ID"] for mail in mails)

    def untruths(self):
        """How many messages the database calls sent that nobody has."""
        got = self.received()
        sent = set(self.messages.filter(state="sent").values_list("message_id", flat=True))
        return len(sent - set(got))


def until(happens, what):
    deadline = time.monotonic() + PATIENCE
    while not happens():
        if time.monotonic() > deadline:
            raise SystemExit(f"Not in {PATIENCE} s: {what}.")
        time.sleep(0.02)


def forget_connection():
    """After its server was gone the connection of this process is of no use."""
    connection.close()
