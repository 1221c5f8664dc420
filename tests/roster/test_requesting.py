"""Wishes: a deadline, an answer with a reason, withdrawn at any time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.models import OutboxMessage, Request
from roster.requesting import (
    RequestRefused,
    answer,
    ask,
    deadline,
    lead_of,
    open_from,
    withdraw,
)
from roster.snapshot import problem_of
from tests.factories import make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
LATER = date(2027, 1, 6)  # a Wednesday; its week begins on 4 January


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    asha = make_person(unit, "asha", name="Asha N")
    asha.user = make_user(unit, "staff")
    asha.save()
    return asha


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager")


def wish(asha, on=LATER, wants="off", weight=2, today=TODAY):
    given = {"by": asha.user, "now": NOW, "today": today}
    return ask(person=asha, on=on, wants=wants, weight=weight, **given)


def wanted(unit):
    rota = make_rota(unit, starts=date(2027, 1, 4), weeks=1)
    return [(r.person, r.date, r.wants, r.weight) for r in problem_of(rota).requests]


def test_a_wish_counts_in_the_rota_until_it_is_refused_or_withdrawn(unit, asha, manager):
    asked = wish(asha)
    assert wanted(unit) == [("asha", LATER, "off", 2)]
    answer(request=asked, granted=True, reason="", by=manager, now=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("granted", manager)
    withdraw(request=asked, by=asha.user, now=NOW)
    asked.refresh_from_db()
    assert (asked.decided_by, asked.withdrawn_by) == (manager, asha.user)
    unit.rotas.all().delete()
    assert wanted(unit) == []


def test_the_deadline_is_so_many_days_before_the_monday(unit, asha):
    last = deadline(LATER, lead_of(unit))
    assert last == date(2026, 11, 16)
    assert wish(asha, today=last).state == "asked"
    with pytest.raises(RequestRefused, match="closed on Monday 16 November"):
        wish(asha, on=LATER + timedelta(days=1), today=last + timedelta(days=1))


@pytest.mark.parametrize("days", [0, 1, 6, 7, 49])
@pytest.mark.parametrize("today", [TODAY + timedelta(days=n) for n in range(8)])
def test_the_first_week_still_open_is_the_first_whose_deadline_is_not_past(today, days):
    lead = timedelta(days=days)
    first = open_from(today, lead)
    assert first.weekday() == 0
    assert deadline(first, lead) >= today > deadline(first - timedelta(days=7), lead)


def test_a_refusal_needs_a_reason_and_stops_counting(unit, asha, manager):
    asked = wish(asha)
    with pytest.raises(RequestRefused, match="a refusal needs a reason"):
        answer(request=asked, granted=False, reason=" ", by=manager, now=NOW)
    answer(request=asked, granted=False, reason="Two are off; Thursday?", by=manager, now=NOW)
    assert wanted(unit) == []
    with pytest.raises(RequestRefused, match="refused already"):
        withdraw(request=asked, by=asha.user, now=NOW)


@pytest.mark.parametrize(("wants", "weight"), [("XX", 1), ("off", 0), ("off", 4), ("", 1)])
def test_a_wish_is_one_of_those_listed(asha, wants, weight):
    with pytest.raises(RequestRefused, match="Choose one of the wishes"):
        wish(asha, wants=wants, weight=weight)


def test_one_wish_a_date(asha):
    wish(asha)
    with pytest.raises(RequestRefused, match="already"):
        wish(asha, wants="E")
    assert Request.objects.count() == 1


def test_manager_and_person_are_told_by_mail_without_what_was_said(asha, manager):
    asked = wish(asha, wants="E")
    answer(request=asked, granted=False, reason="Secret plans", by=manager, now=NOW)
    to_manager, to_asha = OutboxMessage.objects.order_by("id")
    assert (to_manager.user, to_asha.person) == (manager, asha)
    assert to_asha.subject == "Your wish for Wednesday 6 January is refused"
    assert "Secret" not in to_asha.text + to_asha.html
