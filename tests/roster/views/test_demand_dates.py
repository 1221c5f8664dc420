"""Demand on single dates by its form: shown first, then kept with its history."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roster.models import DemandChange
from roster.snapshot import problem_of
from tests.factories import judge_only, make_person, make_rota, make_unit, make_user
from tests.roster.views.test_set_up import demand, next_monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def unit(client):
    unit = make_unit()
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    return unit


def area(unit, code="XR"):
    return unit.sites.get(code="TH").areas.get(code=code)


def closed(unit, on=None, **changed):
    said = {"area": area(unit).pk, "starts_on": str(on or next_monday()), "kind": "closed"}
    return said | {"until": "", "reason": "Refit", "role": "radiographer", "least": "1"} | changed


def also(unit, on=None, **changed):
    line = {"kind": "also", "starts": "08:00", "ends": "12:00", "least": "2", "reason": "List"}
    return closed(unit, on) | line | changed


def add(client, unit, said):
    return client.post(reverse("new-demand-dates", args=[unit.pk]), said)


def page(client, unit, **asked):
    return client.get(reverse("demand", args=[unit.pk]), asked)


def weekly(unit, least=1):
    times = {"starts": "08:00", "ends": "16:00"}
    days = ["mon", "tue"]
    return unit.demand.create(area=area(unit), days=days, role="radiographer", least=least, **times)


def test_a_closed_room_has_no_line_whatever_the_form_still_holds(client, unit):
    assert add(client, unit, closed(unit, critical="on", ideal="x")).status_code == 302
    row = unit.demand_exceptions.get()
    assert (row.kind, row.starts_on, row.until) == ("closed", next_monday(), next_monday())
    assert (row.role, row.least, row.ideal, row.critical) == ("", None, None, False)
    change = DemandChange.objects.get()
    on = f"{next_monday().day} {next_monday():%B %Y}"
    said = f"General X-ray, Teaching Hospital, {on}: closed (Refit)"
    assert (change.by.name, change.before, change.after) == ("Mo", "", said)


def test_another_list_is_a_line_with_its_people(client, unit):
    assert add(client, unit, also(unit, critical="on", ideal="3")).status_code == 302
    row = unit.demand_exceptions.get()
    assert (row.kind, row.least, row.ideal, row.critical) == ("also", 2, 3, True)
    assert "also 2 radiographers 08:00–12:00 (ideal 3), critical (List)" in (
        DemandChange.objects.get().after
    )


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"starts": ""}, "Say it, or that the place is closed."),
        ({"least": ""}, "Say it, or that the place is closed."),
        ({"starts": "07:00"}, "is open 08:00 to 20:00"),
        ({"ideal": "1"}, "The ideal is less than the least."),
        ({"until": "1 Jan 2020"}, "It lies before the first day."),
        ({"starts_on": "32 Dec"}, "This is no date."),
        ({"reason": ""}, "This field is required."),
        ({"kind": "x"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_lost(client, unit, changed, wrong):
    response = add(client, unit, also(unit) | {"reason": "Our list"} | changed)
    assert response.status_code == 422
    text = response.content.decode()
    assert wrong in text
    assert ("Our list" in text) is ("reason" not in changed)
    assert not unit.demand_exceptions.exists()
    assert not DemandChange.objects.exists()


def test_a_place_is_not_closed_and_asked_for_on_one_date(client, unit):
    monday = next_monday()
    add(client, unit, closed(unit, monday, until=str(monday + 2 * DAY)))
    response = add(client, unit, also(unit, monday + 2 * DAY))
    assert response.status_code == 422
    assert "General X-ray, Teaching Hospital" in response.content.decode()
    assert "closed (Refit). A place is not closed and asked for" in response.content.decode()
    assert add(client, unit, also(unit, monday + 3 * DAY)).status_code == 302
    elsewhere = also(unit, monday) | {"area": area(unit, "ED").pk}
    assert add(client, unit, elsewhere).status_code == 302


def test_the_gaps_it_makes_are_shown_before_it_is_kept(client, unit):
    judge_only(unit, "R-33")
    make_rota(unit, next_monday(), 1)
    text = add(client, unit, also(unit)).content.decode()
    assert "It would cause 1 new breach" in text
    assert not unit.demand_exceptions.exists()
    assert not DemandChange.objects.exists()
    mark = text.split('name="seen" value="')[1].split('"')[0]
    assert add(client, unit, also(unit, seen=mark)).status_code == 302


def test_only_rotas_that_lie_on_its_dates_are_judged(client, unit):
    judge_only(unit, "R-33")
    make_rota(unit, next_monday() + 7 * DAY, 1)
    weekly(unit)
    with CaptureQueriesContext(connection) as far:
        add(client, unit, closed(unit, next_monday()))
    with CaptureQueriesContext(connection) as near:
        add(client, unit, closed(unit, next_monday() + 7 * DAY))
    assert len(near) > len(far)


def test_it_is_changed_and_removed_and_each_leaves_its_line(client, unit):
    add(client, unit, closed(unit))
    row = unit.demand_exceptions.get()
    address = reverse("demand-dates", args=[unit.pk, row.pk])
    assert 'value="Refit"' in client.get(address).content.decode()
    assert client.post(address, also(unit, reason="List")).status_code == 302
    row.refresh_from_db()
    assert (row.kind, row.least) == ("also", 2)
    remove = reverse("remove-demand-dates", args=[unit.pk, row.pk])
    assert "also 2 radiographers 08:00–12:00 (List)." in client.get(remove).content.decode()
    assert client.post(remove).status_code == 302
    assert not unit.demand_exceptions.exists()
    record = [(bool(c.before), bool(c.after)) for c in DemandChange.objects.order_by("pk")]
    assert record == [(False, True), (True, True), (True, False)]
    assert "closed (Refit)" in page(client, unit).content.decode()


def test_the_week_keeps_a_history_too(client, unit):
    client.post(reverse("new-demand-line", args=[unit.pk]), demand(unit))
    line = unit.demand.get()
    client.post(reverse("demand-line", args=[unit.pk, line.pk]), demand(unit, least="2"))
    client.post(reverse("demand-line", args=[unit.pk, line.pk]), demand(unit, least="2"))
    client.post(reverse("remove-demand-line", args=[unit.pk, line.pk]))
    one, two = (
        f"General X-ray, Teaching Hospital, Mon: {who} 08:00–16:00"
        for who in ("1 radiographer", "2 radiographers")
    )
    assert list(DemandChange.objects.order_by("pk").values_list("before", "after")) == [
        ("", one),
        (one, two),
        (two, ""),
    ]


def test_the_list_says_who_could_cover_and_leaves_out_what_is_over(client, unit):
    make_person(unit, "bea", name="Bea")
    today = timezone.localdate()
    add(client, unit, also(unit, next_monday()))
    add(client, unit, closed(unit, next_monday() + 3 * DAY))
    add(client, unit, closed(unit, today - 20 * DAY))
    found = page(client, unit).context["dates"]
    assert [(e["row"].kind, e["able"], e["short"]) for e in found] == [
        ("also", 1, True),
        ("closed", None, False),
    ]
    opened = [
        client.get(reverse("demand-dates", args=[unit.pk, e["row"].pk])).content.decode()
        for e in found
    ]
    assert [(">Bea</a></li>" in text, "Who could cover" in text) for text in opened] == [
        (True, True),
        (False, False),
    ]
    earlier = page(client, unit, on=str(today - 20 * DAY)).context["dates"]
    assert len(earlier) == 3


def test_the_picture_of_the_week_is_of_its_dates(client, unit):
    weekly(unit, 1)
    monday = next_monday()
    add(client, unit, closed(unit, monday))
    add(client, unit, also(unit, monday + DAY, starts="15:30", ends="16:30"))
    add(client, unit, also(unit, monday + 5 * DAY, kind="instead"))
    week = page(client, unit, on=str(monday)).context["week"]
    assert [(day, differs) for _, day, differs in week["days"]] == [
        (f"{monday + n * DAY:%A} {(monday + n * DAY).day} {monday + n * DAY:%B}", True)
        for n in (1, 5)
    ]
    counts = {f"{at:%H:%M}": [count for count, _ in cells] for at, cells in week["rows"]}
    assert (counts["08:00"], counts["12:00"], counts["15:30"]) == ([1, 2], [1, 0], [3, 0])
    assert list(counts)[-1] == "16:00"


def test_a_bank_holidays_need_is_drawn_where_the_week_has_none(client, unit):
    line = weekly(unit)
    line.days = ["bank_holiday"]
    line.save()
    monday = next_monday()
    assert [d[0] for d in page(client, unit, on=str(monday)).context["week"]["days"]] == ["BH"]
    unit.bank_holidays.create(date=monday + DAY)
    (only,) = page(client, unit, on=str(monday)).context["week"]["days"]
    assert only[0] == f"{monday + DAY:%a} {(monday + DAY).day}"


def test_another_units_dates_are_not_found_and_the_general_page_knows_none(client, unit):
    other = make_unit("OTHER")
    row = other.demand_exceptions.create(
        area=other.sites.first().areas.first(),
        kind="closed",
        starts_on=next_monday(),
        until=next_monday(),
    )
    assert client.get(reverse("demand-dates", args=[unit.pk, row.pk])).status_code == 404
    for kind in ("demand", "dates"):
        assert client.get(reverse("new-place", args=[unit.pk, kind])).status_code == 404
        assert client.post(reverse("remove-place", args=[unit.pk, kind, row.pk])).status_code == 404


def test_an_area_with_dates_is_not_removed(client, unit):
    add(client, unit, closed(unit))
    response = client.post(reverse("remove-place", args=[unit.pk, "area", area(unit).pk]))
    assert "1 exception to demand" in response.content.decode()


def test_more_dates_take_no_more_queries(client, unit):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert page(client, unit).status_code == 200
        return len(captured)

    add(client, unit, also(unit))
    page(client, unit)  # what a process looks up once
    first = count()
    for n in range(1, 6):
        add(client, unit, also(unit, next_monday() + n * DAY))
        add(client, unit, closed(unit, area=area(unit, "ED").pk))
    assert count() == first


def test_a_rota_is_planned_with_it(client, unit):
    weekly(unit)
    rota = make_rota(unit, next_monday(), 1)
    add(client, unit, closed(unit, next_monday()))
    problem = problem_of(rota)
    assert [(c.area, c.starts_on, c.reason) for c in problem.closures] == [
        ("XR", next_monday(), "Refit")
    ]
