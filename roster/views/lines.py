"""Rota lines: writing them, saying who works them from when, and dates on which none is laid."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster import patterning
from roster.access import held_line_for, kept_date_for, line_for
from roster.lines_forms import AssignForm, EndForm, KeepForm, LineForm, weeks_asked
from roster.lines_page import lines_page
from roster.locking import Refused
from roster.rules.phrases import full, number
from roster.views.doing import heed_typed
from sites.access import unit_for
from sites.setup_forms import error_summary


@require_GET
def lines(request, pk):
    return _page(request, unit_for(request.user, pk, to="edit_rota"))


@require_http_methods(["GET", "POST"])
def new(request, pk):
    unit = unit_for(request.user, pk, to="edit_rota")
    return _written(request, unit, None)


@require_http_methods(["GET", "POST"])
def line(request, pk, line):
    found = line_for(request.user, pk, line)
    return _written(request, found.unit, found)


def _written(request, unit, line):
    """The line as a form; with another number of weeks first the form with as many."""
    usual = line.weeks if line else 1
    asked = request.POST if request.method == "POST" else request.GET
    weeks = weeks_asked(asked, usual)
    form = LineForm(request.POST or None, line=line, weeks=weeks)
    if request.POST and "show" not in request.POST and form.is_valid():
        try:
            name = form.cleaned_data["name"]
            kept = patterning.write_line(unit=unit, name=name, pattern=form.pattern(), line=line)
            messages.success(request, f"{kept.name} is kept: {number(kept.weeks, 'week')}.")
            return redirect("lines", unit.pk)
        except Refused as refusal:
            form.add_error(None, list(refusal.sentences))
    refused = request.POST and "show" not in request.POST
    page = {"unit": unit, "line": line, "form": form, "weekdays": patterning.WEEKDAYS}
    page |= {"codes": unit.shift_types.all(), "errors": error_summary(form) if refused else []}
    return render(request, "roster/line.html", page, status=422 if refused else 200)


@require_POST
def delete(request, pk, line):
    found = line_for(request.user, pk, line)

    def change():
        patterning.delete_line(line=found)
        return f"{found.name} is gone."

    return _done(request, found.unit, change)


@require_POST
def assign(request, pk):
    unit = unit_for(request.user, pk, to="edit_rota")
    form = AssignForm(request.POST, unit=unit)
    if not form.is_valid():
        return _page(request, unit, assign=form, status=422)
    said = form.cleaned_data

    def change():
        count = patterning.assign_line(**said | {"people": list(said["people"])})
        who = number(count, "person works", "people work")
        return f"{who} {said['line'].name} from {full(said['starts'])} on."

    return _done(request, unit, change, assign=form)


@require_POST
def end(request, pk, held):
    unit = unit_for(request.user, pk, to="edit_rota")
    found, form = held_line_for(request.user, unit, held), EndForm(request.POST)

    def change():
        if not form.is_valid():
            raise Refused("A line ends on a Sunday: say which.")
        patterning.end_line(held=found, until=form.cleaned_data["until"])
        return f"{found.person}: {found.line.name} ends on {full(form.cleaned_data['until'])}."

    return _done(request, unit, change)


@require_POST
def keep(request, pk):
    unit = unit_for(request.user, pk, to="edit_rota")
    form = KeepForm(request.POST, unit=unit)
    if not form.is_valid():
        return _page(request, unit, keep=form, status=422)

    def change():
        kept = patterning.keep_date(**form.cleaned_data)
        return f"No line is laid over {kept.person}, {full(kept.date)}."

    return _done(request, unit, change, keep=form)


@require_POST
def drop(request, pk, kept):
    unit = unit_for(request.user, pk, to="edit_rota")
    found = kept_date_for(request.user, unit, kept)

    def change():
        found.delete()
        return f"Lines are laid over {found.person}, {full(found.date)}, again."

    return _done(request, unit, change)


def _done(request, unit, change, **forms):
    """What was done, told on the page of the lines; or why not, with what was typed."""
    try:
        heed_typed(request, unit)
        messages.success(request, change())
    except Refused as refusal:
        if forms:
            return _page(request, unit, refused=refusal.sentences, status=422, **forms)
        messages.error(request, " ".join(refusal.sentences))
    return redirect("lines", unit.pk)


def _page(request, unit, status=200, refused=(), **forms):
    """`forms` are those that were posted, with what was typed."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    usual = {"assign": AssignForm(unit=unit, starts=monday), "keep": KeepForm(unit=unit)}
    page = lines_page(unit, today) | usual | forms | {"refused": refused}
    page["errors"] = [error for form in forms.values() for error in error_summary(form)]
    return render(request, "roster/lines.html", page, status=status)
