"""Who else has a rota open, and at which cell: each page's poll tells it, ten seconds forget it.

A small table and not the cache: without Redis every web process has a cache of its own, and the
readers of one would not see those of another. A poll that finds its own row fresh writes nothing.
"""

import re
from datetime import timedelta

from roster.models import Presence

LAPSES = timedelta(seconds=10)
RENEWS = timedelta(seconds=4)  # of pages that poll every 2.5 s, and so are never thought gone
CELL = re.compile(r"[^\x00|]{1,80}\|\d{4}-\d{2}-\d{2}")  # as long as a reference may be
COLOURS = 4


def meet(*, rota, user, cell, now) -> list[dict]:
    """Note that the user has the rota open, at a cell (`person|date`; anything else: nowhere).

    Returns who else has, in the order they came, as the page's script takes it.
    """
    cell = cell if CELL.fullmatch(cell) else ""
    met = list(Presence.objects.filter(rota=rota).select_related("user").order_by("id"))
    own = next((row for row in met if row.user_id == user.pk), None)
    if own is None:
        Presence.objects.filter(at__lt=now - LAPSES).delete()
    if own is None or own.cell != cell or now - own.at >= RENEWS:
        _note(rota, user, cell, now)
    return [_told(row) for row in met if row is not own and now - row.at < LAPSES]


def _note(rota, user, cell, now):
    Presence.objects.bulk_create(
        [Presence(rota=rota, user=user, cell=cell, at=now)],
        update_conflicts=True,
        unique_fields=["rota", "user"],
        update_fields=["cell", "at"],
    )


def _told(row):
    name = str(row.user)
    return {
        "name": name,
        "initials": initials(name),
        "cell": row.cell,
        "colour": row.user_id % COLOURS,
    }


def initials(name):
    """SO for Sam Other, S for sam@example.org."""
    words = name.split()
    return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper()
