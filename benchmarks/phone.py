"""How long the phone side takes: `python -m benchmarks.phone`. Medians; the load beside them.

My rota is asked through gunicorn with PostgreSQL, beside the cheapest page for one who is signed in
(the sentence after a new password) in the same run: the ratio compares machines. The 500 who ask
are 500 people of four departments, six weeks ahead of each published, so nobody's page was drawn
for somebody else. They ask one after the other, and then all, each over a connection of its own:
evenly within five seconds, as when an email has told all of them, and in one instant. What the
machine makes of 500 connections at all is said by the other page, and by an empty one of Django's,
asked at the same time of the run in the same way.

Legal swaps are looked for in this process, in its own processor time, for one duty of a department
of 150 people and six weeks: whoever could take it, and the duties that could come in return.
"""

import asyncio
import gzip
import os
import re
import statistics
import time
from datetime import timedelta
from itertools import cycle

from benchmarks.grid import NOTHING, measured
from benchmarks.serving import Here, Reader, forget, gunicorn, load, serving, session_of

PEOPLE, WEEKS = 150, 6
UNITS, EACH, BEFORE = 4, 125, 2  # departments, people in each, weeks published before this one
TIMES, ROUNDS = 120, 3
MOST_TIMES_NOTHING, MOST_QUERIES, MOST_SWAPS = 2.5, 8, 500  # the last in milliseconds
MOST_WAIT, MOST_FIRST, MOST_AFTER = 1000, 60, 15  # milliseconds, kB, kB
EMPTY, MINE = "an empty page", "My rota"


# ── whose phones ──


def phones():
    """The session of each of 500 people who are told six weeks and have a login of their own."""
    from django.utils import timezone

    from roster.walltime import monday_of

    first = monday_of(timezone.localdate()) - timedelta(weeks=BEFORE)
    sessions = [session for number in range(UNITS) for session in told(number, first)]
    counted()
    return sessions


def counted():
    """PostgreSQL's statistics, which a server in use has and one just filled has not yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def told(number, first):
    """Sessions of everybody in another department, all of whose weeks are published."""
    from dataclasses import replace

    from django.utils import timezone

    from benchmarks.departments import department
    from roster.loading import load_rota
    from tests.factories import make_release

    plan = department(EACH, BEFORE + WEEKS, history=0, starts=first)
    rota = load_rota(replace(plan, unit=f"U{number}"), by=None, now=timezone.now())
    for week in range(BEFORE + WEEKS):
        make_release(rota, first + timedelta(weeks=week))
    return [session_of(login) for login in signed_up(rota.unit)]


def signed_up(unit):
    """A login for each person of the unit, one of them its manager."""
    from sites.models import Membership, User
    from staff.models import Person

    people = list(unit.people.all())
    logins = [User(email=f"{p.reference}@{unit.code}.example.org", name=p.name) for p in people]
    for person, login in zip(people, User.objects.bulk_create(logins), strict=True):
        person.user = login
    Person.objects.bulk_update(people, ["user"])
    Membership.objects.bulk_create(Membership(user=u, unit=unit, role="staff") for u in logins)
    Membership.objects.create(user=logins[0], unit=unit, role="rota_manager")
    return logins


# ── one after the other ──


def in_turn(asker, path, sessions):
    """The median milliseconds, and bytes, of different people asking for a page."""
    following = cycle(sessions)

    def ask():
        asker.become(next(following))
        return asker.get(path)

    return measured(ask, TIMES)


def first_visit(reader):
    """Bytes of the page with all styles and scripts that it names, as they come over the wire."""
    page = reader.get("/my/")[2]
    named = re.findall(
        r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', gzip.decompress(page).decode()
    )
    return len(page) + sum(len(reader.get(path)[2]) for path in dict.fromkeys(named))


def queries_of(here):
    """How many queries My rota takes, session and login included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    here.get("/my/")
    with CaptureQueriesContext(connection) as captured:
        here.get("/my/")
    return len(captured)


# ── all at once ──


