"""The calendar file: one event a duty, known again whatever changes, in London's own time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from roster.calendar_file import written
from roster.released import my_rota
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 19)
ADDRESS = "https://rota.example.org/my/"
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def asha():
    return make_person(make_unit(), reference="asha", name="Asha N")


@pytest.fixture
def rota(asha):
    """LD on the Saturday and Sunday of the clock change."""
    rota = make_rota(asha.unit, starts=MONDAY, weeks=2)
    for n in (5, 6):
        make_duty(rota, asha, MONDAY + timedelta(days=n), shift="LD")
    return rota


def weeks(asha):
    now = datetime(2026, 10, 19, 9, tzinfo=UTC)
    return my_rota(person=asha, now=now).weeks


def events(asha, **arguments):
    text = written(person=asha, weeks=weeks(asha), address=ADDRESS, **arguments)
    return Calendar.from_ical(text).walk("VEVENT")


def test_an_event_says_when_and_where_and_nothing_of_others(rota, asha):
    make_release(rota, MONDAY)
    event = events(asha)[0]
    assert {name: str(event[name]) for name in ("summary", "location", "status", "url")} == {
        "summary": "LD General X-ray",
        "location": "General X-ray, Teaching Hospital",
        "status": "CONFIRMED",
        "url": ADDRESS,
    }
    assert str(event["description"]) == (
        "Unpaid break 1 h. The rota as it stands: https://rota.example.org/my/"
    )
    assert event["uid"] == f"duty-{asha.pk}-20261024-1@rota.example.org"


def test_times_are_londons_on_both_sides_of_the_clock_change(rota, asha):
    make_release(rota, MONDAY)
    starts = [event["dtstart"] for event in events(asha)]
    assert [value.params["TZID"] for value in starts] == ["Europe/London"] * 2
    assert [value.dt.astimezone(UTC).hour for value in starts] == [7, 8]
    assert [value.dt.hour for value in starts] == [8, 8]


def test_the_time_zone_comes_with_the_file(rota, asha):
    make_release(rota, MONDAY)
    text = written(person=asha, weeks=weeks(asha), address=ADDRESS)
    (zone,) = Calendar.from_ical(text).walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/London"
    assert "BEGIN:VTIMEZONE" not in written(person=asha, weeks=[], address=ADDRESS)


def test_a_moved_duty_keeps_its_event_and_raises_its_number(rota, asha):
    make_release(rota, MONDAY)
    before = events(asha)
    rota.duties.filter(date=MONDAY + timedelta(days=5)).delete()
    make_duty(rota, asha, MONDAY + timedelta(days=5), shift="E", site="GH")
    make_release(rota, MONDAY, number=2)
    after = events(asha)
    assert [event["uid"] for event in after] == [event["uid"] for event in before]
    assert [event["sequence"] for event in before + after] == [1, 1, 2, 2]
    assert str(after[0]["summary"]) == "E General X-ray"


def test_two_duties_of_a_date_are_two_events(rota, asha):
    for shift in ("SH", "L"):
        make_duty(rota, asha, MONDAY, shift=shift)
    make_release(rota, MONDAY)
    assert [event["uid"].split("@")[0][-10:] for event in events(asha)] == [
        "20261019-1",
        "20261019-2",
        "20261024-1",
        "20261025-1",
    ]


def test_what_is_gone_is_cancelled_under_the_same_name(rota, asha):
    make_release(rota, MONDAY)
    (week,) = weeks(asha)
    names = [event["uid"] for event in events(asha)]
    told = [duty.told for duty in week.duties]
    rota.duties.filter(date=MONDAY + timedelta(days=6)).delete()
    make_release(rota, MONDAY, number=2)
    found = {event["uid"]: str(event["status"]) for event in events(asha, before=told)}
    assert found == dict(zip(names, ["CONFIRMED", "CANCELLED"], strict=True))


def test_a_long_or_odd_name_is_folded_and_escaped(rota, asha):
    rota.duties.update(area=None)
    name = "Königin-Elisabeth, Haus; Ost " * 5
    asha.unit.sites.filter(code="TH").update(name=name[:120])
    make_release(rota, MONDAY)
    text = written(person=asha, weeks=weeks(asha), address=ADDRESS)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert str(events(asha)[0]["location"]) == name[:120]
