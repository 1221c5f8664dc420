"""Filling a rota by the solver: asking, watching, calling off, and what it proposes.

Asked with `after`, the number of the log that the sheet shows, these answer as an edit does.
"""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster import snapshot
from roster.access import fill_for, rota_for
from roster.asking_fills import FillRefused, ask_fill, cancel_fill
from roster.asking_forms import sentences
from roster.editing import EditRefused
from roster.fill_forms import KeepForm
from roster.fill_page import fill_state, fills_page, form_for
from roster.grid import answering
from roster.locking import Refused
from roster.proposal_page import gaps_left, proposal_page
from roster.proposing import discard_proposal, keep_proposal
from roster.rules.phrases import listed, number
from roster.views.grid import answer
from sites.setup_forms import error_summary


@require_http_methods(["GET", "POST"])
def fill(request, pk):
    """The page without a script: the form, the run under way and those before."""
    found = rota_for(request.user, pk, to="edit_rota")
    typed = request.POST if request.method == "POST" else None
    form = form_for(found, snapshot.unplanned(found), typed)
    refused = ()
    if form.is_valid():
        try:
            ask_fill(rota=found, by=request.user, now=timezone.now(), **form.asked())
            return _done(request, "It is being filled.", "fill-rota", found.pk)
        except FillRefused as refusal:
            refused = refusal.sentences
    if "after" in request.GET and form.is_bound:
        return JsonResponse({"refused": refused or sentences(form)}, status=422)
    if "piece" in request.GET:
        return render(request, "roster/_fill_form.html", {"rota": found, "form": form})
    page = fills_page(found, timezone.now()) | {"form": form, "refused": refused}
    page["errors"] = error_summary(form) if form.is_bound else []
    return render(request, "roster/fill.html", page, status=422 if form.is_bound else 200)


@require_GET
def state(request, pk):
    """Where it stands, for the grid's side; 204 where there is nothing to say."""
    found = rota_for(request.user, pk, to="edit_rota")
    told = fill_state(found, _reader(request, found), timezone.now())
    return JsonResponse(told) if told else HttpResponse(status=204)


@require_POST
def cancel(request, pk):
    run = fill_for(request.user, pk)
    return _ended(request, run, cancel_fill, "It is called off.", "fill-rota")


@require_POST
def discard(request, pk):
    run = fill_for(request.user, pk)
    return _ended(request, run, discard_proposal, "The proposal is discarded.", "rota")


def _ended(request, run, verb, said, back):
    try:
        verb(run=run, now=timezone.now())
        return _done(request, said, back, run.rota_id)
    except Refused as refusal:
        if "after" in request.GET:
            return JsonResponse({"refused": refusal.sentences}, status=422)
        messages.error(request, str(refusal))
        return redirect("fill-rota", run.rota_id)


def _done(request, said, *back):
    if "after" in request.GET:
        return JsonResponse({"said": said})
    messages.success(request, said)
    return redirect(*back)


@require_GET
def proposal(request, pk):
    run = fill_for(request.user, pk)
    page, now = {"run": run, "rota": run.rota}, timezone.now()
    reader = _reader(request, run.rota)
    if "piece" in request.GET:
        return render(request, "roster/_gaps_left.html", page | gaps_left(run, reader, now))
    if not run.is_open:
        page |= proposal_page(run, reader, now)
    return render(request, "roster/proposal.html", page)


@require_POST
def keep(request, pk):
    """All of a proposal, or a part of it, as one edit; of what was all kept, the rota is shown."""
    run, form = fill_for(request.user, pk), KeepForm(request.POST)
    keys = form.keys(run) if form.is_valid() else set()
    said = []

    def change(now):
        rest = form.cleaned_data["rest"]
        done = keep_proposal(run=run, by=request.user, now=now, keys=keys, rest=rest)
        said.append(_kept(done, keys))
        return done

    if "after" in request.GET:
        return answer(request, run.rota, change, said)
    try:
        done = change(timezone.now())
        messages.success(request, " ".join([*said, *done.sent_back]))
        if form.cleaned_data["whole"]:
            return redirect("rota", run.rota_id)
    except EditRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("proposal", run.pk)


def _kept(done, keys):
    """With whom, beside those who were chosen."""
    brought = {who for who, on in done.keys if keys is not None and (who, on) not in keys}
    names = listed(one.name for one in done.before.people if one.id in brought)
    more = f", with those of {names}, who {'supervise' if len(brought) > 1 else 'supervises'}"
    return f"Kept {number(len(done.changes), 'cell')}{more if brought else ''}. Undo takes it back."


def _reader(request, rota):
    return answering.reader(request.user, rota, timezone.localdate())
