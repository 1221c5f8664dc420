"""Demand: who is needed where and when, with who could cover it and what it does to rotas."""

from datetime import date

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from roster.demand_forms import DemandDatesForm, DemandForm
from roster.demand_page import asked_of, counted, coverers, demand_page
from roster.demanding import in_words, keep_demand, remove_demand
from roster.foreseeing import touched
from roster.opening_hours import opening_hours
from roster.set_up_access import row_for
from roster.setting_up import Change, answer
from sites.access import unit_for
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
    return _line(request, *row_for(request.user, unit, "demand"))


@form_page
def line(request, unit, row):
    return _line(request, *row_for(request.user, unit, "demand", row))


@require_GET
def able(request, unit):
    """How many could cover a line as it is typed: a part of its page."""
    dated = "starts_on" in request.GET
    unit, row = row_for(request.user, unit, "dates" if dated else "demand")
    make = DemandDatesForm if dated else DemandForm
    form = make(**_form(request, unit, row) | {"data": request.GET})
    return render(request, "roster/_could_cover.html", {"could": _counted(unit, form)})


def _counted(unit, form):
    row = form.typed()
    return row and counted(unit, row, timezone.localdate())


def _line(request, unit, line):
    title, held = "Who is needed" if line.pk else "New line of demand", line.in_force_from
    form = DemandForm(**_form(request, unit, line))

    def since():
        return [line.in_force_from] if line.pk is None else [held, line.in_force_from]

    return _written(request, unit, line, form, title, "remove-demand-line", since=since)


@form_page
def remove(request, unit, row):
    unit, line = row_for(request.user, unit, "demand", row)
    explanation = "To let it end on a date instead, change its last day in force."
    held = line.in_force_from
    return _removed(request, unit, line, explanation, since=lambda: [held])


@form_page
def new_dates(request, unit):
    return _dates(request, *row_for(request.user, unit, "dates"))


@form_page
def dates(request, unit, row):
    return _dates(request, *row_for(request.user, unit, "dates", row))


def _dates(request, unit, exception):
    held = exception.starts_on, exception.until
    title = "Demand on some dates" if exception.pk else "Closed, or another list, on some dates"
    form = DemandDatesForm(**_form(request, unit, exception))

    def span():
        known = [day for day in (*held, exception.starts_on, exception.until) if day]
        return min(known), max(known)

    return _written(request, unit, exception, form, title, "remove-demand-dates", span=span)


@form_page
def remove_dates(request, unit, row):
    unit, exception = row_for(request.user, unit, "dates", row)
    explanation = "The place is asked for as its week says again."
    held = exception.starts_on, exception.until
    return _removed(request, unit, exception, explanation, span=lambda: held)


def _form(request, unit, row):
    codes = unit.sites.values_list("code", flat=True)
    hours = opening_hours(unit, timezone.localdate(), codes)
    return {"data": request.POST or None, "instance": row, "unit": unit, "hours": hours}


def _written(request, unit, row, form, title, remove, **dates):
    could, said = _counted(unit, form), "The demand is kept."
    if could and could[1]:
        said += f" {could[0]}"
    page = {"title": title, "button": "Keep", "back": _back(unit)}
    page |= {"template": "roster/demand_row.html", "could": could}
    if row.pk:
        page["remove_link"] = reverse(remove, args=[unit.pk, row.pk])
    if row.pk and row.role:
        page |= _coverers(request, unit, row)
    verb = _verb(request, keep_demand, row)
    return answer(request, form, _change(unit, verb, said, **dates), **page)


def _coverers(request, unit, row):
    """Who could cover a row as it is kept, on the date of the list that it is opened from."""
    today = timezone.localdate()
    on = read_date(request.GET.get("on", ""), today) or asked_of(row, today)
    return {"on": on, "able": coverers(unit, row, on)}


def _removed(request, unit, row, explanation, **dates):
    change = _change(unit, _verb(request, remove_demand, row), "It is removed.", **dates)
    page = {"title": "Remove from demand", "button": "Remove it", "back": _back(unit)}
    page["explanation"] = f"{in_words(row)}. {explanation}"
    return answer(request, NoForm(request.POST), change, **page)


def _verb(request, verb, row):
    return lambda: verb(row, by=request.user, now=timezone.now())


def _change(unit, verb, said, *, span=None, since=None):
    """Once the form is read, `span` gives the dates that a change can reach, or `since` the first
    ones that it is in force. What always was is not judged anew in rotas that are over.
    """

    def reaches():
        if span:
            first, last = span()
            return touched(unit, first, until=last)
        known, today = since(), timezone.localdate()
        first = min(on or date.min for on in known)
        judged_from = today if first == date.min else min(today, first)
        return touched(unit, first, judged_from=judged_from)

    return Change(unit, verb, ("demand", unit.pk), said, reaches)


def _back(unit):
    return reverse("demand", args=[unit.pk]), f"Demand of {unit.name}"
