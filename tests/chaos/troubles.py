"""What is broken, each while a week is being told. A trouble returns how many mails it may double.

A mail may go twice only where a sender, or the database it records in, dies between the server's
"250 OK" and the record.
"""

import os
import random
import signal
import subprocess
import time

import redis
from django.db import connection

from roster.notifying import wake_sender
from tests.chaos.department import forget_connection, until
from tests.machine import needs
from tests.machine.servers import account

AWAY = 10  # seconds that PostgreSQL is away


def worker_killed(department, machine):
    """kill -9 at random moments of a send."""
    kills, server = machine.kills, department.server
    moments = 1.2 * len(department.addresses) / kills * server.pace
    department.publish()
    for done in range(kills):
        if not department.messages.filter(state="waiting").exists():
            raise SystemExit(f"All was told after {done} kills.")
        before = len(server.received)
        wake_sender()
        with department.worker():
            until(lambda: len(server.received) > before, "a mail")  # noqa: B023 (called at once)
            time.sleep(random.uniform(0, moments))
        time.sleep(3 * server.pace)  # what was in flight arrives
        if department.untruths():
            raise SystemExit("The database says sent of what nobody has.")
        department.pass_time(nobody_sends=True)
    return kills


def redis_lost(department, machine):
    """Redis is killed in the middle and comes back empty."""
    with department.worker():
        department.publish()
        until(lambda: department.server.received, "a mail")
        machine.kill_redis()
        time.sleep(2)
        machine.start_redis()
    return _restarted(department)


def postgres_away(department, machine):
    """PostgreSQL stops in the middle, for ten seconds."""
    with department.worker():
        department.publish()
        until(lambda: department.server.received, "a mail")
        machine.stop_postgres()
        time.sleep(AWAY)
        machine.start_postgres()
        forget_connection()
        # The same worker goes on with what it had not claimed.
        before = len(department.server.received)
        wake_sender()
        until(lambda: len(department.server.received) > before, "a mail from the same worker")
    return 1 + _restarted(department)


def _restarted(department):
    """The worker was killed with the trouble: its leases run out. That may double one mail."""
    time.sleep(3 * department.server.pace)
    department.pass_time(nobody_sends=True)
    return 1


def nobody_answers(department, machine):
    """The mail server refuses connections."""
    department.server.close()
    with department.worker():
        department.publish()
        _until_said(department, "The mail server cannot be reached.")
        department.server.open()
        department.settle()
    return 0


def address_unknown(department, machine):
    """It refuses one address for good (550)."""
    department.server.unknown = min(department.addresses)
    with department.worker():
        department.publish()
        department.settle()
    return 0


def busy(department, machine):
    """It is busy for a while (451)."""
    return _in_mood("busy", department, "The mail server asks to try again later (451).")


def hanging(department, machine):
    """It takes a mail and never answers."""
    return _in_mood("hanging", department, "The mail server did not answer in time.")


def dropping(department, machine):
    """It hangs up in the middle of a mail."""
    return _in_mood("dropping", department, "The mail server hung up.")


def _in_mood(mood, department, said):
    department.server.mood = mood
    with department.worker():
        department.publish()
        _until_said(department, said)
        department.server.mood = "well"
        department.settle()
    return 0


def _until_said(department, sentence):
    until(lambda: department.messages.filter(failure=sentence).exists(), sentence)


TROUBLES = (
    worker_killed,
    redis_lost,
    postgres_away,
    nobody_answers,
    address_unknown,
    busy,
    hanging,
    dropping,
)


class Machine:
    """The servers of this run, to be stopped and started. They are its own: it knows their pids."""

    def __init__(self, env, folder, kills):
        self.kills, self.folder, self.started = kills, folder, []
        self.redis_url = env["REDIS_URL"]
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            self.data = cursor.fetchone()[0]

    def kill_redis(self):
        with redis.Redis.from_url(self.redis_url) as client:
            os.kill(client.info("server")["process_id"], signal.SIGKILL)

    def start_redis(self):
        port = self.redis_url.rpartition(":")[2].partition("/")[0]
        words = ["--port", port, "--bind", "127.0.0.1", "--dir", self.folder, "--save", ""]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.started.append(subprocess.Popen([needs.redis_server(), *words], **quiet))

    def stop_postgres(self):
        self._postgres("stop", "-m", "fast")

    def start_postgres(self):
        """With the options it had: pg_ctl remembers them."""
        self._postgres("restart")
        self.started.append(None)

    def _postgres(self, *words):
        control = f"{needs.postgres_folder()}/pg_ctl"
        command = [control, "-D", self.data, "-w", "-s", *words]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, check=True, timeout=60, cwd=self.data, **quiet, **account())

    def close(self):
        """End what was started again here; the rest ends with the run's own servers."""
        if None in self.started:
            connection.close()
            self.stop_postgres()
        for process in filter(None, self.started):
            process.kill()
            process.wait(10)
