"""What the page of places and shift types shows: a constant number of queries."""

from roster.opening_hours import WINDOW, opening_hours
from roster.set_up_steps import steps
from roster.unrested import unrested
from sites.access import may
from sites.models import Travel
from staff.people_page import by_date

CHANGES = 20  # shown


def set_up_page(unit, user, today):
    sites = list(unit.sites.prefetch_related("areas__needs__competency"))
    hours = opening_hours(unit, today, [site.code for site in sites])
    shifts = list(unit.shift_types.all())
    page = {
        "unit": unit,
        "rule": WINDOW,
        "sites": [
            {"site": site, "opens": hours[site.code][0], "closes": hours[site.code][1]}
            for site in sites
        ],
        "travel": Travel.objects.filter(from_site__unit=unit).select_related(
            "from_site", "to_site"
        ),
        "holidays": unit.bank_holidays.filter(date__gte=today.replace(month=1, day=1)),
        "competencies": unit.competencies.all(),
        "shifts": shifts,
        "unrested": unrested(unit, shifts, today),
        "names_deputies": may(user, unit.pk, "name_deputies"),
        "gives_roles": may(user, unit.pk, "give_roles"),
        "record": by_date(unit.place_changes.select_related("by")[:CHANGES]),
    }
    todo = steps(unit, user, page, today)
    return page | {"steps": todo, "next": next((step for step in todo if not step.done), None)}
