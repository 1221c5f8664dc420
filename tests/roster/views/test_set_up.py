"""Places, shift types and demand as data: what is in use stays, what breaks is shown first."""

import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roster.models import Rota, ShiftType
from roster.opening_hours import WINDOW
from sites.models import Unit
from tests.factories import (
    judge_only,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def next_monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def unit(client):
    unit = make_unit()
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    return unit


def followed(client, address, within):
    """{status: [link, ...]} of the links of a page that begin so."""
    text = client.get(address).content.decode()
    found = {}
    for link in dict.fromkeys(re.findall(f'href="({within}[^"#]+)', text)):
        found.setdefault(client.get(link).status_code, []).append(link)
    return found


def new(client, unit, kind, query="", **said):
    return client.post(reverse("new-place", args=[unit.pk, kind]) + query, said)


def test_a_unit_is_set_up_from_nothing(client):
    unit = Unit.objects.create(code="NEW", name="New unit")
    client.force_login(make_user(unit, "administrator"))

    def page():
        return client.get(reverse("set-up", args=[unit.pk])).content.decode()

    assert page().count("to-do__step--open") == 10
    assert '<a href="/set-up/" aria-current="page">Set-up</a>' in page()
    new(client, unit, "site", name="Teaching", code="th")
    site = unit.sites.get()
    new(client, unit, "area", f"?of={site.pk}", name="X-ray", code="XR")
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
    new(client, unit, "competency", name="Fluoroscopy", code="FL")
    new(client, unit, "holiday", date="27/7/2027", name="Coronation")
    said = {"area": site.areas.get().pk, "days": ["mon", "tue"], "starts": "08:00"}
    said |= {"ends": "16:00", "role": "radiographer", "least": "1", "critical": "on"}
    client.post(reverse("new-demand-line", args=[unit.pk]), said)
    assert (site.code, site.areas.get().code) == ("TH", "XR")
    assert page().count("to-do__step--done") == 3  # places, shift types, demand
    monday = next_monday()
    rota = {"starts": str(monday), "weeks": "4"}
    begun = client.post(reverse("new-rota", args=[unit.pk]), rota)
    assert begun.url == reverse("rota", args=[Rota.objects.get().pk])
    following = client.get(reverse("new-rota", args=[unit.pk])).content.decode()
    after = monday + timedelta(days=28)
    assert f'value="{after.day} {after:%B %Y}"' in following
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


def test_a_new_shift_type_is_offered_a_break_and_one_without_keeps_none(client, unit):
    def offered(name, *args):
        page = client.get(reverse(name, args=[unit.pk, "shift", *args]))
        return page.context["form"]["break_minutes"].value()

    short = unit.shift_types.get(code="SH")
    assert (offered("new-place"), offered("place", short.pk)) == (30, 0)


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


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_new_times_take_back_weeks_submitted_or_approved_once_that_was_seen(client, unit, state):
    judge_only(unit)
    early = unit.shift_types.get(code="E")
    rota = make_rota(unit, next_monday(), 2, state=state)
    make_duty(rota, make_person(unit), next_monday())
    address = reverse("place", args=[unit.pk, "shift", early.pk])
    shown = client.post(address, shift_form(early, ends="15:00"))
    said = "is a draft again. E was changed: 08:00 to 15:00 now."
    assert said in shown.content.decode()
    assert {week.state for week in rota.rota_weeks.all()} == {state}
    seen = shown.context["foreseen"].mark
    kept = client.post(address, shift_form(early, ends="15:00") | {"seen": seen}, follow=True)
    assert said in kept.content.decode()
    first, second = rota.rota_weeks.order_by("monday")
    assert (first.state, second.state) == ("draft", state)
    assert first.returned_reason == "E was changed: 08:00 to 15:00 now."


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_times_told_stay_where_what_was_changed_since_waits_for_approval(client, unit, state):
    early = unit.shift_types.get(code="E")
    rota = make_rota(unit, next_monday(), 1)
    make_duty(rota, make_person(unit), next_monday())
    make_release(rota, next_monday())
    rota.rota_weeks.update(state=state)
    response = client.post(
        reverse("place", args=[unit.pk, "shift", early.pk]), shift_form(early, ends="15:00")
    )
    assert response.status_code == 422
    assert "E stands under 1 published duty" in response.content.decode()


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


def test_demand_is_said_that_asks_for_people_while_its_site_is_closed(client, unit):
    for ends in ("16:00", "18:00"):
        client.post(reverse("new-demand-line", args=[unit.pk]), demand(unit, ends=ends))
    page = reverse("demand", args=[unit.pk])
    assert client.get(page).context["outside"] == []
    window = {"sites": {"TH": {"window_end": "16:00"}}}
    unit.rule_settings.create(rule=WINDOW, parameters=window, in_force_from=date(2020, 1, 1))
    said = (
        "General X-ray, Teaching Hospital, Mon: 1 radiographer 08:00–18:00: the site is open 08:00"
    )
    assert client.get(page).context["outside"] == [f"{said} to 16:00."]
    assert said in client.get(page).content.decode()


def test_demand_shows_the_gaps_it_makes_before_it_is_kept(client, unit):
    judge_only(unit, "R-33")
    make_rota(unit, next_monday(), 1)
    address = reverse("new-demand-line", args=[unit.pk])
    text = client.post(address, demand(unit, critical="on")).content.decode()
    assert "It would cause 1 new breach" in text
    assert not unit.demand.exists()
    mark = text.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, demand(unit, critical="on", seen=mark)).status_code == 302
    line = unit.demand.get()
    assert (line.days, line.critical, line.position) == (["mon"], True, 0)


