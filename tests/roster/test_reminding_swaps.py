"""Reminders of shifts offered: to whom has not answered, once, in the last two days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.jobs import run_due_jobs
from roster.models import OutboxMessage, Swap
from roster.reminding_swaps import write_swap_reminders
from roster.swapping import answer, offer
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
MONDAY = date(2026, 11, 16)
SATURDAY = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def swap():
    """Asha's Monday, offered on the Tuesday before to Dev and to Fay."""
    unit = make_unit()
    judge_only(unit, "R-14")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    for n, who in enumerate(("asha", "dev", "fay")):
        person = make_person(unit, who)
        make_user(unit, "staff", person=person)
        make_duty(rota, person, MONDAY + timedelta(days=n))
    make_release(rota, MONDAY)
    asha = unit.people.select_related("unit", "user").get(reference="asha")
    asked = SATURDAY - timedelta(days=4)
    rings = [[("dev", None)], [("fay", None)]]
    swap = offer(person=asha, on=MONDAY, rings=rings, by=asha.user, now=asked, today=asked.date())
    OutboxMessage.objects.all().delete()
    return swap


def remind(swap, now=SATURDAY):
    unit = swap.rota.unit
    return write_swap_reminders(unit=unit, slot=now.replace(tzinfo=None), now=now)


def reminded():
    rows = OutboxMessage.objects.order_by("id").values_list("kind", "person__reference", "subject")
    return [(kind, who, subject) for kind, who, subject in rows]


def test_who_has_not_answered_is_reminded_once(swap):
    dev = swap.rota.unit.people.select_related("unit", "user").get(reference="dev")
    today = SATURDAY.date()
    answer(swap=swap, person=dev, agreed=False, by=dev.user, now=SATURDAY, today=today)
    assert (remind(swap), remind(swap), remind(swap, SATURDAY + 24 * HOUR)) == (1, 0, 0)
    subject = "Please answer: E on Monday 16 November is offered to you"
    assert reminded() == [("reminder", "fay", subject)]


def test_a_swap_that_waits_reminds_managers_instead(swap):
    manager = make_user(swap.rota.unit, "rota_manager")
    Swap.objects.update(state="waiting")
    assert (remind(swap), remind(swap)) == (1, 0)
    message = OutboxMessage.objects.get()
    assert (message.user, message.subject) == (
        manager,
        "Please decide: a swap of E on Monday 16 November",
    )


@pytest.mark.parametrize("state", ["done", "refused", "withdrawn"])
def test_what_is_settled_reminds_nobody(swap, state):
    make_user(swap.rota.unit, "rota_manager")
    Swap.objects.update(state=state)
    assert remind(swap) == 0


@pytest.mark.parametrize(("days", "written"), [(-3, 0), (-1, 0), (0, 2), (1, 2), (2, 0)])
def test_in_the_last_two_days_before_its_date_and_not_on_it(swap, days, written):
    assert remind(swap, SATURDAY + timedelta(days=days)) == written


@pytest.mark.parametrize(("hours", "written"), [(1, 0), (2, 2)])
def test_nobody_is_reminded_of_what_they_were_asked_just_now(swap, hours, written):
    Swap.objects.update(asked_at=SATURDAY)
    assert remind(swap, SATURDAY + hours * HOUR) == written


def test_somebody_without_an_address_and_another_units_people_get_none(swap):
    swap.rota.unit.people.filter(reference="dev").update(email="")
    other = make_unit(code="TWO")
    assert write_swap_reminders(unit=other, slot=SATURDAY.replace(tzinfo=None), now=SATURDAY) == 0
    assert remind(swap) == 1


def test_the_units_job_writes_them_at_its_times(swap):
    run_due_jobs(now=SATURDAY)
    assert [who for kind, who, _ in reminded() if kind == "reminder"] == ["dev", "fay"]
