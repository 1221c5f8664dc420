"""What stands beside the rota grid: the card of a cell, and what a balance is made of."""

from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from roster.access import rota_for
from roster.grid.answering import reader
from roster.queries import balance_page, card_page


@require_GET
def card(request, pk):
    """One person on one date, as a piece of the page."""
    found, asked = rota_for(request.user, pk), request.GET
    page = card_page(found, _reader(request, found), asked.get("person"), asked.get("date"))
    return _piece(request, "roster/_card.html", page)


@require_GET
def balance(request, pk):
    """One person's hours, weekends and compensatory days, line by line, as a piece of the page."""
    found = rota_for(request.user, pk)
    page = balance_page(found, _reader(request, found), request.GET.get("person"))
    return _piece(request, "roster/_balance.html", page)


def _reader(request, rota):
    return reader(request.user, rota, timezone.localdate())


def _piece(request, template, page):
    if page is None:
        return HttpResponseBadRequest("There is no such person or date in this rota.")
    return render(request, template, page)
