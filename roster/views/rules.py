"""The rules as cards: what each demands, where it comes from, what it is set to."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster.queries import rules_page
from sites.access import units_visible_to


@require_GET
def rules(request):
    units = units_visible_to(request.user, to="see_rules")
    return render(request, "roster/rules.html", {"units": rules_page(units, timezone.localdate())})
