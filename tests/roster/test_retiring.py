"""The last day on which a site, an area or a shift type is in use."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from roster.asking_forms import RequestForm
from roster.autofill.possible import Possible
from roster.editing import Cell, EditRefused, edit_rota
from roster.problem import DAY_TYPES, Demand
from roster.snapshot import problem_of
from sites.access import areas_of
from tests.factories import (
    NOW,
    judge_only,
    make_duty,
    make_person,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONDAY = date(2026, 11, 2)
NEEDED = {"days": ["mon"], "starts": time(8), "ends": time(16), "role": "radiographer", "least": 1}


@pytest.fixture
def unit(client):
    """Its manager is signed in. An early is worked in TH/XR on a Tuesday, where demand goes on."""
    unit = make_unit()
    judge_only(unit)
    client.force_login(make_user(unit, "rota_manager"))
    make_duty(make_rota(unit, MONDAY, 1), make_person(unit, "asha"), MONDAY + DAY)
    unit.demand.create(area=places(unit)["area"], **NEEDED)
    return unit


def places(unit):
    site = unit.sites.get(code="TH")
    return {
        "site": site,
        "area": site.areas.get(code="XR"),
        "shift": unit.shift_types.get(code="E"),
    }


def last_day(client, unit, kind, on):
    """The answer to a last day typed into the form of a place."""
    row = places(unit)[kind]
    typed = {"name": row.name, "until": f"{on:%d/%m/%Y}"}
    if kind == "shift":
        typed |= {"starts": "08:00", "ends": "16:00", "break_minutes": row.break_minutes}
        typed |= {"work_class": row.work_class}
    return client.post(reverse("place", args=[unit.pk, kind, row.pk]), typed)


@pytest.mark.parametrize("kind", ["site", "area", "shift"])
def test_what_is_planned_or_asked_for_after_it_ends_first(client, unit, kind):
    code = places(unit)[kind].code
    said = last_day(client, unit, kind, MONDAY).content.decode()
    planned = f"After 2 November 2026, 1 duty is planned with {code}, the last on 3 November 2026"
    assert planned in said
    assert ("1 line of demand goes on" in said) == (kind != "shift")
    assert places(unit)[kind].until is None
    unit.demand.update(in_force_until=MONDAY + DAY)
    assert last_day(client, unit, kind, MONDAY + DAY).status_code == 302
    assert places(unit)[kind].until == MONDAY + DAY
    page = client.get(reverse("set-up", args=[unit.pk])).content.decode()
    assert "in use until 3 November 2026" in page


@pytest.mark.parametrize("kind", ["site", "area", "shift"])
def test_after_it_nothing_new_is_planned(unit, kind):
    row, rota = places(unit)[kind], unit.rotas.get()
    row.until = MONDAY + DAY
    row.save()
    early = {"shift": "E", "site": "TH", "area": "XR"}
    cells = [Cell("asha", MONDAY + n * DAY, (early,)) for n in range(3)]
    edit_rota(rota=rota, by=None, wanted=cells[:2], now=NOW)
    with pytest.raises(EditRefused, match="is in use until Tuesday 3 November 2026 only"):
        edit_rota(rota=rota, by=None, wanted=cells[2:], now=NOW)


def test_after_it_no_fill_plans_with_a_shift_type(unit):
    unit.shift_types.filter(code="E").update(until=MONDAY)
    line = Demand("TH", "XR", DAY_TYPES, time(8), time(16), "radiographer", 1)
    possible = Possible(replace(problem_of(unit.rotas.get()), demand=(line,)))
    found = [{s.code for s in possible.shifts_at[("TH", "XR"), MONDAY + n * DAY]} for n in (0, 1)]
    assert ["E" in codes for codes in found] == [True, False]


def test_what_is_over_is_offered_no_more(unit):
    yesterday = localdate() - DAY
    unit.shift_types.update(until=yesterday)
    assert [value for value, _ in RequestForm(unit=unit).fields["wants"].choices] == ["off", "on"]
    assert areas_of(unit, localdate()).filter(site__code="TH").exists()
    unit.sites.filter(code="TH").update(until=yesterday)
    assert not areas_of(unit, localdate()).filter(site__code="TH").exists()
    assert areas_of(unit).filter(site__code="TH").exists()
