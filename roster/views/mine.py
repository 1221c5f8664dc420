"""The first page, and what a person reads about themselves: their own rota, as published."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster.acknowledging import look
from roster.month_page import month_page
from roster.my_page import my_page, whom_to_ask
from roster.reading_notices import read_by_key
from roster.walltime import local_date
from sites.access import unit_ids
from staff.access import person_of


@require_GET
def home(request):
    """To the rotas for those who plan, to their own for everybody on one."""
    if unit_ids(request.user, "see_draft"):
        return redirect("rotas")
    if hasattr(request.user, "person"):
        return redirect("my-rota")
    managers = whom_to_ask(unit_ids(request.user, "see_releases"), timezone.localdate())
    return render(request, "roster/home.html", {"managers": managers})


@require_GET
def my_rota(request):
    person = person_of(request.user)
    now = timezone.now()
    page = my_page(person, now)
    news = look(rows=page.unread, now=now)
    if page.told_here:
        read_by_key(page.told_here, now)
    context = {"person": person, "page": page, "news": news, "now": now}
    return render(request, "roster/my_rota.html", context)


@require_GET
def my_month(request):
    person = person_of(request.user)
    return _month(request, person, local_date(person.unit, timezone.now()))


@require_GET
def month(request, on):
    """The month that a date lies in."""
    return _month(request, person_of(request.user), on)


def _month(request, person, on):
    now = timezone.now()
    page = month_page(person, on, now)
    if page is None:
        raise Http404("Nothing of that month was published for your unit.")
    return render(request, "roster/my_month.html", {"page": page, "now": now})
