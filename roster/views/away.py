"""Saying that one is away, or that somebody is; and choosing who covers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from roster.absence_page import absence_page, could_stay_words, is_away, my_absences
from roster.access import absence_for, rota_for
from roster.asking_forms import STAYS, AbsenceForForm, AbsenceForm, number_of
from roster.editing import EditRefused, edit_rota
from roster.grid.answering import reader_of_offers
from roster.locking import Refused
from roster.repairs_page import UNREADABLE, chosen_cells
from roster.reporting_absence import (
    back_from,
    end_absence,
    free_absence,
    report_absence,
    stay_words,
)
from roster.rules.phrases import number
from roster.views.asked import asked_again
from roster.views.doing import done
from roster.views.opening import told_here
from roster.walltime import local_date
from sites.access import may, unit_for
from sites.setup_forms import error_summary
from sites.typed_dates import read_date
from staff.access import people_of, person_of

BACK = (
    "Your rota manager is told that you are back. A shift taken out for it is yours again once "
    "they have planned it."
)


@require_GET
def my_absence(request):
    return _mine(request, person_of(request.user))


@require_POST
def report(request):
    person, form = person_of(request.user), AbsenceForm(request.POST)
    refused = ()
    if form.is_valid():
        try:
            _reported(request, form, person)
            return redirect("my-absence")
        except Refused as refusal:
            refused = refusal.sentences
    return _mine(request, person, form=form, refused=refused, status=422)


@require_POST
def back(request, batch):
    """Back at work today, or from the day on which that was said without a signal."""
    person, now = person_of(request.user), timezone.now()
    today = local_date(person.unit, now)
    try:
        since = back_from(read_date(request.POST.get("back", ""), today), today)
        end_absence(person=person, batch=batch, back=since, by=request.user, now=now)
    except Refused as refusal:
        return _mine(request, person, refused=refusal.sentences, status=422)
    messages.success(request, BACK)
    return redirect("my-absence")


@require_POST
def enter(request, pk):
    """For one of the unit's people; where it takes a duty out, on to who could cover."""
    unit = unit_for(request.user, pk, to="enter_absence")
    form = AbsenceForForm(request.POST, unit=unit, people=people_of(unit))
    if not form.is_valid():
        return asked_again(request, unit, form=form)
    person = form.cleaned_data["person"]
    try:
        done = _reported(request, form, person, f"{person.name}, ")
    except Refused as refusal:
        return asked_again(request, unit, refusal.sentences, form=form)
    return redirect("absence", done.batch) if done.freed else redirect("asked")


@require_GET
@told_here
def absence(request, batch):
    rows = absence_for(request.user, batch)
    unit = rows[0].person.unit
    may_edit = may(request.user, unit.pk, "enter_absence")
    by = reader_of_offers(request.user, unit.pk, local_date(unit, timezone.now()))
    page = {
        "page": absence_page(rows, by, may_edit, request.GET.get("ways", "")),
        "batch": batch,
        "may_edit": may_edit,
    }
    return render(request, "roster/absence.html", page)


@require_POST
def free(request, batch):
    """Take what is planned still under an absence out of the plan."""
    rows = absence_for(request.user, batch, to="enter_absence")

    def verb(**when):
        taken = free_absence(rows=rows, **when)
        return f"{number(taken, 'duty is', 'duties are')} taken out of the plan."

    return done(request, rows[0].person.unit, verb, "absence", batch)


@require_POST
def cover(request, batch):
    """One edit: the cells of the offer that was chosen."""
    absence_for(request.user, batch, to="enter_absence")
    typed = number_of(request.POST.get("rota", ""))
    if not typed:
        messages.error(request, UNREADABLE)
        return redirect("absence", batch=batch)
    rota = rota_for(request.user, typed, to="edit_rota")
    try:
        wanted = chosen_cells(rota, request.POST.get("token", ""))
        edit_rota(rota=rota, by=request.user, wanted=wanted, now=timezone.now())
        messages.success(request, "Planned. Publish the week again so that they are told.")
    except EditRefused as refusal:
        for said in refusal.sentences:
            messages.error(request, said)
    return redirect("absence", batch=batch)


def _reported(request, form, person, whose=""):
    """Enter it and say so."""
    now, typed = timezone.now(), form.typed()
    done = report_absence(
        person=person,
        by=request.user,
        now=now,
        today=local_date(person.unit, now),
        **{name: typed[name] for name in ("kind", "first", "until", "starts", "ends")},
    )
    said = f"{whose}{done.when}: entered, and {_taken(done, whose)}."
    messages.success(request, " ".join([said, *stay_words(done)]))
    return done


def _taken(done, whose):
    if done.freed:
        return f"{number(len(done.freed), 'duty is', 'duties are')} taken out of the plan"
    return f"no duty{'' if whose else ' that you were told of'} is taken out"


def _mine(request, person, *, form=None, refused=(), status=200):
    now = timezone.now()
    today = local_date(person.unit, now)
    form = form or AbsenceForm(initial={"first": today})
    page = {
        "today": today,
        "now": now,
        "away_today": is_away(person, today),
        "stays": could_stay_words(person, today),
        "how": STAYS,
        "form": form,
        "errors": error_summary(form),
        "absences": my_absences(person, today),
        "refused": refused,
    }
    return render(request, "roster/my_absence.html", page, status=status)
