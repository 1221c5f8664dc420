"""Demand templates: a page of its own; a page of demand may include its piece."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster.access import demand_template_for
from roster.foreseeing import touched
from roster.locking import Refused
from roster.rules.phrases import number
from roster.setting_up import Change, answer
from roster.templates_forms import LayForm, SaveForm
from roster.templating import laid, lay_template, save_template
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
        return _page(request, unit, form)
    try:
        by = {"by": request.user, "now": timezone.now()}
        kept = save_template(unit=unit, **by, **form.cleaned_data)
    except Refused as refusal:
        return _page(request, unit, form, refusal.sentences)
    messages.success(request, f"{kept.name} is kept: {number(len(kept.lines), 'line')}.")
    return redirect("demand-templates", unit.pk)


@require_http_methods(["GET", "POST"])
def lay(request, pk):
    """What it newly breaks in rotas of these weeks is shown before it is laid."""
    unit = unit_for(request.user, pk, to="edit_rota")
    form = LayForm(request.POST or None, unit=unit, monday=_next_monday(timezone.localdate()))
    said = f"{laid(**form.cleaned_data)}." if form.is_valid() else ""

    def verb():
        lay_template(by=request.user, now=timezone.now(), **form.cleaned_data)

    def reaches():
        return touched(unit, form.cleaned_data["starts"], until=form.cleaned_data["until"])

    change = Change(unit, verb, ("demand-templates", unit.pk), said, reaches)
    back = (reverse("demand-templates", args=[unit.pk]), "Demand templates")
    return answer(request, form, change, title="Lay demand over weeks", button="Lay it", back=back)


@require_POST
def delete(request, pk, template):
    found = demand_template_for(request.user, pk, template)

    found.delete()
    messages.success(request, f"{found.name} is gone. What was laid from it stays.")
    return redirect("demand-templates", found.unit_id)


def _next_monday(today):
    return today + timedelta(days=7 - today.weekday())


def _page(request, unit, form=None, refused=()):
    """`form` is the one that was posted, with what was typed."""
    page = {
        "unit": unit,
        "templates": unit.demand_templates.select_related("saved_by"),
        "save": form or SaveForm(unit=unit, today=timezone.localdate()),
        "refused": refused,
        "errors": error_summary(form) if form else [],
    }
    return render(request, "roster/demand_templates.html", page, status=422 if form else 200)
