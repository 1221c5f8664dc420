"""Offering a shift, answering an offer, and what a manager does about them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster import cells, swapping
from roster.access import own_swap, rota_on, swap_for
from roster.asking_forms import OpenShiftForm, ReasonForm, number_of, sentences
from roster.locking import Refused
from roster.problem import Duty
from roster.swap_page import my_swaps, offer_page, rings_typed
from roster.views.doing import done
from sites.access import areas_of, unit_for
from staff.access import people_of, person_of


@require_GET
def swaps(request):
    page = my_swaps(person_of(request.user), timezone.now())
    return render(request, "roster/my_swaps.html", {"page": page})


@require_GET
def offering(request, on):
    """Who could take a shift."""
    person = person_of(request.user)
    try:
        page = offer_page(person, on, round_three="three" in request.GET)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("my-swaps")
    return render(request, "roster/offer_shift.html", {"page": page, "on": on})


@require_POST
def make_offer(request, on):
    person = person_of(request.user)

    def verb(**when):
        rings = rings_typed(request.POST.getlist("ring"))
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


@require_POST
def decide_swap(request, pk):
    """Grant or refuse one that waits, withdraw it, or answer for somebody."""
    swap, do = swap_for(request.user, pk), request.POST.get("do")
    form = ReasonForm(request.POST)

    def verb(**when):
        if not form.is_valid():
            raise Refused(*sentences(form))
        reason = form.cleaned_data["reason"]
        if do in ("yes", "no"):
            key = number_of(request.POST.get("person", ""))
            person = people_of(swap.rota.unit).filter(pk=key).first()
            if person is None:
                raise Refused("Choose for whom you answer.")
            swapping.answer(swap=swap, person=person, agreed=do == "yes", **when)
        elif do == "withdraw":
            swapping.withdraw(swap=swap, person=swap.person, **when)
        else:
            swapping.decide(swap=swap, granted=do == "grant", reason=reason, **when)
        return "Done."

    return done(request, swap.rota.unit, verb, "asked")


@require_POST
def open_shift(request, pk):
    """Offer a shift nobody holds to all who could take it."""
    unit = unit_for(request.user, pk, to="answer_asked")
    form = OpenShiftForm(request.POST, unit=unit, areas=areas_of(unit))

    def verb(by, now, today):
        if not form.is_valid():
            raise Refused(*sentences(form))
        typed = form.cleaned_data
        on, area = typed["date"], typed["area"]
        rota = rota_on(request.user, unit, on)
        if rota is None or on <= today:
            raise Refused("There is no rota for that date, or it is not to come.")
        duty = Duty("", on, typed["shift"].code, area.site.code, area.code)
        people = swapping.those_who_could(rota, duty)
        plain = cells.plain(duty)
        swapping.offer_open(rota=rota, on=on, duty=plain, people=people, by=by, now=now)
        return f"Offered to {len(people)} who could take it."

    return done(request, unit, verb, "asked")
