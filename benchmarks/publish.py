"""How long publishing, telling and the calendar feed take: `python -m benchmarks.publish`.

Publishing a week of 150 people; 1,000 weekly emails written and sent by one process to an SMTP
server on loopback, against a bare smtplib loop that sends the same bytes over one connection; a
calendar feed over http, against the cheapest page for one who is signed in. Medians.
"""

import os
import smtplib
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from benchmarks.departments import department
from benchmarks.grid import NOTHING, measured
from benchmarks.serving import Reader, forget, load, serving
from tests.machine.servers import free_port

PEOPLE, WEEKS = 150, 6
UNITS, EACH = 8, 125  # a thousand people
RUNS, ASKED = 5, 60
NOW = datetime(2026, 9, 7, 8, tzinfo=UTC)  # in time for the first week
FRIDAY = datetime(2026, 10, 30, 12, tzinfo=UTC)  # the first week is the next one


@contextmanager
def mail_server():
    """Yields the port of a server in a process of its own that takes every mail and keeps none."""
    port = free_port()
    words = ["-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen([sys.executable, *words])
    try:
        yield port
    finally:
        server.terminate()
        server.wait(10)


def connected(port):
    for _ in range(100):
        try:
            return smtplib.SMTP("127.0.0.1", port)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit("The mail server did not start.")


# ── publishing ──


def publishable(rota):
    """The first week, approved, with the rules off that would stop it. Says how many they are."""
    from roster.models import RotaWeek, RuleSetting
    from roster.previewing import preview_release

    rota.rota_weeks.update(state="approved")
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=rota.starts)
    stopping = {j.breach.rule for j in preview_release(week, NOW.date()).breaches.blocking}
    for rule in stopping:
        RuleSetting.objects.create(
            unit=rota.unit, rule=rule, parameters={"enabled": False}, in_force_from=NOW.date()
        )
    return week, stopping


def published(rota):
    """(seconds of each run, rules switched off) of publishing a week, undone after each run."""
    from django.db import transaction

    from roster.models import OutboxMessage
    from roster.publishing import publish_week

    week, stopping = publishable(rota)
    taken = []
    for _ in range(RUNS + 1):
        with transaction.atomic():
            began = time.perf_counter()
            publish_week(week=week, by=None, now=NOW, seen_sequence=week.rota.sequence)
            taken.append(time.perf_counter() - began)
            told = OutboxMessage.objects.count()
            transaction.set_rollback(True)
    return taken[1:], stopping, told


# ── a thousand emails ──


def thousand():
    """Eight departments whose next week, and the one after, are published."""
    from roster.loading import load_rota
    from roster.models import OutboxMessage, RotaWeek
    from roster.publishing import publish_week
    from tests.factories import judge_only

    for number in range(UNITS):
        plan = replace(department(EACH, 2, history=0), unit=f"U{number}")
        rota = load_rota(plan, by=None, now=NOW)
        judge_only(rota.unit)
        rota.unit.people.update(email="somebody@example.org")
        rota.rota_weeks.update(state="approved")
        for week in RotaWeek.objects.select_related("rota__unit").filter(rota=rota):
            seen = week.rota.sequence
            publish_week(week=week, by=None, now=NOW, seen_sequence=seen, reason="A benchmark")
    OutboxMessage.objects.all().delete()


def told():
    """(seconds to write the weekly emails, seconds to send them) in this process."""
    from roster.models import OutboxMessage
    from roster.notifying import write_next_week
    from roster.sending import send_due

    OutboxMessage.objects.all().delete()
    began = time.perf_counter()
    written = write_next_week(now=FRIDAY)
    between = time.perf_counter()
    tally = send_due(now=FRIDAY)
    ended = time.perf_counter()
    if not written == tally.sent == UNITS * EACH:
        raise SystemExit(f"{written} were written, {tally}.")
    return between - began, ended - between


def bare(port):
    """Seconds in which a plain loop sends the same bytes."""
    from django.core.mail import get_connection

    from roster.enveloping import Mail
    from roster.models import OutboxMessage

    server = get_connection()
    rows = OutboxMessage.objects.select_related("unit", "person")
    mails = [(m.recipient, Mail(m, server).message().as_bytes(linesep="\r\n")) for m in rows]
    began = time.perf_counter()
    with connected(port) as client:
        for recipient, mail in mails:
            client.sendmail("rota@fairweek.example", [recipient], mail)
    return time.perf_counter() - began, sum(len(mail) for _, mail in mails) / len(mails)


# ── the feed ──


class Program(Reader):
    """A calendar program: no cookies, and perhaps what it knows already."""

    def __init__(self, port, known=""):
        super().__init__(port, "")
        self.headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": known} if known else {})

    def get(self, path):
        began = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        text = response.read()
        self.stamp = response.headers["ETag"]
        return 1000 * (time.perf_counter() - began), response.status, text


def fed(port, rota, session):
    """{what: milliseconds} of the nothing page, the feed and its 304, asked in turn."""
    from roster.feeds import make_feed
    from roster.models import RotaWeek
    from roster.publishing import publish_week
    from tests.factories import judge_only

    judge_only(rota.unit)
    for week in RotaWeek.objects.select_related("rota__unit").filter(rota=rota):
        seen = week.rota.sequence
        publish_week(week=week, by=None, now=NOW, seen_sequence=seen, reason="A benchmark")
    person = rota.unit.people.first()
    person.user = rota.unit.memberships.first().user
    person.save()
    address = f"/calendar/{make_feed(person=person, now=NOW)}.ics"
    signed_in, new = Reader(port, session), Program(port)
    new.get(address)
    knowing = Program(port, new.stamp)
    asks = {
        "a page that does nothing": (lambda: signed_in.get(NOTHING), 200),
        "a feed": (lambda: new.get(address), 200),
        "304": (lambda: knowing.get(address), 304),
    }
    return {name: measured(ask, ASKED, (code,)) for name, (ask, code) in asks.items()}


def main():
    with mail_server() as smtp:
        connected(smtp).close()
        os.environ["FAIRWEEK_MAIL_URL"] = f"smtp://127.0.0.1:{smtp}"
        with serving() as port:
            rota, session = load(PEOPLE, WEEKS)
            Reader(port, session).ready()
            taken, stopping, count = published(rota)
            print(f"load {os.getloadavg()[0]:.1f}; off: {', '.join(sorted(stopping)) or 'no rule'}")
            print(f"publishing {PEOPLE} people, {count} told: {statistics.median(taken):.2f} s")
            feeds = fed(port, rota, session)
            nothing = feeds["a page that does nothing"][0]
            for name, (ms, size) in feeds.items():
                print(f"{name}: {ms:.1f} ms, {ms / nothing:.2f} x nothing, {size} bytes")
            forget()
            thousand()
            rows = [(*told(), *bare(smtp)) for _ in range(3)]
            writing, sending, loop, size = map(statistics.median, zip(*rows, strict=True))
            print(f"1,000 emails of {size / 1000:.0f} kB: {writing:.1f} s written,", end=" ")
            print(f"{sending:.1f} s sent; bare loop {loop:.1f} s;", end=" ")
            print(f"{(writing + sending) / loop:.2f} x", f"(load {os.getloadavg()[0]:.1f})")


if __name__ == "__main__":
    main()
