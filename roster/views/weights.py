"""What auto-fill aims at: read by every member of a unit, set by those who set its rules."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.rules.phrases import full
from roster.setting_weights import StaleWeights, WeightsRefused, set_weights
from roster.weights_page import weights_page
from sites.access import unit_for
from sites.setup_forms import error_summary


@require_GET
def weights(request, pk):
    return _page(request, unit_for(request.user, pk, to="see_rules"))


@require_POST
def setting(request, pk):
    unit = unit_for(request.user, pk, to="set_rules")
    form = weights_page(
        user=request.user, unit=unit, today=timezone.localdate(), data=request.POST
    )["form"]
    if not form.is_valid():
        return _page(request, unit, 422, data=request.POST)
    try:
        set_weights(unit=unit, by=request.user, now=timezone.now(), **form.asked())
    except WeightsRefused as refusal:
        status = 409 if isinstance(refusal, StaleWeights) else 422
        return _page(request, unit, status, data=request.POST, refused=refusal.sentences)
    starts = form.cleaned_data["in_force_from"]
    messages.success(request, f"The weights are set like this from {full(starts)} on.")
    return redirect("weights", unit.pk)


def _page(request, unit, status=200, data=None, refused=()):
    page = weights_page(user=request.user, unit=unit, today=timezone.localdate(), data=data)
    page["refused"] = refused
    page["errors"] = error_summary(page["form"]) if data else []
    return render(request, "roster/weights.html", page, status=status)
