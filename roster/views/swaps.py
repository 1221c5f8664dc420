"""Offering one's shift, answering an offer, taking back what one said."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster import swapping
from roster.access import own_swap
from roster.locking import Refused
from roster.swap_page import my_swaps, offer_page, rings_asked
from roster.views.doing import done
from roster.walltime import local_date
from staff.access import person_of


@require_GET
def swaps(request):
    page = my_swaps(person_of(request.user), timezone.now())
    return render(request, "roster/my_swaps.html", {"page": page})


@require_GET
def offering(request, on):
    """Who could take a shift."""
    person = person_of(request.user)
    try:
        today = local_date(person.unit, timezone.now())
        page = offer_page(person, on, today, round_three="three" in request.GET)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("my-swaps")
    return render(request, "roster/offer_shift.html", {"page": page, "on": on})


@require_POST
def make_offer(request, on):
    person = person_of(request.user)

    def verb(**when):
        rings = rings_asked(request.POST, person, on)
        swapping.offer(person=person, on=on, rings=rings, **when)
        return "Offered. You are told when somebody says yes."

    return done(request, person.unit, verb, "my-swaps")


@require_POST
def answer_swap(request, pk):
    swap, person = own_swap(request.user, pk), person_of(request.user)

    def verb(**when):
        agreed = request.POST.get("do") == "yes"
        state = swapping.answer(swap=swap, person=person, agreed=agreed, **when).state
        return SAID.get(state, "Your answer is kept.") if agreed else "You said no."

    return done(request, swap.rota.unit, verb, "my-swaps")


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
