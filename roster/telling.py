"""A short message about a request, a swap or an absence: a heading, lines, and where to look.

    tell_person(person, about, notice, now, kind=)       -> number of messages written
    tell_managers(unit, about, notice, now, by=, kind=)  -> the same; not to whoever did it

In the caller's transaction. A mail leaves the Trust's systems, so it never says why somebody is
away or what somebody wrote; the page it leads to does, to whoever may read it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from roster.composing import Mail, plain
from roster.models import NoMail, OutboxMessage
from roster.notifying import to_person, to_user, write
from roster.walltime import local_date
from sites.access import holders
from sites.models import Membership

Topic = NoMail.Topic
NOTICE = OutboxMessage.Kind.NOTICE
LISTED = OutboxMessage.State.LISTED
LONGEST = 200  # letters of a subject


@dataclass(frozen=True)
class Notice:
    """`path` is the page that says more, without the address of the site. Whoever wants no email of
    its `topic` reads it in their notices alone; null: everybody is mailed.
    """

    heading: str
    lines: tuple[str, ...]
    path: str
    topic: Topic | None = None


def tell_person(person, about, notice, now, kind=NOTICE) -> int:
    mail, about = _mail(notice, person.name, person.unit), f"{about}-to-{person.pk}"
    state = _states(notice, [person.user_id]).get(person.user_id, {})
    return write([to_person(person, kind, about, mail, now, **state)])


def tell_managers(unit, about, notice, now, *, by=None, kind=NOTICE) -> int:
    """The unit's rota managers."""
    managers = holders(unit, [Membership.Role.ROTA_MANAGER], local_date(unit, now))
    told = [user for user in managers.order_by("pk") if user != by]
    states, about = _states(notice, [user.pk for user in told]), f"{about}-to-user"
    return write(
        to_user(
            user,
            unit,
            kind,
            f"{about}-{user.pk}",
            _mail(notice, str(user), unit),
            now,
            **states.get(user.pk, {}),
        )
        for user in told
    )


def _states(notice, users):
    """{login's key: the state of a message that is not mailed} of those who want no email of it."""
    if notice.topic is None:
        return {}
    found = NoMail.objects.filter(user__in=users, topic=notice.topic)
    return {key: {"state": LISTED} for key in found.values_list("user", flat=True)}


def _mail(notice, name, unit):
    address = settings.BASE_URL + notice.path
    context = {"notice": notice, "name": name, "unit": unit, "address": address}
    return Mail(
        subject=notice.heading[:LONGEST],
        text=plain("mail/notice.txt", context),
        html=render_to_string("mail/notice.html", context),
        calendar="",
        leads_to=notice.path,
    )
