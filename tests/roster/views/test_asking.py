"""Leave and wishes on the phone: what is shown before asking, and before answering."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from roster.models import Demand, Request
from roster.requesting import ask
from sites.models import Area
from staff.models import LeaveRequest, LeaveTerms
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


@pytest.fixture
def unit():
    """Asha works the Monday in eight weeks, where one is needed; Dev has leave then."""
    unit = make_unit()
    judge_only(unit, "R-33")
    return unit


@pytest.fixture
def monday():
    today = timezone.localdate()
    return today + timedelta(days=56 - today.weekday())


@pytest.fixture
def asha(unit, monday, client):
    asha = make_person(unit, "asha", name="Asha N")
    client.force_login(make_user(unit, "staff", person=asha))
    make_duty(make_rota(unit, starts=monday, weeks=1), asha, monday)
    make_absence(make_person(unit, "dev", name="Dev P"), monday, kind="AL")
    for _ in range(10):
        make_person(unit)
    return asha


def needed(unit):
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    line = {"days": ["mon"], "starts": "08:00", "ends": "16:00", "least": 1, "critical": True}
    Demand.objects.create(unit=unit, area=area, role="radiographer", **line)


def seen(client, name="my-leave", args=(), **typed):
    return client.get(reverse(name, args=args), typed).content.decode()


def test_what_leave_does_to_cover_is_shown_before_it_is_sent(client, unit, asha, monday):
    needed(unit)
    make_release(unit.rotas.get(), monday)
    page = seen(client, first=monday, until=monday)
    assert f"Too few would be left on Monday {monday.day}" in page
    assert "Nearest dates that fit" in page
    assert "1 other is on leave already on" in page
    assert "Dev" not in page
    assert "is not known" not in page
    assert not LeaveRequest.objects.exists()


def test_a_draft_is_not_told_by_what_leave_would_do_to_it(client, unit, asha, monday):
    needed(unit)
    page = seen(client, first=monday, until=monday)
    assert "Too few would be left" not in page
    assert "Not all of these dates are published yet" in page


def test_where_cover_holds_it_says_so(client, unit, asha, monday):
    client.post(reverse("make-leave"), {"first": monday, "until": monday})
    client.force_login(make_user(unit, "rota_manager"))
    page = seen(client, "look-at-leave", [LeaveRequest.objects.get().pk])
    assert "Cover holds without them, and nothing else stands in its way." in page


def test_where_nothing_is_planned_yet_cover_is_not_promised(client, unit, asha, monday):
    page = seen(client, first=monday + 7 * DAY, until=monday + 8 * DAY)
    assert "Nothing known stands in its way." in page
    assert "what it does to cover is not known" in page


def test_how_many_may_be_away_is_said_with_how_many_are(client, unit, asha, monday):
    LeaveTerms.objects.create(unit=unit, most_away=2)
    assert "on leave already on Monday" in seen(client, first=monday, until=monday)
    assert "; 2 may be." in seen(client, first=monday, until=monday)
    LeaveTerms.objects.update(most_away=1)
    page = seen(client, first=monday, until=monday)
    assert "1 person may be away; Monday" in page


def test_who_answers_sees_the_same_before_they_answer(client, unit, asha, monday):
    needed(unit)
    client.post(reverse("make-leave"), {"first": monday, "until": monday})
    asked = LeaveRequest.objects.get()
    client.force_login(make_user(unit, "rota_manager"))
    address = reverse("look-at-leave", args=[asked.pk])
    assert address in seen(client, "asked")
    page = seen(client, "look-at-leave", [asked.pk])
    assert f"Too few would be left on Monday {monday.day}" in page
    assert "leaves <b>" in page
    assert "You" not in page.split("<main", 1)[1].split("Your answer")[0]
    client.post(reverse("answer-leave", args=[asked.pk]), {"do": "refuse", "reason": "Too few"})
    page = seen(client, "look-at-leave", [asked.pk])
    assert "It waits for nobody any more." in page
    assert "Your answer" not in page


def test_the_hours_left_are_the_same_for_who_asks_and_who_answers(client, unit, asha, monday):
    before = client.get(reverse("my-leave"), {"first": monday, "until": monday}).context["outlook"]
    client.post(reverse("make-leave"), {"first": monday, "until": monday})
    client.force_login(make_user(unit, "approver"))
    page = client.get(reverse("look-at-leave", args=[LeaveRequest.objects.get().pk]))
    assert page.context["outlook"]["left"] == before["left"]
    assert "Your answer" not in page.content.decode()  # an approver reads, and decides elsewhere


def test_wishes_say_from_when_on_until_when_and_what_in_words(client, unit, asha, monday):
    LeaveTerms.objects.create(unit=unit, request_days=7)
    now = timezone.now()
    when = {"by": asha.user, "now": now, "today": now.date()}
    ask(person=asha, on=monday, wants="E", weight=1, **when)
    page = seen(client, "my-requests")
    closes = monday - 7 * DAY
    assert "You can ask for weeks from" in page
    assert "Early (08:00 to 16:00)" in page.split("What you asked for")[1]
    assert f"Its week closes on {closes.day} {closes:%B}." in page


def test_the_number_of_queries_is_the_same_for_many_wishes(
    client, unit, asha, monday, django_assert_max_num_queries
):
    now = timezone.now()
    when = {"by": asha.user, "now": now, "today": now.date() - 100 * DAY}
    for n in range(6):
        ask(person=asha, on=monday + n * DAY, wants="off", weight=1, **when)
    with django_assert_max_num_queries(9):
        seen(client, "my-requests")


def test_who_answers_sees_first_who_is_away_today(client, unit, asha):
    today = timezone.localdate()
    make_absence(asha, today - DAY, today)
    make_absence(make_person(unit, "fay"), today + DAY)
    make_absence(make_person(unit, "gus"), today + 15 * DAY)
    client.force_login(make_user(unit, "rota_manager"))
    page = client.get(reverse("asked")).context["units"][0]["page"]
    assert [away.name for away in page.absent] == ["Asha N"]
    assert [away.name for away in page.absent_soon] == ["Fay"]


def test_who_asked_reads_by_when_the_answer_comes_and_that_it_is_late(client, unit, asha, monday):
    client.post(reverse("make-leave"), {"first": monday, "until": monday})
    due = timezone.localdate() + 7 * DAY
    assert f"You have the answer by {due:%A} {due.day} {due:%B}." in seen(client)
    LeaveRequest.objects.update(asked_at=timezone.now() - 9 * DAY)
    due -= 9 * DAY
    assert f"The answer was due on {due:%A} {due.day} {due:%B}." in seen(client)
    LeaveRequest.objects.update(state="granted")
    assert "The answer was due" not in seen(client)


def test_who_asked_reads_who_decided_and_when(client, unit, asha, monday):
    client.post(reverse("make-leave"), {"first": monday, "until": monday})
    manager = make_user(unit, "rota_manager", name="Mo Manager")
    now = timezone.localtime()
    LeaveRequest.objects.update(state="refused", reason="Full", decided_by=manager, decided_at=now)
    assert f"Mo Manager, {now.day} {now:%B}" in seen(client)
    LeaveRequest.objects.update(decided_by=F("asked_by"), state="granted")
    assert f"At once, by the terms for leave, {now.day} {now:%B}" in seen(client)


def test_a_manager_sets_the_days_and_reads_what_is_overdue(client, unit, asha, monday):
    now = timezone.now()
    when = {"by": asha.user, "now": now - 5 * DAY, "today": now.date() - 100 * DAY}
    ask(person=asha, on=monday, wants="off", weight=1, **when)
    client.force_login(make_user(unit, "rota_manager"))
    assert "Overdue" not in seen(client, "asked")
    terms = {"year_month": 4, "request_days": 49, "answer_days": 4}
    client.post(reverse("enter-terms", args=[unit.pk]), terms)
    page = seen(client, "asked")
    due = timezone.localdate(now) - DAY
    assert "1 answer is overdue, first in the lists below." in page
    assert f"The answer was due on {due:%A} {due.day} {due:%B}." in page


@pytest.fixture
def mo(unit):
    return make_user(unit, "rota_manager", name="Mo Manager")


def answered(asha, by, **kept):
    """A wish of a week that is closed for wishes, and its answer."""
    now, on = timezone.now(), timezone.localdate() + 20 * DAY
    typed = {"asked_by": asha.user, "asked_at": now - 30 * DAY, "decided_by": by, "decided_at": now}
    return Request.objects.create(person=asha, date=on, wants="off", **typed | kept)


def said(client, name):
    return " ".join(re.sub(r"<[^>]+>", " ", seen(client, name)).split())


@pytest.mark.parametrize("state", ["granted", "refused"])
def test_a_wish_answered_says_by_whom_why_and_when_its_week_closed(client, asha, mo, state):
    answered(asha, mo, state=state, reason="Two are off then.")
    today = timezone.localdate()
    page = said(client, "my-requests")
    assert f"{state.capitalize()} Two are off then. Mo Manager, {today.day} {today:%B}" in page
    assert "Its week closed on " in page


def test_a_wish_withdrawn_says_so_and_still_what_had_been_decided(client, asha, mo):
    wish = answered(asha, mo, state="granted", reason="As agreed.")
    client.post(reverse("withdraw-request", args=[wish.pk]))
    today = timezone.localdate()
    on = f"{today.day} {today:%B}"
    assert (
        f"Withdrawn By you, {on}. It had been granted. As agreed. Mo Manager, {on} Its week closed"
    ) in said(client, "my-requests")


def test_leave_withdrawn_says_so_and_still_what_had_been_decided(client, asha, mo, monday):
    client.post(reverse("make-leave"), {"first": f"{monday}", "until": f"{monday}"})
    leave = LeaveRequest.objects.get()
    client.force_login(mo)
    client.post(reverse("answer-leave", args=[leave.pk]), {"do": "grant", "reason": "Enjoy."})
    asha.refresh_from_db()
    client.force_login(asha.user)
    today = timezone.localdate()
    on = f"{today.day} {today:%B}"
    assert f"Granted Enjoy. Mo Manager, {on}" in said(client, "my-leave")
    page = client.post(reverse("withdraw-leave", args=[leave.pk]), follow=True).content.decode()
    assert "is yours again once your rota manager has planned it" in page
    assert f"Withdrawn By you, {on}. It had been granted. Enjoy. Mo Manager, {on}" in said(
        client, "my-leave"
    )


def test_leave_withdrawn_before_its_answer_was_not_decided(client, asha, monday):
    client.post(reverse("make-leave"), {"first": f"{monday}", "until": f"{monday}"})
    client.post(reverse("withdraw-leave", args=[LeaveRequest.objects.get().pk]))
    page = said(client, "my-leave")
    assert "Withdrawn By you" in page
    assert "granted" not in page


def test_leave_granted_at_once_says_so_and_cannot_be_withdrawn_once_begun(client, unit, asha):
    LeaveTerms.objects.create(unit=unit, grant_at_once=True)
    first = timezone.localdate() + 200 * DAY
    client.post(reverse("make-leave"), {"first": f"{first}", "until": f"{first}"})
    leave = LeaveRequest.objects.get()
    assert "Granted At once, by the terms for leave" in said(client, "my-leave")
    address = reverse("withdraw-leave", args=[leave.pk])
    assert address in seen(client)
    LeaveRequest.objects.update(starts_on=timezone.localdate())
    assert address not in seen(client)


def test_a_wish_whose_day_is_over_waits_no_more(client, asha):
    today = timezone.localdate()
    wish = Request.objects.create(person=asha, date=today, wants="off")
    assert "Waiting for an answer" in seen(client, "my-requests")
    assert reverse("withdraw-request", args=[wish.pk]) in seen(client, "my-requests")
    Request.objects.update(date=today - DAY)
    page = seen(client, "my-requests")
    assert "Not answered before its day" in page
    assert "Waiting for an answer" not in page
    assert reverse("withdraw-request", args=[wish.pk]) not in page
