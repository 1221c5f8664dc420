"""Repairs and candidates beside the grid: who sees what, and what choosing one does."""

import html
import re
from datetime import date, time, timedelta

import pytest
from django.core import signing
from django.urls import reverse

from roster.models import Demand, Duty, DutyChange, RotaWeek
from roster.repairing.asking import facts_of
from roster.repairs_page import SALT
from roster.rules.rechecking import check_whole
from roster.snapshot import problem_of
from staff.models import Unavailability
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
MONDAY = date(2026, 11, 2)
OFF = "Give Asha N Tuesday 3 November off: one duty fewer in General X-ray."


@pytest.fixture
def rota():
    """Asha works Monday to Saturday."""
    unit = make_unit()
    judge_only(unit, "R-02", "R-31", "R-33")
    asha = make_person(unit, "asha", name="Asha N", role="assistant_practitioner", band="4")
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for n in range(6):
        make_duty(rota, asha, MONDAY + timedelta(days=n))
    return rota


@pytest.fixture
def manager(client, rota):
    user = make_user(rota.unit, "rota_manager", name="Mo Manager")
    client.force_login(user)
    return user


def facts(rota, rule="R-02"):
    found = check_whole(problem_of(rota)).breaches
    return facts_of(next(breach for breach in found if breach.rule == rule))


def get(client, rota, name="rota-repairs", **asked):
    return client.get(reverse(name, args=[rota.pk]), asked)


def text(response):
    return html.unescape(response.content.decode())


def tokens(response):
    """{the offer's words: its token}"""
    found = re.findall(r'data-token="([^"]+)"><span>([^<]+)</span>', response.content.decode())
    return {html.unescape(words): token for token, words in found}


def choose(client, rota, token):
    return client.post(reverse("mend-rota", args=[rota.pk]), {"token": token})


def worked(reference="asha"):
    duties = Duty.objects.filter(person__reference=reference).order_by("date")
    return [duty.date.day for duty in duties]


def test_the_repairs_of_a_breach_are_listed(client, rota, manager):
    response = get(client, rota, **facts(rota))
    assert "Asha N works Saturday 7 November but has no weekday off" in text(response)
    assert OFF in tokens(response)


def test_choosing_one_is_one_edit_that_can_be_undone(client, rota, manager):
    token = tokens(get(client, rota, **facts(rota)))[OFF]
    answer = choose(client, rota, token).json()
    assert worked() == [2, 4, 5, 6, 7]
    assert "no weekday off" not in answer["elements"]["breaches"]
    assert DutyChange.objects.get().who == manager
    client.post(reverse("undo-rota", args=[rota.pk]))
    assert worked() == [2, 3, 4, 5, 6, 7]


def test_a_cell_changed_meanwhile_refuses_the_choice_with_who(client, rota, manager):
    token = tokens(get(client, rota, **facts(rota)))[OFF]
    cells = '{"cells": [{"person": "asha", "date": "2026-11-03", "text": "L", "seen": null}]}'
    client.post(reverse("edit-rota", args=[rota.pk]), cells, content_type="application/json")
    response = choose(client, rota, token)
    assert response.status_code == 409
    assert "Mo Manager changed Asha N, Tuesday 3 November" in response.json()["refused"][0]
    assert worked() == [2, 3, 4, 5, 6, 7]


def test_a_breach_that_stands_no_more_gets_a_sentence(client, rota, manager):
    asked = facts(rota)
    Duty.objects.filter(date=MONDAY).delete()
    response = get(client, rota, **asked)
    assert response.status_code == 200
    assert "This breach does not stand any more" in text(response)
    assert "This breach does not stand any more" in text(get(client, rota))


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", signing.dumps([0, []], salt=SALT)],
    ids=["none", "unsigned", "signed and not ours"],
)
def test_a_token_of_no_offer_changes_nothing(client, rota, manager, token):
    response = choose(client, rota, token)
    assert response.status_code == 422
    assert response.json()["refused"] == ["The page sent what cannot be read. Reload it and retry."]


def test_an_offer_of_one_rota_is_none_of_another(client, rota, manager):
    token = tokens(get(client, rota, **facts(rota)))[OFF]
    other = make_rota(rota.unit, starts=MONDAY + timedelta(weeks=2), weeks=1)
    assert choose(client, other, token).status_code == 422
    assert worked() == [2, 3, 4, 5, 6, 7]


def test_a_viewer_sees_the_ways_but_may_choose_none(client, rota, manager):
    token = tokens(get(client, rota, **facts(rota)))[OFF]
    client.force_login(make_user(rota.unit, "viewer"))
    response = get(client, rota, **facts(rota))
    assert OFF in text(response)
    assert tokens(response) == {}
    assert choose(client, rota, token).status_code == 403


def test_a_breach_that_tells_of_leave_is_no_viewers(client, rota, manager):
    asha = rota.unit.people.get(reference="asha")
    friday = MONDAY + timedelta(days=4)
    Unavailability.objects.create(person=asha, kind="AL", starts_on=friday, until=friday)
    asked = facts(rota, "R-31")
    assert "beside annual leave" in text(get(client, rota, **asked))
    client.force_login(make_user(rota.unit, "viewer"))
    assert "leave" not in text(get(client, rota, **asked))


