"""The only way to a row of what a unit is set up with."""

from django.http import Http404

from roster.models import Demand, ShiftType
from sites.access import unit_for
from sites.models import Area, BankHoliday, Site, Travel
from staff.models import Competency

# What an address calls a kind of row: its model, and how it belongs to a unit.
KINDS = {
    "site": (Site, "unit"),
    "area": (Area, "site__unit"),
    "travel": (Travel, "from_site__unit"),
    "holiday": (BankHoliday, "unit"),
    "technique": (Competency, "unit"),
    "shift": (ShiftType, "unit"),
    "demand": (Demand, "unit"),
}


def row_for(user, unit, kind, row=None, site=None):
    """(unit, row); without `row` a new one, not yet kept. An area is of a site."""
    unit = unit_for(user, unit, to="set_up")
    if kind not in KINDS:
        raise Http404("There is no such kind of setting.")
    model, owner = KINDS[kind]
    if row is None:
        return unit, _new(unit, kind, model, site)
    found = model.objects.filter(**{owner: unit}, pk=row).first()
    if found is None:
        raise Http404("There is no such row in this unit. Perhaps it was removed.")
    return unit, found


def _new(unit, kind, model, site):
    if kind == "travel":
        return model()
    if kind != "area":
        return model(unit=unit)
    found = unit.sites.filter(pk=site if (site or "").isdecimal() and len(site) < 19 else 0).first()
    if found is None:
        raise Http404("An area is of a site: open it from the page of places.")
    return model(site=found)
