"""Leave of some hours of one day: what it takes, and what stays of the shift it lies in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from roster.asking_leave import LeaveRefused, answer_leave, ask_leave, withdraw_leave
from roster.leave_balance import balance
from roster.leave_ledger import ledger
from roster.leave_outlook import Outlook, nearest
from roster.models import Demand, DutyChange, OutboxMessage
from roster.part_days import Part
from roster.rules.rechecking import check_whole
from roster.snapshot import problem_of
from sites.models import Area
from staff.entitlement import leave_year
from staff.models import LeaveRequest, LeaveTerms, Unavailability
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
MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
WHEN = {"now": NOW, "today": TODAY}
YEAR = leave_year(MONDAY, 4)
WHOLE = 12150
AFTERNOON = Part(time(13), time(16))


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit, "R-14", "R-15", "R-33")
    return unit


@pytest.fixture
def asha(unit):
    asha = make_person(unit, "asha", name="Asha N")
    asha.user = make_user(unit, "staff")
    asha.save()
    return asha


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager")


def on(n):
    return MONDAY + timedelta(days=n)


def want(asha, part=AFTERNOON, n=1, last=None):
    until = on(n if last is None else last)
    return ask_leave(person=asha, first=on(n), until=until, part=part, by=asha.user, **WHEN)


def see(asha, part=AFTERNOON, n=1):
    return Outlook(asha, on(n), on(n), TODAY, part).of(on(n), on(n))


def planned(asha, shift, n=1):
    rota = asha.unit.rotas.first() or make_rota(asha.unit, starts=MONDAY, weeks=1)
    return make_duty(rota, asha, on(n), shift=shift)


def held(asha):
    return [(duty.date, duty.shift_type.code) for duty in asha.duties.select_related("shift_type")]


def grant(request, manager):
    return answer_leave(request=request, granted=True, reason="", by=manager, **WHEN)


def test_before_a_week_is_planned_it_takes_the_hours_asked_for(asha):
    assert see(asha).minutes == 180
    assert see(asha, Part(time(9, 15), time(10))).minutes == 45


def test_and_never_more_than_a_day_of_the_contract(asha):
    assert see(asha, Part(time(8), time(15, 30))).minutes == 450
    assert see(asha, Part(time(8), time(15, 31))).minutes == 450
    assert see(asha, n=5).minutes == 0  # a Saturday


@pytest.mark.parametrize(
    ("shift", "part", "minutes"),
    [
        ("E", (13, 16), 180),
        ("E", (15, 18), 60),
        ("E", (16, 18), 0),
        ("E", (6, 8), 0),
        ("E", (8, 16), 450),  # its break is not paid
        ("L", (8, 13), 60),
    ],
)
def test_in_a_planned_week_it_takes_the_hours_within_the_shift(asha, shift, part, minutes):
    planned(asha, shift)
    assert see(asha, Part(*map(time, part))).minutes == minutes


def test_a_day_off_in_a_published_week_has_no_hours_to_take_and_in_a_draft_is_not_told(asha):
    rota = planned(asha, "E", n=0).rota
    assert Outlook(asha, on(1), on(1), TODAY, AFTERNOON, as_told=True).of(on(1), on(1)).minutes
    make_release(rota, MONDAY)
    with pytest.raises(LeaveRefused, match="no hours"):
        want(asha)


@pytest.mark.parametrize(
    ("shift", "part", "stays"),
    [
        ("E", (13, 16), "SH"),
        ("E", (12, 16), "SH"),  # it begins as the short shift ends
        ("E", (11, 16), ""),
        ("E", (16, 18), "E"),
        ("LD", (17, 20), "E"),  # the longest of those that fit: E and SH do
        ("LD", (8, 10), "L"),
        ("LD", (10, 14), ""),
        ("AD", (13, 17), ""),  # SH would fit and is of another class
    ],
)
def test_the_shift_gives_way_to_the_longest_that_fits_beside_it(asha, manager, shift, part, stays):
    planned(asha, shift)
    found = see(asha, Part(*map(time, part)))
    assert found.shifts == (((on(1), shift, stays),) if stays != shift else ())
    if found.minutes:
        grant(want(asha, Part(*map(time, part))), manager)
        assert held(asha) == [(on(1), stays)] * bool(stays)


def test_granted_it_is_an_absence_of_those_hours_and_breaks_no_rule(asha, unit, manager):
    planned(asha, "E")
    request = grant(want(asha), manager)
    row = Unavailability.objects.get(person=asha)
    assert (row.kind, row.starts, row.ends, row.paid_minutes) == ("AL", time(13), time(16), 180)
    assert row.batch == request.batch
    assert check_whole(problem_of(unit.rotas.get())).breaches == ()
    assert DutyChange.objects.get().reason == "Not available"


def test_the_ledger_counts_its_hours_and_gets_them_back(asha, manager):
    planned(asha, "E")
    request = want(asha)
    assert (request.minutes, request.left) == (180, WHOLE - 180)
    assert balance(asha, YEAR).asked == 180
    grant(request, manager)
    assert (balance(asha, YEAR).left, balance(asha, YEAR).asked) == (WHOLE - 180, 0)
    lines = [
        (entry.what, entry.minutes)
        for account in ledger(asha, YEAR, TODAY).accounts
        for entry in account.entries
    ]
    assert ("Taken, 13:00 to 16:00", -180) in lines
    withdraw_leave(request=request, by=asha.user, **WHEN)
    assert balance(asha, YEAR).left == WHOLE


def test_cover_is_short_only_where_the_hours_are_needed(asha, unit):
    planned(asha, "E")
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    line = Demand.objects.create(
        unit=unit,
        area=area,
        days=["tue"],
        starts="08:00",
        ends="12:00",
        role="radiographer",
        least=1,
    )
    assert see(asha).short == ()
    line.ends = "14:00"
    line.save()
    assert see(asha).short == (on(1),)


def test_it_is_granted_at_once_only_where_the_rest_of_the_shift_can_be_worked(asha, unit):
    LeaveTerms.objects.create(unit=unit, grant_at_once=True)
    planned(asha, "E")
    planned(asha, "E", n=2)
    assert want(asha, n=1).state == "granted"
    assert want(asha, Part(time(10), time(14)), n=2).state == "asked"
    assert held(asha) == [(on(1), "SH"), (on(2), "E")]


def test_a_published_shift_stops_it_only_where_the_hours_reach_into_it(asha, unit):
    planned(asha, "SH")
    make_release(unit.rotas.get(), MONDAY)
    assert see(asha, Part(time(11), time(13))).published == (on(1),)
    assert see(asha, Part(time(13), time(16))).published == ()


def test_other_hours_of_the_day_may_be_asked_for_and_the_same_may_not(asha, manager):
    morning, noon = Part(time(8), time(10)), Part(time(9), time(13))
    request = want(asha, morning)
    with pytest.raises(LeaveRefused, match="17 November, 08:00 to 10:00 already"):
        want(asha, noon)
    want(asha, AFTERNOON)
    grant(request, manager)
    with pytest.raises(LeaveRefused, match="away already"):
        want(asha, noon)
    with pytest.raises(LeaveRefused, match="away already"):
        want(asha, None)
    assert see(asha, Part(time(10), time(13))).taken == ()


def test_a_day_away_already_has_no_hours_left_and_an_appointment_bars_no_whole_day(asha):
    make_absence(asha, on(1), kind="SL")
    assert see(asha).taken == (on(1),)
    make_absence(asha, on(2), kind="OTHER", starts=time(9), ends=time(10))
    assert see(asha, None, n=2).taken == ()


def test_a_colleague_on_leave_for_some_hours_counts_as_one_on_leave(asha, unit):
    LeaveTerms.objects.create(unit=unit, most_away=1)
    dev = make_person(unit, "dev")
    make_absence(dev, on(1), kind="AL", starts=time(9), ends=time(10))
    found = see(asha)
    assert found.full == (on(1),)
    outlook = Outlook(asha, on(1), on(1), TODAY, AFTERNOON)
    assert [other.first for other in nearest(outlook, found)] == [on(0), on(2), on(3)]


@pytest.mark.parametrize(
    ("part", "last", "said"),
    [
        (AFTERNOON, 2, "is of one day"),
        (Part(time(16), time(13)), None, "end before they begin"),
        (Part(time(13), time(13)), None, "end before they begin"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(asha, part, last, said):
    with pytest.raises(LeaveRefused, match=said):
        want(asha, part, last=last)


def test_the_database_refuses_hours_of_several_days_and_half_of_them(asha):
    row = {"person": asha, "starts_on": on(1), "minutes": 1, "left": 0, "asked_at": NOW}
    for wrong in (
        {"until": on(2), "starts": time(8), "ends": time(9)},
        {"until": on(1), "starts": time(8)},
        {"until": on(1), "ends": time(8)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LeaveRequest.objects.create(**row | wrong)


def test_managers_and_the_person_are_told_the_hours(asha, manager):
    grant(want(asha), manager)
    subjects = list(OutboxMessage.objects.order_by("id").values_list("subject", flat=True))
    assert subjects == [
        "Asha N asks for leave, Tuesday 17 November, 13:00 to 16:00",
        "Leave granted: Tuesday 17 November, 13:00 to 16:00",
    ]


def test_on_the_page_the_effect_on_the_shift_is_read_before_it_is_asked_for(client, asha, unit):
    client.force_login(asha.user)
    monday = date.today() + timedelta(days=56 - date.today().weekday())
    tuesday = monday + timedelta(days=1)
    rota = make_duty(make_rota(unit, starts=monday, weeks=1), asha, tuesday).rota
    typed = {"first": tuesday, "starts": "13:00", "ends": "16:00"}
    page = client.get(reverse("my-leave"), typed).content.decode()
    assert "It takes <b>3 h</b>" in page
    assert "Your E" not in page  # it is a draft
    make_release(rota, monday)
    page = client.get(reverse("my-leave"), typed).content.decode()
    assert "It takes <b>3 h</b>" in page
    assert f"Your E on Tuesday {tuesday.day} {tuesday:%B} becomes SH." in page
    client.post(reverse("make-leave"), typed)
    asked = LeaveRequest.objects.get()
    assert (asked.starts, asked.ends, asked.minutes) == (time(13), time(16), 180)
    assert ", 13:00 to 16:00</b>" in client.get(reverse("my-leave")).content.decode()
    client.force_login(make_user(unit, "rota_manager"))
    look = client.get(reverse("look-at-leave", args=[asked.pk])).content.decode()
    assert "Their E on Tuesday" in look
    assert ", 13:00 to 16:00" in client.get(reverse("asked")).content.decode()


def test_one_time_alone_is_refused_and_nothing_is_asked(client, asha):
    client.force_login(asha.user)
    typed = {"first": date.today() + timedelta(days=30), "starts": "13:00"}
    page = client.get(reverse("my-leave"), typed).content.decode()
    assert "Say both from when and to when, or neither." in page
    client.post(reverse("make-leave"), typed)
    assert not LeaveRequest.objects.exists()
