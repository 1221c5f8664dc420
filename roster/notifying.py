"""Writing what people are told into the outbox. Sending is another matter (see sending).

    write_release(release=, preview=, now=)        -> number of messages written
    write_weekly_rotas(unit=, monday=, now=, until=None)   -> number of messages written
    write_next_week(now=)                          -> the same, of next week, for every unit
    to_person(...), to_user(...), write(messages)  for what else is told (reminding, managers)

They write in the caller's transaction and wake a sender after its commit. Messages are composed
from what is published, never from the draft. Somebody without an address gets a message that has
failed, so that the Outbox names them.
"""

import logging
from datetime import timedelta
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from kombu.exceptions import OperationalError

from roster import composing, released
from roster.changes import by_person, compare
from roster.job_times import weekly_of
from roster.models import MailChoice, OutboxMessage, Release
from roster.problem import WEEKDAYS
from roster.pushing import write_pushes
from roster.walltime import local_date
from sites.models import Unit
from staff.models import Person

Kind, State = OutboxMessage.Kind, OutboxMessage.State
Day = MailChoice.Day
log = logging.getLogger(__name__)


def write_release(*, release, preview, now) -> int:
    """A message for each person a release concerns: their week, and what changed in it."""
    published = released.read(unit=release.rota.unit, first=release.monday, weeks=2)
    return write(release_messages(release, published, preview, now))


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
def write_weekly_rotas(*, unit, monday, now, until=None) -> int:
    """A message with the week of `monday` for everybody employed then who wants one. None where it
    is not published, and none for whom one was written before: a second run has no effect, and
    what a later release changes is told by that release.

    `until` is a weekday, mon to sun: only those who want it on that day or earlier in the week.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    published = released.read(unit=unit, first=monday, weeks=2)
    release = published.releases.get(monday)
    if release is None:
        return 0
    people = _wanting(_people_of(unit, published, monday), unit, monday, now, until)
    changes, again = _since_last_mail(release)
    return write(
        _message(
            Kind.WEEKLY,
            composing.weekly_again if person.reference in again else composing.weekly,
            person,
            published,
            monday,
            now,
            changes,
        )
        for person in people
    )


def write_next_week(*, now) -> int:
    """Everybody's mail about the week after this one, by each unit's own calendar."""
    return sum(
        write_weekly_rotas(unit=unit, monday=next_monday(unit, now), now=now)
        for unit in Unit.objects.order_by("pk")
    )


def next_monday(unit, now):
    today = local_date(unit, now)
    return today + timedelta(days=7 - today.weekday())


def _wanting(people, unit, monday, now, until):
    """Those of the people who want a weekly email by that day and have none of this week."""
    written = OutboxMessage.objects.filter(unit=unit, monday=monday, kind=Kind.WEEKLY)
    people = people.exclude(pk__in=written.values("person"))
    people = people.exclude(mail_choice__day=Day.CHANGES).select_related("unit", "mail_choice")
    if until is None:
        return list(people)
    usual = weekly_of(unit, local_date(unit, now)).weekday
    come = WEEKDAYS[: WEEKDAYS.index(until) + 1]
    return [person for person in people if _day_of(person, usual) in come]


def _day_of(person, usual):
    choice = getattr(person, "mail_choice", None)
    return usual if choice is None or choice.day == Day.UNIT else choice.day


def _people_of(unit, published, monday):
    """Everybody employed in the week, and whoever has a duty in it."""
    employed = {p.id for p in published.problem.people if p.employment_of_week(monday)}
    on_duty = {told.person for told in published.duties[monday]}
    return Person.objects.filter(unit=unit, reference__in=employed | on_duty)


def _since_last_mail(release):
    """({reference: changes}, references): what changed for each since the last weekly email they
    were written, and who was written one; for the others since the week was first published.
    """
    releases = list(Release.objects.filter(rota=release.rota_id, monday=release.monday))
    weekly = OutboxMessage.objects.filter(unit=release.rota.unit_id, kind=Kind.WEEKLY)
    mailed = weekly.order_by().values("person__reference").annotate(at=Max("created_at"))
    last = dict(mailed.values_list("person__reference", "at"))
    duties = released.duties_of(releases)
    now = duties[release.pk]
    since = {r.pk: by_person(compare(duties[r.pk], now)) for r in releases}
    known = {who: _newest_before(releases, last.get(who)) for who in _everybody(since)}
    changes = {who: since[r.pk].get(who, ()) for who, r in known.items()}
    return changes, {who for who, at in last.items() if at >= releases[0].at}


def _everybody(since):
    return {who for changes in since.values() for who in changes}


def _newest_before(releases, at):
    """The newest release at an instant; the first, where there was none yet."""
    return [releases[0], *(r for r in releases if at is not None and r.at <= at)][-1]


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
    about = f"{kind}-{release.pk}-{person.pk}"
    return to_person(person, kind, about, mail, now, monday=monday, release=release)


def to_person(person, kind, about, mail, now, **of) -> OutboxMessage:
    """A message that is not written yet. `about` says what it is about, and no other says it."""
    state = {} if person.email else {"state": State.FAILED, "failure": no_address(person)}
    return _row(person.unit, kind, about, person.email, mail, now, person=person, **state | of)


def to_user(user, unit, kind, about, mail, now, **of) -> OutboxMessage:
    """The same, to a login."""
    return _row(unit, kind, about, user.email, mail, now, user=user, **of)


def _row(unit, kind, about, recipient, mail, now, **fields):
    return OutboxMessage(
        unit=unit,
        kind=kind,
        recipient=recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        calendar=mail.calendar,
        leads_to=mail.leads_to,
        message_id=message_id(about),
        created_at=now,
        due_at=now,
        **fields,
    )


def message_id(about):
    """The Message-ID of what is told: the same for the same, so nothing is told twice."""
    return f"<{about}@{urlsplit(settings.BASE_URL).hostname}>"


def no_address(person):
    return f"No email address is known for {person}. Enter one, then send this again."


def write(messages) -> int:
    """Put messages into the outbox, in the caller's transaction, and wake a sender after it."""
    written = OutboxMessage.objects.bulk_create(messages)
    write_pushes(written)
    if written:
        transaction.on_commit(wake_sender)
    return len(written)


def wake_sender():
    """Ask a worker to send at once. Without a broker the sweep finds the rows a little later."""
    try:
        current_app.send_task("roster.sweep_outbox", retry=False)
    except (OperationalError, OSError) as fault:
        log.warning("No worker could be woken (%s); the sweep will send.", type(fault).__name__)
