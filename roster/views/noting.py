"""Notes on the rota: what the grid's dialog sends, and the same as a page."""

from django.contrib.messages import get_messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from roster.access import rota_for
from roster.grid import answering
from roster.grid.noted import noted_since
from roster.heeding import WordsRefused
from roster.note_forms import NoteForm
from roster.noting import write_notes
from roster.views.doing import heed_typed


@require_http_methods(["GET", "POST"])
def note(request, pk):
    """Asked with `after`, the number of the log the sheet shows, it answers as an edit does."""
    found = rota_for(request.user, pk, to="write_notes")
    form = NoteForm(request.POST or None, rota=found, asked=request.GET)
    from_grid = "after" in request.GET
    if form.is_valid() and _may_stand(request, found.unit, form):
        asked = {"on": form.cleaned_data["date"], "texts": form.texts()}
        written = write_notes(unit=found.unit, by=request.user, now=timezone.now(), **asked)
        return _answer(request, found, written) if from_grid else redirect("rota", pk=found.pk)
    if form.is_bound and from_grid:
        sentences = [said for some in form.errors.values() for said in some]
        return JsonResponse({"refused": sentences}, status=422)
    status = 422 if form.is_bound else 200
    return render(request, "roster/note.html", {"rota": found, "form": form}, status=status)


def _may_stand(request, unit, form):
    """Whether its words may be kept; if not, the form says why."""
    try:
        heed_typed(request, unit)
    except WordsRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _answer(request, rota, written):
    after, noted = (number_of(request, name) for name in ("after", "noted"))
    said = ["Noted." if written else "The notes are as they were."]
    said = {"said": " ".join([*said, *map(str, get_messages(request))])}
    return JsonResponse(news(request.user, rota, after, noted) | said)


def news(user, rota, after, noted):
    """What changed on the sheet since numbers of the log and of the notes."""
    reader = answering.reader(user, rota, timezone.localdate())
    since = answering.answer_since(rota, after, reader)
    notes = noted_since(rota, reader, noted)
    return since | notes | {"elements": since.get("elements", {}) | notes.get("elements", {})}


def number_of(request, name):
    """A whole number of the address, 0 where there is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
