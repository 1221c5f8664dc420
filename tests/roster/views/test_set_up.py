"""Places, shift types and demand as data: what is in use stays, what breaks is shown first."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roster.models import Rota, ShiftType
from roster.opening_hours import WINDOW
from sites.models import Unit
from tests.factories import judge_only, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db


def next_monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def unit(client):
    unit = make_unit()
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    return unit


def new(client, unit, kind, query="", **said):
    return client.post(reverse("new-place", args=[unit.pk, kind]) + query, said)


def test_a_unit_is_set_up_from_nothing(client):
    unit = Unit.objects.create(code="NEW", name="New unit")
    client.force_login(make_user(unit, "administrator"))

    def page():
        return client.get(reverse("set-up", args=[unit.pk])).content.decode()

    assert "a site, then an area of a site, then a shift type, then somebody" in page()
    new(client, unit, "site", name="Teaching", code="th")
    site = unit.sites.get()
    new(client, unit, "area", f"?site={site.pk}", name="X-ray", code="XR")
    new(
        client,
        unit,
        "shift",
        code="E",
        starts="08:00",
        ends="16:00",
        break_minutes="30",
        work_class="clinical",
        name="Early",
    )
    new(client, unit, "technique", name="Fluoroscopy", code="FL")
    new(client, unit, "holiday", date="27/7/2027", name="Coronation")
    said = {"area": site.areas.get().pk, "days": ["mon", "tue"], "starts": "08:00"}
    said |= {"ends": "16:00", "role": "radiographer", "least": "1", "critical": "on"}
    client.post(reverse("new-demand-line", args=[unit.pk]), said)
    assert (site.code, site.areas.get().code) == ("TH", "XR")
    assert "A rota still needs: somebody on the rota, then a rota." in page()
    monday = next_monday()
    rota = {"starts": str(monday), "weeks": "4"}
    assert client.post(reverse("new-rota", args=[unit.pk]), rota).status_code == 302
    assert Rota.objects.get().rota_weeks.count() == 4
    again = client.post(reverse("new-rota", args=[unit.pk]), rota)
    assert "There is a rota from" in again.content.decode()
    assert Rota.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "said", "wrong"),
    [
        ("site", {"name": "X", "code": "TH"}, "There is one already"),
        ("site", {"name": "X", "code": "T H"}, "letters and digits only"),
        ("holiday", {"date": "32 Dec", "name": "X"}, "This is no date"),
        (
            "shift",
            {
                "code": "Q",
                "starts": "08:00",
                "ends": "09:00",
                "break_minutes": "60",
                "work_class": "clinical",
            },
            "The break is as long as the shift.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, unit, kind, said, wrong):
    before = unit.sites.count(), unit.shift_types.count(), unit.bank_holidays.count()
    response = new(client, unit, kind, **said)
    assert response.status_code == 422
    assert wrong in response.content.decode()
    assert (unit.sites.count(), unit.shift_types.count(), unit.bank_holidays.count()) == before


def test_a_code_stays_once_it_is_kept(client, unit):
    site = unit.sites.get(code="TH")
    address = reverse("place", args=[unit.pk, "site", site.pk])
    assert client.post(address, {"name": "Renamed", "code": "ZZ"}).status_code == 302
    site.refresh_from_db()
    assert (site.name, site.code) == ("Renamed", "TH")


def test_a_place_in_use_is_not_removed(client, unit):
    site = unit.sites.get(code="TH")
    response = client.post(reverse("remove-place", args=[unit.pk, "site", site.pk]))
    assert "Teaching Hospital is in use and stays: 2 areas" in response.content.decode()
    area = unit.sites.get(code="GH").areas.get()
    address = reverse("remove-place", args=[unit.pk, "area", area.pk])
    assert client.post(address).status_code == 302
    assert not unit.sites.get(code="GH").areas.exists()


def shift_form(shift, **changed):
    said = {"name": shift.name, "starts": f"{shift.starts:%H:%M}", "ends": f"{shift.ends:%H:%M}"}
    said |= {"break_minutes": shift.break_minutes, "work_class": shift.work_class}
    return said | changed


@pytest.mark.parametrize("state", ["published", "closed"])
def test_a_shift_type_stays_under_published_duties_but_for_its_name(client, unit, state):
    early = unit.shift_types.get(code="E")
    make_duty(make_rota(unit, next_monday(), 1, state=state), make_person(unit), next_monday())
    address = reverse("place", args=[unit.pk, "shift", early.pk])
    response = client.post(address, shift_form(early, ends="15:00"))
    assert response.status_code == 422
    assert "E stands under 1 published duty" in response.content.decode()
    assert client.post(address, shift_form(early, name="Morning")).status_code == 302
    early.refresh_from_db()
    assert (early.ends, early.name) == (time(16), "Morning")


def test_duties_not_published_move_with_their_shift_type(client, unit):
    judge_only(unit)
    early = unit.shift_types.get(code="E")
    duty = make_duty(make_rota(unit, next_monday(), 1), make_person(unit), next_monday())
    before = duty.ends_at
    address = reverse("place", args=[unit.pk, "shift", early.pk])
    assert client.post(address, shift_form(early, ends="15:00")).status_code == 302
    duty.refresh_from_db()
    assert before - duty.ends_at == timedelta(hours=1)


def test_times_that_would_lay_duties_over_each_other_are_refused(client, unit):
    rota, person = make_rota(unit, next_monday(), 1), make_person(unit)
    make_duty(rota, person, next_monday(), "SH")
    make_duty(rota, person, next_monday(), "L")
    short = unit.shift_types.get(code="SH")
    response = client.post(
        reverse("place", args=[unit.pk, "shift", short.pk]), shift_form(short, ends="13:00")
    )
    assert response.status_code == 422
    assert "would lie over another duty" in response.content.decode()
    assert ShiftType.objects.get(pk=short.pk).ends == time(12)


def demand(unit, **changed):
    area = unit.sites.get(code="TH").areas.get(code="XR")
    said = {"area": area.pk, "days": ["mon"], "starts": "08:00", "ends": "16:00"}
    return said | {"role": "radiographer", "least": "1"} | changed


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"starts": "07:30"}, "is open 08:00 to 20:00"),
        ({"ends": "20:30"}, "is open 08:00 to 20:00"),
        ({"ends": "08:00"}, "is open 08:00 to 20:00"),
        ({"ideal": "0"}, "The ideal is less than the least."),
        ({"days": []}, "This field is required."),
        ({"in_force_from": "2 Jan 2027", "in_force_until": "1 Jan 2027"}, "before the first day"),
    ],
)
def test_demand_that_cannot_be_is_refused(client, unit, changed, wrong):
    response = client.post(reverse("new-demand-line", args=[unit.pk]), demand(unit, **changed))
    assert response.status_code == 422
    assert wrong in response.content.decode()
    assert not unit.demand.exists()


def test_a_sites_own_hours_hold_for_its_demand(client, unit):
    window = {"sites": {"TH": {"window_start": "07:00"}}}
    unit.rule_settings.create(rule=WINDOW, parameters=window, in_force_from=date(2020, 1, 1))
    address = reverse("new-demand-line", args=[unit.pk])
    assert client.post(address, demand(unit, starts="07:00")).status_code == 302
    assert unit.demand.get().starts == time(7)


def test_demand_shows_the_gaps_it_makes_before_it_is_kept(client, unit):
    judge_only(unit, "R-33")
    make_rota(unit, next_monday(), 1)
    address = reverse("new-demand-line", args=[unit.pk])
    text = client.post(address, demand(unit, critical="on")).content.decode()
    assert "It would newly break 1 rule" in text
    assert not unit.demand.exists()
    mark = text.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, demand(unit, critical="on", seen=mark)).status_code == 302
    line = unit.demand.get()
    assert (line.days, line.critical, line.position) == (["mon"], True, 0)


def test_who_could_cover_a_line_is_counted_beside_it(client, unit):
    make_person(unit, "asha", name="Asha", role="assistant_practitioner", band="4")
    make_person(unit, "bea", name="Bea")
    gone = make_person(unit, "cora", name="Cora")
    gone.employments.update(until=date(2025, 1, 1))
    elsewhere = make_person(unit, "dee", name="Dee")
    elsewhere.inductions.filter(site__code="TH").delete()
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"area": area, "days": ["mon"], "starts": time(8), "ends": time(16)}
    unit.demand.create(**line, role="radiographer", least=1)
    unit.demand.create(**line, role="radiologist", least=1)
    unit.demand.create(**line, role="assistant_practitioner", least=3)
    lines = client.get(reverse("demand", args=[unit.pk])).context["lines"]
    found = [(entry["role"], [p.name for p in entry["able"]], entry["short"]) for entry in lines]
    assert found == [
        ("radiographer", ["Bea"], False),
        ("radiologist", [], True),
        ("assistant practitioner", ["Asha", "Bea"], True),
    ]


def test_an_assistant_out_of_scope_could_not_cover(client, unit):
    asha = make_person(unit, "asha", role="assistant_practitioner", band="4")
    asha.scope.filter(area__code="XR").update(review_due=timezone.localdate())
    area = unit.sites.get(code="TH").areas.get(code="XR")
    times = {"starts": time(8), "ends": time(16)}
    unit.demand.create(area=area, days=["mon"], role="assistant_practitioner", least=1, **times)
    assert client.get(reverse("demand", args=[unit.pk])).context["lines"][0]["able"] == []


def test_the_week_is_drawn_by_half_hours(client, unit):
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"area": area, "role": "radiographer"}
    unit.demand.create(**line, days=["mon"], starts=time(8), ends=time(9), least=1)
    unit.demand.create(**line, days=["mon", "tue"], starts=time(8, 30), ends=time(9, 15), least=2)
    week = client.get(reverse("demand", args=[unit.pk])).context["week"]
    assert week["days"] == [("Mon", "Monday"), ("Tue", "Tuesday")]
    assert [(f"{at:%H:%M}", [count for _, count, _ in cells]) for at, cells in week["rows"]] == [
        ("08:00", [1, 0]),
        ("08:30", [3, 2]),
        ("09:00", [2, 2]),
    ]


@pytest.mark.parametrize("page", ["set-up", "demand"])
def test_more_rows_take_no_more_queries(client, unit, page):
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"area": area, "days": ["mon"], "role": "radiographer", "least": 1}

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(page, args=[unit.pk])).status_code == 200
        return len(captured)

    unit.demand.create(**line, starts=time(8), ends=time(9))
    make_person(unit)
    first = count()
    for hour in range(9, 14):
        unit.demand.create(**line, starts=time(hour), ends=time(hour + 1))
        make_person(unit)
        site = unit.sites.create(code=f"S{hour}", name="Another")
        site.areas.create(code="XR", name="X-ray")
    assert count() == first


def test_the_bank_holidays_of_a_year_are_added_once(client, unit):
    address = reverse("add-holidays", args=[unit.pk])
    unit.bank_holidays.create(date=date(2026, 12, 25), name="Ours")
    client.post(address, {"year": "2026"})
    client.post(address, {"year": "2026"})
    assert unit.bank_holidays.get(date=date(2026, 12, 25)).name == "Ours"
    assert unit.bank_holidays.count() == 8
