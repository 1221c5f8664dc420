"""Six weeks at once of a rota that has fewer: the next rota's, to be read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
WEEK = timedelta(days=7)


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N")
    return make_rota(unit, starts=MONDAY, weeks=4)


@pytest.fixture
def manager(client, rota):
    user = make_user(rota.unit, "rota_manager")
    client.force_login(user)
    return user


def page(client, rota, **asked):
    return client.get(reverse("rota", args=[rota.pk]), asked).content.decode()


def test_every_zoom_is_offered_and_four_weeks_end_with_the_rota(client, rota, manager):
    html = page(client, rota)
    zooms = [weeks for weeks in range(1, 8) if f'href="?weeks={weeks}&amp;first=0"' in html]
    assert zooms == [1, 2, 4, 6]
    assert 'class="beyond' not in html
    assert 'aria-current="true">4<' in html


def test_the_next_rotas_duties_are_read_only_and_lead_to_where_they_belong(client, rota, manager):
    later = make_rota(rota.unit, starts=MONDAY + 4 * WEEK, weeks=1)
    make_duty(later, rota.unit.people.get(), MONDAY + 4 * WEEK + timedelta(days=1), shift="L")
    html = page(client, rota, weeks=6)
    cell = html.split('id="x0-1"')[1].split("</td>")[0]
    assert 'class="beyond cell--late' in cell
    assert "Late 12:00 to 20:00, General X-ray, Teaching Hospital. After this rota, read" in cell
    assert "data-seen" not in cell
    address = reverse("rota", args=[later.pk])
    assert f'<a href="{address}?weeks=1&amp;first=0">30 November</a>' in html
    assert "next rota: draft" in html
    assert html.count("no rota yet") == 1
    assert 'aria-current="true">6 weeks<' in html


def test_a_week_in_the_middle_of_the_next_rota_leads_to_that_week(client, rota, manager):
    later = make_rota(rota.unit, starts=MONDAY + 4 * WEEK, weeks=4)
    assert f"{reverse('rota', args=[later.pk])}?weeks=1&amp;first=1" in page(client, rota, weeks=6)


def test_every_row_is_as_wide_as_the_head(client, rota, manager):
    html = page(client, rota, weeks=6)
    days = html.split("<tbody")[0].count('class="day ')
    row = html.split('<tr data-person="asha"')[1].split("</tr>")[0]
    assert (days, row.count("<td"), row.count("beyond")) == (42, 42 + 3, 14)
    foot = html.split("<tfoot>")[1].split("</tfoot>")[0]
    assert (foot.count("<td"), 'colspan="17"' in foot) == (28 + 1, True)


def test_leave_of_those_weeks_are_shown_as_they_may_be_seen(client, rota):
    asha = rota.unit.people.get()
    day = MONDAY + 4 * WEEK
    asha.unavailable.create(kind="SL", starts_on=day, until=day)
    for role, sign in (("viewer", "away"), ("rota_manager", "SL")):
        client.force_login(make_user(rota.unit, role))
        cell = page(client, rota, weeks=6).split('id="x0-0"')[1].split("</td>")[0]
        assert f'<span class="sign sign--away">{sign}</span>' in cell


def test_the_places_page_keeps_to_the_rota(client, rota, manager):
    html = client.get(reverse("rota-places", args=[rota.pk]), {"weeks": 6}).content.decode()
    assert "?weeks=6" not in html
    assert 'aria-current="true">4 weeks<' in html
