"""Letting somebody approve for an approver, from a date to a date.

    name_deputy(approver=, user=, starts=, until=)  -> Membership; `approver` is whose stage it is
    end_deputy(deputy=, today=)                     from today on no more

Raises PlaceRefused in sentences.
"""

from datetime import timedelta

from django.db import transaction

from sites.models import Membership
from sites.refusing import PlaceRefused


@transaction.atomic
def name_deputy(*, approver: Membership, user, starts, until, today) -> Membership:
    if until < max(starts, today):
        raise PlaceRefused("The last day lies before the first, or has passed.")
    if user.pk == approver.user_id:
        raise PlaceRefused(f"{user} approves at that stage already.")
    stage = {"user": user, "unit": approver.unit, "role": approver.role, "stage": approver.stage}
    held = Membership.objects.select_for_update().filter(**stage).first()
    if held is not None and held.deputy_for_id is None:
        raise PlaceRefused(f"{user} approves at that stage already.")
    dates = {"deputy_for": approver.user, "starts": starts, "until": until}
    return Membership.objects.update_or_create(**stage, defaults=dates)[0]


def end_deputy(*, deputy: Membership, today) -> None:
    """One that has not begun never was."""
    if deputy.starts >= today:
        deputy.delete()
    else:
        deputy.until = min(deputy.until, today - timedelta(days=1))
        deputy.save(update_fields=["until"])
