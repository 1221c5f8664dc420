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
from roster.models import OutboxMessage
from roster.notifying import to_person, to_user, write
from roster.walltime import local_date
from sites.access import holders
from sites.models import Membership

NOTICE = OutboxMessage.Kind.NOTICE
LONGEST = 200  # letters of a subject


@dataclass(frozen=True)
class Notice:
    """`path` is the page that says more, without the address of the site."""

    heading: str
    lines: tuple[str, ...]
    path: str


def tell_person(person, about, notice, now, kind=NOTICE) -> int:
    mail = _mail(notice, person.name, person.unit)
    return write([to_person(person, kind, f"{about}-to-{person.pk}", mail, now)])


def tell_managers(unit, about, notice, now, *, by=None, kind=NOTICE) -> int:
    """The unit's rota managers."""
    managers = holders(unit, [Membership.Role.ROTA_MANAGER], local_date(unit, now))
    about = f"{about}-to-user"
    return write(
        to_user(user, unit, kind, f"{about}-{user.pk}", _mail(notice, str(user), unit), now)
        for user in managers.order_by("pk")
        if user != by
    )


def _mail(notice, name, unit):
    address = settings.BASE_URL + notice.path
    context = {"notice": notice, "name": name, "unit": unit, "address": address}
    return Mail(
        subject=notice.heading[:LONGEST],
        text=plain("mail/notice.txt", context),
        html=render_to_string("mail/notice.html", context),
        calendar="",
    )
