"""Swaps of somebody who is away: what they cannot keep is taken out of them.

    step_out(person=, first=, until=, by=, now=)   -> None

In the caller's transaction, with the unit locked and the days already free. Offers of their own are
withdrawn; what they were asked on these days counts as declined, a yes that waits included. So
nobody waits for an answer that can no longer help, and nobody is reminded while away.
"""

from django.db.models import Q

from roster.handing_over import note
from roster.models import Swap, SwapInvite
from roster.swapping import end, end_if_dead


def step_out(*, person, first, until, by, now) -> None:
    days = first, until
    asked = Q(invites__person=person) & (Q(date__range=days) | Q(invites__date__range=days))
    touched = Swap.objects.filter(asked | Q(person=person, date__range=days), state__in=Swap.OPEN)
    for swap in touched.select_related("rota__unit", "person__unit").distinct():
        if swap.person == person and first <= swap.date <= until:
            end(swap, Swap.State.WITHDRAWN, "", by, now)
        else:
            _decline(swap, person, days, by, now)


def _decline(swap, person, days, by, now):
    own = swap.invites.filter(person=person)
    if not days[0] <= swap.date <= days[1]:
        own = own.filter(date__range=days)
    own.exclude(answer=SwapInvite.Answer.DECLINED).update(answer=SwapInvite.Answer.DECLINED)
    note(swap, now, by, f"{person.name} is not free any more")
    if swap.agreed_ring() is None:
        swap.state, swap.reason = Swap.State.OFFERED, ""
        swap.save(update_fields=["state", "reason"])
    end_if_dead(swap, by, now)
