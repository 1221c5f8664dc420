"""The team on one date, for every member of the unit."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster.team_page import team_page
from roster.walltime import local_date
from staff.access import person_of


@require_GET
def team_today(request):
    unit = person_of(request.user).unit
    return _page(request, unit, local_date(unit, timezone.now()))


@require_GET
def team(request, on):
    return _page(request, person_of(request.user).unit, on)


def _page(request, unit, on):
    today = local_date(unit, timezone.now())
    return render(request, "roster/team.html", {"page": team_page(unit, on), "today": today})