def test_what_people_were_told_of_is_left_alone(client, rota, manager):
    make_release(rota, MONDAY)
    assert "touching what is published or fixed" in text(get(client, rota, **facts(rota)))


def test_a_week_closed_for_pay_is_left_alone(client, rota, manager):
    RotaWeek.objects.filter(monday=MONDAY).update(state=RotaWeek.State.CLOSED)
    assert tokens(get(client, rota, **facts(rota))) == {}


# ── candidates ──

GAP = {"site": "TH", "area": "ED", "date": "2026-11-03"}


@pytest.fixture
def short(rota):
    """Emergency X-ray needs a radiographer: Dev is free, Fay sick, Ed at work."""
    unit = rota.unit
    Demand.objects.create(
        unit=unit,
        area=unit.sites.get(code="TH").areas.get(code="ED"),
        days=["tue"],
        starts=time(8),
        ends=time(16),
        role="radiographer",
        least=1,
    )
    make_person(unit, "dev", name="Dev P")
    make_duty(rota, make_person(unit, "ed", name="Ed W"), date(2026, 11, 3), shift="SD", area=None)
    fay = make_person(unit, "fay", name="Fay M")
    Unavailability.objects.create(
        person=fay, kind="SL", starts_on=date(2026, 11, 3), until=date(2026, 11, 3)
    )
    return rota


def reasons(response):
    found = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", response.content.decode())
    return {html.unescape(name): html.unescape(why) for name, why in found}


def test_candidates_come_with_reasons_and_the_others_with_what_stops_them(client, short, manager):
    response = get(client, short, "rota-candidates", **GAP)
    assert "0 of 1 radiographer, 08:00 to 16:00" in text(response)
    assert list(tokens(response)) == ["Dev P"]
    assert "E 08:00 to 16:00" in text(response)
    assert reasons(response) == {
        "Asha N": "not a radiographer",
        "Ed W": "works SD",
        "Fay M": "sick",
    }


def test_choosing_a_candidate_plans_the_duty(client, short, manager):
    token = tokens(get(client, short, "rota-candidates", **GAP))["Dev P"]
    answer = choose(client, short, token).json()
    duty = Duty.objects.get(person__reference="dev")
    assert (duty.date, duty.shift_type.code, duty.area.code) == (date(2026, 11, 3), "E", "ED")
    assert answer["sequence"] == 1
    assert "Nobody is missing there any more" in text(get(client, short, "rota-candidates", **GAP))


def test_why_somebody_is_away_is_for_those_who_plan(client, short):
    client.force_login(make_user(short.unit, "viewer"))
    response = get(client, short, "rota-candidates", **GAP)
    assert reasons(response)["Fay M"] == "not available"
    assert "sick" not in text(response)
    assert tokens(response) == {}


def test_work_telephones_are_for_those_who_decide(client, short, manager):
    short.unit.people.filter(reference="dev").update(telephone="020 7946 0001")
    assert "work telephone 020 7946 0001" in text(get(client, short, "rota-candidates", **GAP))
    client.force_login(make_user(short.unit, "viewer"))
    assert "020 7946" not in text(get(client, short, "rota-candidates", **GAP))


def test_where_nobody_could_alone_two_are_offered(client, short, manager):
    short.unit.rule_settings.filter(rule="R-35").delete()  # nobody alone on a site
    make_person(short.unit, "gil", name="Gil R")
    Duty.objects.filter(date=date(2026, 11, 3), person__reference="asha").delete()
    response = get(client, short, "rota-candidates", **GAP)
    assert "Nobody could cover this alone" in text(response)
    place = "for E in Emergency X-ray, Teaching Hospital on Tuesday 3 November."
    assert f"Plan Dev P and Gil R {place}" in tokens(response)


@pytest.mark.parametrize(
    "asked", [{}, GAP | {"area": "ZZ"}, GAP | {"date": "tomorrow"}, GAP | {"date": "2026-02-30"}]
)
def test_an_area_or_a_date_that_is_none_is_refused(client, short, manager, asked):
    assert get(client, short, "rota-candidates", **asked).status_code == 400


def test_a_date_outside_the_rota_has_no_gap(client, short, manager):
    response = get(client, short, "rota-candidates", **GAP | {"date": "2027-01-05"})
    assert response.status_code == 200
    assert tokens(response) == {}


# ── cost ──


def fill(rota, people):
    for number in range(people):
        person = make_person(rota.unit, name=f"Person {number}")
        make_duty(rota, person, MONDAY + timedelta(days=7 + number % 5))


@pytest.mark.parametrize("people", [2, 40])
@pytest.mark.parametrize("name", ["rota-repairs", "rota-candidates"])
def test_the_queries_are_constant_in_number(
    client, short, manager, django_assert_num_queries, people, name
):
    fill(short, people)
    asked = facts(short) if name == "rota-repairs" else GAP
    with django_assert_num_queries(10):
        assert get(client, short, name, **asked).status_code == 200
