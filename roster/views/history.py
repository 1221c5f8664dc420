"""What was changed on a rota, and putting a cell back as it was."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster import undoing
from roster.access import change_for, rota_for
from roster.changelog import changelog
from roster.editing import EditRefused
from sites.access import may


@require_GET
def history(request, pk):
    rota = rota_for(request.user, pk)
    person, on = request.GET.get("person", ""), _date(request.GET.get("date", ""))
    page = {"rota": rota, "lines": changelog(rota, person, on), "date": on, "person": person}
    page["may_edit"] = may(request.user, rota.unit_id, "edit_rota")
    return render(request, "roster/history.html", page)


@require_POST
def put_back(request, pk, change):
    rota, line = change_for(request.user, pk, change, to="edit_rota")
    try:
        done = undoing.put_back(rota=rota, by=request.user, change=line, now=timezone.now())
        messages.success(request, f"{line.person.name}, {line.date:%A %-d %B}, is as it was.")
        for sentence in done.sent_back:
            messages.warning(request, sentence)
    except EditRefused as refusal:
        messages.error(request, " ".join(refusal.sentences))
    return redirect("rota-history", pk=rota.pk)


def _date(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
