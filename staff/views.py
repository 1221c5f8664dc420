"""Reading about people: the register, a person, and who may do what."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sites.access import may, sites_visible_to, unit_for, units_visible_to
from staff.access import people_listed_to, person_page_for, sees_personal
from staff.people_forms import SearchForm
from staff.people_page import person_page, register
from staff.scope_drawing import drawn
from staff.scope_page import running_out, scope_page

SOONEST = 60  # of what runs out, until all is asked for


@require_GET
def people(request):
    sites = list(sites_visible_to(request.user, to="see_people"))
    form = SearchForm(request.GET or {"standing": "now"}, sites=sites)
    form.is_valid()
    listed = people_listed_to(request.user)
    count, rows = register(listed, form.cleaned_data, sites, timezone.localdate())
    page = {"form": form, "count": count, "rows": rows}
    page["seen_units"] = seen = list(units_visible_to(request.user, to="see_people"))
    page["units"] = [unit for unit in seen if may(request.user, unit.pk, "edit_people")]
    return render(request, "staff/people.html", page)


@require_GET
def person(request, person):
    person = person_page_for(request.user, person)
    personal = sees_personal(request.user, person)
    page = person_page(person, timezone.localdate(), personal)
    page["may_edit"] = may(request.user, person.unit_id, "edit_people")
    page["may_export"] = may(request.user, person.unit_id, "export_person")
    return render(request, "staff/person.html", page)


@require_GET
def scope(request, unit):
    unit = unit_for(request.user, unit, to="see_people")
    today = timezone.localdate()
    at = request.GET.get("page", "1")
    out = running_out(unit, today)
    soonest = out if at == "all" else out[:SOONEST]
    page = scope_page(unit, today, at) | {"soonest": soonest, "more": len(out) - len(soonest)}
    page["may_edit"] = may(request.user, unit.pk, "edit_people")
    page["drawn"] = drawn(page["rows"], page["signers"], page["may_edit"])
    return render(request, "staff/scope.html", page)
