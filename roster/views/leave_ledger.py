"""A person's leave year, and putting it right."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from roster.leave_ledger import ledger, terms_of
from roster.setting_up import Change, answer
from sites.access import may
from sites.setup_forms import NoForm
from staff.access import ledger_for, person_for
from staff.adjusting_leave import adjust_leave, carry_over
from staff.entitlement import leave_year
from staff.people_forms import AdjustForm
from staff.wording import minutes as hours

form_page = require_http_methods(["GET", "POST"])


@require_GET
def year(request, person, year=None):
    """The leave year that begins in a calendar year; without one, this one."""
    person = ledger_for(request.user, person)
    found = ledger(person, _year(person, year))
    page = {"person": person, "ledger": found, "may_edit": _may(request, person)}
    page |= {"before": found.year.name - 1, "after": found.year.name + 1}
    return render(request, "roster/leave_ledger.html", page)


@form_page
def adjust(request, person, year):
    person = person_for(request.user, person, to="edit_people")
    form = AdjustForm(request.POST or None)

    def verb():
        adjust_leave(person=person, year=year, **form.typed(), **_by(request))

    return _answer(request, person, year, form, verb, "Adjust", "")


@form_page
def carry(request, person, year):
    """What is left of a year goes into the next, up to what the unit allows."""
    person = person_for(request.user, person, to="edit_people")
    found = ledger(person, _year(person, year))

    def verb():
        carry_over(person=person, year=year, left=found.left, most=found.most, **_by(request))

    said = f"{hours(max(0, found.left))} are left; {hours(found.most)} may be carried at most."
    return _answer(request, person, year, NoForm(request.POST), verb, "Carry over", said)


def _answer(request, person, year, form, verb, button, said):
    change = Change(person.unit, verb, ("person-ledger-year", person.pk, year), "It is kept.")
    page = {"title": f"{button}: leave of {person}, {year}", "button": button, "person": person}
    return answer(request, form, change, explanation=said, **page)


def _year(person, year):
    month = terms_of(person.unit).year_month
    return leave_year(date(year, month, 1) if year else timezone.localdate(), month)


def _may(request, person):
    return may(request.user, person.unit_id, "edit_people")


def _by(request):
    return {"by": request.user, "now": timezone.now()}
