"""One form of setting up: shown, refused, its consequences shown, kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.shortcuts import redirect, render

from roster.foreseeing import Touched, keep_if_seen
from roster.locking import Refused
from roster.views.doing import heed_typed
from sites.refusing import PlaceRefused
from staff.recording import FactRefused

NOTHING = Touched((), ())


@dataclass
class Change:
    """What a form does: the verb, the rotas it can reach, where to go and what to say after."""

    unit: object
    verb: Callable[[], object]
    then: tuple
    said: str
    reaches: Callable[[], Touched] = field(default=lambda: NOTHING)


def answer(request, form, change: Change, **page):
    """The page with the form; after a valid post the change, unless what it breaks is unseen."""
    template = page.pop("template", "roster/set_up.html")
    posted = request.method == "POST"
    page |= {"form": form, "unit": change.unit}
    if posted and form.is_valid():
        kept = _kept(request, change, page)
        if kept:
            messages.success(request, " ".join([change.said, *page["foreseen"].said]))
            return redirect(*change.then)
    page["errors"] = form.error_summary() if posted else []
    status = 422 if page["errors"] or page.get("refused") else 200
    return render(request, template, page, status=status)


def _kept(request, change, page):
    """Whether it was done; if not, the page says why."""
    seen = request.POST.get("seen", "")
    try:
        heed_typed(request, change.unit)
        found = keep_if_seen(
            unit=change.unit, rotas=change.reaches(), change=change.verb, seen=seen
        )
    except (FactRefused, PlaceRefused, Refused) as refusal:
        page["refused"] = refusal.sentences
        return False
    page["foreseen"] = found
    return found.kept
