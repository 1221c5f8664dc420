"""What waited on a phone for a signal: asked for, withdrawn, answered; and told when refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import Request, Swap
from roster.swapping import offer_open
from staff.models import LeaveRequest, Unavailability
from tests.factories import (
    judge_only,
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ON = timezone.localdate() + timedelta(days=70)


@pytest.fixture
def asha():
    unit = make_unit()
    judge_only(unit, "R-15")
    asha = make_person(unit, "asha")
    make_user(unit, "staff", person=asha)
    return type(asha).objects.select_related("unit", "user").get(pk=asha.pk)


@pytest.fixture
def phone(client, asha):
    client.force_login(asha.user)
    return client


def sent(phone, name, *args, key=None, **typed):
    headers = {"x-waited": key or str(uuid4())}
    return phone.post(reverse(name, args=args), typed, headers=headers)


def twice(phone, name, *args, **typed):
    """Its answer was lost: it comes again under its key."""
    key = str(uuid4())
    codes = [sent(phone, name, *args, key=key, **typed).status_code for _ in range(2)]
    assert codes == [302, 204]


def refusal(answer):
    """What a page's script reads of it."""
    assert answer.status_code == 422
    return answer.content.decode()


def test_a_wish_is_asked_for_and_withdrawn_once(phone, asha):
    twice(phone, "make-request", date=f"{ON}", wants="off", weight=1)
    wish = Request.objects.get()
    twice(phone, "withdraw-request", wish.pk)
    assert Request.objects.get().state == "withdrawn"
    answer = sent(phone, "withdraw-request", wish.pk)
    assert "This wish is withdrawn already." in refusal(answer)


def test_leave_is_asked_for_and_withdrawn_once(phone, asha):
    twice(phone, "make-leave", first=f"{ON}", until=f"{ON}")
    leave = LeaveRequest.objects.get()
    twice(phone, "withdraw-leave", leave.pk)
    assert LeaveRequest.objects.get().state == "withdrawn"
    assert "already" in refusal(sent(phone, "withdraw-leave", leave.pk))


def test_somebody_is_back_from_the_day_on_which_they_said_so(phone, asha):
    today = timezone.localdate()
    batch = make_absence(asha, today - 9 * DAY, today + 9 * DAY, kind="SL")
    late = sent(phone, "end-absence", batch, back=f"{today - 8 * DAY}")
    assert "is more than a week ago. Ask your rota manager" in refusal(late)
    twice(phone, "end-absence", batch, back=f"{today - 2 * DAY}")
    assert Unavailability.objects.get().until == today - 3 * DAY


@pytest.mark.parametrize("typed", ["", "soon", "2100-01-01"])
def test_today_where_they_said_no_such_day(phone, asha, typed):
    today = timezone.localdate()
    batch = make_absence(asha, today - DAY, today + DAY, kind="SL")
    phone.post(reverse("end-absence", args=[batch]), {"back": typed})
    assert Unavailability.objects.get().until == today - DAY


@pytest.fixture
def open_shift(asha):
    monday = ON - timedelta(days=ON.weekday())
    rota = make_rota(asha.unit, starts=monday, weeks=1)
    make_duty(rota, make_person(asha.unit, "dev"), monday)
    make_release(rota, monday)
    return offered(rota, monday + timedelta(days=1))


def offered(rota, on):
    duty = {"shift": "E", "site": "TH", "area": "XR", "tags": []}
    return offer_open(rota=rota, on=on, duty=duty, people=["asha"], by=None, now=timezone.now())


def test_an_offer_is_answered_once_and_what_comes_too_late_is_told(phone, open_shift):
    twice(phone, "answer-swap", open_shift.pk, do="no")
    assert Swap.objects.get().state == "refused"
    answer = sent(phone, "answer-swap", open_shift.pk, do="yes")
    assert "This offer was withdrawn or refused." in refusal(answer)


def test_a_shift_is_offered_once_and_why_not_is_told(phone, asha, open_shift):
    on = open_shift.date + DAY
    make_duty(open_shift.rota, asha, on)
    make_release(open_shift.rota, open_shift.rota.starts, number=2)
    twice(phone, "make-offer", on, all="")
    assert Swap.objects.filter(person=asha).count() == 1
    assert "is offered already." in refusal(sent(phone, "make-offer", on, all=""))
    gone = sent(phone, "make-offer", on + DAY, ring="dev")
    assert "There is no shift of Asha" in refusal(gone)


def test_a_shift_that_nobody_could_take_is_not_offered_to_all(phone, asha, open_shift):
    on = open_shift.date + DAY
    make_duty(open_shift.rota, asha, on)
    make_release(open_shift.rota, open_shift.rota.starts, number=2)
    make_absence(asha.unit.people.get(reference="dev"), on)
    said = refusal(sent(phone, "make-offer", on, all=""))
    assert "Nobody could take it without breaking something" in said


def test_from_the_page_itself_a_refusal_stands_on_the_page_after(phone, open_shift):
    phone.post(reverse("answer-swap", args=[open_shift.pk]), {"do": "no"})
    address = reverse("answer-swap", args=[open_shift.pk])
    page = phone.post(address, {"do": "yes"}, follow=True)
    assert "This offer was withdrawn or refused." in page.content.decode()


@pytest.mark.parametrize("name", ["my-requests", "my-swaps", "my-leave", "my-absence"])
def test_each_page_that_is_kept_says_when_it_was_read(phone, name):
    assert "data-as-of" in phone.get(reverse(name)).content.decode()
    assert reverse(name) in phone.get(reverse("worker")).content.decode()


def test_what_can_wait_says_what_it_is(phone, asha, open_shift):
    sent(phone, "make-request", date=f"{ON}", wants="off", weight=1)
    later = ON + timedelta(days=14)
    sent(phone, "make-leave", first=f"{later}", until=f"{later}")
    wishes, swaps, leave = (
        phone.get(reverse(name)).content.decode()
        for name in ("my-requests", "my-swaps", "my-leave")
    )
    assert f'data-waits="You withdraw what you asked for {ON.day} {ON:%B}"' in wishes
    assert 'data-waits="You ask for {date}"' in wishes
    assert 'data-waits="Your {do} to E' in swaps
    assert (
        f'data-waits="You withdraw leave, {later:%A} {later.day} {later:%B} {later.year}"' in leave
    )
