"""Swaps on the phone: one's shifts, who could take one, yes and no, and the manager's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import RuleSetting, Swap
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


@pytest.fixture
def rota():
    unit = make_unit()
    judge_only(unit, "R-14", "R-15")
    for rule in ("R-29", "R-30"):
        off = {"enabled": False}
        RuleSetting.objects.create(unit=unit, rule=rule, parameters=off, in_force_from="2020-01-01")
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
    rota = make_rota(unit, starts=monday, weeks=1)
    for n, who in enumerate(("asha", "dev")):
        person = make_person(unit, who)
        make_user(unit, "staff", person=person)
        make_duty(rota, person, monday + timedelta(days=n))
    make_release(rota, monday)
    return rota


def login(client, rota, who):
    client.force_login(rota.unit.people.select_related("user").get(reference=who).user)


def test_offered_on_one_phone_taken_on_another(rota, client):
    login(client, rota, "asha")
    assert reverse("my-swaps") in client.get(reverse("my-rota")).content.decode()
    page = client.get(reverse("my-swaps")).context["page"]
    assert [shift.on for shift in page.shifts] == [rota.starts]
    offering = client.get(reverse("offer-shift", args=[rota.starts])).context["page"]
    assert [choice.ring for choice in offering.takers] == ["dev"]
    swap_for_his = f"dev|{rota.starts + timedelta(days=1)}"
    assert [choice.ring for choice in offering.swaps] == [swap_for_his]
    client.post(reverse("make-offer", args=[rota.starts]), {"ring": [swap_for_his]})
    login(client, rota, "dev")
    (asked,) = client.get(reverse("my-swaps")).context["page"].asked
    assert asked.gives.startswith("E on Tuesday")
    said = client.post(reverse("answer-swap", args=[asked.pk]), {"do": "yes"}, follow=True)
    assert "Done: the shift changed hands." in said.content.decode()
    assert [s.on for s in client.get(reverse("my-swaps")).context["page"].shifts] == [rota.starts]


@pytest.mark.parametrize("ring", ["nobody", "dev|x", "dev|2026-02-30", ""])
def test_what_no_page_offers_is_refused_in_a_sentence(rota, client, ring):
    login(client, rota, "asha")
    address = reverse("make-offer", args=[rota.starts])
    assert client.post(address, {"ring": [ring]}, follow=True).status_code == 200
    assert not Swap.objects.exists()


def test_a_manager_offers_an_open_shift_and_takes_it_for_somebody(rota, client):
    manager = make_user(rota.unit, "rota_manager")
    client.force_login(manager)
    on, area = rota.starts + timedelta(days=4), rota.unit.sites.first().areas.first()
    shift = rota.unit.shift_types.get(code="E")
    typed = {"date": str(on), "shift": shift.pk, "area": area.pk}
    address = reverse("enter-open-shift", args=[rota.unit_id])
    said = client.post(address, typed, follow=True).content.decode()
    assert "Offered to 2 who could take it." in said
    swap, dev = Swap.objects.get(), rota.unit.people.get(reference="dev")
    client.post(reverse("decide-swap", args=[swap.pk]), {"do": "yes", "person": dev.pk})
    assert rota.duties.get(date=on).person == dev


def test_a_colleague_not_asked_finds_no_swap(rota, client):
    login(client, rota, "asha")
    client.post(reverse("make-offer", args=[rota.starts]), {"ring": ["dev"]})
    fay = make_person(rota.unit, "fay")
    client.force_login(make_user(rota.unit, "staff", person=fay))
    swap = Swap.objects.get()
    assert client.post(reverse("answer-swap", args=[swap.pk]), {"do": "yes"}).status_code == 404
    assert client.get(reverse("my-swaps")).context["page"].asked == ()
