"""What if: a rota tried out aside, with other demand, people or rules, and compared."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster.access import rota_for, what_if_for
from roster.asking_fills import FillRefused, cancel_fill
from roster.trying_out import ask_what_if, drop_what_if
from roster.what_if_page import what_if_form, what_if_page, what_ifs_page
from sites.setup_forms import error_summary


@require_http_methods(["GET", "POST"])
def what_ifs(request, pk):
    found = rota_for(request.user, pk, to="edit_rota")
    form, refused = _form(request, found), ()
    if form.is_valid():
        try:
            made = ask_what_if(rota=found, by=request.user, now=timezone.now(), **form.asked())
            return redirect("what-if", made.run_id)
        except FillRefused as refusal:
            refused = refusal.sentences
    page = what_ifs_page(found, timezone.now()) | {"form": form, "refused": refused}
    page["errors"] = error_summary(form) if form.is_bound else []
    return render(request, "roster/what_ifs.html", page, status=422 if form.is_bound else 200)


def _form(request, rota):
    """Typed, or as another of the rota was, or blank."""
    if request.method == "POST":
        return what_if_form(rota, request.POST)
    other = request.GET.get("like", "")
    like = what_if_for(request.user, int(other)) if other.isdecimal() else None
    return what_if_form(rota, like=like if like and like.run.rota_id == rota.pk else None)


@require_GET
def what_if(request, pk):
    found = what_if_for(request.user, pk)
    return render(request, "roster/what_if.html", what_if_page(found, timezone.now()))


@require_POST
def cancel(request, pk):
    run = what_if_for(request.user, pk).run
    try:
        cancel_fill(run=run, now=timezone.now())
        messages.success(request, "It is called off.")
    except FillRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("what-if", pk)


@require_POST
def drop(request, pk):
    found = what_if_for(request.user, pk)
    rota = found.run.rota_id
    try:
        drop_what_if(what_if=found)
        messages.success(request, "It is thrown away. The rota stands as it did.")
    except FillRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("what-ifs", rota)
