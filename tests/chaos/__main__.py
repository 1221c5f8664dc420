"""`make chaos`: break everything while 500 people are told their rota, and see who was told.

    python -m tests.chaos [--people 500] [--kills 20] [--seed 1] [TROUBLE ...]

On a PostgreSQL, a Redis and a mail server of its own, on loopback; it ends only what it started.
Prints a table, and ends with 1 if anybody was not told, the database is not truthful, or more
mails went twice than a death between sending and recording explains.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import closing

from tests.chaos.mail_server import MailServer
from tests.machine.servers import running

PACE = 0.02  # seconds the mail server takes over a mail
HEAD = ("trouble", "people", "told", "refused, by name", "not told", "twice", "at most", "seconds")


def main():
    asked = arguments()
    random.seed(asked.seed)
    server = MailServer(PACE)
    with running() as env, tempfile.TemporaryDirectory(prefix="fairweek-chaos-") as folder:
        os.environ.update(
            env,
            DJANGO_SETTINGS_MODULE="config.settings",
            FAIRWEEK_DATA=folder,
            FAIRWEEK_SECRET_KEY="only-for-chaos-" * 4,
            FAIRWEEK_MAIL_URL=f"smtp://127.0.0.1:{server.port}",
            FAIRWEEK_LOG_LEVEL="ERROR",
        )
        server.open()
        try:
            rows = list(broken(asked, env, folder, server))
        finally:
            server.close()
    sys.exit(0 if all(well for *_, well in rows) else 1)


def arguments():
    parser = argparse.ArgumentParser(description="Break things while a department is told.")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("troubles", nargs="*", metavar="TROUBLE")
    return parser.parse_args()


def broken(asked, env, folder, server):
    """A row for each trouble, printed as it is done."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.chaos.department import Department
    from tests.chaos.troubles import TROUBLES, Machine

    chosen = [t for t in TROUBLES if not asked.troubles or t.__name__ in asked.troubles]
    department = Department(asked.people, len(chosen), server, folder)
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    with closing(Machine(env, folder, asked.kills)) as machine:
        for trouble in chosen:
            yield told(trouble, department, machine)


def told(trouble, department, machine):
    """What became of everybody, after all has been mended and swept."""
    began = time.monotonic()
    allowed = trouble(department, machine)
    with department.worker():
        department.settle()
    states = dict(department.messages.values_list("recipient", "state"))
    got = {recipient for recipient, _ in department.server.received}
    refused = named(department)
    missing = department.addresses - got - refused
    twice = sum(department.received().values()) - len(department.received())
    truthful = department.untruths() == 0 and all(
        state == ("failed" if address in refused else "sent") for address, state in states.items()
    )
    well = (
        truthful and not missing and twice <= allowed and len(states) == len(department.addresses)
    )
    row = (trouble.__doc__.rstrip("."), len(states), len(got), len(refused), len(missing))
    row += (twice, allowed, round(time.monotonic() - began))
    print(f"| {' | '.join(map(str, row))} |" + ("" if well else " **not well**"), flush=True)
    department.server.unknown = ""
    return *row, well


def named(department):
    """Addresses refused for good, of which the outbox says so by the person's name."""
    unknown = department.server.unknown
    rows = department.messages.filter(state="failed", refused=True, recipient=unknown)
    return {row.recipient for row in rows if row.person.name in row.failure}


if __name__ == "__main__":
    main()
