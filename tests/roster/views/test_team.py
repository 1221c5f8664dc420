"""The team of a date as published: who is on where; absent is not working, never why."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.team_page import team_page, team_week
from staff.models import Employment
from tests.factories import (
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


@pytest.fixture
def unit():
    """Published: Asha and Dev early in General X-ray, Fay late in Emergency X-ray on Monday."""
    unit = make_unit()
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    make_duty(rota, make_person(unit, "asha"), MONDAY)
    make_duty(rota, make_person(unit, "dev"), MONDAY)
    make_duty(rota, make_person(unit, "fay"), MONDAY, shift="L", area="ED")
    make_release(rota, MONDAY)
    return unit


def on(unit, day=MONDAY):
    page = team_page(unit, day)
    return [(p.area, [(o.name, o.times) for o in p.on]) for p in page.places], page.not_working


def test_by_place_in_order_of_time(unit):
    places, others = on(unit)
    assert places == [
        ("Emergency X-ray", [("Fay", "12:00–20:00")]),
        ("General X-ray", [("Asha", "08:00–16:00"), ("Dev", "08:00–16:00")]),
    ]
    assert others == ()


def test_whoever_is_away_since_is_not_working_like_whoever_is_off(unit):
    make_absence(unit.people.get(reference="asha"), MONDAY, kind="SL")
    places, others = on(unit)
    assert places[1] == ("General X-ray", [("Dev", "08:00–16:00")])
    assert others == ("Asha",)
    assert on(unit, MONDAY + timedelta(days=1)) == ([], ("Asha", "Dev", "Fay"))


def test_a_week_not_published_tells_nothing(unit):
    page = team_page(unit, MONDAY + timedelta(days=7))
    assert (page.is_published, page.places, page.not_working) == (False, (), ())


def test_who_has_left_is_in_no_list(unit):
    Employment.objects.filter(person__reference="fay").update(until=MONDAY)
    assert on(unit, MONDAY + timedelta(days=1))[1] == ("Asha", "Dev")


def test_a_draft_duty_is_not_told(unit):
    rota = unit.rotas.get()
    make_duty(rota, unit.people.get(reference="asha"), MONDAY + timedelta(days=1))
    assert on(unit, MONDAY + timedelta(days=1))[0] == []


def test_the_page_never_says_why(unit, client, django_assert_max_num_queries):
    asha = unit.people.get(reference="asha")
    make_absence(asha, MONDAY, kind="SL")
    client.force_login(make_user(unit, "staff", person=unit.people.get(reference="dev")))
    with django_assert_max_num_queries(9):
        text = client.get(reverse("team", args=[MONDAY])).content.decode().lower()
    assert "asha" in text
    assert not [
        word for word in ("sick", "leave</", "absen", "sl<") if word in text.split("<h2>")[1]
    ]


def week(unit, monday=MONDAY):
    return [
        (day.on, p.site, p.area, [o.name for o in p.on])
        for day in team_week(unit, monday, monday).days
        for p in day.places
    ]


def test_a_week_is_by_day_site_and_area_without_whoever_is_away(unit):
    """Away all day on the Wednesday alone, Asha still stands on the Monday."""
    asha = unit.people.get(reference="asha")
    second = make_rota(unit, starts=MONDAY + timedelta(weeks=2), weeks=1)
    sunday = second.starts + timedelta(days=6)
    make_duty(second, asha, second.starts)
    make_duty(second, unit.people.get(reference="dev"), second.starts + timedelta(days=2))
    make_duty(second, asha, second.starts + timedelta(days=2))
    make_duty(second, unit.people.get(reference="fay"), sunday, site="GH")
    make_release(second, second.starts)
    make_absence(asha, second.starts + timedelta(days=2), kind="SL")
    make_absence(asha, second.starts, kind="OTHER", starts=time(9), ends=time(10))
    assert week(unit, second.starts) == [
        (second.starts, "Teaching Hospital", "General X-ray", ["Asha"]),
        (second.starts + timedelta(days=2), "Teaching Hospital", "General X-ray", ["Dev"]),
        (sunday, "General Hospital", "General X-ray", ["Fay"]),
    ]
    assert [len(team_week(unit, MONDAY, MONDAY).days[n].places) for n in range(7)] == [2] + 6 * [0]


def test_a_week_not_published_has_no_days(unit):
    assert team_week(unit, MONDAY + timedelta(days=9), MONDAY).days == ()


def test_today_is_open_first_and_of_another_week_its_monday(unit):
    wednesday = MONDAY + timedelta(days=2)
    opens = [team_week(unit, on, wednesday).opens for on in (MONDAY, MONDAY + timedelta(days=8))]
    assert opens == [wednesday, MONDAY + timedelta(days=7)]
    assert [day.many for day in team_week(unit, MONDAY, MONDAY).days] == [3] + 6 * [0]


def test_the_page_of_a_week_is_reached_from_a_day_never_says_why_and_asks_few_queries(
    unit, client, django_assert_max_num_queries
):
    make_absence(unit.people.get(reference="asha"), MONDAY, kind="SL")
    client.force_login(make_user(unit, "staff", person=unit.people.get(reference="dev")))
    wednesday = reverse("team-week", args=[MONDAY + timedelta(days=2)])
    assert (
        wednesday in client.get(reverse("team", args=[MONDAY + timedelta(days=2)])).content.decode()
    )
    with django_assert_max_num_queries(7):
        text = client.get(wednesday).content.decode()
    assert "Monday 2 November" in text
    assert "Dev" in text
    assert "Asha" not in text
    assert not [word for word in ("sick", "leave</", "absen") if word in text.lower()]


def test_a_manager_enters_sickness_in_two_taps_and_nobody_else_is_offered_it(unit, client):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    rota = make_rota(unit, starts=monday, weeks=1)
    asha = unit.people.get(reference="asha")
    make_duty(rota, asha, today)
    make_release(rota, monday)
    client.force_login(make_user(unit, "staff", person=unit.people.get(reference="dev")))
    assert "as sick" not in client.get(reverse("team-today")).content.decode()
    client.force_login(make_user(unit, "rota_manager", person=unit.people.get(reference="fay")))
    page = client.get(reverse("team-today")).content.decode()
    assert "Enter that Asha is sick today" in page
    form = page.split('class="team-ill"')[1].split("</form>")[0]
    address = form.split('action="')[1].split('"')[0]
    typed = dict(re.findall(r'name="(person|kind|first)" value="([^"]*)"', form))
    done = client.post(address, typed, follow=True)
    assert done.resolver_match.url_name == "absence"  # with who could cover
    row = asha.unavailable.get()
    assert (row.kind, row.starts_on, row.until) == ("SL", today, today)
    before = client.get(reverse("team", args=[today - timedelta(days=1)])).content.decode()
    assert "as sick" not in before
