"""What the page of places and shift types shows: a constant number of queries."""

from django.db.models import Exists

from roster.models import Demand, Rota
from roster.opening_hours import WINDOW, opening_hours
from sites.models import Travel, Unit
from staff.models import Person


def set_up_page(unit, today):
    sites = list(unit.sites.prefetch_related("areas__needs__competency"))
    hours = opening_hours(unit, today, [site.code for site in sites])
    shifts = list(unit.shift_types.all())
    return {
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
        "techniques": unit.competencies.all(),
        "shifts": shifts,
        "missing": _missing(unit, sites, shifts),
    }


def _missing(unit, sites, shifts):
    """What a rota needs that is not there yet, in the order to do it."""
    rows = [Exists(kind.objects.filter(unit=unit)) for kind in (Person, Demand, Rota)]
    people, demand, rota = Unit.objects.filter(pk=unit.pk).values_list(*rows).get()
    steps = [
        ("a site", sites),
        ("an area of a site", any(site.areas.all() for site in sites)),
        ("a shift type", shifts),
        ("somebody on the rota", people),
        ("demand", demand),
        ("a rota", rota),
    ]
    return [what for what, there in steps if not there]
