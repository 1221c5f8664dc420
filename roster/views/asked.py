"""The page of what people ask for, for those who answer."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster.asked_page import asked_page
from roster.asking_forms import AbsenceForForm, OfferForForm, OpenShiftForm, TermsForm
from roster.leave_outlook import terms_of
from roster.walltime import local_date
from sites.access import areas_of, may, units_visible_to
from staff.access import people_of


@require_GET
def asked(request):
    now = timezone.now()
    units = [_unit(request, unit, now) for unit in units_visible_to(request.user, "see_asked")]
    return render(request, "roster/asked.html", {"units": units})


def _unit(request, unit, now):
    today = local_date(unit, now)
    form = AbsenceForForm(initial={"first": today}, people=people_of(unit))
    return {
        "today": today,
        "page": asked_page(unit, today),
        "form": form,
        "offer_form": OfferForForm(people=people_of(unit), auto_id="offer_%s"),
        "open_form": OpenShiftForm(unit=unit, areas=areas_of(unit), auto_id="open_%s"),
        "terms_form": TermsForm(instance=terms_of(unit), auto_id="terms_%s"),
        "may_answer": may(request.user, unit.pk, "answer_asked"),
    }
