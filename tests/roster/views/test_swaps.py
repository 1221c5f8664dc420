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


def swaps_of(rota, client, who):
    login(client, rota, who)
    return client.get(reverse("my-swaps")).content.decode()


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
    assert asked.ways[0].gives.startswith("E 08:00–16:00 on Tuesday")
    said = client.post(reverse("answer-swap", args=[asked.pk]), {"do": "yes"}, follow=True)
    assert "Done: the shift changed hands." in said.content.decode()
    assert [s.on for s in client.get(reverse("my-swaps")).context["page"].shifts] == [rota.starts]


@pytest.mark.parametrize("ring", ["nobody", "dev|x", "dev|2026-02-30", ""])
def test_what_no_page_offers_is_refused_in_a_sentence(rota, client, ring):
    login(client, rota, "asha")
    address = reverse("make-offer", args=[rota.starts])
    assert client.post(address, {"ring": [ring]}).status_code == 422
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


def test_a_manager_offers_somebodys_shift_answers_and_takes_it_back_for_them(rota, client):
    client.force_login(make_user(rota.unit, "rota_manager"))
    asha, dev = (rota.unit.people.get(reference=who) for who in ("asha", "dev"))
    shift = {"person": asha.pk, "date": str(rota.starts)}
    page = client.get(reverse("enter-offer", args=[rota.unit_id]), shift)
    assert [choice.ring for choice in page.context["page"].takers] == ["dev"]
    assert "Asha's shift" in page.content.decode()
    made = reverse("enter-offer-made", args=[rota.unit_id])
    said = client.post(made, shift | {"ring": ["dev"]}, follow=True).content.decode()
    assert "Offered for Asha, who is told." in said
    act = reverse("decide-swap", args=[Swap.objects.get().pk])
    said = client.post(act, {"do": "yes", "person": dev.pk}, follow=True).content.decode()
    assert "You said yes for Dev. The shift changed hands." in said
    said = client.post(act, {"do": "untake", "person": dev.pk}, follow=True).content.decode()
    assert "It is offered back to whom it came from, for Dev." in said
    act = reverse("decide-swap", args=[Swap.objects.last().pk])
    said = client.post(act, {"do": "no", "person": asha.pk}, follow=True).content.decode()
    assert "You said no for Asha." in said
    assert Swap.objects.last().state == "refused"


@pytest.mark.parametrize(
    ("person", "on"), [("", "2026-11-16"), ("0", "2026-11-16"), ("{asha}", "x"), ("{asha}", "")]
)
def test_whose_shift_and_when_must_be_known(rota, client, person, on):
    client.force_login(make_user(rota.unit, "rota_manager"))
    typed = {"person": person.format(asha=rota.unit.people.first().pk), "date": on}
    page = client.get(reverse("enter-offer", args=[rota.unit_id]), typed)
    assert page.status_code == 422
    assert "<h1>Asked</h1>" in page.content.decode()
    client.post(reverse("enter-offer-made", args=[rota.unit_id]), typed | {"ring": ["dev"]})
    assert not Swap.objects.exists()


def test_nobody_of_another_unit_is_acted_for(rota, client):
    other = make_person(make_unit(code="TWO"), "eve")
    client.force_login(make_user(rota.unit, "rota_manager"))
    typed = {"person": other.pk, "date": str(rota.starts), "ring": ["dev"]}
    client.post(reverse("enter-offer-made", args=[rota.unit_id]), typed)
    assert not Swap.objects.exists()


def test_who_offered_reads_why_it_was_refused_and_no_colleagues_warning(rota, client):
    login(client, rota, "asha")
    client.post(reverse("make-offer", args=[rota.starts]), {"ring": ["dev"]})
    Swap.objects.update(state="waiting", reason="Dev would work too long (R-02)")
    page = client.get(reverse("my-swaps")).content.decode()
    assert "All agree. It adds a warning to the rota, so your rota manager decides." in page
    assert "R-02" not in page
    Swap.objects.update(state="refused", reason="Too much for one week")
    assert "Too much for one week" in client.get(reverse("my-swaps")).content.decode()


