"""Writing what is known about people. What a change does to duties planned is shown first."""

from datetime import date

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from roster.foreseeing import touched
from roster.giving_logins import give_a_login
from roster.rules.phrases import number
from roster.setting_up import NOTHING, Change, answer
from sites.access import unit_for
from sites.models import Membership
from sites.setup_forms import NoForm
from staff import employing, joining, signing_off
from staff.access import entry_for, fact_for, person_for
from staff.fact_forms import FORMS
from staff.people_forms import (
    DetailsForm,
    ExtendForm,
    JoinForm,
    LeaveForm,
    LoginForm,
    StepForm,
    SuspendForm,
)
from staff.recording import FactRefused, changed_from, keep_fact, remove_fact
from staff.sign_off_form import SignOffForm
from staff.wording import in_words, on, what

form_page = require_http_methods(["GET", "POST"])
LEAVING = (
    "Every employment ends with that day. What is planned after it is shown before it is kept."
)
SIGN_OFF = "What they may do then is signed off below, under Scope of practice."
AFTER = (
    "from the next one on they can neither sign in nor stay signed in. Who comes back and is given "
    "a new employment can sign in again."
)
JUDGED_BY = {"preceptee_until", "supervises", "justifies_everywhere", "born"}
JUDGED_BY |= {"other_work_declared"}


def _by(request):
    return {"by": request.user, "now": timezone.now()}


@form_page
def join(request, unit):
    unit = unit_for(request.user, unit, to="edit_people")
    form = JoinForm(request.POST or None, unit=unit)

    def verb():
        joining.join(unit=unit, **form.typed(), **_by(request))

    change = Change(unit, verb, ("people",), "They are on the rota.")
    return answer(request, form, change, title="Somebody joins", button="Put them on the rota")


@form_page
def details(request, person):
    person = person_for(request.user, person, to="edit_people")
    form = DetailsForm(request.POST or None, instance=person)

    def verb():
        joining.write_details(person=person, details=form.cleaned_data, **_by(request))

    def reaches():
        judged = JUDGED_BY & set(form.changed_data) and "reference" not in form.changed_data
        return touched(person.unit, date.min, person) if judged else NOTHING

    change = Change(person.unit, verb, ("person", person.pk), "The details are kept.", reaches)
    return answer(request, form, change, title=f"Details of {person}", button="Keep", person=person)


@form_page
def step(request, person):
    person = person_for(request.user, person, to="edit_people")
    planned = _planned_step(person)
    if planned:
        return _moved_step(request, planned)
    form = StepForm(request.POST or None)

    def verb():
        employing.step_up(person=person, **form.cleaned_data, **_by(request))

    return _step(request, person, form, verb, lambda: form.cleaned_data["starts"])


def _planned_step(person):
    return employing.planned_step(person.employments.all(), timezone.localdate())


def _moved_step(request, planned):
    """The one that is planned already, from another date on."""
    before = planned.starts
    form = StepForm(request.POST or None, initial=model_to_dict(planned, ["starts", "evidence"]))

    def verb():
        employing.move_step(planned, **form.cleaned_data, **_by(request))

    def first():
        return min(before, form.cleaned_data["starts"])

    page = {
        "explanation": f"Planned for {on(before)}.",
        "button": "Keep",
        "remove_link": reverse("step-back", args=[planned.person_id]),
        "remove_words": "Take the step up back",
    }
    return _step(request, planned.person, form, verb, first, **page)


def _step(request, person, form, verb, first, **page):
    def said():
        verb()
        starts = on(form.cleaned_data["starts"])
        change.said = f"{person} is in Band 4 from {starts} on. {SIGN_OFF}"

    change = _about(person, said, "", first)
    page = {"title": f"{person} steps up to Band 4", "button": "Step up", "person": person} | page
    return answer(request, form, change, **page)


@form_page
def step_back(request, person):
    """A step up that is planned does not come to be."""
    person = person_for(request.user, person, to="edit_people")
    planned = _planned_step(person)
    if planned is None:
        messages.info(request, f"No step up of {person} is planned.")
        return redirect("person", person.pk)
    form = NoForm(request.POST)

    def verb():
        employing.take_back_step(planned, **_by(request))

    first = planned.starts
    change = _about(person, verb, f"{person} stays a trainee.", lambda: first)
    said = f"Planned for {on(first)}: {in_words(planned)}."
    page = {"title": f"Take the step up of {person} back", "button": "Take it back"}
    return answer(request, form, change, explanation=said, person=person, **page)


@form_page
def leave(request, person):
    person = person_for(request.user, person, to="edit_people")
    form = LeaveForm(request.POST or None)

    def verb():
        employing.leave(person=person, **form.cleaned_data, **_by(request))

    change = _about(person, verb, f"{person} leaves.", lambda: form.cleaned_data["last_day"])
    said = LEAVING
    if person.user:
        said += f" The login {person.user.email} closes with that day: {AFTER}"
    page = {"title": f"{person} leaves", "button": "Keep", "person": person}
    return answer(request, form, change, explanation=said, **page)


