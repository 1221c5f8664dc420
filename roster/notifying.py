"""Writing what people are told into the outbox. Sending is another matter (see sending).

    write_release(release=, preview=, now=)        -> number of messages written
    write_weekly_rotas(unit=, monday=, now=)       -> number of messages written
    write_next_week(now=)                          -> the same, of next week, for every unit

They write in the caller's transaction and wake a sender after its commit. Messages are composed
from what is published, never from the draft. Somebody without an address gets a message that has
failed, so that the Outbox names them.
"""

import logging
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from roster import composing, released
from roster.changes import by_person, compare
from roster.models import OutboxMessage, Release
from sites.models import Unit
from staff.models import Person

Kind, State = OutboxMessage.Kind, OutboxMessage.State
log = logging.getLogger(__name__)


def write_release(*, release, preview, now) -> int:
    """A message for each person a release concerns: their week, and what changed in it."""
    published = released.read(unit=release.rota.unit, first=release.monday, weeks=2)
    return _write(release_messages(release, published, preview, now))


def release_messages(release, published, preview, now):
    """The messages that a release makes, not written yet."""
    unit, monday = release.rota.unit, release.monday
    changes = {recipient.person: recipient.changes for recipient in preview.told}
    asked = {recipient.person for recipient in preview.asked}
    people = Person.objects.filter(unit=unit, reference__in=changes).select_related("unit")
    occasion = composing.published if preview.is_first else composing.changed
    before = _grouped(preview.before)
    for person in people:
        yield _message(
            Kind.RELEASE, occasion, person, published, monday, now, changes, before, asked
        )


@transaction.atomic
def write_weekly_rotas(*, unit, monday, now) -> int:
    """A message with the week of `monday` for everybody employed then. None where it is not
    published, and none for whom this release's was written before: a second run has no effect.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    published = released.read(unit=unit, first=monday, weeks=2)
    release = published.releases.get(monday)
    if release is None:
        return 0
    written = OutboxMessage.objects.filter(release=release, kind=Kind.WEEKLY)
    people = _people_of(unit, published, monday).exclude(pk__in=written.values("person"))
    changes = _since_first(release, published)
    return _write(
        _message(Kind.WEEKLY, composing.weekly, person, published, monday, now, changes, {})
        for person in people.select_related("unit")
    )


def write_next_week(*, now) -> int:
    """Everybody's mail about the week after this one, by each unit's own calendar."""
    return sum(
        write_weekly_rotas(unit=unit, monday=_next_monday(unit, now), now=now)
        for unit in Unit.objects.order_by("pk")
    )


def _next_monday(unit, now):
    today = now.astimezone(ZoneInfo(unit.timezone)).date()
    return today + timedelta(days=7 - today.weekday())


def _people_of(unit, published, monday):
    """Everybody employed in the week, and whoever has a duty in it."""
    employed = {p.id for p in published.problem.people if p.employment_of_week(monday)}
    on_duty = {told.person for told in published.duties[monday]}
    return Person.objects.filter(unit=unit, reference__in=employed | on_duty)


def _since_first(release, published):
    """{reference: changes since the week was first published}."""
    first = Release.objects.filter(rota=release.rota, monday=release.monday).first()
    if first == release:
        return {}
    before = released.duties_of([first])[first.pk]
    return by_person(compare(before, published.duties[release.monday]))


def _grouped(duties):
    grouped = {}
    for told in duties:
        grouped.setdefault(told.person, []).append(told)
    return grouped


def _message(kind, occasion, person, published, monday, now, changes, before=(), asked=()):
    week = published.week_of(person.reference, monday)
    mail = composing.compose(
        occasion(week),
        person=person,
        week=week,
        following=published.week_of(person.reference, monday + timedelta(weeks=1)),
        names={p.id: p.name for p in published.problem.people},
        changes=changes.get(person.reference, ()),
        before=before.get(person.reference, ()) if before else (),
        asked=person.reference in asked,
    )
    release = published.releases[monday]
    return OutboxMessage(
        unit=person.unit,
        person=person,
        kind=kind,
        monday=monday,
        release=release,
        recipient=person.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        calendar=mail.calendar,
        message_id=f"<{kind}-{release.pk}-{person.pk}@{urlsplit(settings.BASE_URL).hostname}>",
        created_at=now,
        due_at=now,
        **({} if person.email else {"state": State.FAILED, "failure": no_address(person)}),
    )


def no_address(person):
    return f"No email address is known for {person.name}. Enter one, then send this again."


def _write(messages):
    written = OutboxMessage.objects.bulk_create(messages)
    if written:
        transaction.on_commit(wake_sender)
    return len(written)


def wake_sender():
    """Ask a worker to send at once. Without a broker the sweep finds the rows a little later."""
    try:
        current_app.send_task("roster.sweep_outbox", retry=False)
    except (OperationalError, OSError) as fault:
        log.warning("No worker could be woken (%s); the sweep will send.", type(fault).__name__)
