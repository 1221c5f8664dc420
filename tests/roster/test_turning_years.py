"""The turn of a leave year: what is left is moved, once, up to what held on its first day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from roster.jobs import run_due_jobs
from roster.leave_ledger import ledger
from roster.turning_years import turn_leave_year
from staff.adjusting_leave import adjust_leave, set_carry_over
from staff.entitlement import leave_year
from staff.models import CarryOverTerms, LeaveAdjustment
from staff.recording import FactRefused
from tests.factories import NOW, make_absence, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
TURN = datetime(2027, 4, 1, 5, 30, tzinfo=UTC)  # 06:30 in London
OLD, NEW = leave_year(date(2027, 3, 31), 4), leave_year(date(2027, 4, 1), 4)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def dev(unit):
    return make_person(unit, "dev", name="Dev")


def allow(unit, minutes, starts=TODAY):
    say = {"reason": "Agreed", "by": None, "now": NOW, "today": TODAY}
    return set_carry_over(unit=unit, starts=starts, minutes=minutes, **say)


def moved():
    rows = LeaveAdjustment.objects.order_by("id")
    return list(rows.values_list("person__reference", "year", "minutes", "carried_from"))


def test_what_is_left_is_moved_up_to_what_holds_on_the_first_day(unit, dev):
    allow(unit, 600)
    allow(unit, 900, starts=date(2027, 4, 1))
    allow(unit, 1200, starts=date(2027, 4, 2))
    assert turn_leave_year(unit=unit, now=TURN) == 1
    assert moved() == [("dev", 2027, 900, 2026)]
    old, new = (ledger(dev, year, date(2027, 4, 1)) for year in (OLD, NEW))
    assert (old.left, new.left) == (12150 - 900, old.accounts[0].total + 900)


def test_it_is_moved_once_however_often_the_job_runs(unit, dev):
    allow(unit, 600)
    for days in (0, 1, 1):
        turn_leave_year(unit=unit, now=TURN + timedelta(days=days))
    assert moved() == [("dev", 2027, 600, 2026)]


def test_nobody_who_left_or_overdrew_takes_anything_over(unit, dev):
    allow(unit, 600)
    left, over = make_person(unit, "left"), make_person(unit, "over")
    left.employments.update(until=date(2027, 3, 31))
    say = {"reason": "Sold", "by": None, "now": NOW}
    adjust_leave(person=over, year=2026, minutes=-12150, **say)
    make_absence(dev, date(2026, 6, 1), kind="AL", paid_minutes=12000)
    assert turn_leave_year(unit=unit, now=TURN) == 1
    assert moved()[1:] == [("dev", 2027, 150, 2026)]


def jobs_run():
    return [ran.said for ran in run_due_jobs(now=TURN) if ran.job == "leave"]


def test_the_daily_job_moves_it_where_it_is_set_how_much(unit, dev):
    assert jobs_run() == []
    allow(unit, 600)
    assert jobs_run() == ["Leave of 1 person carried over."]
    assert jobs_run() == []
    assert moved() == [("dev", 2027, 600, 2026)]


def test_nothing_is_moved_at_another_time_of_the_year(unit, dev):
    allow(unit, 600)
    assert [
        r for r in run_due_jobs(now=datetime(2027, 5, 3, 12, tzinfo=UTC)) if r.job == "leave"
    ] == []


def test_none_may_be_carried_over(unit, dev):
    allow(unit, 0)
    assert turn_leave_year(unit=unit, now=TURN) == 0
    assert moved() == []


def test_it_is_never_set_for_a_day_that_is_over(unit):
    with pytest.raises(FactRefused, match="1 November 2026 is over"):
        allow(unit, 600, starts=date(2026, 11, 1))
    assert not CarryOverTerms.objects.exists()


def test_the_manager_sets_it_and_everybody_who_decides_reads_it(client, unit):
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    address = reverse("most-carried", args=[unit.pk])
    wrong = client.post(address, {"starts": "1 April 2020", "minutes": "15", "reason": "Local"})
    assert "1 April 2020 is over" in wrong.content.decode()
    assert client.post(address, {"starts": "1 April 2040", "minutes": "15", "reason": "Local"})
    client.force_login(make_user(unit, "approver"))
    text = client.get(reverse("unit-ledgers", args=[unit.pk])).content.decode()
    assert "Leave years from 1 April 2040 on: 15 h at most." in text
    assert "Local (Mo)" in text
