"""Where a form is refused nothing typed is lost, and what is wrong has the focus."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import Demand, Request, Swap
from sites.models import Area
from staff.models import LeaveRequest
from tests.factories import (
    NOW,
    judge_only,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"
DAY = timedelta(days=1)


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit, "R-14", "R-15", "R-33")
    return unit


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def asha(unit):
    asha = make_person(unit, "asha", name="Asha N")
    asha.user = make_user(unit, "staff")
    asha.save()
    return asha


@pytest.fixture
def manager(unit, client):
    user = make_user(unit, "rota_manager")
    client.force_login(user)
    return user


@pytest.fixture
def rota(unit, asha):
    """Asha works early on the Monday of next week, which is published; Dev could take it."""
    first = timezone.localdate()
    first += timedelta(days=7 - first.weekday())
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    hours = {"starts": "08:00", "ends": "16:00"}
    Demand.objects.create(unit=unit, area=area, days=["mon"], role="radiographer", least=1, **hours)
    rota = make_rota(unit, starts=first, weeks=1)
    make_duty(rota, asha, first)
    make_person(unit, "dev", name="Dev P")
    make_release(rota, first)
    return rota


def page_of(answer):
    assert answer.status_code == 422
    html = answer.content.decode()
    (summary,) = re.findall(r'<div class="said said--error"[^>]*>', html)
    assert 'tabindex="-1" autofocus' in summary
    return html


def value(html, name):
    """What the inputs of a name hold."""
    inputs = [tag for tag in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in tag]
    return {found for tag in inputs for found in re.findall(r'value="([^"]*)"', tag)}


def is_beside(html, name, said):
    """Whether the summary leads to an input, and what is wrong stands beside it."""
    (address,) = re.findall(rf'<a href="#([^"]+)">[^<]*</a>: {re.escape(said)}', html)
    assert f'name="{name}"' in next(
        t for t in re.findall(r"<(?:input|select)[^>]*>", html) if f'id="{address}"' in t
    )
    assert html.count(said) == 2


def test_leave_that_is_refused(client, asha):
    client.force_login(asha.user)
    typed = {"first": "1 July 2019", "until": "3 July 2019", "starts": "", "ends": ""}
    html = page_of(client.post(reverse("make-leave"), typed))
    assert "Leave is asked for from tomorrow on." in html
    assert (value(html, "first"), value(html, "until")) == ({"1 July 2019"}, {"3 July 2019"})


def test_leave_that_is_no_date(client, asha):
    client.force_login(asha.user)
    html = page_of(client.post(reverse("make-leave"), {"first": "soon", "until": "1 Dec"}))
    is_beside(html, "first", "This is no date. Type it like 1 Dec, 1/12/26 or 2026-12-01.")
    assert value(html, "until") == {"1 Dec"}


def test_ones_own_absence(client, asha):
    client.force_login(asha.user)
    typed = {"kind": "PL", "first": "1 July 2019", "until": "2 July 2019", "starts": "09:00"}
    html = page_of(client.post(reverse("report-absence"), typed))
    assert "more than a week ago" in html
    assert "1 July 2019" in value(html, "first")  # beside the date of I am sick today
    assert value(html, "until") == {"2 July 2019"}
    assert "09:00" in value(html, "starts")
    assert 'value="PL" selected' in html
    html = page_of(client.post(reverse("report-absence"), typed | {"first": "soon"}))
    is_beside(html, "first", "This is no date. Type it like 1 Dec, 1/12/26 or 2026-12-01.")


def test_a_wish(client, asha):
    client.force_login(asha.user)
    html = page_of(
        client.post(reverse("make-request"), {"date": "5 Jan 2020", "wants": "L", "weight": "3"})
    )
    assert value(html, "date") == {"5 Jan 2020"}
    assert re.search(r'value="L"\s+selected', html)
    assert re.search(r'value="3"\s+selected', html)


def test_somebodys_absence(client, unit, asha, manager, today):
    address = reverse("enter-absence", args=[unit.pk])
    typed = {"person": asha.pk, "kind": "SD", "first": str(today), "until": str(today - DAY)}
    html = page_of(client.post(address, typed))
    assert "The last day away is before the first." in html
    assert value(html, "until") == {str(today - DAY)}
    assert re.search(rf'value="{asha.pk}"\s+selected', html)
    assert re.search(r'value="SD"\s+selected', html)
    assert "<details open>\n          <summary>Enter that somebody is away</summary>" in html
    html = page_of(client.post(address, typed | {"person": "", "until": "1 Dec 2031"}))
    is_beside(html, "person", "This field is required.")
    assert value(html, "until") == {"1 Dec 2031"}


def test_how_what_is_asked_is_answered(client, unit, manager):
    typed = {"year_month": 13, "most_away": 3, "request_days": 30, "answer_days": 8}
    html = page_of(client.post(reverse("enter-terms", args=[unit.pk]), typed))
    is_beside(html, "year_month", "Ensure this value is less than or equal to 12.")
    assert value(html, "answer_days") == {"8"}


def test_an_open_shift(client, rota, manager, today):
    late = rota.unit.shift_types.get(code="L")
    area = Area.objects.get(site__unit=rota.unit, site__code="GH")
    typed = {"date": str(today), "shift": late.pk, "area": area.pk}
    address = reverse("enter-open-shift", args=[rota.unit_id])
    html = page_of(client.post(address, typed))
    assert "There is no rota for that date, or it is not to come." in html
    assert str(today) in value(html, "date")
    assert re.search(rf'value="{late.pk}"\s+selected', html)
    html = page_of(client.post(address, typed | {"area": ""}))
    is_beside(html, "area", "This field is required.")


def test_somebodys_shift_to_offer(client, rota, asha, manager):
    address = reverse("enter-offer", args=[rota.unit_id])
    html = page_of(client.get(address, {"person": asha.pk, "date": "soon"}))
    is_beside(html, "date", "This is no date. Type it like 1 Dec, 1/12/26 or 2026-12-01.")
    assert re.search(rf'value="{asha.pk}"\s+selected', html)


@pytest.mark.parametrize("whose", ["own", "somebody's"])
def test_whom_a_shift_was_offered_to(client, rota, asha, whose):
    typed = {"ring": ["dev", "nobody"], "person": asha.pk, "date": str(rota.starts)}
    if whose == "own":
        client.force_login(asha.user)
        address = reverse("make-offer", args=[rota.starts])
    else:
        client.force_login(make_user(rota.unit, "rota_manager"))
        address = reverse("enter-offer-made", args=[rota.unit_id])
    html = page_of(client.post(address, typed))
    assert 'value="dev" checked' in html
    assert not Swap.objects.exists()


@pytest.mark.parametrize("what", ["leave", "wish", "swap"])
def test_why_something_was_refused(client, rota, asha, manager, what):
    if what == "leave":
        asked = {"starts_on": NOW, "until": NOW, "minutes": 450, "left": 0, "asked_at": NOW}
        address = reverse(
            "answer-leave", args=[LeaveRequest.objects.create(person=asha, **asked).pk]
        )
    elif what == "wish":
        asked = Request.objects.create(person=asha, date=rota.starts, wants="off", asked_at=NOW)
        address = reverse("answer-request", args=[asked.pk])
    else:
        client.force_login(asha.user)
        client.post(reverse("make-offer", args=[rota.starts]), {"ring": ["dev"]})
        Swap.objects.update(state="waiting")
        client.force_login(manager)
        address = reverse("decide-swap", args=[Swap.objects.get().pk])
    html = page_of(client.post(address, {"do": "refuse", "reason": f"Too few, {NUMBER}"}))
    assert value(html, "reason") == {f"Too few, {NUMBER}"}
