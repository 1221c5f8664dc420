"""Who else has a rota open: told by each poll, soon forgotten, only for who may see the draft."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from roster.models import Presence
from roster.presence import LAPSES, initials, meet
from tests.factories import NOW, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
CELL = "asha|2026-11-02"
TICK = timedelta(microseconds=1)


@pytest.fixture
def rota():
    return make_rota(make_unit(), starts=date(2026, 11, 2), weeks=1)


@pytest.fixture
def mo(rota):
    return make_user(rota.unit, "rota_manager", name="Mo Manager")


@pytest.fixture
def sam(rota):
    return make_user(rota.unit, "rota_manager", name="Sam Other")


def names(met):
    return [one["name"] for one in met]


def test_each_is_told_of_the_other_and_of_the_cell(rota, mo, sam):
    assert meet(rota=rota, user=sam, cell=CELL, now=NOW) == []
    (met,) = meet(rota=rota, user=mo, cell="", now=NOW)
    assert (met["name"], met["initials"], met["cell"]) == ("Sam Other", "SO", CELL)
    (met,) = meet(rota=rota, user=sam, cell=CELL, now=NOW)
    assert (met["name"], met["cell"]) == ("Mo Manager", "")


def test_who_is_not_heard_of_for_ten_seconds_is_gone(rota, mo, sam):
    meet(rota=rota, user=sam, cell=CELL, now=NOW)
    assert names(meet(rota=rota, user=mo, cell="", now=NOW + LAPSES - TICK)) == ["Sam Other"]
    assert names(meet(rota=rota, user=mo, cell="", now=NOW + LAPSES)) == []


def test_a_page_that_polls_every_two_and_a_half_seconds_is_never_thought_gone(rota, mo, sam):
    for n in range(20):
        now = NOW + n * timedelta(seconds=2.5)
        meet(rota=rota, user=sam, cell=CELL, now=now)
        late = now + timedelta(seconds=2.4)
        assert names(meet(rota=rota, user=mo, cell="", now=late)) == ["Sam Other"]


def test_a_move_is_told_at_once(rota, mo, sam):
    meet(rota=rota, user=sam, cell=CELL, now=NOW)
    meet(rota=rota, user=sam, cell="dev|2026-11-03", now=NOW + TICK)
    (met,) = meet(rota=rota, user=mo, cell="", now=NOW + TICK)
    assert met["cell"] == "dev|2026-11-03"


def test_nobody_is_told_of_another_rotas_readers(rota, mo, sam):
    other = make_rota(rota.unit, starts=date(2026, 11, 9), weeks=1)
    meet(rota=other, user=sam, cell=CELL, now=NOW)
    assert meet(rota=rota, user=mo, cell="", now=NOW) == []


@pytest.mark.parametrize("cell", ["asha", "a\0|2026-11-02", "a" * 81 + "|2026-11-02", "|", "x|y"])
def test_what_is_no_cell_is_nowhere(rota, mo, sam, cell):
    meet(rota=rota, user=sam, cell=cell, now=NOW)
    assert meet(rota=rota, user=mo, cell="", now=NOW)[0]["cell"] == ""


def test_where_somebody_was_is_not_kept(rota, mo, sam):
    meet(rota=rota, user=sam, cell=CELL, now=NOW)
    meet(rota=rota, user=mo, cell="", now=NOW + LAPSES + TICK)
    assert [row.user for row in Presence.objects.all()] == [mo]


@pytest.mark.parametrize(
    ("name", "short"),
    [("Sam Other", "SO"), ("Ann de Vries Lee", "AL"), ("sam@example.org", "S")],
)
def test_initials(name, short):
    assert initials(name) == short


def poll(client, rota, **asked):
    return client.get(reverse("rota-changes", args=[rota.pk]), asked)


def test_a_poll_answers_who_else_is_here(client, rota, mo, sam):
    client.force_login(sam)
    assert poll(client, rota, after=0, at=CELL).status_code == 204
    client.force_login(mo)
    (met,) = poll(client, rota, after=0).json()["here"]
    assert (met["name"], met["cell"]) == ("Sam Other", CELL)


def test_who_may_not_see_the_draft_is_neither_told_nor_noted(client, rota, mo):
    meet(rota=rota, user=mo, cell="", now=NOW)
    client.force_login(make_user(rota.unit, "staff", name="Nosy Staff"))
    assert poll(client, rota, at=CELL).status_code == 404
    assert Presence.objects.get().user == mo


@pytest.mark.parametrize("others", [1, 12])
def test_a_poll_with_nothing_new_takes_few_queries(
    client, rota, mo, others, django_assert_max_num_queries
):
    client.force_login(mo)
    poll(client, rota, after=0)
    for number in range(others):
        user = make_user(rota.unit, "viewer", name=f"Viewer {number}")
        client.force_login(user)
        poll(client, rota, after=0)
    client.force_login(mo)
    with django_assert_max_num_queries(6):
        assert len(poll(client, rota, after=0, at=CELL).json()["here"]) == others
    with django_assert_max_num_queries(5):  # where it was already known to be
        poll(client, rota, after=0, at=CELL)
