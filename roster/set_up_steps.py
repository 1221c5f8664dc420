"""What a unit still needs until its first week is published, in the order to do it.

Read from what is there, nothing is ticked by hand; a constant number of queries.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from roster.approving import stage_words, stages_on
from roster.models import Release
from roster.rules.phrases import full, listed, number
from sites.access import may, roles_given
from sites.models import Membership
from staff.models import Employment, ScopeEntry
from staff.sign_off_form import SCOPED

HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Step:
    """`said` is how it stands, or what it is for; `ways` are (label, address) of doing it."""

    title: str
    done: bool
    said: str
    ways: tuple[tuple[str, str], ...] = ()


def steps(unit, user, page, today) -> list[Step]:
    """None where a week is published. `page` has the unit's sites, shifts and holidays."""
    rota, released = _begun(unit)
    if released:
        return []
    return [
        _places(unit, [entry["site"] for entry in page["sites"]]),
        _shifts(unit, page["shifts"], page["unrested"]),
        _holidays(unit, page["holidays"], today),
        _people(unit, people := _counted(unit, today)),
        _scope(unit, people),
        _demand(unit),
        _approvers(unit, user, today),
        _logins(unit, people),
        _rota(unit, rota),
        _published(rota),
    ]


def _begun(unit):
    """The first rota or none, and whether a week of any was released."""
    ever = Exists(Release.objects.filter(rota__unit=OuterRef("unit")))
    rota = unit.rotas.annotate(released=ever).order_by("starts").first()
    return rota, bool(rota and rota.released)


def _places(unit, sites):
    bare = [site for site in sites if not site.areas.all()]
    areas = sum(len(site.areas.all()) for site in sites)
    if not sites:
        said = "The hospitals you staff, and the places in them where people work."
        way = ("Add a site", _at("new-place", unit, "site"))
    elif bare:
        said = f"{bare[0]} has no area yet: nobody can be needed there."
        address = f"{_at('new-place', unit, 'area')}?of={bare[0].pk}"
        way = (f"Add an area of {bare[0]}", address)
    else:
        found = f"{number(len(sites), 'site')}, {number(areas, 'area')}"
        return Step("Sites and areas", True, found)
    return Step("Sites and areas", False, said, (way,))


def _shifts(unit, shifts, unrested):
    said = listed(shift.code for shift in shifts)
    said = said or "What a cell of the rota says: an early, a late, a long day."
    ways = (("Add a shift type", _at("new-place", unit, "shift")),)
    if unrested:
        one = unrested[0]
        codes = listed(shift.code for shift in unrested)
        said = f"{codes}: so long without a proper break (R-22) that auto-fill plans nobody on it."
        ways = ((f"Give {one.code} a break", _at("place", unit, "shift", one.pk)),)
    return Step("Shift types", bool(shifts) and not unrested, said, ways)


def first_year_without_holidays(unit, today):
    """From this year on."""
    held = {on.year for on in unit.bank_holidays.dates("date", "year")}
    return next(year for year in count(today.year) if year not in held)


def _holidays(unit, holidays, today):
    """Those of the years that a rota of the next half-year can lie in."""
    held = {holiday.date.year for holiday in holidays}
    missing = sorted({today.year, (today + HALF_A_YEAR).year} - held)
    said = "They have demand of their own, and count for pay and leave."
    if held:
        said = f"{number(len(holidays), 'date')} in {listed(str(year) for year in sorted(held))}"
    ways = tuple((f"Add those of {year}", _at("add-holidays", unit)) for year in missing[:1])
    return Step("Bank holidays", not missing, said, ways)


def _counted(unit, today):
    """How many are on the rota now or later; with a login; with an address and no login; who need
    a scope of practice and have none."""
    waiting = Q(person__user=None) & ~Q(person__email="")
    signed = ScopeEntry.objects.filter(person=OuterRef("person"), review_due__gt=today)
    return _posts(unit, today).aggregate(
        all=_people_who(),
        logins=_people_who(person__user__isnull=False),
        waiting=_people_who(waiting),
        without=_people_who(~Exists(signed), role__in=SCOPED),
    )


def _people_who(*conditions, **fields):
    return Count("person", distinct=True, filter=Q(*conditions, **fields))


def _posts(unit, today):
    """Counted from here and not from people: right after an import PostgreSQL has no statistics,
    and takes a hundred times as long to look for the posts of each of them.
    """
    there = Q(until=None) | Q(until__gte=today)
    return Employment.objects.filter(there, person__unit=unit)


def _people(unit, counted):
    said = f"{counted['all']} on the rota" if counted["all"] else "All at once from a spreadsheet."
    ways = (("Import people", _at("import", unit)),)
    ways += (("Type one in", _at("new-person", unit)),)
    return Step("People", counted["all"] > 0, said, ways)


def _scope(unit, counted):
    """Assistant practitioners and trainees work only within a signed scope (R-07)."""
    without = counted["without"]
    said = "Assistant practitioners and trainees work only where they are signed off."
    if without:
        said = f"{number(without, 'assistant practitioner or trainee has', WITHOUT)} none yet."
    elif counted["all"]:
        said = "Everybody who needs one has one."
    ways = (("Sign people off", _at("sign-off", unit)),)
    return Step("Scope of practice", counted["all"] > 0 and not without, said, ways)


WITHOUT = "assistant practitioners and trainees have"


def _demand(unit):
    lines = unit.demand.count()
    said = number(lines, "line") if lines else "How many are needed where, on which days and when."
    return Step("Demand", lines > 0, said, (("Write demand", _at("demand", unit)),))


def _approvers(unit, user, today):
    """Two people, one after the other, approve a week before it is published (R-30)."""
    held = roles_given(unit).filter(role=Membership.Role.APPROVER)
    by = {one.stage: str(one.user) for one in held}
    stages = stages_on(unit, today)
    said = [f"{stage_words(stage, unit)}: {by.get(stage, 'nobody yet')}" for stage in stages]
    administrator = may(user, unit.pk, "give_roles")
    ways = (("Say who", _at("roles", unit)),) if administrator else ()
    said = "; ".join(said) + "." if said else "No approval is asked for (R-30)."
    said += "" if administrator else " An administrator says who."
    return Step("Who approves", set(stages) <= set(by), said, ways)


def _logins(unit, counted):
    said = f"{counted['logins']} of {number(counted['all'], 'person', 'people')} can sign in."
    if not counted["all"]:
        said = "So that people read their rota on the phone."
    done = counted["logins"] > 0 and not counted["waiting"]
    return Step("Logins", done, said, (("Give logins", _at("logins", unit)),))


def _rota(unit, rota):
    if rota is not None:
        said = f"From {full(rota.starts)} to {full(rota.until)}"
        return Step("The first rota", True, said)
    said = (
        "An empty one, to be filled by hand or by auto-fill; or the one you run, from its workbook."
    )
    ways = (("Begin a rota", _at("new-rota", unit)), ("Import a workbook", _at("import", unit)))
    return Step("The first rota", False, said, ways)


def _published(rota):
    said = "Planned, submitted and approved; then everybody is told."
    ways = ()
    if rota is not None:
        week = reverse("week", args=[rota.pk, rota.starts])
        ways = (("Open the rota", reverse("rota", args=[rota.pk])), ("Its first week", week))
    return Step("The first week published", False, said, ways)


def _at(name, unit, *args):
    return reverse(name, args=[unit.pk, *args])
