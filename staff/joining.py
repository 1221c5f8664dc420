"""Somebody joins: a person with a first employment and sites; their details; their login.

    join(unit=, details=, post=, sites=)    -> Person
    write_details(person=, details=)
    give_login(person=, email=, role=)      -> User; roster.giving_logins tells them
    take_login(person=)

Raises FactRefused in sentences.
"""

import re

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import capfirst

from sites.closing import open_again
from sites.emails import same_email
from sites.models import Membership, Unit, User
from staff.ending_logins import end_logins, refuse_last_administrator
from staff.models import Employment, Person, SiteInduction
from staff.recording import FactRefused, keep_fact, note_change

PERSONAL = {"born", "email", "telephone"}


@transaction.atomic
def join(*, unit, details, post, sites, by, now) -> Person:
    """A new person at the end of the unit's list; the first site is the home site."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    reference = details.pop("reference", "") or free_reference(unit, details["name"])
    if unit.people.filter(reference=reference).exists():
        raise FactRefused(f"Somebody has the reference {reference} already.")
    last = unit.people.aggregate(last=Max("position"))["last"]
    person = Person.objects.create(
        unit=unit, reference=reference, position=0 if last is None else last + 1, **details
    )
    note_change(person, "Joined", "", person.name, by=by, now=now)
    keep_fact(Employment(person=person, **post), by=by, now=now)
    for site in sites:
        keep_fact(SiteInduction(person=person, site=site), by=by, now=now)
    return person


def free_reference(unit, name):
    """A reference made of the name, with a number where it is taken."""
    root = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:70] or "person"
    taken = set(unit.people.filter(reference__startswith=root).values_list("reference", flat=True))
    return next(
        text for n in range(1, len(taken) + 2) if (text := root + f"-{n}" * (n > 1)) not in taken
    )


@transaction.atomic
def write_details(*, person, details, by, now) -> Person:
    """Name, contact, birth, line of managers; a line of history for each that changed."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    reference = details.get("reference", held.reference)
    if held.unit.people.exclude(pk=held.pk).filter(reference=reference).exists():
        raise FactRefused(f"Somebody has the reference {reference} already.")
    _refuse_ring(held, details)
    for name, value in details.items():
        before = getattr(held, name)
        setattr(held, name, value)
        label = capfirst(held._meta.get_field(name).verbose_name)
        said = ["" if v is None else str(v) for v in (before, value)]
        note_change(held, label, *said, by=by, now=now, personal=name in PERSONAL)
    held.save()
    return held


def _refuse_ring(person, details):
    """Nobody reports to themselves, by however many steps."""
    above = dict(person.unit.people.values_list("pk", "reports_to"))
    chief = details.get("reports_to")
    at = chief and chief.pk
    for _ in above:
        if at == person.pk:
            raise FactRefused(f"{chief} reports to {person} already.")
        at = above.get(at)


@transaction.atomic
def give_login(*, person, email, role, by, now) -> User:
    """A login without a password: its owner signs in with a code, by mail, and sets one."""
    if person.user_id:
        raise FactRefused(f"{person} has a login already: {person.user.email}.")
    email = same_email(email)
    user = User.objects.filter(email=email).first()
    if user is not None and Person.objects.filter(user=user).exists():
        raise FactRefused(f"The login {email} belongs to somebody else.")
    if user is not None and user.memberships.exclude(unit=person.unit_id).exists():
        raise FactRefused(f"The login {email} is of another unit. Ask your administrator.")
    if user is None:
        user = User.objects.create_user(email, None, name=person.name)
    elif not user.is_active:
        open_again(user)
        user.save(update_fields=["is_active", "password"])
    Membership.objects.get_or_create(user=user, unit_id=person.unit_id, role=role, stage="")
    Person.objects.filter(pk=person.pk).update(user=user)
    today = timezone.localdate(now)
    end_logins([person.pk], today=today)
    user.refresh_from_db()
    if not user.is_open_on(today):
        raise FactRefused(f"{person} is employed no more. Give them a new employment first.")
    note_change(person, "Login", "", email, by=by, now=now, personal=True)
    return user


@transaction.atomic
def take_login(*, person, by, now) -> None:
    """Close the login: nobody signs in by it any more."""
    user = person.user
    if user is None:
        raise FactRefused(f"{person} has no login.")
    refuse_last_administrator(user, "has that login")
    user.is_active = False
    user.save(update_fields=["is_active"])
    Person.objects.filter(pk=person.pk).update(user=None)
    note_change(person, "Login", user.email, "", by=by, now=now, personal=True)
