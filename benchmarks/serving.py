"""A department behind a web server: PostgreSQL, Redis, gunicorn with two workers, signed in."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

from tests.machine.servers import free_port, running

FEW_EACH = ["--threads", "4", "--worker-connections", "16"]
TOKEN = "b" * 32
PATIENCE = 30


@contextmanager
def serving():
    """Yields the port of a running site whose database this process uses too."""
    with running() as servers, tempfile.TemporaryDirectory(prefix="fairweek-bench-") as folder:
        os.environ.update(servers)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings",
            DJANGO_ALLOW_ASYNC_UNSAFE="true",  # Playwright keeps an event loop in this thread
            FAIRWEEK_DATA=folder,
            FAIRWEEK_SECRET_KEY="only-for-benchmarks-" * 3,
            FAIRWEEK_LOG_LEVEL="ERROR",
        )
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        try:
            with gunicorn("config.wsgi") as port:
                yield port
        finally:
            connection.close()


@contextmanager
def gunicorn(application):
    """Yields the port on which it serves, as docs/operations.md has it."""
    port = free_port()
    words = ["-m", "gunicorn", application, "-w", "2", *FEW_EACH]
    server = subprocess.Popen(
        [sys.executable, *words, "-b", f"127.0.0.1:{port}", "--log-level", "error"]
    )
    try:
        yield port
    finally:
        server.terminate()
        server.wait(20)


def load(people, weeks):
    """The generated department in the database; (rota, session key of one who may edit it)."""
    from django.utils import timezone

    from benchmarks.departments import department
    from roster.loading import load_rota
    from sites.models import Membership, User

    rota = load_rota(department(people, weeks), by=None, now=timezone.now())
    user = User.objects.create_user(f"manager-{people}@example.org", name="Mo Manager")
    Membership.objects.create(user=user, unit=rota.unit, role="rota_manager")
    return rota, session_of(user)


def session_of(user):
    """The key of a new session in which this login is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "sites.closing.OpenLogins"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def forget():
    """Another size comes into an empty database."""
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


class Reader:
    """One signed-in connection, kept open; `get` and `post` return (milliseconds, status, body)."""

    def __init__(self, port, session):
        self.become(session)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def become(self, session):
        self.cookies = f"sessionid={session}; csrftoken={TOKEN}"

    def ready(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return self.get("/sign-in/")
            except OSError:
                self.connection.close()
                time.sleep(0.1)
        raise SystemExit("The web server did not start.")

    def get(self, path):
        return self._ask("GET", path, None)

    def post(self, path, data):
        return self._ask("POST", path, json.dumps(data))

    def _ask(self, method, path, body):
        headers = {"Cookie": self.cookies, "X-CSRFToken": TOKEN, "Accept-Encoding": "gzip"}
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read()
        return 1000 * (time.perf_counter() - began), response.status, text


class Here:
    """The same site asked within this process; (processor milliseconds, status, body)."""

    def __init__(self, session):
        from django.test import Client

        self.client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")
        self.become(session)

    def become(self, session):
        self.client.cookies["sessionid"] = session

    def get(self, path):
        return self._ask(self.client.get, path)

    def post(self, path, data):
        return self._ask(self.client.post, path, json.dumps(data), "application/json")

    def _ask(self, ask, *words):
        began = time.process_time()
        response = ask(*words)
        return 1000 * (time.process_time() - began), response.status_code, response.content
