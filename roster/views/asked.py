"""The page of what people ask for, for those who answer."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster.asked_page import asked_page
from roster.asking_forms import AbsenceForForm, OfferForForm, OpenShiftForm, TermsForm
from roster.leave_balance import terms_of
from roster.views.opening import told_here
from roster.walltime import local_date
from sites.access import areas_of, may, units_visible_to
from sites.setup_forms import error_summary
from staff.access import people_of


@require_GET
@told_here
def asked(request):
    return _page(request)


def asked_again(request, unit, refused=(), **forms):
    """The page with forms of a unit as they were typed, and what is wrong in them or with it."""
    errors = [fault for form in forms.values() for fault in error_summary(form)]
    return _page(request, unit, forms, 422, refused=refused, errors=errors)


def answer_again(request, unit, what, pk):
    """The same where the answer to a wish, leave or a swap was refused: its reason still stands."""
    typed = {"what": what, "pk": pk, "reason": request.POST.get("reason", "")}
    return lambda refused: _page(request, unit, {}, 422, refused=refused, typed=typed)


def _page(request, unit=None, forms=None, status=200, **page):
    now = timezone.now()
    shown = units_visible_to(request.user, "see_asked")
    units = [_unit(request, one, now) | (forms or {} if one == unit else {}) for one in shown]
    return render(request, "roster/asked.html", page | {"units": units}, status=status)


def _unit(request, unit, now):
    today = local_date(unit, now)
    return {
        "today": today,
        "page": asked_page(unit, today),
        "form": AbsenceForForm(unit=unit, people=people_of(unit), initial={"first": today}),
        "offer_form": OfferForForm(unit=unit, people=people_of(unit)),
        "open_form": OpenShiftForm(unit=unit, areas=areas_of(unit, on=timezone.localdate())),
        "terms_form": TermsForm(unit=unit, instance=terms_of(unit)),
        "may_answer": may(request.user, unit.pk, "answer_asked"),
    }
