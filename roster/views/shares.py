"""Whether it is fair: one's own share beside the team's, and hours against contract."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roster.granted import FAIRNESS, own_granted
from roster.hours_page import hours_page
from roster.rule_settings import values_on
from roster.shares_page import heading, line, shares_page
from roster.walltime import local_date
from staff.access import person_of


@require_safe
def my_shares(request):
    person = person_of(request.user)
    today = local_date(person.unit, timezone.now())
    page = shares_page(person=person, today=today)
    cards = [
        {"share": share, "heading": heading(share), "lines": [line(duty) for duty in share.lines]}
        for share in page.shares
    ]
    worked = hours_page(person=person, first=page.first, weeks=page.wanted)
    least = values_on(person.unit, today, FAIRNESS)[FAIRNESS]["min_sample"]
    own = own_granted(person, least)
    shown = {"page": page, "cards": cards, "worked": worked, "own": own}
    return render(request, "roster/my_shares.html", shown)
