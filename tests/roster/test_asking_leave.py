"""Leave in hours: what it takes and leaves, what it does to cover, and who decides (R-27, R-32)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.asking_leave import LeaveRefused, answer_leave, ask_leave, withdraw_leave
from roster.leave_balance import balance
from roster.leave_outlook import Outlook, nearest
from roster.models import Demand, Duty, OutboxMessage
from sites.models import Area
from staff.entitlement import leave_year
from staff.models import LeaveAdjustment, LeaveTerms, Unavailability
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
WHOLE = 12150  # 27 days: under five years of service


def on(n):
    return MONDAY + timedelta(days=n)


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


def want(asha, first=0, last=4):
    return ask_leave(person=asha, first=on(first), until=on(last), by=asha.user, **WHEN)


def see(asha, first=0, last=4):
    return Outlook(asha, on(first), on(last), TODAY).of(on(first), on(last))


def test_asked_leave_is_shown_and_taken_off_only_when_granted(asha, manager):
    request = want(asha)
    assert (request.state, request.minutes, request.left) == ("asked", 2250, WHOLE - 2250)
    assert (balance(asha, YEAR).left, balance(asha, YEAR).asked) == (WHOLE, 2250)
    answer_leave(request=request, granted=True, reason="", by=manager, **WHEN)
    assert (balance(asha, YEAR).left, balance(asha, YEAR).asked) == (WHOLE - 2250, 0)


def test_a_planned_long_day_takes_eleven_hours_and_its_duty_goes(asha, unit, manager):
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, asha, on(1), shift="LD")
    request = want(asha, 0, 2)
    assert request.minutes == 3 * 450  # by the contract: nothing of it is published
    answer_leave(request=request, granted=True, reason="", by=manager, **WHEN)
    assert not Duty.objects.exists()
    assert balance(asha, YEAR).booked == 660


def test_leave_in_a_published_week_takes_what_its_person_was_told(asha, unit):
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, asha, on(1), shift="LD")
    make_release(rota, MONDAY)
    make_duty(rota, asha, on(2), shift="LD")  # since then
    assert want(asha, 0, 2).minutes == 660


def test_a_bank_holiday_not_planned_takes_no_annual_leave(asha, unit):
    unit.bank_holidays.create(date=on(2))
    found = see(asha)
    assert found.minutes == 4 * 450
    assert found.by_kind["BH"] == {on(2): 450}


def test_what_is_exactly_left_may_be_booked_and_more_needs_a_reason(asha, manager):
    fix = {"person": asha, "year": YEAR.name, "reason": "Sold", "at": NOW}
    LeaveAdjustment.objects.create(minutes=2250 - WHOLE, **fix)
    assert see(asha).fits
    assert see(asha).left == 0
    LeaveAdjustment.objects.create(minutes=-1, **fix)
    assert not see(asha).fits
    request = want(asha)
    with pytest.raises(LeaveRefused, match="more leave than is left"):
        answer_leave(request=request, granted=True, reason="", by=manager, **WHEN)
    granted = answer_leave(request=request, granted=True, reason="Agreed", by=manager, **WHEN)
    assert granted.state == "granted"


def test_no_more_than_so_many_are_away_and_nearer_dates_are_named(asha, unit):
    LeaveTerms.objects.create(unit=unit, most_away=1)
    dev = make_person(unit, "dev")
    make_absence(dev, on(0), on(6), kind="AL")
    outlook = Outlook(asha, on(0), on(4), TODAY)
    found = outlook.of(on(0), on(4))
    assert found.full == tuple(on(n) for n in range(5))
    assert [other.first for other in nearest(outlook, found)] == [on(-7), on(7), on(14)]


def test_cover_that_would_be_short_is_told_by_its_dates(asha, unit):
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, asha, on(1))
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    Demand.objects.create(
        unit=unit,
        area=area,
        days=["tue"],
        starts="08:00",
        ends="16:00",
        role="radiographer",
        least=1,
    )
    found = see(asha)
    assert (found.short, found.fits) == ((on(1),), False)
    own = Outlook(asha, on(0), on(4), TODAY, as_told=True)
    assert (own.of(on(0), on(4)).short, own.is_planned(on(0), on(4))) == ((), False)
    make_release(rota, MONDAY)
    own = Outlook(asha, on(0), on(4), TODAY, as_told=True)
    assert (own.of(on(0), on(4)).short, own.is_planned(on(0), on(4))) == ((on(1),), True)


def test_where_the_unit_says_so_leave_that_fits_is_granted_at_once(asha, unit):
    LeaveTerms.objects.create(unit=unit, grant_at_once=True)
    assert want(asha).state == "granted"
    assert Unavailability.objects.filter(person=asha, kind="AL").exists()


def test_a_published_shift_is_never_freed_without_a_manager(asha, unit):
    LeaveTerms.objects.create(unit=unit, grant_at_once=True)
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    make_duty(rota, asha, on(1))
    make_release(rota, MONDAY)
    assert want(asha).state == "asked"
    assert Duty.objects.count() == 1


def test_withdrawn_leave_gives_its_hours_back(asha, manager):
    request = answer_leave(request=want(asha), granted=True, reason="", by=manager, **WHEN)
    withdraw_leave(request=request, by=asha.user, **WHEN)
    assert balance(asha, YEAR).left == WHOLE
    with pytest.raises(LeaveRefused, match="withdrawn already"):
        withdraw_leave(request=request, by=asha.user, **WHEN)


def test_leave_that_has_begun_is_not_withdrawn(asha, manager):
    request = answer_leave(request=want(asha), granted=True, reason="", by=manager, **WHEN)
    with pytest.raises(LeaveRefused, match="has begun"):
        withdraw_leave(request=request, by=asha.user, now=NOW, today=on(0))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (4, 0, "before the first"),
        (-14, 0, "from tomorrow on"),
        (0, 60, "at most eight weeks"),
        (600, 601, "too far ahead"),
        (5, 6, "no hours on these days"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(asha, first, last, said):
    with pytest.raises(LeaveRefused, match=said):
        want(asha, first, last)


def test_the_same_days_are_asked_for_once(asha, manager):
    request = want(asha)
    with pytest.raises(LeaveRefused, match="already"):
        want(asha, 3, 8)
    answer_leave(request=request, granted=True, reason="", by=manager, **WHEN)
    with pytest.raises(LeaveRefused, match="away already"):
        want(asha, 3, 8)


def test_a_refusal_has_a_reason_that_no_mail_repeats(asha, manager):
    request = want(asha)
    with pytest.raises(LeaveRefused, match="needs a reason"):
        answer_leave(request=request, granted=False, reason="", by=manager, **WHEN)
    answer_leave(request=request, granted=False, reason="Too many; try May", by=manager, **WHEN)
    mail = OutboxMessage.objects.get(person=asha)
    assert "try May" not in mail.text + mail.html
    assert mail.subject == "Leave refused: Monday 16 to Friday 20 November"
