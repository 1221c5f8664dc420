"""What a manager does about swaps: decides, offers open shifts, and acts for somebody."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster import cells, swapping
from roster.access import rota_on, swap_for
from roster.asking_forms import OfferForForm, OpenShiftForm, ReasonForm, number_of, sentences
from roster.locking import Refused
from roster.problem import Duty
from roster.swap_page import has_chain, offer_page, rings_asked
from roster.views.asked import answer_again, asked_again
from roster.views.doing import done
from roster.walltime import local_date
from sites.access import areas_of, unit_for
from staff.access import people_of


@require_POST
def decide_swap(request, pk):
    """Grant or refuse one that waits, withdraw it, or answer for somebody."""
    swap, do = swap_for(request.user, pk), request.POST.get("do")

    def verb(**when):
        if do in FOR_SOMEBODY:
            person = _whom(swap.rota.unit, request.POST.get("person", ""))
            return FOR_SOMEBODY[do](swap, person, when)
        if do == "withdraw":
            swapping.withdraw(swap=swap, person=swap.person, **when)
            return "Withdrawn."
        reason = _reason(request.POST)
        swapping.decide(swap=swap, granted=do == "grant", reason=reason, **when)
        return "Allowed." if do == "grant" else "Refused."

    unit = swap.rota.unit
    return done(request, unit, verb, "asked", again=answer_again(request, unit, "swap", pk))


def _whom(unit, key):
    person = people_of(unit).filter(pk=number_of(key)).first()
    if person is None:
        raise Refused("Choose for whom you answer.")
    return person


def _reason(typed):
    form = ReasonForm(typed)
    if not form.is_valid():
        raise Refused(*sentences(form))
    return form.cleaned_data["reason"]


def _yes(swap, person, when):
    state = swapping.answer(swap=swap, person=person, agreed=True, **when).state
    said = {"done": "The shift changed hands.", "waiting": "It waits for you to allow it."}
    return f"You said yes for {person}. {said.get(state, 'The others have to agree too.')}"


def _no(swap, person, when):
    swapping.answer(swap=swap, person=person, agreed=False, **when)
    return f"You said no for {person}."


def _untake(swap, person, when):
    back = swapping.untake(swap=swap, person=person, **when)
    said = "It is taken back" if back.pk == swap.pk else "It is offered back to whom it came from"
    return f"{said}, for {person}."


FOR_SOMEBODY = {"yes": _yes, "no": _no, "untake": _untake}


@require_GET
def offering(request, pk):
    """Who could take a shift of somebody's."""
    unit = unit_for(request.user, pk, to="answer_asked")
    form = OfferForForm(request.GET, unit=unit, people=people_of(unit))
    return _offering(request, unit, form, three="three" in request.GET)


def _offering(request, unit, form, *, three, refused=(), status=200):
    """Who could take it, those chosen still chosen; or the page before it, where nobody can."""
    if not form.is_valid():
        return asked_again(request, unit, offer_form=form)
    person, on = form.cleaned_data["person"], form.cleaned_data["date"]
    try:
        page = offer_page(person, on, local_date(unit, timezone.now()), round_three=three)
    except Refused as refusal:
        return asked_again(request, unit, refused or refusal.sentences, offer_form=form)
    chosen = request.POST.getlist("ring")
    page = {"page": page, "on": on, "unit": unit, "person": person, "chosen": chosen}
    return render(request, "roster/offer_shift.html", page | {"refused": refused}, status=status)


@require_POST
def make_offer(request, pk):
    unit = unit_for(request.user, pk, to="answer_asked")
    form = OfferForForm(request.POST, unit=unit, people=people_of(unit))
    if not form.is_valid():
        return asked_again(request, unit, offer_form=form)
    person, on = form.cleaned_data["person"], form.cleaned_data["date"]

    def verb(**when):
        rings = rings_asked(request.POST, person, on)
        swapping.offer(person=person, on=on, rings=rings, **when)
        return f"Offered for {person}, who is told."

    def again(refused):
        three = has_chain(request.POST)
        return _offering(request, unit, form, three=three, refused=refused, status=422)

    return done(request, unit, verb, "asked", again=again)


@require_POST
def open_shift(request, pk):
    """Offer a shift nobody holds to all who could take it."""
    unit = unit_for(request.user, pk, to="answer_asked")
    form = OpenShiftForm(request.POST, unit=unit, areas=areas_of(unit, on=timezone.localdate()))

    if not form.is_valid():
        return asked_again(request, unit, open_form=form)

    def verb(by, now, today):
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

    def again(refused):
        return asked_again(request, unit, refused, open_form=form)

    return done(request, unit, verb, "asked", again=again)