def test_demand_in_force_since_a_past_date_is_judged_from_then_on(client, unit):
    judge_only(unit, "R-33")
    make_rota(unit, next_monday() - timedelta(weeks=20), 1)
    address = reverse("new-demand-line", args=[unit.pk])
    since = f"{next_monday() - timedelta(weeks=21):%Y-%m-%d}"
    text = client.post(address, demand(unit, in_force_from=since)).content.decode()
    assert "It would cause 1 new breach" in text
    text = client.post(address, demand(unit), follow=True).content.decode()
    assert "The demand is kept." in text
    assert "Not judged anew: 1 earlier rota, from" in text


def test_a_bank_holiday_of_the_past_is_judged_in_its_rota_and_what_has_no_date_is_not(client, unit):
    judge_only(unit, "R-33")
    monday = next_monday() - timedelta(weeks=20)
    make_rota(unit, monday, 1)
    area = unit.sites.get(code="TH").areas.get(code="XR")
    hours = {"starts": time(8), "ends": time(16)}
    unit.demand.create(area=area, days=["bank_holiday"], role="radiographer", least=1, **hours)
    text = new(client, unit, "holiday", date=str(monday), name="Wake").content.decode()
    assert "It would cause 1 new breach" in text
    address = reverse("new-place", args=[unit.pk, "shift"])
    late = shift_form(unit.shift_types.get(code="L"), code="Q")
    assert (
        "Not judged anew: 1 earlier rota"
        in client.post(address, late, follow=True).content.decode()
    )


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
    found = [(entry["role"], entry["able"], entry["short"]) for entry in lines]
    assert found == [
        ("radiographer", 1, False),
        ("radiologist", 0, True),
        ("assistant practitioner", 2, True),
    ]


def test_who_could_cover_a_line_is_counted_while_it_is_typed(client, unit):
    address = reverse("demand-able", args=[unit.pk])
    make_person(unit, "asha", role="assistant_practitioner", band="4")
    make_person(unit, "bea")

    def told(**changed):
        return client.get(address, demand(unit, **changed)).content.decode()

    assert told(role="radiologist").count("said--warning") == 1
    assert "Nobody could cover it on" in told(role="radiologist")
    assert ", and 2 are asked for" in told(least="2")
    assert "2 could cover it" in told(role="assistant_practitioner", least="2")
    assert "said--warning" not in told()
    assert "1 could cover it" in told(
        least="", starts="", days=[], ideal="x"
    )  # half of it is typed
    assert told(area="").strip() == told(role="").strip() == ""
    elsewhere = make_unit("OTHER").sites.first().areas.first()
    assert told(area=elsewhere.pk).strip() == ""
    assert not unit.demand.exists()


