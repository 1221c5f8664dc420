"""About me: what a person may change themselves, and what they declare."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roster import declaring
from roster.about_forms import ContactForm, OtherWorkForm
from roster.about_page import about_page
from roster.walltime import local_date
from staff.access import own_opt_out, own_work, person_of
from staff.joining import write_details
from staff.recording import FactRefused
from staff.wording import in_words

form_page = require_http_methods(["GET", "POST"])


@require_GET
def about(request):
    return _about(request, person_of(request.user))


@require_POST
def set_contact(request):
    person = person_of(request.user)
    form = ContactForm(request.POST, initial=_contact(person))
    if not form.is_valid():
        return _about(request, person, form)
    write_details(person=person, details=form.cleaned_data, by=request.user, now=timezone.now())
    if "email" in form.changed_data:
        messages.success(request, f"Your rota is sent to {form.cleaned_data['email']} from now on.")
    if "telephone" in form.changed_data:
        messages.success(request, "Your work telephone is kept.")
    return redirect("my-about")


def _about(request, person, form=None):
    """The page; with what was typed and what is wrong in it, if anything is."""
    page = {"person": person, "page": about_page(person, timezone.now())}
    page["form"] = form or ContactForm(initial=_contact(person))
    page["errors"] = form.error_summary() if form else []
    return render(request, "roster/my_about.html", page, status=422 if form else 200)


def _contact(person):
    return {"email": person.email, "telephone": person.telephone}


@require_POST
def confirm_work(request):
    person = person_of(request.user)
    declaring.confirm(person=person, **_by(request, person.unit))
    messages.success(request, "Kept: you have no other work than what is listed.")
    return redirect("my-about")


@form_page
def declare_work(request):
    person = person_of(request.user)
    form = OtherWorkForm(request.POST or None, zone=person.unit.timezone)

    def verb(seen, **by):
        said = form.cleaned_data
        work = {"employer": said["employer"], "spans": said["spans"]}
        return declaring.declare(person=person, **work, seen=seen, **by)

    page = {"title": "Declare other work", "button": "Declare it", "form": form}
    return _answer(request, person, verb, "Declared. Your rota managers are told.", page)


@form_page
def withdraw_work(request, pk):
    """One piece of work, or all that is to come for the same employer."""
    work = own_work(request.user, pk)
    later = work.person.other_work.filter(employer=work.employer, starts__gt=timezone.now())

    def verb(seen, **by):
        works = later.order_by("starts") if "all" in request.POST else [work]
        return declaring.withdraw(works=list(works), seen=seen, **by)

    page = {"title": "Withdraw other work", "button": "Withdraw it", "words": in_words(work)}
    page["more"] = later.exclude(pk=work.pk).count()
    return _answer(request, work.person, verb, "Withdrawn. Your rota managers are told.", page)


@form_page
def withdraw_opt_out(request, pk):
    held = own_opt_out(request.user, pk)
    today = local_date(held.person.unit, timezone.now())
    last = declaring.holds_until(held, today)

    def verb(seen, **by):
        return declaring.end_opt_out(opt_out=held, seen=seen, **by)

    page = {"title": "Withdraw the opt-out", "button": "Withdraw it", "words": in_words(held)}
    page["last"] = last
    return _answer(request, held.person, verb, "Withdrawn. Your rota managers are told.", page)


def _answer(request, person, verb, said, page):
    """The page; after a valid post the change, unless what it breaks has not been shown."""
    form, page = page.get("form"), page | {"person": person, "posted": request.POST}
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            found = verb(request.POST.get("seen", ""), **_by(request, person.unit))
        except FactRefused as refusal:
            return _page(request, page | {"refused": refusal.sentences}, 422)
        if found.kept:
            messages.success(request, said)
            return redirect("my-about")
        return _page(request, page | {"found": found})
    return _page(request, page, 422 if request.method == "POST" else 200)


def _page(request, page, status=200):
    form = page.get("form")
    page["errors"] = form.error_summary() if form is not None and form.is_bound else []
    return render(request, "roster/my_declaring.html", page, status=status)


def _by(request, unit):
    now = timezone.now()
    return {"by": request.user, "now": now, "today": local_date(unit, now)}