@form_page
def login(request, person):
    person = person_for(request.user, person, to="edit_people")
    form = LoginForm(request.POST or None, initial={"email": person.email})

    def verb():
        said = {"email": form.cleaned_data["email"], "role": Membership.Role.STAFF}
        give_a_login(person=person, **said, **_by(request))

    said = f"{person} can sign in, and is told by email how."
    change = Change(person.unit, verb, ("person", person.pk), said)
    title = f"A login for {person}"
    return answer(request, form, change, title=title, button="Give the login", person=person)


@require_POST
def end_login(request, person):
    person = person_for(request.user, person, to="edit_people")
    try:
        joining.take_login(person=person, **_by(request))
        messages.success(request, f"The login of {person} is closed.")
    except FactRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("person", person.pk)


@form_page
def new_fact(request, person, kind):
    return _fact(request, fact_for(request.user, person, kind), kind)


@form_page
def fact(request, person, kind, row):
    return _fact(request, fact_for(request.user, person, kind, row), kind)


def _fact(request, fact, kind):
    person, new = fact.person, fact.pk is None
    held = None if new else fact_for(request.user, person.pk, kind, fact.pk)
    form = FORMS[kind](request.POST or None, instance=fact)

    def verb():
        if new and kind == "employment":
            return employing.take_post(person=person, **form.cleaned_data, **_by(request))
        keep = employing.keep_post if kind == "employment" else keep_fact
        return keep(fact, **_by(request))

    change = _about(person, verb, f"{what(fact)} kept.", lambda: changed_from(held, fact))
    title = f"{what(fact)} of {person}"
    page = {"title": title, "button": "Keep", "person": person, "kind": kind}
    return answer(request, form, change, row=held, **page)


@form_page
def remove(request, person, kind, row):
    """What was entered by mistake; what ended is given a last day instead."""
    fact = fact_for(request.user, person, kind, row)
    person, words, name = fact.person, in_words(fact), what(fact)
    form = NoForm(request.POST)

    def verb():
        take_away = employing.remove_post if kind == "employment" else remove_fact
        take_away(fact, **_by(request))

    change = _about(person, verb, f"{name} removed.", lambda: changed_from(None, fact))
    page = {"title": f"Remove: {name} of {person}", "button": "Remove it", "person": person}
    return answer(request, form, change, explanation=words, **page)


@form_page
def extend(request, person, kind, row):
    entry = entry_for(request.user, person, kind, row)
    form = ExtendForm(request.POST or None)

    def verb():
        signing_off.extend(entry, **form.cleaned_data, **_by(request))

    return _signed(request, entry, form, verb, "Extend", lambda: timezone.localdate())


@form_page
def suspend(request, person, kind, row):
    entry = entry_for(request.user, person, kind, row)
    form = SuspendForm(request.POST or None, initial={"starts": timezone.localdate()})

    def verb():
        signing_off.suspend(entry, **form.cleaned_data, **_by(request))

    return _signed(request, entry, form, verb, "Suspend", lambda: form.cleaned_data["starts"])


@form_page
def sign_off(request, unit):
    """Several people for several areas and competencies."""
    unit = unit_for(request.user, unit, to="edit_people")
    today = timezone.localdate()
    form = SignOffForm(request.POST or None, unit=unit, today=today, initial={"starts": today})

    def verb():
        new, held = signing_off.sign_off(**form.cleaned_data, **_by(request))
        there = number(held, "was there already and stays", "were there already and stay")
        rest = f"; {there} as before" if held else ""
        change.said = f"{number(new, 'entry', 'entries')} signed off{rest}."

    def reaches():
        return touched(unit, form.cleaned_data["starts"])

    change = Change(unit, verb, ("scope", unit.pk), "", reaches)
    back = (reverse("scope", args=[unit.pk]), "Scope of practice")
    page = {"title": "Sign people off", "button": "Sign them off", "back": back}
    return answer(request, form, change, **page)


def _signed(request, entry, form, verb, button, first):
    """A page about one entry of somebody's scope, as it stands in words."""
    name, words = f"{what(entry)} of {entry.person}", in_words(entry)
    change = _about(entry.person, verb, f"{name}: kept.", first)
    page = {"title": f"{button}: {name}", "button": button, "person": entry.person}
    return answer(request, form, change, explanation=words, **page)


def _about(person, verb, said, first):
    """A change about a person, from a date on."""
    return Change(
        person.unit,
        verb,
        ("person", person.pk),
        said,
        lambda: touched(person.unit, first(), person),
    )