def test_who_could_cover_a_new_line_is_said_of_what_its_empty_form_shows(client, unit):
    def shown(name):
        return client.get(reverse(name, args=[unit.pk])).content.decode()

    assert "Nobody could cover it on" in shown("new-demand-line")
    make_person(unit, "bea")
    assert "1 could cover it on" in shown("new-demand-line")
    assert "could cover it on" not in shown("new-demand-dates")  # begun as a closed place
    bare = Unit.objects.create(code="BARE", name="Bare")
    client.force_login(make_user(bare, "rota_manager"))
    assert client.get(reverse("new-demand-line", args=[bare.pk])).status_code == 200


def test_who_could_cover_is_counted_on_the_first_day_a_typed_line_holds(client, unit):
    later = timezone.localdate() + timedelta(days=30)
    make_person(unit, "bea").employments.update(starts=later)
    address, spoken = reverse("demand-able", args=[unit.pk]), f"{later.day} {later:%B %Y}"
    for typed in (
        demand(unit, in_force_from=spoken),
        demand(unit, kind="instead", starts_on=spoken, until=""),
    ):
        told = client.get(address, typed).content.decode()
        assert f"1 could cover it on {spoken}" in told
        assert "Nobody" in client.get(address, demand(unit)).content.decode()
    shut = demand(unit, kind="closed", starts_on=spoken)
    assert client.get(address, shut).content.decode().strip() == ""
    unsaid = demand(unit, kind="instead", starts_on="soon")
    assert client.get(address, unsaid).content.decode().strip() == ""


def test_demand_that_nobody_could_cover_is_kept_and_said(client, unit):
    page = client.post(reverse("new-demand-line", args=[unit.pk]), demand(unit), follow=True)
    assert unit.demand.count() == 1
    assert "The demand is kept. Nobody could cover it on" in page.content.decode()


def test_who_could_cover_a_line_is_named_where_it_is_opened(client, unit):
    make_person(unit, "asha", name="Asha", role="assistant_practitioner", band="4")
    make_person(unit, "bea", name="Bea").employments.update(until=timezone.localdate())
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"area": area, "days": ["mon"], "starts": time(8), "ends": time(16), "least": 3}
    line = unit.demand.create(**line, role="assistant_practitioner")
    tomorrow = timezone.localdate() + timedelta(days=1)

    def named(**asked):
        page = client.get(reverse("demand", args=[unit.pk]), asked).content.decode()
        address = re.search(rf'href="([^"]*/demand/{line.pk}/\?on=[^"]*)#coverers"', page)[1]
        text = client.get(address).content.decode()
        return [name for name in ("Asha", "Bea") if f">{name}</a></li>" in text]

    assert (named(), named(on=str(tomorrow))) == (["Asha", "Bea"], ["Asha"])
    none = {"parameters": {"substitution": "none"}, "in_force_from": date(2020, 1, 1)}
    unit.rule_settings.create(rule="R-34", **none)
    assert named() == ["Asha"]
    unit.people.all().delete()
    opened = client.get(reverse("demand-line", args=[unit.pk, line.pk])).content.decode()
    assert "nobody</span> has the post" in opened


def test_an_assistant_out_of_scope_could_not_cover(client, unit):
    asha = make_person(unit, "asha", role="assistant_practitioner", band="4")
    asha.scope.filter(area__code="XR").update(review_due=timezone.localdate())
    area = unit.sites.get(code="TH").areas.get(code="XR")
    times = {"starts": time(8), "ends": time(16)}
    unit.demand.create(area=area, days=["mon"], role="assistant_practitioner", least=1, **times)
    assert client.get(reverse("demand", args=[unit.pk])).context["lines"][0]["able"] == 0


