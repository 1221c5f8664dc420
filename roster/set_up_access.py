"""The only way to a row of what a unit is set up with."""

from django.http import Http404

from roster.models import AreaNeed, Demand, DemandException, ShiftType
from sites.access import areas_of, unit_for
from sites.models import Area, BankHoliday, Site, Travel
from staff.models import Competency

# What an address calls a kind of row: its model, and how it belongs to a unit.
KINDS = {
    "site": (Site, "unit"),
    "area": (Area, "site__unit"),
    "need": (AreaNeed, "area__site__unit"),
    "travel": (Travel, "from_site__unit"),
    "holiday": (BankHoliday, "unit"),
    "competency": (Competency, "unit"),
    "shift": (ShiftType, "unit"),
    "demand": (Demand, "unit"),
    "dates": (DemandException, "unit"),
}


# Kinds of rows that stand within another one: the field, the unit's rows of it, what to say.
WITHIN = {
    "area": ("site", lambda unit: unit.sites, "An area is of a site: open it from the set-up."),
    "need": ("area", areas_of, "A need is of an area: open it from the set-up."),
}


def row_for(user, unit, kind, row=None, within=None):
    """(unit, row); without `row` a new one, not yet kept, of the row `within` where it has one."""
    unit = unit_for(user, unit, to="set_up")
    if kind not in KINDS:
        raise Http404("There is no such kind of setting.")
    model, owner = KINDS[kind]
    if row is None:
        return unit, _new(unit, kind, model, within)
    found = model.objects.filter(**{owner: unit}, pk=row).first()
    if found is None:
        raise Http404("There is no such row in this unit. Perhaps it was removed.")
    return unit, found


def _new(unit, kind, model, within):
    if kind == "travel":
        return model()
    if kind not in WITHIN:
        return model(unit=unit)
    name, rows, said = WITHIN[kind]
    key = within if (within or "").isdecimal() and len(within) < 19 else 0
    found = rows(unit).filter(pk=key).first()
    if found is None:
        raise Http404(said)
    return model(**{name: found})