def test_who_took_a_shift_reads_its_history_and_who_has_not_agreed_does_not(rota, client):
    login(client, rota, "asha")
    client.post(reverse("make-offer", args=[rota.starts]), {"ring": ["dev"]})
    swap = Swap.objects.get()
    login(client, rota, "dev")
    assert client.get(reverse("my-swaps")).context["page"].offered == ()
    client.post(reverse("answer-swap", args=[swap.pk]), {"do": "yes"})
    page = client.get(reverse("my-swaps"))
    (taken,) = page.context["page"].offered
    whats = [event.what for event in taken.history]
    assert whats[:2] == ["Offered by Asha", "Dev agreed"]
    assert whats[2].startswith("Done: Dev takes E on Monday")
    assert "What happened" in page.content.decode()


def test_a_refusals_reason_is_for_who_offered_and_in_no_takers_history(rota, client):
    login(client, rota, "asha")
    client.post(reverse("make-offer", args=[rota.starts]), {"ring": ["dev"]})
    swap = Swap.objects.get()
    swap.invites.update(answer="agreed")
    Swap.objects.update(state="waiting", reason="Asha would work too long (R-02)")
    client.force_login(make_user(rota.unit, "rota_manager"))
    refusal = {"do": "refuse", "reason": "Not in her first month"}
    client.post(reverse("decide-swap", args=[swap.pk]), refusal)
    login(client, rota, "dev")
    page = client.get(reverse("my-swaps"))
    (taken,) = page.context["page"].offered
    assert [event.what for event in taken.history] == ["Offered by Asha", "Refused"]
    assert "first month" not in page.content.decode()


def test_an_offer_that_can_be_answered_no_more_is_on_no_page(rota, client):
    """Of today, or for a shift that has been worked since; what is done still stands there."""
    login(client, rota, "asha")
    client.post(reverse("make-offer", args=[rota.starts]), {"ring": ["dev"]})
    swap, today = Swap.objects.get(), timezone.localdate()
    manager = make_user(rota.unit, "rota_manager")

    def pages():
        login(client, rota, "dev")
        mine = client.get(reverse("my-swaps")).context["page"]
        client.force_login(manager)
        asked = client.get(reverse("asked")).context["units"][0]["page"]
        return len(mine.asked), len(mine.offered), len(asked.swaps)

    assert pages() == (1, 0, 1)
    swap.invites.update(date=today, duty=swap.duty)
    assert pages() == (0, 0, 1)
    swap.invites.update(date=None, duty=None)
    Swap.objects.update(date=today)
    assert pages() == (0, 0, 0)
    assert "It is not offered any more." in swaps_of(rota, client, "dev")
    mine = swaps_of(rota, client, "asha")
    assert "Ended unanswered" in mine
    assert "Nobody took it before its day." in mine
    assert reverse("withdraw-swap", args=[swap.pk]) not in mine
    swap.invites.update(answer="agreed")
    Swap.objects.update(state="done")
    assert pages() == (0, 1, 1)


def test_a_shift_is_offered_to_all_who_could_take_it(rota, client):
    make_person(rota.unit, "fay")
    login(client, rota, "asha")
    page = client.get(reverse("offer-shift", args=[rota.starts])).content.decode()
    assert "Offer to all 2 who could take it" in page
    client.post(reverse("make-offer", args=[rota.starts]), {"all": ""})
    rings = Swap.objects.get().rings()
    asked = [[(i.person.reference, i.date) for i in ring] for ring in rings]
    assert sorted(asked) == [[("dev", None)], [("fay", None)]]


def test_a_search_round_three_people_that_finds_none_says_so(rota, client):
    login(client, rota, "asha")
    address = reverse("offer-shift", args=[rota.starts])
    assert "Look for swaps round three people" in client.get(address).content.decode()
    page = client.get(address, {"three": ""}).content.decode()
    assert "No swap round three people that breaks nothing was found" in page


def test_an_offer_says_when_and_where_in_words(rota, client):
    login(client, rota, "asha")
    client.post(reverse("make-offer", args=[rota.starts]), {"ring": ["dev"]})
    login(client, rota, "dev")
    (asked,) = client.get(reverse("my-swaps")).context["page"].asked
    assert asked.takes.startswith("E 08:00–16:00 on Monday")
    assert asked.takes.endswith(", General X-ray, Teaching Hospital")
