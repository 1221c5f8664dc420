"""The first page, and what a person reads about themselves: their own rota, as published."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster import calendar_file, released
from roster.my_page import my_page, whom_to_ask
from sites.access import unit_ids
from staff.access import person_of

CALENDAR_WEEKS = 26


@require_GET
def home(request):
    """To the rotas for those who plan, to their own for everybody on one."""
    if unit_ids(request.user, "see_draft"):
        return redirect("rotas")
    if hasattr(request.user, "person"):
        return redirect("my-rota")
    managers = whom_to_ask(unit_ids(request.user, "see_releases"))
    return render(request, "roster/home.html", {"managers": managers})


@require_GET
def my_rota(request):
    person = person_of(request.user)
    page = my_page(person, timezone.now())
    return render(request, "roster/my_rota.html", {"person": person, "page": page})


@require_GET
def my_calendar(request):
    """The published weeks as a file; what was told earlier and is gone is in it as cancelled."""
    person = person_of(request.user)
    rota = released.my_rota(person=person, now=timezone.now(), weeks=CALENDAR_WEEKS)
    first = rota.today - timedelta(days=rota.today.weekday())
    last = first + timedelta(weeks=CALENDAR_WEEKS, days=-1)
    text = calendar_file.written(
        person=person,
        weeks=rota.weeks,
        address=settings.BASE_URL + reverse("my-rota"),
        before=released.ever_told(person=person, first=first, last=last),
    )
    name = {"Content-Disposition": 'attachment; filename="my-rota.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=name)