def test_the_week_is_drawn_by_half_hours(client, unit):
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"area": area, "role": "radiographer"}
    unit.demand.create(**line, days=["mon"], starts=time(8), ends=time(9), least=1)
    unit.demand.create(**line, days=["mon", "tue"], starts=time(8, 30), ends=time(9, 15), least=2)
    week = client.get(reverse("demand", args=[unit.pk]), {"on": "2026-11-25"}).context["week"]
    assert week["days"] == [
        ("Mon 23", "Monday 23 November", False),
        ("Tue 24", "Tuesday 24 November", False),
    ]
    assert [(f"{at:%H:%M}", [count for count, _ in cells]) for at, cells in week["rows"]] == [
        ("08:00", [1, 0]),
        ("08:30", [3, 2]),
        ("09:00", [2, 2]),
    ]


def test_every_row_of_the_set_up_is_opened_from_it(client, unit):
    skill = unit.competencies.create(code="FL", name="Fluoroscopy")
    unit.bank_holidays.create(date=date(2099, 12, 25), name="Christmas")
    one, other = unit.sites.all()[:2]
    one.travel_from.get_or_create(to_site=other, defaults={"minutes": 20})
    one.areas.first().needs.create(competency=skill, least=1)
    found = followed(client, reverse("set-up", args=[unit.pk]), "/units/")
    assert list(found) == [200]
    rows = [link for link in found[200] if re.search(r"/set-up/[a-z]+/\d+/$", link)]
    kinds = {link.split("/")[-3] for link in rows}
    assert kinds == {"site", "area", "need", "travel", "holiday", "competency", "shift"}


def test_what_was_typed_is_text_in_the_lines_of_demand(client, unit):
    area = unit.sites.get(code="TH").areas.get(code="XR")
    area.name = "<i>X-ray</i>"
    area.save()
    skill = unit.competencies.create(code="FL", name="<b>Fluoroscopy</b>")
    line = {"area": area, "days": ["mon"], "starts": time(8), "ends": time(16), "least": 1}
    season = {"in_force_from": date(2020, 1, 6), "in_force_until": date(2099, 1, 4)}
    unit.demand.create(**line, **season, role="radiographer", competency=skill, critical=True)
    text = client.get(reverse("demand", args=[unit.pk])).content.decode()
    assert "TH, &lt;i&gt;X-ray&lt;/i&gt;</a>" in text
    assert "radiographer, &lt;b&gt;Fluoroscopy&lt;/b&gt; <span" in text
    assert '08:00–16:00 <span class="quiet small">from 6 Jan 2020 to 4 Jan 2099</span>' in text


def test_every_line_of_demand_is_opened_from_its_page(client, unit):
    make_person(unit)
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"area": area, "starts": time(8), "ends": time(16), "role": "radiographer", "least": 1}
    now = unit.demand.create(**line, days=["mon"])
    later = unit.demand.create(**line, days=["mon"], in_force_from=date(2099, 1, 5))
    dated = {"starts_on": date(2099, 1, 7), "until": date(2099, 1, 7), "kind": "also"}
    dated = unit.demand_exceptions.create(**line, **dated)
    page = reverse("demand", args=[unit.pk])
    found = followed(client, page, page)
    assert list(found) == [200]
    today = timezone.localdate()
    assert set(found[200]) > {
        *(f"{page}{row.pk}/" for row in (now, later)),
        *(f"{page}{now.pk}/?on={today}", f"{page}{later.pk}/?on=2099-01-05"),
        f"{page}dates/{dated.pk}/",
    }


def test_other_seasons_stand_each_under_its_dates_the_soonest_first(client, unit):
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"area": area, "days": ["mon"], "role": "radiographer", "least": 1}
    winter = {"in_force_from": date(2098, 12, 8), "in_force_until": date(2099, 1, 4)}
    for starts in (8, 9):
        hours = {"starts": time(starts), "ends": time(16)}
        unit.demand.create(**line, **hours, in_force_from=date(2099, 1, 5))
        unit.demand.create(**line, **hours, **winter)
    text = client.get(reverse("demand", args=[unit.pk])).content.decode()
    dates = re.findall(r"<summary><b>(.*?)</b> <span class=\"quiet\">(.*?)</span>", text)
    assert dates == [
        ("8 December 2098 to 4 January 2099", "2 lines"),
        ("From 5 January 2099 on", "2 lines"),
    ]
    assert "<td>08:00–16:00</td>" in text


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


