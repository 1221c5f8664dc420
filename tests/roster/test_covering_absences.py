"""Who could cover an absence that nobody entered here, such as one from a rota file."""

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roster.absence_page import SOON, my_absences
from roster.models import Demand, Duty, DutyChange
from sites.models import Area
from staff.models import Unavailability
from tests.factories import (
    judge_only,
    make_absence,
    make_duty,
    make_person,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def rota(monday, client):
    """Every weekday a radiographer is needed; Asha works the Monday, Dev is free."""
    unit = make_unit()
    judge_only(unit, "R-14", "R-15", "R-33")
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    days, role = ["mon", "tue", "wed", "thu", "fri"], "radiographer"
    Demand.objects.create(
        unit=unit, area=area, days=days, starts="08:00", ends="16:00", role=role, least=1
    )
    rota = make_rota(unit, starts=monday, weeks=4)
    make_duty(rota, make_person(unit, "asha", name="Asha N"), monday)
    make_person(unit, "dev", name="Dev P")
    client.force_login(make_user(unit, "rota_manager"))
    return rota


def from_a_file(rota, first, until=None, **fields):
    asha = rota.unit.people.get(reference="asha")
    return Unavailability.objects.create(
        person=asha, kind="SL", starts_on=first, until=until or first, **fields
    )


def page_of(client, row):
    return client.get(reverse("absence", args=[row.batch]))


def shown(client, row):
    page = page_of(client, row).context["page"]
    return [
        (freed.duty, freed.stands, [[o.text for o in m.could] for m in freed.missing])
        for freed in page.freed
    ]


def led_to(client, row):
    """What Asked says of an absence: the link's words, or that nobody is missing; else null."""
    page = client.get(reverse("asked")).content.decode()
    line = re.search(r"<b>Asha N</b>.*?</li>", page).group()
    link = re.search(rf'href="{reverse("absence", args=[row.batch])}">([^<]*)', line)
    return link.group(1) if link else "Nobody is missing." in line or None


def test_asked_leads_to_who_could_cover_where_somebody_is_missing(client, rota, monday):
    row = from_a_file(rota, monday)
    assert led_to(client, row) == "Who could cover"
    make_duty(rota, rota.unit.people.get(reference="dev"), monday)
    assert led_to(client, row) == "Still planned"
    client.post(reverse("free-absence", args=[row.batch]))
    assert led_to(client, row) is True
    Duty.objects.all().delete()
    assert led_to(client, row) == "Who could cover"


def test_leave_on_days_that_are_covered_leads_nowhere(client, rota, monday):
    dev = rota.unit.people.get(reference="dev")
    for n in range(1, 3):
        make_duty(rota, dev, monday + n * DAY)
    row = from_a_file(rota, monday + DAY, monday + 2 * DAY)
    assert led_to(client, row) is True
    Duty.objects.filter(date=monday + 2 * DAY).delete()
    assert led_to(client, row) == "Who could cover"


def test_on_dates_of_no_rota_nobody_is_missing(client, rota):
    assert led_to(client, from_a_file(rota, timezone.localdate())) is True


def test_asked_takes_no_more_queries_for_more_absences(client, rota, monday):
    from_a_file(rota, monday)
    client.get(reverse("asked"))  # the first request of a session asks more
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("asked"))
    for n in range(8):
        make_absence(make_person(rota.unit, f"more-{n}"), monday, kind="AL")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("asked"))
    assert len(many) == len(few)


def test_a_duty_planned_still_is_said_with_who_could_come_in_its_place(client, rota, monday):
    row = from_a_file(rota, monday)
    place = "General X-ray, Teaching Hospital"
    ((duty, stands, could),) = shown(client, row)
    assert (duty, stands) == (f"E, {place}", True)
    assert could == [["Dev P"]]
    assert "Take them out of the plan" in page_of(client, row).content.decode()


def test_taken_out_it_is_a_line_of_the_log_and_stays_on_the_page(client, rota, monday):
    row = from_a_file(rota, monday)
    address = reverse("free-absence", args=[row.batch])
    said = client.post(address, follow=True).content.decode()
    assert "1 duty is taken out of the plan." in said
    assert "Take them out of the plan" not in said
    assert not Duty.objects.exists()
    assert DutyChange.objects.get().reason == "Not available"
    ((_, stands, could),) = shown(client, row)
    assert (stands, could) == (False, [["Dev P"]])
    assert "0 duties are taken out" in client.post(address, follow=True).content.decode()


def test_without_a_duty_of_theirs_what_is_missing_on_its_days_is_shown(client, rota, monday):
    row = from_a_file(rota, monday + DAY, monday + 2 * DAY)
    found = shown(client, row)
    assert [(stands, could) for _, stands, could in found] == [(False, [["Dev P"]])] * 2
    assert "No duty of theirs is planned then" in page_of(client, row).content.decode()


def test_of_a_long_absence_only_the_next_two_weeks_are_looked_at(client, rota, monday):
    row = from_a_file(rota, monday + 5 * DAY, monday + 26 * DAY)
    last = timezone.localdate() + SOON
    page = page_of(client, row).context["page"]
    dates = [monday + n * DAY for n in range(5, 27) if (monday + n * DAY).weekday() < 5]
    assert len(page.freed) == min(6, sum(on <= last for on in dates))


def test_hours_away_are_only_about_the_shifts_they_lie_in(client, rota, monday):
    evening = from_a_file(rota, monday, starts=time(17), ends=time(19))
    assert [stands for _, stands, _ in shown(client, evening)] == []
    noon = from_a_file(rota, monday, starts=time(15), ends=time(17))
    assert [stands for _, stands, _ in shown(client, noon)] == [True]
    client.post(reverse("free-absence", args=[noon.batch]))
    assert [duty.shift_type.code for duty in Duty.objects.all()] == ["SH"]


def test_its_person_sees_it_among_theirs_and_an_approver_takes_nothing_out(client, rota, monday):
    row = from_a_file(rota, monday)
    (away,) = my_absences(row.person, timezone.localdate())
    assert (away.batch, away.can_end) == (row.batch, True)
    client.force_login(make_user(rota.unit, "approver"))
    assert "Take them out" not in page_of(client, row).content.decode()
    assert client.post(reverse("free-absence", args=[row.batch])).status_code == 403
    assert Duty.objects.exists()


def test_an_absence_has_a_batch_of_its_own(rota, monday):
    rows = [from_a_file(rota, monday + n * DAY) for n in range(3)]
    assert len({row.batch for row in rows}) == 3


def test_the_work_telephone_of_who_could_come_stands_beside_them(client, rota, monday):
    rota.unit.people.filter(reference="dev").update(telephone="020 7946 0001 ext 12")
    page = page_of(client, from_a_file(rota, monday)).content.decode()
    assert 'work telephone <a href="tel:02079460001">020 7946 0001 ext 12</a>' in page
