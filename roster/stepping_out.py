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
    touched = Swap.objects.filter(Q(invites__person=person) | Q(person=person), state__in=Swap.OPEN)
    for swap in touched.select_related("rota__unit", "person__unit").distinct():
        if swap.person == person and first <= swap.date <= until:
            end(swap, Swap.State.WITHDRAWN, "", by, now)
        elif parts := list(_parts(swap, person, first, until)):
            _decline(swap, person, parts, by, now)


def _parts(swap, person, first, until):
    """Keys of the person's invitations in which they would take or give a shift on these days."""
    for ring in swap.rings():
        takes = swap.date
        for invite in ring:
            days = [on for on in (takes, invite.date) if on and first <= on <= until]
            open_yet = invite.answer != SwapInvite.Answer.DECLINED
            if days and open_yet and invite.person_id == person.pk:
                yield invite.pk
            takes = invite.date


def _decline(swap, person, parts, by, now):
    swap.invites.filter(pk__in=parts).update(answer=SwapInvite.Answer.DECLINED)
    note(swap, now, by, f"{person.name} is not free any more")
    if swap.agreed_ring() is None:
        swap.state, swap.reason = Swap.State.OFFERED, ""
        swap.save(update_fields=["state", "reason"])
    end_if_dead(swap, by, now)
