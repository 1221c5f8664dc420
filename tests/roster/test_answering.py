"""The date by which what people ask for is answered, and reminding of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roster.answering import Answering, Open, open_answers
from roster.asked_page import asked_page
from roster.models import OutboxMessage, Request, Swap
from roster.reminding_answers import write_answer_reminders
from staff.models import LeaveRequest, LeaveTerms
from tests.factories import make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONDAY = date(2026, 11, 2)
ASKED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    asha = make_person(unit, "asha", name="Asha N")
    make_user(unit, "staff", person=asha)
    return asha


def leave(person, first, asked_at=ASKED, **fields):
    given = {"until": first, "minutes": 450, "left": 0, "asked_at": asked_at} | fields
    return LeaveRequest.objects.create(person=person, starts_on=first, **given)


def wish(person, on, asked_at=ASKED):
    return Request.objects.create(person=person, date=on, wants="off", asked_at=asked_at)


def swap(unit, on, offered_at=ASKED, agreed_at=None):
    duty = {"shift": "E", "site": "TH", "area": "XR"}
    rota = unit.rotas.first() or make_rota(unit, MONDAY)
    made = Swap.objects.create(
        rota=rota, date=on, duty=duty, asked_at=offered_at, state="waiting", reason="Something"
    )
    made.events.create(at=offered_at, what="Offered")
    if agreed_at:
        made.events.create(at=agreed_at, what="All agree")
    return made


def remind(unit, now):
    return write_answer_reminders(unit=unit, slot=now.replace(tzinfo=None), now=now)


def test_an_answer_is_due_within_the_days_that_the_unit_has_set(unit, asha):
    asked = leave(asha, date(2027, 2, 1))
    assert Answering(unit).due(asked) == MONDAY + 7 * DAY
    LeaveTerms.objects.create(unit=unit, answer_days=3)
    assert Answering(unit).due(asked) == MONDAY + 3 * DAY


def test_and_never_later_than_the_day_before_what_was_asked_for(unit, asha):
    begins = [MONDAY + n * DAY for n in (1, 7, 8, 9)]
    due = [Answering(unit).due(leave(asha, on)) for on in begins]
    assert due == [MONDAY, MONDAY + 6 * DAY, MONDAY + 7 * DAY, MONDAY + 7 * DAY]
    assert Answering(unit).due(wish(asha, MONDAY + DAY)) == MONDAY


def test_the_days_are_counted_from_the_local_date_it_was_asked_on(unit, asha):
    unit.timezone = "Europe/Berlin"  # half past midnight on the Tuesday there
    asked = leave(asha, date(2027, 2, 1), asked_at=LATE)
    assert Answering(unit).due(asked) == MONDAY + 8 * DAY


def test_a_swap_waits_from_when_all_agreed_on(unit):
    agreed = ASKED + 5 * DAY
    waiting = swap(unit, MONDAY + 25 * DAY, agreed_at=agreed)
    assert Answering(unit).due(waiting) == MONDAY + 12 * DAY


def test_what_waits_is_listed_the_first_due_first_without_any_reason(unit, asha):
    leave(asha, date(2027, 2, 1), note="Wedding")
    wish(asha, MONDAY + 3 * DAY)
    swap(unit, MONDAY + 5 * DAY)
    leave(asha, date(2027, 3, 1), state="refused")
    assert open_answers(unit, MONDAY) == (
        Open("Asha N asks for something, Thursday 5 November", ASKED, MONDAY + 2 * DAY),
        Open("A swap of E on Saturday 7 November", ASKED, MONDAY + 4 * DAY),
        Open("Asha N asks for leave, Monday 1 February", ASKED, MONDAY + 7 * DAY),
    )


def test_managers_are_reminded_once_a_day_of_what_is_due_by_the_next_day_or_overdue(unit, asha):
    manager = make_user(unit, "rota_manager")
    make_user(unit, "approver")
    leave(asha, date(2027, 2, 1))
    eight = ASKED.replace(day=8)
    assert remind(unit, eight - 24 * timedelta(hours=1)) == 0  # due in two days
    assert (remind(unit, eight), remind(unit, eight + timedelta(hours=7))) == (1, 0)
    assert remind(unit, eight + 2 * DAY) == 1
    told = OutboxMessage.objects.order_by("id")
    assert [(row.user, row.kind, row.subject) for row in told] == [
        (manager, "reminder", "Please answer: 1 thing waits for you"),
        (manager, "reminder", "Please answer: 1 thing waits for you, 1 overdue"),
    ]
    assert "leave, Monday 1 February: answer by Monday 9 November." in told[0].text
    assert "leave, Monday 1 February: answer was due on Monday 9 November." in told[1].text


def test_what_was_asked_only_just_now_or_is_answered_reminds_nobody(unit, asha):
    make_user(unit, "rota_manager")
    asked = leave(asha, MONDAY + DAY)
    assert remind(unit, ASKED + timedelta(hours=1)) == 0
    LeaveRequest.objects.filter(pk=asked.pk).update(state="granted")
    assert remind(unit, ASKED + timedelta(hours=3)) == 0
    LeaveRequest.objects.filter(pk=asked.pk).update(state="asked")
    assert remind(unit, ASKED + timedelta(hours=3)) == 1


def test_the_managers_page_lists_what_is_overdue_first(unit, asha):
    other = make_person(unit, "ben")
    soon, first_asked = leave(asha, MONDAY + 5 * DAY, ASKED + DAY), leave(other, MONDAY + 300 * DAY)
    page = asked_page(unit, MONDAY + 5 * DAY)
    assert page.leave == ((soon, MONDAY + 4 * DAY), (first_asked, MONDAY + 7 * DAY))
    assert page.overdue == 1
    assert asked_page(unit, MONDAY + 4 * DAY).overdue == 0


def test_the_page_asks_as_many_queries_for_many_as_for_one(unit, asha):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            asked_page(unit, MONDAY)
        return len(caught)

    leave(asha, MONDAY + 9 * DAY)
    swap(unit, MONDAY + 9 * DAY)
    one = queries()
    for n in range(4):
        leave(asha, MONDAY + (20 + n) * DAY)
        wish(asha, MONDAY + (20 + n) * DAY)
        swap(unit, MONDAY + (10 + n) * DAY)
    assert queries() == one
