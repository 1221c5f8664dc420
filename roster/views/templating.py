"""Demand templates: a page of its own; a page of demand may include its piece."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.access import demand_template_for
from roster.locking import Refused
from roster.rules.phrases import full, number
from roster.templates_forms import LayForm, SaveForm
from roster.templating import lay_template, save_template
from sites.access import unit_for
from sites.setup_forms import error_summary


@require_GET
def templates(request, pk):
    return _page(request, unit_for(request.user, pk, to="edit_rota"))


@require_POST
def save(request, pk):
    unit = unit_for(request.user, pk, to="edit_rota")
    form = SaveForm(request.POST, unit=unit)
    if not form.is_valid():
        return _page(request, unit, save=form, status=422)

    def change():
        by = {"by": request.user, "now": timezone.now()}
        kept = save_template(unit=unit, **by, **form.cleaned_data)
        return f"{kept.name} is kept: {number(len(kept.lines), 'line')}."

    return _done(request, unit, change, save=form)


@require_POST
def lay(request, pk):
    unit = unit_for(request.user, pk, to="edit_rota")
    form = LayForm(request.POST, unit=unit)
    if not form.is_valid():
        return _page(request, unit, lay=form, status=422)

    def change():
        lay_template(today=timezone.localdate(), **form.cleaned_data)
        return f"{form.cleaned_data['template'].name} is the demand {_when(**form.cleaned_data)}."

    return _done(request, unit, change, lay=form)


@require_POST
def delete(request, pk, template):
    found = demand_template_for(request.user, pk, template)

    def change():
        found.delete()
        return f"{found.name} is gone. What was laid from it stays."

    return _done(request, found.unit, change)


def _when(starts, until, **_):
    return f"from {full(starts)} " + (f"to {full(until)}" if until else "on")


def _done(request, unit, change, **forms):
    """What was done; or why not, with what was typed."""
    try:
        messages.success(request, change())
    except Refused as refusal:
        return _page(request, unit, refused=refusal.sentences, status=422, **forms)
    return redirect("demand-templates", unit.pk)


def _page(request, unit, status=200, refused=(), **forms):
    """`forms` are those that were posted, with what was typed."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    page = {
        "unit": unit,
        "templates": unit.demand_templates.select_related("saved_by"),
        "save": SaveForm(unit=unit, today=today),
        "lay": LayForm(unit=unit, today=monday),
        "refused": refused,
        "errors": [error for form in forms.values() for error in error_summary(form)],
    }
    return render(request, "roster/demand_templates.html", page | forms, status=status)
