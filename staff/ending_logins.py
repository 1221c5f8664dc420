"""A login ends with the last day of its person's employment, and comes back with a new post.

    end_logins(people, today=)      after employments of these people were written

Raises FactRefused where a unit would be left without an administrator.
"""

from django.db.models import F, OuterRef, Subquery

from sites.closing import open_again, without_administrator
from sites.models import User
from staff.models import Employment
from staff.recording import FactRefused
from staff.wording import on


def end_logins(people, *, today) -> None:
    """`people` are keys. A constant number of queries, and two for each login that changes."""
    posts = Employment.objects.filter(person__user=OuterRef("pk"))
    last = posts.order_by(F("until").desc(nulls_first=True)).values("until")[:1]
    for user in User.objects.filter(person__in=people).annotate(last=Subquery(last)):
        if user.until != user.last:
            _end(user, today)


def _end(user, today):
    before, was_open, user.until = user.until, user.is_open_on(today), user.last
    if user.until and (before is None or user.until < before):
        refuse_last_administrator(user, f"is employed until {on(user.until)}")
    if user.is_open_on(today) and not was_open:
        open_again(user)
    user.save(update_fields=["until", "is_active", "password"])


def refuse_last_administrator(user, why):
    for unit in without_administrator(user):
        raise FactRefused(
            f"{user} {why}, and nobody else administers {unit}. Give that role to somebody first."
        )
