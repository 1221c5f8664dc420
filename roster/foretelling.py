"""The messages that publishing a week now would make, to be read before the button.

They are composed as the real ones are, from the draft as if it were published; nothing is written.
"""

from datetime import timedelta

from roster import released
from roster.models import OutboxMessage, Release
from roster.notifying import release_messages
from roster.previewing import Preview

WEEK = timedelta(weeks=1)


def foretell(*, week, preview: Preview, now) -> dict[str, OutboxMessage]:
    """{reference: the message that person would get}."""
    release = Release(rota=week.rota, monday=week.monday, number=preview.number, at=now)
    published = _as_if_published(release, preview)
    found = release_messages(release, published, preview, now)
    return {message.person.reference: message for message in found}


def _as_if_published(release, preview):
    unit, monday = release.rota.unit, release.monday
    first, last = monday - released.BEFORE * WEEK, monday + WEEK
    releases, _ = released.newest_two(unit=unit, first=first, last=last)
    others = {day: found for day, found in releases.items() if day != monday}
    duties = released.duties_of(others.values())
    return released.gathered(
        unit=unit,
        releases=others | {monday: release},
        duties={day: duties[r.pk] for day, r in others.items()} | {monday: preview.after},
        before={},
        first=monday,
        weeks=2,
    )
