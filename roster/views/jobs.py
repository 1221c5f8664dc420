"""When the jobs of a unit run and ran, and setting it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.job_forms import JobTimesForm
from roster.job_times import times_of, weekly_of
from roster.jobs_page import jobs_page
from roster.setting_times import TimesRefused, set_times
from sites.access import may, unit_for


@require_GET
def jobs(request, pk):
    unit = unit_for(request.user, pk, to="see_job_times")
    form = _form(unit) if may(request.user, unit.pk, "set_job_times") else None
    return _page(request, unit, form)


@require_POST
def set_jobs(request, pk):
    unit = unit_for(request.user, pk, to="set_job_times")
    form = _form(unit, request.POST)
    if not form.is_valid():
        return _page(request, unit, form, status=422)
    try:
        set_times(unit=unit, by=request.user, now=timezone.now(), **form.wanted())
    except TimesRefused as refusal:
        form.add_error(None, list(refusal.sentences))
        return _page(request, unit, form, status=422)
    messages.success(request, "These times hold from now on.")
    return redirect("jobs", unit.pk)


def _form(unit, data=None):
    weekly = weekly_of(unit, timezone.localdate())
    return JobTimesForm(data, times=times_of(unit), weekly=weekly)


def _page(request, unit, form, status=200):
    page = {"unit": unit, "form": form, "page": jobs_page(unit, timezone.now())}
    return render(request, "roster/jobs.html", page, status=status)
