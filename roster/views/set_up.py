"""Places, ways, bank holidays, competencies, shift types, and a new rota."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster.approving import stage_words
from roster.beginning import begin_rota, next_monday
from roster.demonstrating import bank_holidays
from roster.foreseeing import touched
from roster.keeping_places import keep_noted, remove_noted
from roster.set_up_access import row_for
from roster.set_up_page import set_up_page
from roster.set_up_steps import first_year_without_holidays
from roster.setting_forms import CompetencyForm, NeedForm, NewRotaForm, ShiftTypeForm
from roster.setting_up import Change, answer
from sites.access import approvers_of, deputy_for, logins_of, may, unit_for, units_visible_to
from sites.deputising import end_deputy, name_deputy
from sites.place_forms import AreaForm, DeputyForm, HolidayForm, SiteForm, TravelForm, YearForm
from sites.placing import add_holidays
from sites.setup_forms import NoForm

form_page = require_http_methods(["GET", "POST"])
FORMS = {
    "site": (SiteForm, "Site"),
    "area": (AreaForm, "Area"),
    "need": (NeedForm, "Competency wanted in an area"),
    "travel": (TravelForm, "Way between sites"),
    "holiday": (HolidayForm, "Bank holiday"),
    "competency": (CompetencyForm, "Competency"),
    "shift": (ShiftTypeForm, "Shift type"),
}
JUDGED = {"area", "need", "travel", "holiday", "shift"}  # what the rules read of a place


@require_GET
def start(request):
    """The set-up of the login's unit; with several, which."""
    units = list(units_visible_to(request.user, to="set_up"))
    if len(units) == 1:
        return redirect("set-up", units[0].pk)
    return render(request, "roster/set_up_units.html", {"units": units})


@require_GET
def set_up(request, unit):
    unit = unit_for(request.user, unit, to="set_up")
    page = set_up_page(unit, request.user, timezone.localdate())
    return render(request, "roster/set_up_page.html", page)


@form_page
def new(request, unit, kind):
    unit, found = _row(request, unit, kind, within=request.GET.get("of"))
    return _written(request, unit, kind, found)


@form_page
def row(request, unit, kind, row):
    unit, found = _row(request, unit, kind, row)
    return _written(request, unit, kind, found)


def _row(request, unit, kind, row=None, within=None):
    """One of the rows that this page writes: demand has pages of its own, and a history."""
    if kind not in FORMS:
        raise Http404("There is no such kind of setting.")
    return row_for(request.user, unit, kind, row, within)


def _written(request, unit, kind, found):
    make, name = FORMS[kind]
    extra = {"unit": unit} if kind == "travel" else {}
    form = make(request.POST or None, instance=found, **extra)
    new, held = found.pk is None, getattr(found, "date", None)

    def dates():
        return held, getattr(found, "date", None)

    def verb():
        keep_noted(found, unit, name, by=request.user, now=timezone.now())

    change = _change(unit, verb, f"{name} kept.", kind in JUDGED, dates)
    page = {"title": f"{'New: ' if new else ''}{name}", "button": "Keep", "back": back(unit)}
    if not new:
        page["remove_link"] = reverse("remove-place", args=[unit.pk, kind, found.pk])
    return answer(request, form, change, **page)


@form_page
def remove(request, unit, kind, row):
    unit, found = _row(request, unit, kind, row)
    title, held = f"Remove {found}", getattr(found, "date", None)

    def verb():
        remove_noted(found, unit, FORMS[kind][1], by=request.user, now=timezone.now())

    change = _change(unit, verb, f"{title}: done.", kind in JUDGED, lambda: (held,))
    page = {"title": title, "button": "Remove it", "back": back(unit)}
    return answer(request, NoForm(request.POST), change, **page)


@form_page
def holidays(request, unit):
    """The bank holidays of England and Wales in a year."""
    unit = unit_for(request.user, unit, to="set_up")
    year = first_year_without_holidays(unit, timezone.localdate())
    form = YearForm(request.POST or None, initial={"year": year})

    def verb():
        year = form.cleaned_data["year"]
        known = bank_holidays(date(year, 1, 1), date(year, 12, 31))
        count = add_holidays(unit=unit, holidays=known)
        if not known:
            messages.warning(request, "They are not known that far ahead: type them.")
        return count

    def dates():
        return (date(form.cleaned_data["year"], 1, 1),)

    change = _change(unit, verb, "The bank holidays are on record.", judged=True, dates=dates)
    page = {"title": "Bank holidays of England and Wales", "button": "Add those of the year"}
    return answer(request, form, change, back=back(unit), **page)


@form_page
def begin(request, unit):
    unit = unit_for(request.user, unit, to="edit_rota")
    starts = next_monday(unit, timezone.localdate())
    form = NewRotaForm(request.POST or None, initial={"starts": starts})

    def verb():
        rota = begin_rota(unit=unit, by=request.user, **form.cleaned_data)
        change.then = ("rota", rota.pk)

    change = Change(unit, verb, ("rotas",), "The rota is begun.")
    back = (reverse("rotas"), "Rotas")
    return answer(request, form, change, title="A new rota", button="Begin it", back=back)


@form_page
def deputies(request, unit):
    """Who approves for whom, and naming somebody."""
    unit = unit_for(request.user, unit, to="name_deputies")
    today = timezone.localdate()
    approvers, held = approvers_of(unit, request.user)
    words = partial(stage_words, unit=unit)
    choice = {"approvers": approvers, "users": logins_of(unit), "words": words}
    form = DeputyForm(request.POST or None, **choice)

    def verb():
        name_deputy(today=today, **form.cleaned_data)

    change = Change(unit, verb, ("deputies", unit.pk), "The deputy is named.")
    page = {"title": "Deputies of approvers", "button": "Name the deputy"}
    page["explanation"] = (
        "While an approver is away, the deputy approves weeks at that stage in their place."
    )
    at_set_up = may(request.user, unit.pk, "set_up")
    page["back"] = back(unit) if at_set_up else (reverse("rotas"), "Rotas")
    page |= {"deputies": [(one, words(one.stage)) for one in held], "today": today}
    page["template"] = "roster/deputies.html"
    return answer(request, form, change, **page)


@require_POST
def end_deputising(request, unit, row):
    deputy = deputy_for(request.user, unit, row)
    end_deputy(deputy=deputy, today=timezone.localdate())
    messages.success(request, f"{deputy.user} is a deputy no longer.")
    return redirect("deputies", unit)


def _change(unit, verb, said, judged, dates):
    """`dates` gives those it is about, once the form is read. What has none reaches all rotas, of
    which those that are over are not judged.
    """

    def reaches():
        known = [on for on in dates() if on]
        since = min([timezone.localdate(), *known])
        return touched(unit, min(known, default=date.min), judged_from=since)

    change = Change(unit, verb, ("set-up", unit.pk), said)
    if judged:
        change.reaches = reaches
    return change


def back(unit):
    return reverse("set-up", args=[unit.pk]), f"Set-up of {unit.name}"
