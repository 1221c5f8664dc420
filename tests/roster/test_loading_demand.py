"""Demand with dates and rota files: on the rota's own dates the file is the truth."""

from dataclasses import replace
from datetime import time

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from roster.dumping import DatedDemand, dump_rota
from roster.models import Demand, DemandException
from roster.rotafile.reading import read
from roster.snapshot import problem_of
from sites.models import Area
from tests.factories import make_user
from tests.roster.test_loading_again import DAY, MONDAY, WEEK, line, load, small

pytestmark = pytest.mark.django_db
LINE = {"starts": time(8), "ends": time(20), "role": "radiographer", "least": 2}
UNTIL = MONDAY + 2 * WEEK - DAY


def exception(rota, kind, first, until=None):
    return DemandException.objects.create(
        unit=rota.unit,
        area=Area.objects.get(code="XR"),
        kind=kind,
        starts_on=first,
        until=until or first,
        reason="Refit",
        **({} if kind == "closed" else LINE),
    )


def rows():
    return [list(model.objects.order_by("pk").values_list()) for model in (Demand, DemandException)]


def dump(**how):
    return dump_rota("IXF", str(MONDAY), **how)


def test_dates_a_file_cannot_say_are_refused_by_name_and_left_out_when_asked(tmp_path):
    rota = load(small(demand=(line(1),)))
    exception(rota, "closed", MONDAY + DAY)
    places = "X-ray, Teaching Hospital on 3 November 2026"
    with pytest.raises(DatedDemand, match=f"asks for other people in {places}: a file would not"):
        dump()
    out = tmp_path / "out.json"
    with pytest.raises(CommandError, match=r"With --weekly-demand it is left out\."):
        call_command("dump_rota", "IXF", str(MONDAY), "-o", str(out))
    assert not out.exists()
    call_command("dump_rota", "IXF", str(MONDAY), "-o", str(out), "--weekly-demand")
    assert read(out.read_bytes()).demand == (line(1),)


def test_the_week_alone_loaded_again_leaves_the_dates():
    rota = load(small(demand=(line(1),)))
    exception(rota, "closed", MONDAY + DAY)
    before, data = rows(), dump(weekly_demand=True)
    load(read(data))
    assert rows() == before
    assert dump(weekly_demand=True) == data


def test_dates_a_file_can_say_come_back_as_they_were():
    rota = load(small(demand=(line(1),)))
    exception(rota, "instead", MONDAY - DAY, MONDAY + 4 * WEEK)
    data, before = dump(), rows()
    said = read(data).demand
    assert [(len(d.days), d.least) for d in said] == [(7, 2)]
    load(read(data))
    assert rows() == before
    assert dump() == data


def test_another_file_takes_the_place_of_what_was_asked_on_its_dates():
    rota = load(small(demand=(line(1),)))
    exception(rota, "closed", MONDAY + DAY)
    exception(rota, "also", MONDAY - WEEK, MONDAY + DAY)
    exception(rota, "also", UNTIL, UNTIL + WEEK)
    outside = exception(rota, "closed", UNTIL + DAY)
    wanted = (line(3), replace(line(4), days=("sat",)))
    load(small(demand=wanted))
    problem = problem_of(rota)
    assert (problem.demand, problem.closures) == (wanted, ())
    left = DemandException.objects.order_by("starts_on", "pk")
    assert [(e.kind, e.starts_on, e.until) for e in left] == [
        ("also", MONDAY - WEEK, MONDAY - DAY),
        ("closed", UNTIL + DAY, UNTIL + DAY),
        ("also", UNTIL + DAY, UNTIL + WEEK),
    ]
    assert left[1] == outside


def test_a_season_that_begins_within_the_rota_begins_after_it():
    rota = load(small(demand=(line(1),)))
    Demand.objects.update(in_force_until=MONDAY + 3 * DAY)
    area = Area.objects.get(code="XR")
    season = {"unit": rota.unit, "area": area, "days": ["mon"]} | LINE
    Demand.objects.create(in_force_from=MONDAY + 4 * DAY, **season)
    Demand.objects.create(in_force_from=MONDAY + DAY, in_force_until=UNTIL, **season)
    load(small(demand=(line(5),)))
    assert problem_of(rota).demand == (line(5),)
    held = Demand.objects.order_by("in_force_from").values_list(
        "least", "in_force_from", "in_force_until"
    )
    assert list(held) == [(5, MONDAY, UNTIL), (2, UNTIL + DAY, None)]


def test_the_page_says_why_there_is_no_file_and_offers_one(client):
    rota = load(small(demand=(line(1),)))
    exception(rota, "also", MONDAY)
    client.force_login(make_user(rota.unit, "rota_manager"))
    address = reverse("export-file", args=[rota.pk])
    response = client.get(address)
    assert response.status_code == 422
    text = response.content.decode()
    assert "asks for other people in X-ray, Teaching Hospital on 2 November 2026" in text
    assert f'href="{address}?demand=week"' in text
    found = read(client.get(f"{address}?demand=week").content)
    assert found.demand == (line(1),)
