"""A person's ledgers, putting them right; everybody's of a unit, and what is carried over."""

from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster.access import extra_duty_for
from roster.leave_ledger import carry_over_said, ledger, ledgers, terms_of
from roster.setting_up import Change, answer
from roster.views.doing import done
from roster.walltime import local_date
from sites.access import may, unit_for
from sites.setup_forms import NoForm
from staff.access import ledger_for, people_of, person_for
from staff.adjusting_leave import adjust_leave, carry_over, set_carry_over
from staff.entitlement import leave_year
from staff.owing import owe_duty, owe_hours, pay_duty
from staff.people_forms import AdjustForm, CarryOverForm, OweForm
from staff.wording import minutes as hours

form_page = require_http_methods(["GET", "POST"])
LISTED = 100


@require_GET
def year(request, person, year=None):
    """The leave year that begins in a calendar year; without one, this one."""
    person = ledger_for(request.user, person)
    found = ledger(person, _year(person.unit, year), _today(person.unit))
    page = {"person": person, "ledger": found, "own": person.user_id == request.user.pk}
    page |= {"may_edit": may(request.user, person.unit_id, "edit_people")}
    return render(request, "roster/leave_ledger.html", page | _beside(found.year))


@require_GET
def of_unit(request, unit, year=None):
    """Everybody who is or was employed in the leave year, in pages."""
    unit = unit_for(request.user, unit, to="see_personal")
    span = _year(unit, year)
    people = people_of(unit).filter(employments__starts__lte=span.last).distinct()
    shown = Paginator(people, LISTED).get_page(request.GET.get("page"))
    found = ledgers(unit, list(shown), span, _today(unit))
    page = {"unit": unit, "span": span, "shown": shown, "terms": carry_over_said(unit)}
    page |= {"rows": [(person, found[person.pk]) for person in shown]}
    page |= {"may_edit": may(request.user, unit.pk, "edit_people")}
    return render(request, "roster/unit_ledgers.html", page | _beside(span))


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
    found = ledger(person, _year(person.unit, year), _today(person.unit))

    def verb():
        carry_over(person=person, year=year, left=found.left, most=found.most, **_by(request))

    said = f"{hours(max(0, found.left))} are left; {hours(found.most)} may be carried at most."
    return _answer(request, person, year, NoForm(request.POST), verb, "Carry over", said)


@form_page
def owe(request, person, year):
    person = person_for(request.user, person, to="edit_people")
    form = OweForm(request.POST or None)

    def verb():
        when = {"today": _today(person.unit), **_by(request)}
        owe_hours(person=person, **form.typed(), **when)

    return _answer(request, person, year, form, verb, "Enter hours", "")


@require_POST
def settle_duty(request, person, duty):
    """An extra duty is owed as time, or paid after all."""
    duty = extra_duty_for(request.user, person, duty)
    person, what = duty.person, {"on": duty.date, "shift": duty.shift}

    def verb(by, now, today):
        if request.POST.get("do") == "pay":
            pay_duty(person=person, **what, by=by, now=now)
            return "It is paid, not owed."
        when = {"by": by, "now": now, "today": today}
        owe_duty(person=person, **what, minutes=duty.paid_minutes, **when)
        return "It is owed as time."

    of = leave_year(duty.date, terms_of(person.unit).year_month)
    return done(request, person.unit, verb, "person-ledger-year", person.pk, of.name)


@form_page
def most_carried(request, unit):
    unit = unit_for(request.user, unit, to="edit_people")
    form = CarryOverForm(request.POST or None)

    def verb():
        set_carry_over(unit=unit, **form.cleaned_data, today=_today(unit), **_by(request))

    change = Change(unit, verb, ("unit-ledgers", unit.pk), "It is kept.")
    said = (
        "When a leave year begins, what is left of the one before is moved into it up to this. "
        "The rest lapses."
    )
    page = {"title": "How much leave is carried over", "button": "Set", "explanation": said}
    return answer(request, form, change, **page)


def _answer(request, person, year, form, verb, button, said):
    change = Change(person.unit, verb, ("person-ledger-year", person.pk, year), "It is kept.")
    page = {"title": f"{button}: {person}, {year}", "button": button, "person": person}
    return answer(request, form, change, explanation=said, **page)


def _year(unit, year):
    month = terms_of(unit).year_month
    return leave_year(date(year, month, 1) if year else _today(unit), month)


def _beside(span):
    return {"before": span.name - 1, "after": span.name + 1}


def _today(unit):
    return local_date(unit, timezone.now())


def _by(request):
    return {"by": request.user, "now": timezone.now()}
