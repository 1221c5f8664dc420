"""Who may sign in to a unit, and what their login may do."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from roster.approving import stage_words, stages_on
from roster.giving_logins import give_a_role, give_logins
from roster.logins_page import logins_page, roles_page
from roster.rules.phrases import number
from roster.setting_up import Change, answer
from roster.views.set_up import back
from sites.access import role_given, unit_for
from sites.giving_roles import take_role
from sites.models import Membership
from sites.place_forms import RoleForm
from sites.refusing import PlaceRefused
from sites.setup_forms import NoForm

form_page = require_http_methods(["GET", "POST"])


@form_page
def roles(request, unit):
    unit = unit_for(request.user, unit, to="give_roles")
    stages = stages_on(unit, timezone.localdate())
    choices = [(stage, stage_words(stage, unit)) for stage in stages]
    form = RoleForm(request.POST or None, stages=choices)

    def verb():
        by = {"by": request.user, "now": timezone.now()}
        give_a_role(unit=unit, **form.cleaned_data, **by)

    change = Change(unit, verb, ("roles", unit.pk), "The role is given.")
    page = {"title": "Roles of logins", "button": "Give the role", "back": back(unit)}
    page |= {"template": "roster/roles.html", **roles_page(unit, stages)}
    return answer(request, form, change, **page)


@require_POST
def take(request, unit, row):
    held = role_given(request.user, unit, row)
    try:
        take_role(held=held, by=request.user, today=timezone.localdate())
        messages.success(request, f"{held.user} is {held.get_role_display().lower()} no longer.")
    except PlaceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("roles", unit)


@form_page
def logins(request, unit):
    """Everybody on the rota with an address gets a login at once."""
    unit = unit_for(request.user, unit, to="edit_people")
    page = logins_page(unit, timezone.localdate())
    refused = []

    def verb():
        by = {"by": request.user, "now": timezone.now(), "role": Membership.Role.STAFF}
        refused.extend(give_logins(people=page["new"], **by))

    people = number(len(page["new"]), "person", "people")
    change = Change(
        unit, verb, ("logins", unit.pk), "The logins are given, and their owners are told by email."
    )
    page |= {"title": "Logins of people", "back": back(unit), "template": "roster/logins.html"}
    page["button"] = f"Give {people} a login" if page["new"] else ""
    answered = answer(request, NoForm(request.POST), change, **page)
    for sentence in refused:
        messages.warning(request, sentence)
    return answered
