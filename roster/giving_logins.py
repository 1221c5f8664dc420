"""A login is given, and its owner is told by email where and how they sign in.

    give_a_login(person=, email=, role=)    to somebody on the rota
    give_logins(people=, role=)             to all of them -> the sentences of those who got none
    give_a_role(unit=, **said)              what a login may do; a new address gets a login

Each is one transaction. A login that is open already is told nothing: its owner knows the way in.
Raises FactRefused or PlaceRefused.
"""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from roster.composing import Mail, plain
from roster.models import OutboxMessage
from roster.notifying import to_user, write
from sites.emails import same_email
from sites.giving_roles import give_role
from sites.models import User
from staff import joining
from staff.recording import FactRefused


@transaction.atomic
def give_a_login(*, person, email, role, by, now) -> None:
    known = _is_open(email)
    user = joining.give_login(person=person, email=email, role=role, by=by, now=now)
    if not known:
        _tell(user, person.unit, by, now)


@transaction.atomic
def give_logins(*, people, role, by, now) -> list[str]:
    """One for each at their own address, as far as it is free: nobody waits for a colleague's."""
    refused = []
    for person in people:
        try:
            give_a_login(person=person, email=person.email, role=role, by=by, now=now)
        except FactRefused as refusal:
            refused.append(f"{person} has no login yet. {refusal}")
    return refused


@transaction.atomic
def give_a_role(*, unit, email, by, now, **said) -> None:
    known = _is_open(email)
    user = give_role(unit=unit, email=email, by=by, **said).user
    if not known:
        _tell(user, unit, by, now)


def _is_open(email):
    return User.objects.filter(email=same_email(email), is_active=True).exists()


def _tell(user, unit, by, now):
    """No password is in it, and nothing that opens anything: a code comes when it is asked for."""
    about = f"login-{user.pk}-{int(now.timestamp())}"
    write([to_user(user, unit, OutboxMessage.Kind.LOGIN, about, _mail(user, unit, by), now)])


def _mail(user, unit, by):
    address = settings.BASE_URL + reverse("ask-code")
    context = {"user": user, "unit": unit, "by": by, "address": address}
    return Mail(
        subject="You can sign in to Fairweek",
        text=plain("mail/login.txt", context),
        html=render_to_string("mail/login.html", context),
        calendar="",
    )
