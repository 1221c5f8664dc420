"""A month of My rota: each date has a sign and leads to its details; nothing is unpublished."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sites.models import BankHoliday
from staff.models import Unavailability
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user
from tests.roster.views.test_mine import NOW, set_clock

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    set_clock(monkeypatch, NOW)


def on(n):
    return MONDAY + timedelta(days=n)


@pytest.fixture
def own(client):
    """Asha signed in: LD on a Saturday, so a weekday is given back; L on a Wednesday; 2 weeks of 4
    published.
    """
    unit = make_unit()
    asha = make_person(unit, reference="asha", name="Asha N")
    rota = make_rota(unit, starts=MONDAY, weeks=4)
    make_duty(rota, asha, on(2), shift="L")
    make_duty(rota, asha, on(5), shift="LD")
    make_duty(rota, asha, on(15))
    make_release(rota, MONDAY)
    make_release(rota, on(7))
    client.force_login(make_user(unit, "staff", person=asha))
    return asha


def page(client, *args):
    response = client.get(reverse("month", args=args) if args else reverse("my-month"))
    assert response.status_code == 200
    return response.context["page"], response.content.decode()


def boxes(found):
    return {box.date.day: (box.look, box.sign) for row in found.rows for box in row if box.look}


def test_every_date_of_the_month_has_its_sign(client, own):
    found, _ = page(client)
    signs = boxes(found)
    assert list(signs) == list(range(1, 31))
    work = {day: sign for day, (look, sign) in signs.items() if look == "work"}
    assert work == {4: "L", 7: "LD"}  # the 17th is planned, not published
    assert [day for day, (look, _) in signs.items() if look == "co"] == [2]
    assert {look for day, (look, _) in signs.items() if day > 15} == {"unknown"}
    assert found.said == "2 shifts, 18 h 30 min on duty."


def test_the_weeks_stand_whole_and_the_dates_beside_the_month_are_blank(client, own):
    found, _ = page(client)
    assert [len(row) for row in found.rows] == [7] * 6
    assert [box.date for box in found.rows[0] if not box.look] == [
        date(2026, 10, 26) + timedelta(days=n) for n in range(6)
    ]


def test_each_link_leads_to_a_date_on_the_page(client, own):
    _, html = page(client)
    targets = re.findall(r'href="#(day-[\d-]+)"', html)
    assert len(targets) == 14
    assert set(targets) <= set(re.findall(r'id="(day-[\d-]+)"', html))


def test_a_sign_is_read_out_in_words(client, own):
    BankHoliday.objects.create(unit=own.unit, date=on(2))
    _, html = page(client)
    said = " ".join(re.sub(r"<[^>]+>", "", html.split("<tbody>")[1].split("</tbody>")[0]).split())
    assert "4 November, bank holiday★ L: 12:00 to 20:00, Teaching Hospital" in said


def test_ones_own_leave_is_seen_whether_published_or_not(client, own):
    for n in (2, 20):
        Unavailability.objects.create(person=own, kind="AL", starts_on=on(n), until=on(n))
    half = {"starts": "08:00", "ends": "12:00"}
    Unavailability.objects.create(person=own, kind="SL", starts_on=on(5), until=on(5), **half)
    signs = boxes(page(client)[0])
    assert (signs[4], signs[22]) == (("away", "AL"), ("away", "AL"))
    assert signs[7] == ("work", "LD")


def test_months_are_turned_as_far_as_anything_was_published(client, own):
    assert [(p.before, p.after) for p in [page(client)[0]]] == [(None, None)]
    rota = make_rota(own.unit, starts=on(28), weeks=1)
    make_release(rota, on(28))
    assert page(client)[0].after == date(2026, 12, 1)
    december = page(client, date(2026, 12, 24))[0]
    assert (december.first, december.before, december.after) == (
        date(2026, 12, 1),
        date(2026, 11, 1),
        None,
    )


@pytest.mark.parametrize("day", ["0001-01-01", "2026-10-31", "2027-01-01", "9999-12-31"])
def test_a_month_beyond_what_was_published_is_no_page(client, own, day):
    assert client.get(f"/my/month/{day}/").status_code == 404


def test_a_unit_that_published_nothing_says_so(client, own):
    lone = make_person(make_unit("LONE"))
    client.force_login(make_user(lone.unit, "staff", person=lone))
    found, html = page(client)
    assert "Nothing of this month is published yet." in html
    assert {look for look, _ in boxes(found).values()} == {"unknown"}


def test_a_change_of_the_clocks_and_of_the_year_are_whole_months(client, own, monkeypatch):
    set_clock(monkeypatch, NOW.replace(month=12, day=31, hour=23))
    assert page(client)[0].first == date(2026, 12, 1)
    set_clock(monkeypatch, NOW.replace(year=2027, month=3, day=28, hour=1))
    assert len(boxes(page(client)[0])) == 31


@pytest.mark.parametrize("people", [1, 12])
def test_the_queries_do_not_grow_with_people(client, own, django_assert_num_queries, people):
    rota = own.duties.first().rota
    for _ in range(people):
        make_duty(rota, make_person(own.unit), on(9))
    make_release(rota, on(7), number=2, at=timezone.now())
    with django_assert_num_queries(7):
        page(client)


def test_the_days_of_its_weeks_say_what_is_leave(client, own):
    leave = {"person": own, "starts_on": on(3), "until": on(3)}
    Unavailability.objects.create(kind="AL", **leave)
    found, _ = page(client)
    said = [day.off for week in found.weeks[:1] for day in week.days]
    assert said[3:5] == ["Leave", "Not working"]
