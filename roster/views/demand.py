"""Demand: who is needed where and when, with who could cover it and what it does to rotas."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from roster.demand_page import demand_page
from roster.foreseeing import touched
from roster.opening_hours import opening_hours
from roster.set_up_access import row_for
from roster.setting_forms import DemandForm
from roster.setting_up import Change, answer
from sites.access import unit_for
from sites.placing import keep_place, remove_place
from sites.setup_forms import NoForm
from sites.typed_dates import read_date

form_page = require_http_methods(["GET", "POST"])


@require_GET
def demand(request, unit):
    unit = unit_for(request.user, unit, to="set_up")
    today = timezone.localdate()
    on = read_date(request.GET.get("on", ""), today) or today
    return render(request, "roster/demand.html", demand_page(unit, on, today))


@form_page
def new(request, unit):
    return _written(request, *row_for(request.user, unit, "demand"))


@form_page
def line(request, unit, row):
    return _written(request, *row_for(request.user, unit, "demand", row))


def _written(request, unit, line):
    hours = opening_hours(unit, timezone.localdate())
    form = DemandForm(request.POST or None, instance=line, unit=unit, hours=hours)
    title = "Who is needed" if line.pk else "New line of demand"
    page = {"title": title, "button": "Keep", "back": _back(unit)}
    if line.pk:
        page["remove_link"] = reverse("remove-demand-line", args=[unit.pk, line.pk])
    change = _change(unit, lambda: keep_place(line), "The demand is kept.")
    return answer(request, form, change, **page)


@form_page
def remove(request, unit, row):
    unit, line = row_for(request.user, unit, "demand", row)
    change = _change(unit, lambda: remove_place(line), "The line is gone.")
    page = {"title": f"Remove: {line}", "button": "Remove it", "back": _back(unit)}
    page["explanation"] = "To let it end on a date instead, change its last day in force."
    return answer(request, NoForm(request.POST), change, **page)


def _change(unit, verb, said):
    def reaches():
        return touched(unit, timezone.localdate())

    return Change(unit, verb, ("demand", unit.pk), said, reaches)


def _back(unit):
    return reverse("demand", args=[unit.pk]), f"Demand of {unit.name}"
