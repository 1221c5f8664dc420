"""How long the phone side takes: `python -m benchmarks.phone`. Medians; the load beside them.

My rota is asked through gunicorn with PostgreSQL, beside the cheapest page for one who is signed in
(the sentence after a new password) in the same run: the ratio compares machines. Legal swaps are
looked for in this process, in its own processor time, for one duty of a department of 150 people
and six weeks: whoever could take it, and each duty of its week that could come in return. And 500
phones ask for My rota, each over a connection of its own: evenly within five seconds, as when an
email has told all of them, and then all in one instant.
"""

import asyncio
import gzip
import os
import re
import statistics
import time
from datetime import date, timedelta

from benchmarks.grid import NOTHING, measured
from benchmarks.serving import Here, Reader, load, serving

PEOPLE, WEEKS, TIMES = 150, 6, 31
MOST_TIMES_NOTHING, MOST_QUERIES, MOST_SWAPS = 2.5, 8, 500  # the last in milliseconds
PHONES, MOST_WAIT, MOST_FIRST, MOST_AFTER = 500, 1000, 60, 15  # phones, milliseconds, kB, kB


def told(rota, user):
    """Every week of the rota published; the login is one of its people."""
    from tests.factories import make_release

    for week in range(WEEKS):
        make_release(rota, rota.starts + timedelta(weeks=week))
    person = rota.duties.order_by("date", "id").first().person
    person.user = user
    person.save()


def swaps_of(rota):
    """Processor milliseconds, and how many deals, for one duty: at first, and then the median."""
    from roster.handing_over import looked_at
    from roster.repairing.trading import swaps, takers

    def ask():
        began = time.process_time()
        plan = looked_at(rota)
        looked = time.process_time()
        duty = next(d for d in plan.problem.duties if plan.item(d).clinical)
        found = takers(plan, duty), swaps(plan, duty, date.min)
        return 1000 * (time.process_time() - began), 1000 * (looked - began), found

    taken = [ask() for _ in range(5)]
    whole, looking = (statistics.median(row[n] for row in taken[1:]) for n in (0, 1))
    return taken[0][0], whole, looking, tuple(map(len, taken[-1][2]))


def first_visit(reader):
    """Bytes of the page with all styles and scripts that it names, as they come over the wire."""
    page = reader.get("/my/")[2]
    named = re.findall(
        r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', gzip.decompress(page).decode()
    )
    return len(page) + sum(len(reader.get(path)[2]) for path in dict.fromkeys(named))


def phones(port, session, within):
    """(status, milliseconds) of each phone; they begin evenly over so many seconds."""
    request = (
        "GET /my/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
        f"Cookie: sessionid={session}\r\nConnection: close\r\n\r\n"
    ).encode()

    async def phone(number):
        await asyncio.sleep(within * number / PHONES)
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return int(answer.split(b" ", 2)[1]), 1000 * (time.perf_counter() - began)

    async def all_of_them():
        return await asyncio.gather(*map(phone, range(PHONES)))

    return asyncio.run(all_of_them())


def said_of(found, within):
    waits, errors = sorted(ms for _, ms in found), sum(status != 200 for status, _ in found)
    late, middle = waits[int(0.95 * len(waits))], statistics.median(waits)
    return (
        f"{PHONES} phones within {within} s    {late:6.0f} ms p95 (aim {MOST_WAIT}), "
        f"{middle:.0f} ms median, {errors} errors"
    )


def queries_of(user):
    """How many queries My rota takes, session and login included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    client.get("/my/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/my/")
    return len(captured)


def main():
    with serving() as port:
        rota, session = load(PEOPLE, WEEKS)
        from sites.models import User

        user = User.objects.get(email=f"manager-{PEOPLE}@example.org")
        told(rota, user)
        reader = Reader(port, session)
        reader.ready()
        nothing, _ = measured(lambda: reader.get(NOTHING), TIMES)
        mine, size = measured(lambda: reader.get("/my/"), TIMES)
        whole_visit = first_visit(reader)
        crowd = {within: phones(port, session, within) for within in (5, 0)}
        here = Here(session)
        cheap, _ = measured(lambda: here.get(NOTHING), TIMES)
        dear, _ = measured(lambda: here.get("/my/"), TIMES)
        first, whole, looking, found = swaps_of(rota)
        print(f"load {os.getloadavg()[0]:.1f}")
        print(f"a page that does nothing   {nothing:6.1f} ms")
        ratio = mine / nothing
        print(
            f"My rota                    {mine:6.1f} ms, {ratio:.1f} × (aim {MOST_TIMES_NOTHING})"
        )
        print(f"  processor time           {dear:6.1f} ms, {dear / cheap:.1f} × (in one process)")
        print(f"  first visit              {whole_visit / 1000:6.1f} kB (aim {MOST_FIRST})")
        print(f"  after that               {size / 1000:6.1f} kB (aim {MOST_AFTER})")
        print(f"                           {queries_of(user)} queries (aim {MOST_QUERIES})")
        for within, answers in crowd.items():
            print(said_of(answers, within))
        print(f"legal swaps of one duty    {whole:6.0f} ms (aim {MOST_SWAPS}), first {first:.0f}")
        print(f"  of that reading, judging {looking:6.0f} ms; found {found} (takers, swaps)")


if __name__ == "__main__":
    main()