def test_an_area_asks_for_a_competency_once_each(client, unit):
    area = unit.sites.get(code="TH").areas.get(code="XR")
    fluoroscopy = unit.competencies.create(code="FL", name="Fluoroscopy")
    query = f"?of={area.pk}"
    assert new(client, unit, "need", query, competency=fluoroscopy.pk, least="2").status_code == 302
    need = area.needs.get()
    assert (need.competency, need.least) == (fluoroscopy, 2)
    text = client.get(reverse("set-up", args=[unit.pk])).content.decode()
    assert "At least 2 with Fluoroscopy whenever it is worked in" in text
    again = new(client, unit, "need", query, competency=fluoroscopy.pk, least="1")
    assert "Select a valid choice" in again.content.decode()
    address = reverse("place", args=[unit.pk, "need", need.pk])
    assert client.post(address, {"competency": fluoroscopy.pk, "least": "1"}).status_code == 302
    assert client.post(reverse("remove-place", args=[unit.pk, "need", need.pk])).status_code == 302
    assert not area.needs.exists()


@pytest.mark.parametrize("kind", ["need", "area"])
def test_what_stands_within_another_row_is_opened_from_it(client, unit, kind):
    other = make_unit("OTHER").sites.first()
    elsewhere = other.areas.first() if kind == "need" else other
    for within in ("", "x", "9" * 19, elsewhere.pk):
        address = reverse("new-place", args=[unit.pk, kind]) + f"?of={within}"
        assert client.get(address).status_code == 404


def test_a_competency_wanted_is_judged_before_it_is_kept(client, unit):
    judge_only(unit, "R-34")
    make_duty(make_rota(unit, next_monday(), 1), make_person(unit), next_monday())
    skill = unit.competencies.create(code="FL", name="Fluoroscopy")
    area = unit.sites.get(code="TH").areas.get(code="XR")
    response = new(client, unit, "need", f"?of={area.pk}", competency=skill.pk, least="1")
    assert "It would cause 1 new breach" in response.content.decode()
    assert not area.needs.exists()


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("", None, None),
        ("none", [], "none"),
        ("12:00 to 12:30", [["12:00", "12:30"]], "12:00 to 12:30"),
        (
            "9.30-9.45; 12:00–12:30 and 15:30 to 16:00",
            [["09:30", "09:45"], ["12:00", "12:30"], ["15:30", "16:00"]],
            "09:30 to 09:45; 12:00 to 12:30; 15:30 to 16:00",
        ),
    ],
)
def test_fixed_breaks_are_typed_and_shown_as_text(client, unit, typed, kept, shown):
    early = unit.shift_types.get(code="E")
    address = reverse("place", args=[unit.pk, "shift", early.pk])
    assert client.post(address, shift_form(early, breaks=typed)).status_code == 302
    early.refresh_from_db()
    assert early.breaks == kept
    assert client.get(address).context["form"]["breaks"].value() == shown


def test_a_break_after_midnight_lies_in_a_night(client, unit):
    said = {"code": "N", "name": "Night", "starts": "22:00", "ends": "06:00"}
    said |= {
        "break_minutes": "30",
        "work_class": "clinical",
        "breaks": "23:30 to 00:15; 02:00-02:30",
    }
    assert new(client, unit, "shift", **said).status_code == 302
    kept = unit.shift_types.get(code="N").breaks
    assert kept == [["23:30", "00:15"], ["02:00", "02:30"]]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("noon", "Type breaks like"),
        ("12:00", "Type breaks like"),
        ("24:00 to 24:30", "Type breaks like"),
        ("07:30 to 08:15", "is not within the shift"),
        ("15:45 to 16:15", "is not within the shift"),
        ("12:30 to 12:00", "is not within the shift"),
        ("12:00 to 12:30; 12:15 to 12:45", "or not in order"),
    ],
)
def test_a_break_that_cannot_be_is_refused(client, unit, typed, wrong):
    early = unit.shift_types.get(code="E")
    address = reverse("place", args=[unit.pk, "shift", early.pk])
    response = client.post(address, shift_form(early, breaks=typed))
    assert response.status_code == 422
    assert wrong in response.content.decode()
    early.refresh_from_db()
    assert early.breaks is None
