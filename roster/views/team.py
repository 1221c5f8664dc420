"""The team on one date, or in a week, for every member of the unit."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster.team_page import team_page, team_week
from roster.walltime import local_date
from sites.access import may
from staff.access import person_of


@require_GET
def team_today(request):
    unit = person_of(request.user).unit
    return _page(request, unit, local_date(unit, timezone.now()))


@require_GET
def team(request, on):
    return _page(request, person_of(request.user).unit, on)


@require_GET
def week(request, on):
    """The week that a date lies in."""
    unit = person_of(request.user).unit
    today = local_date(unit, timezone.now())
    page = {"page": team_week(unit, on, today), "today": today}
    return render(request, "roster/team_week.html", page)


def _page(request, unit, on):
    """With who is ill, for those who enter it: two taps, from today on."""
    today = local_date(unit, timezone.now())
    enters = on >= today and may(request.user, unit.pk, "enter_absence")
    page = {"page": team_page(unit, on), "today": today, "unit": unit, "enters": enters}
    return render(request, "roster/team.html", page)
