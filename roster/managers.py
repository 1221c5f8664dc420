"""Telling managers by email: the unit's week, and each day which due weeks are not ready.

    write_unit_week(unit=, monday=, now=)      -> number of messages, one for each manager
    write_not_ready(unit=, weeks=, now=)       -> the same; `weeks` are coming_due's

Managers are the logins of the unit's rota managers and approvers. Each is written to once: of a
week, and once a day of what is not ready; a second run has no effect.
"""

from django.db import transaction

from roster import composing_unit, released
from roster.models import OutboxMessage
from roster.notifying import message_id, to_user, write
from roster.walltime import local_date
from sites.access import holders
from sites.models import Membership, Unit

Kind, Role = OutboxMessage.Kind, Membership.Role


@transaction.atomic
def write_unit_week(*, unit, monday, now) -> int:
    """The published week of `monday` on one page; nothing where it is not published."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    published = released.read(unit=unit, first=monday, weeks=1)
    if monday not in published.releases:
        return 0
    return write(
        to_user(
            user,
            unit,
            Kind.UNIT_WEEK,
            about,
            composing_unit.unit_week(unit=unit, user=user, published=published, monday=monday),
            now,
            monday=monday,
            release=published.releases[monday],
        )
        for user, about in _not_told(unit, now, f"{Kind.UNIT_WEEK}-{unit.pk}-{monday}")
    )


@transaction.atomic
def write_not_ready(*, unit, weeks, now) -> int:
    """One message a day for each manager, with every week that is not ready."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    if not weeks:
        return 0
    today = local_date(unit, now)
    return write(
        to_user(
            user,
            unit,
            Kind.NOT_READY,
            about,
            composing_unit.not_ready(unit=unit, user=user, weeks=weeks, on=today),
            now,
        )
        for user, about in _not_told(unit, now, f"{Kind.NOT_READY}-{unit.pk}-{today}")
    )


def _not_told(unit, now, what):
    """The managers not written to about this yet, each with what their message is about."""
    managers = holders(unit, (Role.ROTA_MANAGER, Role.APPROVER), local_date(unit, now))
    about = {user: f"{what}-{user.pk}" for user in managers.order_by("pk")}
    written = OutboxMessage.objects.filter(message_id__in=map(message_id, about.values()))
    told = set(written.values_list("message_id", flat=True))
    return [(user, words) for user, words in about.items() if message_id(words) not in told]
