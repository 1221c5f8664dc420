"""A leave year as a ledger: every sum is that of its entries, and of the recount."""

import itertools
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from roster.leave_balance import balance
from roster.leave_ledger import ledger
from staff.adjusting_leave import adjust_leave, carry_over
from staff.entitlement import entitlement, leave_year, pieces
from staff.models import Employment
from staff.recording import FactRefused
from tests.factories import NOW, make_absence, make_person, make_unit, make_user

YEAR, NEXT = leave_year(date(2026, 11, 2), 4), leave_year(date(2027, 11, 2), 4)
TODAY = date(2026, 11, 2)
STEPS = ((0, 15750), (5, 16650), (10, 18450))
SAY = {"by": None, "now": NOW}


@given(
    st.dates(date(2010, 1, 1), date(2027, 3, 31)),
    st.integers(0, 3000),
)
def test_the_pieces_make_up_the_entitlement(starts, minutes):
    first = Employment(starts=starts, until=None, weekly_minutes=minutes)
    found = pieces(YEAR, [first], STEPS)
    exact = sum(piece.given for piece in found)
    assert 0 <= entitlement(YEAR, [first], STEPS, 1) - exact < 1
    assert all(a.last < b.first for a, b in itertools.pairwise(found))


@pytest.fixture
def person(db):
    return make_person(make_unit(), "dev", name="Dev")


def entries(account):
    return [(entry.on, entry.what, entry.minutes) for entry in account.entries]


def test_service_elsewhere_counts_and_the_ledger_says_so(person):
    before = ledger(person, YEAR, TODAY).accounts[0].total
    person.service_from = date(2010, 5, 1)
    person.save()
    found = ledger(person, YEAR, TODAY).accounts[0]
    assert found.total == balance(person, YEAR).entitled == 14850 > before  # 247.5 h
    assert "NHS service counted from 1 May 2010" in found.entries[0].what


def test_every_sum_is_that_of_its_entries(person):
    held = person.employments.get()
    held.until = date(2026, 9, 30)
    held.save()
    person.employments.create(
        starts=date(2026, 10, 1), role="radiographer", weekly_minutes=1125, days_per_week=3
    )
    make_absence(person, date(2026, 6, 1), date(2026, 6, 7), kind="AL")
    make_absence(person, date(2026, 12, 1), kind="AL", paid_minutes=375)
    make_absence(person, date(2026, 12, 3), kind="SL")
    adjust_leave(person=person, year=2026, minutes=-60, reason="Sold", **SAY)
    found = ledger(person, YEAR, TODAY)
    entitled, adjusted, away = found.accounts
    assert entries(entitled)[:2] == [
        (
            date(2026, 4, 1),
            "Until 30 September 2026: 37 h 30 min a week, 202 h 30 min a year full time",
            6091,
        ),
        (
            date(2026, 10, 1),
            "Until 31 March 2027: 18 h 45 min a week, 202 h 30 min a year full time",
            3029,
        ),
    ]
    assert entries(adjusted) == [(date(2026, 10, 1), "Sold", -60)]
    assert entries(away) == [
        (date(2026, 6, 1), "Taken, until 7 June 2026", -2250),
        (date(2026, 12, 1), "Taken", -375),
    ]
    assert found.left == entitled.total - 60 - 2625
    assert found.left == balance(person, YEAR).left


def test_what_is_left_is_carried_over_once_and_capped(person):
    found = ledger(person, YEAR, TODAY)
    carry_over(person=person, year=2026, left=found.left, most=found.most, **SAY)
    row = person.leave_adjustments.get()
    assert (row.year, row.minutes, row.reason) == (2027, 2250, "Carried over from 2026")
    assert row.carried_from == 2026
    with pytest.raises(FactRefused, match="carried over already"):
        carry_over(person=person, year=2026, left=found.left, most=found.most, **SAY)
    with pytest.raises(FactRefused, match="Nothing is left of 2025"):
        carry_over(person=person, year=2025, left=0, most=10, **SAY)


def test_what_is_carried_over_leaves_one_year_and_stands_in_the_next(person):
    before = ledger(person, YEAR, TODAY).left
    carry_over(person=person, year=2026, left=before, most=600, **SAY)
    old, new = ledger(person, YEAR, TODAY), ledger(person, NEXT, TODAY)
    assert entries(old.accounts[1]) == [(date(2027, 3, 31), "Carried over into 2027", -600)]
    assert (new.accounts[1].total, old.left) == (600, before - 600)
    assert [found.left for found in (old, new)] == [
        balance(person, year).left for year in (YEAR, NEXT)
    ]


def test_the_manager_adjusts_and_the_person_reads_it(client, person):
    client.force_login(make_user(person.unit, "rota_manager", name="Mo"))
    address = reverse("adjust-ledger", args=[person.pk, 2026])
    wrong = client.post(address, {"way": "-1", "hours": "0", "reason": "Sold"})
    assert "It is no time at all" in wrong.content.decode()
    said = {"way": "-1", "hours": "7.5", "reason": "Sold"}
    assert client.post(address, said).status_code == 302
    assert person.leave_adjustments.get().minutes == -450
    client.force_login(make_user(person.unit, "staff", person=person))
    text = client.get(reverse("person-ledger-year", args=[person.pk, 2026])).content.decode()
    assert "Sold (" in text
    assert "−7 h 30 min" in text
    assert "Adjust it" not in text


def test_a_longer_year_costs_no_more_queries(client, person, django_assert_max_num_queries):
    client.force_login(make_user(person.unit, "rota_manager"))
    year = {"person": person, "year": leave_year(timezone.localdate(), 4).name}

    def cost(name, *args):
        with django_assert_max_num_queries(30) as queries:
            assert client.get(reverse(name, args=args)).status_code == 200
        return len(queries)

    def grown(count):
        for n in range(count):
            first = date(year["year"], 5, 1) + timedelta(days=9 * n)
            make_absence(person, first, first + timedelta(days=2), kind=("AL", "SL", "TOIL")[n % 3])
            adjust_leave(**year, minutes=60 + n, reason="Bought", **SAY)
            person.hours_entries.create(date=first, minutes=30, kind="toil", reason="Late", at=NOW)
            other = make_person(person.unit)
            make_absence(other, first, kind="AL")

    grown(1)
    pages = [("person-ledger", person.pk), ("unit-ledgers", person.unit_id)]
    [cost(*page) for page in pages]  # what is signed in is written down once
    few = [cost(*page) for page in pages]
    grown(12)
    assert [cost(*page) for page in pages] == few


def test_a_colleague_does_not_read_it(client, person):
    client.force_login(make_user(person.unit, "staff", person=make_person(person.unit)))
    assert client.get(reverse("person-ledger", args=[person.pk])).status_code == 403
