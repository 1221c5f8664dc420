"""Importing: the upload, its page with what is asked and what it would do, keeping, undoing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from roster import importing
from roster.access import upload_for, uploads_of
from roster.import_forms import PeopleChoices, RotaChoices, UploadForm
from roster.import_page import rota_page
from roster.import_people_page import people_page
from roster.import_preview import people_rows, preview, rota_file_words
from roster.locking import Refused
from roster.models import Upload
from roster.rules.phrases import number
from sites.access import unit_for
from sites.setup_forms import error_summary


@require_http_methods(["GET", "POST"])
def start(request, unit):
    unit = unit_for(request.user, unit, to="import_files")
    posted = [request.POST, request.FILES] if request.method == "POST" else []
    kind = Upload.Kind.ROTA if unit.people.exists() else Upload.Kind.PEOPLE  # they come first
    form = UploadForm(*posted, initial={"kind": kind})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        asked = {"kind": form.cleaned_data["kind"], "name": file.name, "data": file.read()}
        try:
            made = importing.take_upload(unit=unit, by=request.user, now=timezone.now(), **asked)
            return redirect("upload", made.pk)
        except Refused as refusal:
            form.add_error("file", list(refusal.sentences))
    page = {"unit": unit, "form": form, "uploads": uploads_of(request.user, unit)}
    return _shown(request, "roster/import.html", page)


def _shown(request, template, page):
    """With what is wrong in the form, if anything is."""
    page["errors"] = error_summary(page["form"]) if page["form"].errors else []
    return render(request, template, page, status=422 if page["errors"] else 200)


@require_http_methods(["GET", "POST"])
def upload(request, upload):
    found = upload_for(request.user, upload)
    if found.state != Upload.State.OPEN:
        return render(request, "roster/import_done.html", {"upload": found, "done": _done(found)})
    return {"rota": _rota, "people": _people, "file": _file}[found.kind](request, found)


def _rota(request, found):
    page = rota_page(found)
    form = RotaChoices(request.POST or None, page)
    if _answered(request, found, form):
        return redirect("upload", found.pk)
    shown = {"upload": found, "page": page, "form": form, "preview": preview(page)}
    return _shown(request, "roster/import_rota.html", shown)


def _people(request, found):
    page = people_page(found)
    sheets = [t["name"] for t in found.book["tables"]]
    form = PeopleChoices(request.POST or None, page, sheets)
    if _answered(request, found, form):
        return redirect("upload", found.pk)
    shown = {"upload": found, "page": page, "form": form, "rows": people_rows(page)}
    return _shown(request, "roster/import_people.html", shown)


def _file(request, found):
    words = rota_file_words(found)
    return render(request, "roster/import_file.html", {"upload": found, "words": words})


def _answered(request, found, form):
    if request.method != "POST" or not form.is_valid():
        return False
    importing.choose(upload=found, choices=form.answers())
    return True


@require_POST
def keep(request, upload):
    found, seen = upload_for(request.user, upload), request.POST.get("seen", "")

    def change(now):
        done = importing.keep_upload(upload=found, by=request.user, now=now, seen=seen)
        return f"Imported: {_done(done)}."

    return _said(request, found, change)


@require_POST
def undo(request, upload):
    found = upload_for(request.user, upload)

    def change(now):
        importing.undo_upload(upload=found, by=request.user, now=now)
        return f"{found.name} is undone: everything is as it was before."

    return _said(request, found, change)


@require_POST
def drop(request, upload):
    found = upload_for(request.user, upload)
    try:
        importing.drop_upload(upload=found)
        messages.success(request, f"{found.name} is thrown away. Nothing was imported.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.sentences))
    return redirect("import", found.unit_id)


def _said(request, found, change):
    try:
        messages.success(request, change(timezone.now()))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.sentences))
    return redirect("upload", found.pk)


def _done(upload):
    """What an import made, in words."""
    if upload.kind == Upload.Kind.PEOPLE:
        return number(len(upload.made), "person", "people")
    if upload.kind == Upload.Kind.FILE:
        return "the whole rota file"
    cells, absences = upload.made["cells"], upload.made["absences"]
    return f"{number(cells, 'cell')} and {number(absences, 'day')} of absence"
