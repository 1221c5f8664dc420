"""Wherever a reason or a note is typed: no patient's number, and advice against health."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import Exemption, KeptDate, Note, Request, RuleSetting, Swap
from staff.models import LeaveRequest
from tests.factories import NOW, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"
REFUSED = f"{NUMBER} can be a patient&#x27;s NHS number"
PLAIN = REFUSED.replace("&#x27;", "'")


@pytest.fixture
def rota():
    today = timezone.localdate()
    return make_rota(make_unit(), today + timedelta(days=7 - today.weekday()), weeks=1)


@pytest.fixture
def asha(rota):
    return make_person(rota.unit, "asha", role="assistant_practitioner", band="4")


@pytest.fixture
def manager(rota, client):
    user = make_user(rota.unit, "rota_manager")
    client.force_login(user)
    return user


def said(client, name, args, typed):
    return client.post(reverse(name, args=args), typed, follow=True).content.decode()


def test_a_refusal_of_leave(client, manager, asha):
    asked = {"starts_on": NOW, "until": NOW, "minutes": 450, "left": 0, "asked_at": NOW}
    asked = LeaveRequest.objects.create(person=asha, **asked)
    typed = {"do": "refuse", "reason": f"See {NUMBER}"}
    assert REFUSED in said(client, "answer-leave", [asked.pk], typed)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("asked", "")


def test_a_refusal_of_a_wish_and_what_is_advised(client, manager, asha, rota):
    asked = Request.objects.create(person=asha, date=rota.starts, wants="off", asked_at=NOW)
    typed = {"do": "refuse", "reason": f"See {NUMBER}"}
    assert REFUSED in said(client, "answer-request", [asked.pk], typed)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("asked", "")
    typed = {"do": "refuse", "reason": "Dev is sick"}
    page = said(client, "answer-request", [asked.pk], typed)
    assert "You wrote “sick”." in page
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("refused", "Dev is sick")


def test_a_refusal_of_a_swap(client, manager, asha, rota):
    swap = {"person": asha, "date": rota.starts, "duty": {"shift": "E", "site": "TH", "area": "XR"}}
    swap = Swap.objects.create(rota=rota, **swap, asked_at=NOW, state="waiting")
    typed = {"do": "refuse", "reason": NUMBER}
    assert REFUSED in said(client, "decide-swap", [swap.pk], typed)
    swap.refresh_from_db()
    assert (swap.state, swap.reason) == ("waiting", "")


def test_the_reason_of_a_change_that_is_published(client, manager, rota):
    make_release(rota, rota.starts)
    typed = {"seen": rota.sequence, "reason": NUMBER, "code": "sickness"}
    page = client.post(reverse("publish-week", args=[rota.pk, rota.starts]), typed)
    assert (page.status_code, REFUSED in page.content.decode()) == (422, True)
    assert rota.releases.count() == 1


def test_why_somebody_is_exempt(client, manager, rota, asha):
    dates = {"starts": str(rota.starts), "review_by": str(rota.starts)}
    typed = {"person": asha.pk, **dates, "reason": NUMBER}
    typed = {f"exempt-{name}": value for name, value in typed.items()}
    page = client.post(reverse("exempt-from-rule", args=[rota.unit_id, "R-02"]), typed)
    assert (page.status_code, REFUSED in page.content.decode()) == (422, True)
    assert not Exemption.objects.exists()


def test_why_a_line_is_not_laid(client, manager, rota, asha):
    typed = {"keep-person": asha.pk, "keep-on": str(rota.starts), "keep-reason": NUMBER}
    assert REFUSED in said(client, "keep-line-date", [rota.unit_id], typed)
    assert not KeptDate.objects.exists()


@pytest.mark.parametrize("field", ["own", "everybody"])
def test_a_note_typed_in_the_grid_or_on_its_page(client, manager, rota, asha, field):
    address = reverse("note", args=[rota.pk])
    typed = {"person": asha.reference, "date": str(rota.starts), field: NUMBER}
    answer = client.post(f"{address}?after=0", typed)
    assert (answer.status_code, PLAIN in answer.json()["refused"][0]) == (422, True)
    assert REFUSED in client.post(address, typed).content.decode()
    assert not Note.objects.exists()
    answer = client.post(f"{address}?after=0", typed | {field: "Asthma"}).json()
    assert answer["said"].startswith("Noted. You wrote “Asthma”.")


def test_why_a_scope_is_suspended(client, manager, asha):
    entry = asha.scope.first()
    typed = {"starts": str(date(2027, 1, 4)), "reason": NUMBER}
    page = client.post(reverse("suspend-scope", args=[asha.pk, "scope", entry.pk]), typed)
    assert (page.status_code, REFUSED in page.content.decode()) == (422, True)
    entry.refresh_from_db()
    assert entry.suspended == ""


def test_where_the_unit_has_switched_it_off_it_is_kept(client, manager, rota, asha):
    off = {"rule": "R-44", "parameters": {"enabled": False}, "in_force_from": date(2020, 1, 1)}
    RuleSetting.objects.create(unit=rota.unit, **off)
    typed = {"person": asha.reference, "date": str(rota.starts), "own": NUMBER}
    client.post(reverse("note", args=[rota.pk]), typed)
    assert Note.objects.get().text == NUMBER
