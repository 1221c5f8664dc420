"""What would mend a breach, who could cover a gap, and doing what was chosen."""

from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.access import rota_for
from roster.editing import edit_rota
from roster.grid.answering import reader_of_offers
from roster.repairs_page import candidates_page, chosen_cells, repairs_page
from roster.views.grid import answer
from sites.access import may


@require_GET
def repairs(request, pk):
    """Of the breach whose facts the address names, as a piece of the page."""
    found = rota_for(request.user, pk)
    page = repairs_page(found, request.GET.dict(), *_eyes(request, found))
    return render(request, "roster/_repairs.html", page)


@require_GET
def candidates(request, pk):
    """For an area and a date, as a piece of the page."""
    found = rota_for(request.user, pk)
    page = candidates_page(found, request.GET, *_eyes(request, found))
    if page is None:
        return HttpResponseBadRequest("There is no such area or date in this rota.")
    return render(request, "roster/_candidates.html", page)


def _eyes(request, rota):
    """Who looks, and whether they may choose."""
    by = reader_of_offers(request.user, rota.unit_id, timezone.localdate())
    return by, may(request.user, rota.unit_id, "edit_rota")


@require_POST
def mend(request, pk):
    """One edit: the cells of the offer that was chosen."""
    found = rota_for(request.user, pk, to="edit_rota")

    def change(now):
        wanted = chosen_cells(found, request.POST.get("token", ""))
        return edit_rota(rota=found, by=request.user, wanted=wanted, now=now)

    return answer(request, found, change)
