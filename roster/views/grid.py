"""The rota grid: the page, and the answers to what is done on it."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster import presence, snapshot, undoing
from roster.access import rota_for, rotas_visible_to
from roster.copying import copied_words, copy_weeks
from roster.editing import EditRefused, StaleEdit, edit_rota
from roster.forms import CellForm, CopyForm
from roster.grid import answering
from roster.grid.asking import wanted_cells
from roster.noting import newest_note
from roster.queries import day_page, places_page, rota_page, rotas_page
from roster.views.noting import news, number_of
from sites.access import may, units_approved_by, units_visible_to


@require_GET
def rotas(request):
    page = {"rotas": rotas_page(rotas_visible_to(request.user), timezone.localdate())}
    page["importing"] = units_visible_to(request.user, "import_files")
    page["deputising"] = units_approved_by(request.user)
    return render(request, "roster/rotas.html", page)


@require_GET
def rota(request, pk):
    found = rota_for(request.user, pk)
    reader = answering.reader(request.user, found, timezone.localdate())
    first, weeks = number_of(request, "first"), number_of(request, "weeks")
    page = rota_page(found, reader, first, weeks, request.GET.get("group"))
    page["may_edit"] = may(request.user, found.unit_id, "edit_rota")
    page["notes"] = reader.notes
    return render(request, "roster/rota.html", page)


@require_GET
def places(request, pk):
    found = rota_for(request.user, pk)
    reader = answering.reader(request.user, found, timezone.localdate())
    shown = number_of(request, "first"), number_of(request, "weeks")
    page = places_page(found, reader, *shown)
    return render(request, "roster/places.html", page)


@require_GET
def day(request, pk, on):
    found = rota_for(request.user, pk)
    page = day_page(found, answering.reader(request.user, found, timezone.localdate()), on)
    if page is None:
        raise Http404(f"{on:%-d %B %Y} is not a date of this rota.")
    return render(request, "roster/day.html", page)


@require_POST
def edit(request, pk):
    found = rota_for(request.user, pk, to="edit_rota")

    def change(now):
        wanted = partial(wanted_cells, request.body)
        return edit_rota(rota=found, by=request.user, wanted=wanted, now=now)

    return answer(request, found, change)


@require_POST
def undo(request, pk):
    found = rota_for(request.user, pk, to="edit_rota")
    return answer(request, found, lambda now: undoing.undo(rota=found, by=request.user, now=now))


@require_POST
def redo(request, pk):
    found = rota_for(request.user, pk, to="edit_rota")
    return answer(request, found, lambda now: undoing.redo(rota=found, by=request.user, now=now))


@require_POST
def copy(request, pk):
    """Weeks laid down again; the answer also says how many cells were left out."""
    found = rota_for(request.user, pk, to="edit_rota")
    form = CopyForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refused": ["Choose the weeks to copy and where to."]}, status=422)
    said = []

    def change(now):
        done = copy_weeks(rota=found, by=request.user, now=now, **form.cleaned_data)
        said.append(copied_words(done))
        return done.edit

    return answer(request, found, change, said)


def answer(request, rota, change, said=()):
    """What was done and all that others did meanwhile: since `after`, which the page shows."""
    reader = answering.reader(request.user, rota, timezone.localdate())
    after = number_of(request, "after") if "after" in request.GET else rota.sequence
    try:
        done = change(timezone.now())
    except StaleEdit as refusal:
        stands = answering.as_it_stands(rota, refusal.stale, reader, after)
        return JsonResponse({"refused": refusal.sentences} | stands, status=409)
    except EditRefused as refusal:
        return JsonResponse({"refused": refusal.sentences}, status=422)
    said = " ".join([*said, *done.sent_back])
    return JsonResponse(answering.answer_to(done, rota, reader, after) | {"said": said})


@require_GET
def changes(request, pk):
    """Who else is here, and what changed since `after`, if asked; 204 when nobody and nothing."""
    found = rota_for(request.user, pk)
    at = request.GET.get("at", "")
    here = presence.meet(rota=found, user=request.user, cell=at, now=timezone.now())
    news = _news(request, found)
    return JsonResponse({"here": here} | news) if here or news else HttpResponse(status=204)


def _news(request, rota):
    """What changed since `after`; `noted` is asked by whoever may read notes."""
    after, noted = number_of(request, "after"), number_of(request, "noted")
    if "after" not in request.GET:
        return {}
    may_read = "noted" in request.GET and may(request.user, rota.unit_id, "write_notes")
    is_noted = may_read and newest_note(rota.unit_id, rota.starts, rota.until) > noted
    return news(request.user, rota, after, noted) if is_noted or after < rota.sequence else {}


@require_http_methods(["GET", "POST"])
def cell(request, pk):
    """One cell as a form: what the grid cannot take as a code, and the way without a script."""
    found = rota_for(request.user, pk, to="edit_rota")
    problem = snapshot.problem_of(found)
    form = CellForm(
        request.POST if request.method == "POST" else None, problem=problem, asked=request.GET
    )
    if form.is_valid():
        try:
            wanted = [form.wanted()]
            done = edit_rota(rota=found, by=request.user, wanted=wanted, now=timezone.now())
            for sentence in done.sent_back:
                messages.warning(request, sentence)
            return redirect("rota", pk=found.pk)
        except EditRefused as refusal:
            form.add_error(None, list(refusal.sentences))
    status = 422 if form.is_bound else 200
    return render(request, "roster/cell.html", {"rota": found, "form": form}, status=status)
