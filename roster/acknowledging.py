"""Who knows of a change after publication (R-41): told, seen on My rota, acknowledged.

    ask(release=, preview=)                       the rows of a later release; part of publishing
    look(rows=, now=)                             -> (News, ...): what My rota shows above all else
    unread()                                      those rows' table, for a query of json_rows
    acknowledge(person=, keys=, now=)             -> how many changes the person now says they know
    who_knows(releases)                           -> (Known, ...) for the week's page

A row holds the words the person was told the change in; nothing of why it was made.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Value

from roster.composing import change_words
from roster.facts import nested
from roster.json_rows import Slot
from roster.models import Acknowledgement
from roster.rules.phrases import span
from staff.models import Person

PERSON, TODAY = Slot("person"), Slot("today")


@dataclass(frozen=True)
class News:
    """What changed for a person in a week they had read already. They can say that they know it;
    `asked`: they must.
    """

    key: int
    week: str
    changes: tuple[dict, ...]
    asked: bool


@dataclass(frozen=True)
class Known:
    """What a planner sees of one person and one release. `state` is known, seen or not."""

    person: Person
    release: int
    state: str
    at: datetime | None
    asked: bool
    notice: int
    reminders: int

    @property
    def words(self):
        return {"known": "Acknowledged", "seen": "Seen", "not": "Not yet"}[self.state]

    @property
    def tag(self):
        """The look of the word: as of a message sent, waiting or failed."""
        if not self.asked and self.state == "not":
            return "draft"
        return {"known": "sent", "seen": "waiting", "not": "failed"}[self.state]


def ask(*, release, preview) -> None:
    """Note of everybody a later release concerns whether they have to say that they know."""
    if preview.is_first:
        return
    unit = release.rota.unit
    people = list(unit.people.values_list("reference", "pk", "name"))
    keys = {reference: pk for reference, pk, _ in people}
    names = {reference: name for reference, _, name in people}
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            release=release,
            person_id=keys[told.person],
            notice=told.notice,
            asked=told.asked,
            until=told.changes[-1].date,
            changes=[change_words(change, names, unit) for change in told.changes],
        )
        for told in preview.told
    )


def look(*, rows, now) -> tuple[News, ...]:
    """What the person has not said that they know; it counts as seen now."""
    unseen = [row["id"] for row in rows if row["seen_at"] is None]
    if unseen:
        Acknowledgement.objects.filter(pk__in=unseen, seen_at__isnull=True).update(seen_at=now)
    return tuple(map(_news, sorted(rows, key=lambda row: (row["monday"], row["id"]))))


def acknowledge(*, person, keys, now) -> int:
    """The person says that they know these changes: their own, and once."""
    rows = Acknowledgement.objects.filter(person=person, pk__in=keys, acknowledged_at__isnull=True)
    rows.filter(seen_at__isnull=True).update(seen_at=now)
    return rows.update(acknowledged_at=now)


def who_knows(releases) -> tuple[Known, ...]:
    """Of these releases of a week, newest first; those who have to answer before the others."""
    rows = Acknowledgement.objects.filter(release__in=[release.pk for release in releases])
    found = rows.select_related("person", "release")
    return tuple(
        _known(row)
        for row in found.order_by("-release__number", "-asked", "person__position", "id")
    )


def unread():
    """What of the person PERSON is not over on TODAY and not acknowledged."""
    rows = Acknowledgement.objects.filter(
        person=Value(PERSON), until__gte=Value(TODAY), acknowledged_at__isnull=True
    )
    return "news", rows, "", "monday=release__monday changes asked seen_at"


def _news(row):
    monday = date.fromisoformat(row["monday"])
    words = span(monday, monday + timedelta(days=6))
    return News(row["id"], words, tuple(nested(row["changes"])), bool(row["asked"]))


def _known(row):
    state = "known" if row.acknowledged_at else "seen" if row.seen_at else "not"
    return Known(
        person=row.person,
        release=row.release.number,
        state=state,
        at=row.acknowledged_at or row.seen_at,
        asked=row.asked,
        notice=row.notice,
        reminders=row.reminders,
    )