def asked_by_all(port, path, sessions, within):
    """(status, milliseconds) of each phone; they begin evenly over so many seconds."""

    async def phone(number, session):
        await asyncio.sleep(within * number / len(sessions))
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
            f"Cookie: sessionid={session}\r\nConnection: close\r\n\r\n"
        )
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request.encode())
        answer = await reader.read()
        writer.close()
        return int(answer.split(b" ", 2)[1]), 1000 * (time.perf_counter() - began)

    async def all_of_them():
        return await asyncio.gather(*map(phone, range(len(sessions)), sessions))

    return asyncio.run(all_of_them())


def in_one_instant(port, sessions):
    """{page: rounds of all of them asking for it at once}, the pages in turn."""
    with gunicorn("benchmarks.empty") as empty:
        Reader(empty, sessions[0]).ready()
        pages = {EMPTY: (empty, "/my/"), NOTHING: (port, NOTHING), MINE: (port, "/my/")}
        found = {page: [] for page in pages}
        for _ in range(ROUNDS):
            for page, (where, path) in pages.items():
                found[page].append(asked_by_all(where, path, sessions, 0))
    return found


def said_of(rounds):
    """1200 ms p95 (900 to 1500), 600 ms median, 0 errors"""
    waits = [sorted(ms for _, ms in found) for found in rounds]
    late = sorted(taken[int(0.95 * len(taken))] for taken in waits)
    middle = statistics.median(statistics.median(taken) for taken in waits)
    errors = sum(status != 200 for found in rounds for status, _ in found)
    return (
        f"{statistics.median(late):6.0f} ms p95 ({late[0]:.0f} to {late[-1]:.0f}), "
        f"{middle:.0f} ms median, {errors} errors"
    )


# ── swaps ──


def swaps_of(rota):
    """Processor milliseconds, and how many deals, for one duty: at first, and then the median."""
    from roster.handing_over import looked_at
    from roster.repairing.trading import key, swaps, takers

    def ask():
        began = time.process_time()
        plan = looked_at(rota)
        looked = time.process_time()
        duty = next(d for d in plan.problem.duties if plan.item(d).clinical)
        told = frozenset(map(key, plan.problem.duties))
        found = takers(plan, duty), swaps(plan, duty, told)
        return 1000 * (time.process_time() - began), 1000 * (looked - began), found

    taken = [ask() for _ in range(5)]
    whole, looking = (statistics.median(row[n] for row in taken[1:]) for n in (0, 1))
    return taken[0][0], whole, looking, tuple(map(len, taken[-1][2]))


# ── what it says ──


def pages(port, sessions):
    reader, here = Reader(port, sessions[0]), Here(sessions[0])
    reader.ready()
    (nothing, _), (mine, size) = (in_turn(reader, path, sessions) for path in (NOTHING, "/my/"))
    visit = first_visit(reader)
    (cheap, _), (dear, _) = (in_turn(here, path, sessions) for path in (NOTHING, "/my/"))
    aim = f"(aim {MOST_TIMES_NOTHING})"
    print(f"a page that does nothing   {nothing:6.1f} ms")
    print(f"My rota                    {mine:6.1f} ms, {mine / nothing:.1f} × {aim}")
    print(f"  processor time           {dear:6.1f} ms, {dear / cheap:.1f} × (in one process)")
    print(f"  first visit              {visit / 1000:6.1f} kB (aim {MOST_FIRST})")
    print(f"  after that               {size / 1000:6.1f} kB (aim {MOST_AFTER})")
    print(f"                           {queries_of(here)} queries (aim {MOST_QUERIES})")


def crowd(port, sessions):
    within = asked_by_all(port, "/my/", sessions, 5)
    print(f"{len(sessions)} phones, p95 (aim {MOST_WAIT} ms), load {os.getloadavg()[0]:.1f}")
    print(f"  within five seconds      {said_of([within])}")
    for page, rounds in in_one_instant(port, sessions).items():
        print(f"  at once, {page:19}{said_of(rounds)}")


def main():
    with serving() as port:
        sessions = phones()
        print(f"load {os.getloadavg()[0]:.1f}")
        pages(port, sessions)
        crowd(port, sessions)
        forget()
        rota, _ = load(PEOPLE, WEEKS)
        first, whole, looking, found = swaps_of(rota)
        print(f"legal swaps of one duty    {whole:6.0f} ms (aim {MOST_SWAPS}), first {first:.0f}")
        print(f"  of that reading, judging {looking:6.0f} ms; found {found} (takers, swaps)")


if __name__ == "__main__":
    main()
