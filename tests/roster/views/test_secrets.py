"""Nobody reads of another's reasons, wishes, leave, swaps or drafts: every page is searched."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roster.feeds import make_feed
from roster.models import Request, Swap, SwapEvent
from staff.models import LeaveRequest
from tests.factories import (
    NOW,
    make_absence,
    make_duty,
    make_exemption,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)
from tests.test_access_matrix import ROUTES, routes

pytestmark = pytest.mark.django_db
REASONS = ("wish-secret", "leave-secret", "swap-secret", "exempt-secret", "sick,", ">SL<")
DRAFT = "DRAFTLY"  # the code of a night planned in the draft only


@pytest.fixture
def world():
    """Asha's secrets, planted; Dev is a colleague with a login, and so is a viewer."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    unit = make_unit()
    unit.shift_types.filter(code="N1").update(code=DRAFT)
    asha, dev = make_person(unit, "asha"), make_person(unit, "dev")
    rota = make_rota(unit, starts=monday, weeks=2)
    make_duty(rota, asha, monday)
    make_duty(rota, dev, monday)
    release = make_release(rota, monday)
    make_duty(rota, asha, monday + timedelta(days=8), shift=DRAFT)
    batch = make_absence(asha, today, kind="SL")
    make_exemption(asha, "R-17", today, today + timedelta(days=9), reason="exempt-secret")
    answered = {"state": "refused", "asked_at": NOW}
    wish = Request.objects.create(
        person=asha, date=today + timedelta(days=9), wants="off", reason="wish-secret", **answered
    )
    leave = LeaveRequest.objects.create(
        person=asha,
        starts_on=today,
        until=today,
        minutes=450,
        left=0,
        reason="leave-secret",
        **answered,
    )
    swap = Swap.objects.create(
        rota=rota,
        person=asha,
        date=today + timedelta(days=3),
        duty={"shift": "E", "site": "TH", "area": "XR"},
        reason="swap-secret",
        state="refused",
        asked_at=NOW,
    )
    SwapEvent.objects.create(swap=swap, at=NOW, what="swap-secret")
    pks = {"leave": leave.pk, "request": wish.pk, "swap": swap.pk}
    keys = {"rota": rota, "unit": unit, "batch": batch, "monday": monday, "pks": pks}
    keys["secret"] = make_feed(person=dev, now=NOW)
    logins = {"staff": make_user(unit, "staff", person=dev), "viewer": make_user(unit, "viewer")}
    logins["asha"] = make_user(unit, "staff", person=asha)
    logins["manager"] = make_user(unit, "rota_manager")
    assert release.duties.count() == 2
    return keys, logins


def pages(world, user):
    """The text of every page that answers this login."""
    keys, _ = world
    client = Client()
    client.force_login(user)
    for name, (method, _) in ROUTES.items():
        if method == "get" and "sign" not in name and "password" not in name:
            answer = client.get(address(name, keys), follow=True)
            if answer.status_code == 200:
                yield name, answer.content.decode(errors="replace")


def address(name, keys):
    pk = next((pk for word, pk in keys["pks"].items() if f"-{word}" in name), keys["rota"].pk)
    values = {"pk": pk, "monday": keys["monday"], "on": keys["monday"], "batch": keys["batch"]}
    values |= {"rule": "R-17", "secret": keys["secret"], "year": 2026, "kind": "employment"}
    taken = routes()[name].pattern.converters
    return reverse(name, kwargs={key: values.get(key, keys["rota"].pk) for key in taken})


def found(world, login, words):
    every = dict(pages(world, world[1][login]))
    assert len(every) > 8
    return sorted((name, word) for name, text in every.items() for word in words if word in text)


def test_a_colleague_reads_no_secret_and_no_draft(world):
    listed = ("my-requests", DRAFT)  # there it is one of the shifts to choose from
    assert [hit for hit in found(world, "staff", (*REASONS, DRAFT)) if hit != listed] == []


def test_a_viewer_reads_no_reason(world):
    assert found(world, "viewer", REASONS) == []


def test_whoever_it_is_about_reads_their_own_answers(world):
    words = {word for _, word in found(world, "asha", REASONS)}
    assert {"wish-secret", "leave-secret", "swap-secret"} <= words


def test_a_manager_reads_who_is_away_and_why(world):
    pages_of = dict(pages(world, world[1]["manager"]))
    assert "Asha" in pages_of["asked"]
    assert ", sick" in pages_of["asked"]
