"""Saying what a login may do in a unit: every role but that of staff, which a person's login has.

    give_role(unit=, email=, called=, role=, stage=, by=)    -> Membership; an address gets a login
    take_role(held=, by=, today=)                            who is deputy by it is one no longer

Raises PlaceRefused in sentences. The log says who gave and took what, by the logins' ids.
"""

import logging

from django.db import transaction
from django.utils import timezone

from sites.closing import without_administrator
from sites.deputising import end_deputy
from sites.emails import same_email
from sites.models import Membership, Unit, User
from sites.refusing import PlaceRefused

Role = Membership.Role
log = logging.getLogger(__name__)


@transaction.atomic
def give_role(*, unit, email, called, role, by, stage="") -> Membership:
    """A new login has no password: its owner signs in with a code, by mail. One that is there
    keeps its own name.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    stage = stage if role == Role.APPROVER else ""
    email = same_email(email)
    user = User.objects.filter(email=email).first()
    user = user or User.objects.create_user(email, None, name=called)
    if not user.is_open_on(timezone.localdate()):
        raise PlaceRefused(f"The login {email} is closed. Give it again on its person's page.")
    asked = {"user": user, "unit": unit, "role": role, "stage": stage}
    if Membership.objects.filter(**asked, deputy_for=None).exists():
        raise PlaceRefused(f"{user} has that role already.")
    _note("is", user.pk, role, stage, unit.pk, by)
    own = {"deputy_for": None, "starts": None, "until": None}  # a deputy is no longer only that
    return Membership.objects.update_or_create(**asked, defaults=own)[0]


@transaction.atomic
def take_role(*, held: Membership, by, today) -> None:
    Unit.objects.select_for_update().get(pk=held.unit_id)
    alike = Membership.objects.filter(unit=held.unit_id, role=held.role)
    bereft = without_administrator(held.user).filter(pk=held.unit_id)
    if held.role == Role.ADMINISTRATOR and bereft.exists():
        raise PlaceRefused("A unit has an administrator. Give the role to somebody else first.")
    for deputy in alike.filter(stage=held.stage, deputy_for=held.user, until__gte=today):
        end_deputy(deputy=deputy, today=today)
    _note("is no longer", held.user_id, held.role, held.stage, held.unit_id, by)
    held.delete()


def _note(verb, login, role, stage, unit, by):
    said = f"{role} as {stage}" if stage else role
    log.info("Login %s %s %s of unit %s, by login %s.", login, verb, said, unit, by.pk)
