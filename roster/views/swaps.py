"""Offering one's shift, answering an offer, taking back what one said."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster import swapping
from roster.access import own_swap
from roster.locking import Refused
from roster.swap_page import has_chain, my_swaps, offer_page, rings_asked
from roster.swap_words import LATER
from roster.views.doing import done, not_done
from roster.views.opening import told_here
from roster.walltime import local_date
from staff.access import person_of


@require_GET
@told_here
def swaps(request):
    now = timezone.now()
    page = {"page": my_swaps(person_of(request.user), now), "now": now}
    return render(request, "roster/my_swaps.html", page)


@require_GET
def offering(request, on):
    """Who could take a shift."""
    return _offering(request, person_of(request.user), on, three="three" in request.GET)


def _offering(request, person, on, *, three, refused=(), status=200):
    """Those chosen still chosen, where the offer was refused."""
    today = local_date(person.unit, timezone.now())
    try:
        page = offer_page(person, on, today, round_three=three)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("my-swaps")
    page = {"page": page, "on": on, "refused": refused, "chosen": request.POST.getlist("ring")}
    return render(request, "roster/offer_shift.html", page, status=status)


@require_POST
def make_offer(request, on):
    person = person_of(request.user)

    def verb(**when):
        rings = rings_asked(request.POST, person, on)
        swapping.offer(person=person, on=on, rings=rings, **when)
        return "Offered. You are told when somebody says yes."

    def again(refused):
        if "X-Waited" in request.headers:
            return not_done(request, refused, "my-swaps")
        three = has_chain(request.POST)
        return _offering(request, person, on, three=three, refused=refused, status=422)

    return done(request, person.unit, verb, "my-swaps", again=again)


@require_POST
def answer_swap(request, pk):
    swap, person = own_swap(request.user, pk), person_of(request.user)

    def verb(**when):
        agreed = request.POST.get("do") == "yes"
        after = swapping.answer(swap=swap, person=person, agreed=agreed, **when)
        return _said_yes(after) if agreed else "You said no."

    return done(request, swap.rota.unit, verb, "my-swaps")


def _said_yes(swap):
    if swap.state == swap.State.DONE and swap.events.last().what == LATER:
        return f"All agree. {LATER}"
    return SAID.get(swap.state, "Your answer is kept.")


SAID = {
    "done": "Done: the shift changed hands.",
    "waiting": "All agree. It waits for your rota manager.",
    "offered": "You said yes. The others have to agree too.",
}


@require_POST
def withdraw_swap(request, pk):
    swap = own_swap(request.user, pk)

    def verb(**when):
        swapping.withdraw(swap=swap, person=person_of(request.user), **when)
        return "Withdrawn. The shift stays yours."

    return done(request, swap.rota.unit, verb, "my-swaps")


@require_POST
def untake_swap(request, pk):
    swap, person = own_swap(request.user, pk), person_of(request.user)

    def verb(**when):
        done = swapping.untake(swap=swap, person=person, **when)
        return "Given back." if done.pk == swap.pk else "Offered back to whom it came from."

    return done(request, swap.rota.unit, verb, "my-swaps")
