"""What the page of places and shift types shows: a constant number of queries."""

from roster.opening_hours import WINDOW, opening_hours
from sites.models import Travel


def set_up_page(unit, today):
    hours = opening_hours(unit, today)
    return {
        "unit": unit,
        "rule": WINDOW,
        "sites": [
            {"site": site, "opens": hours[site.code][0], "closes": hours[site.code][1]}
            for site in unit.sites.prefetch_related("areas__needs__competency")
        ],
        "travel": Travel.objects.filter(from_site__unit=unit).select_related(
            "from_site", "to_site"
        ),
        "holidays": unit.bank_holidays.filter(date__gte=today.replace(month=1, day=1)),
        "techniques": unit.competencies.all(),
        "shifts": unit.shift_types.all(),
        "missing": _missing(unit),
        "year": today.year + 1,
    }


def _missing(unit):
    """What a rota needs that is not there yet, in the order to do it."""
    steps = [
        ("a site", unit.sites.exists()),
        ("an area of a site", unit.sites.filter(areas__isnull=False).exists()),
        ("a shift type", unit.shift_types.exists()),
        ("somebody on the rota", unit.people.exists()),
        ("demand", unit.demand.exists()),
        ("a rota", unit.rotas.exists()),
    ]
    return [what for what, there in steps if not there]
