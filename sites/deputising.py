"""Letting somebody approve for an approver, from a date to a date.

    name_deputy(approver=, user=, starts=, until=)  -> Membership; `approver` is whose stage it is
    end_deputy(deputy=, today=)                     from today on no more

Raises PlaceRefused in sentences.
"""

from datetime import timedelta

from django.db import transaction

from sites.models import Membership
from sites.refusing import PlaceRefused

DAY = timedelta(days=1)


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
    _refuse_dropping(held, approver, starts, until, today)
    dates = {"deputy_for": approver.user, "starts": starts, "until": until}
    return Membership.objects.update_or_create(**stage, defaults=dates)[0]


def _refuse_dropping(held, approver, starts, until, today):
    """Naming somebody again moves the dates; it never takes away others that were promised."""
    if held is None or held.until < today:
        return
    apart = until + DAY < held.starts or held.until + DAY < starts
    if apart or held.deputy_for_id != approver.user_id:
        raise PlaceRefused(
            f"{held.user} is a deputy of {held.deputy_for} from {_on(held.starts)} to "
            f"{_on(held.until)}: end that first, name dates that reach it, or name somebody else."
        )


def _on(day):
    return f"{day.day} {day:%B %Y}"


def end_deputy(*, deputy: Membership, today) -> None:
    """One that has not begun never was."""
    if deputy.starts >= today:
        deputy.delete()
    else:
        deputy.until = min(deputy.until, today - DAY)
        deputy.save(update_fields=["until"])
