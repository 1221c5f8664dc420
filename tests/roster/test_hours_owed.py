"""Time off in lieu and public holidays: where hours come from, where they go, who sees them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from roster.leave_ledger import ledger, ledgers
from roster.models import RuleSetting
from staff.entitlement import leave_year
from staff.models import HoursEntry
from staff.owing import owe_duty, owe_hours, pay_duty
from staff.recording import FactRefused
from tests.factories import (
    NOW,
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 19)  # the clocks go back on its Sunday
SUNDAY = date(2026, 10, 25)
TODAY = date(2026, 11, 2)
YEAR, NEXT = leave_year(TODAY, 4), leave_year(date(2027, 11, 2), 4)
SAY = {"by": None, "now": NOW}
HOLIDAYS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day"}


@pytest.fixture
def unit():
    unit = make_unit()
    for on, name in HOLIDAYS.items():
        unit.bank_holidays.create(date=on, name=name)
    return unit


@pytest.fixture
def dev(unit):
    return make_person(unit, "dev", name="Dev")


@pytest.fixture
def extra(unit, dev):
    """A published extra duty on the Sunday of 25 hours; as it was told."""
    rota = make_rota(unit, MONDAY, 1)
    make_duty(rota, dev, MONDAY, "E")
    make_duty(rota, dev, SUNDAY, "LD", additional=True)
    return make_release(rota, MONDAY).duties.get(additional=True)


def owe(person, minutes, on=TODAY, kind="toil", reason="Overran"):
    when = {"today": TODAY, **SAY}
    return owe_hours(person=person, kind=kind, on=on, minutes=minutes, reason=reason, **when)


def entries(account):
    return [(entry.on, entry.what, entry.minutes) for entry in account.entries]


# ── time off in lieu ──


def test_what_is_given_and_taken_stands_there_with_its_date_and_adds_up(dev):
    owe(dev, 90, on=date(2026, 10, 9))
    owe(dev, -30, on=date(2026, 10, 20), reason="Paid")
    make_absence(dev, date(2026, 11, 5), kind="TOIL", paid_minutes=45)
    found = ledger(dev, YEAR, TODAY).toil
    assert entries(found) == [
        (date(2026, 10, 9), "Overran", 90),
        (date(2026, 10, 20), "Paid", -30),
        (date(2026, 11, 5), "Taken", -45),
    ]
    assert found.total == 15


def test_what_is_owed_is_brought_forward_into_the_next_leave_year(dev):
    owe(dev, 600)
    make_absence(dev, date(2027, 3, 30), date(2027, 4, 1), kind="TOIL", paid_minutes=100)
    assert ledger(dev, YEAR, TODAY).toil.total == 400
    assert entries(ledger(dev, NEXT, TODAY).toil) == [
        (date(2027, 4, 1), "Brought forward", 400),
        (date(2027, 4, 1), "Taken", -100),
    ]


def test_time_off_in_lieu_takes_no_annual_leave(dev):
    before = ledger(dev, YEAR, TODAY).left
    owe(dev, 600)
    make_absence(dev, date(2026, 11, 5), kind="TOIL")
    make_absence(dev, date(2026, 12, 25), kind="BH")
    assert ledger(dev, YEAR, TODAY).left == before


def test_an_extra_duty_is_paid_until_it_is_said_to_be_owed_as_time(dev, extra):
    def standing():
        found = ledger(dev, YEAR, TODAY)
        return [(duty.minutes, duty.owed) for duty in found.extra], found.toil.total

    assert standing() == ([(660, 0)], 0)
    of = {"person": dev, "on": SUNDAY, "shift": "LD"}
    owe_duty(**of, minutes=660, today=TODAY, **SAY)
    assert standing() == ([(660, 660)], 660)
    with pytest.raises(FactRefused, match="LD on 25 October 2026 is owed as time already"):
        owe_duty(**of, minutes=660, today=TODAY, **SAY)
    pay_duty(**of, **SAY)
    assert standing() == ([(660, 0)], 0)
    assert [entry.minutes for entry in dev.hours_entries.all()] == [660, -660]
    with pytest.raises(FactRefused, match="is not owed as time"):
        pay_duty(**of, **SAY)
    owe_duty(**of, minutes=660, today=TODAY, **SAY)
    assert standing() == ([(660, 660)], 660)


def test_a_duty_is_owed_when_it_is_over(dev):
    with pytest.raises(FactRefused, match="2 November 2026 is not over yet"):
        owe_duty(person=dev, on=TODAY, shift="E", minutes=450, today=TODAY, **SAY)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"minutes": 0}, "It is no time at all"),
        ({"minutes": 60, "reason": " "}, "Say why"),
        ({"minutes": 60, "on": TODAY + timedelta(days=1)}, "3 November 2026 is still to come"),
    ],
)
def test_hours_are_refused_that_are_none_or_have_no_reason_or_are_to_come(dev, said, why):
    with pytest.raises(FactRefused, match=why):
        owe(dev, **said)
    assert not HoursEntry.objects.exists()


def test_what_is_owed_too_long_is_to_be_paid_as_the_unit_has_set_it(unit, dev):
    owe(dev, 120, on=date(2026, 8, 1))
    owe(dev, 60, on=date(2026, 8, 10))
    found = ledger(dev, YEAR, TODAY)
    assert found.late == ((date(2026, 8, 1), "2 h", date(2026, 11, 1)),)
    assert found.soon == ((date(2026, 8, 10), "1 h", date(2026, 11, 10)),)
    assert not found.above
    RuleSetting.objects.create(
        unit=unit,
        rule="R-25",
        parameters={"expiry_months": 6, "warn_weeks": 20, "cap_minutes": 179},
        in_force_from=date(2026, 1, 1),
    )
    found = ledger(dev, YEAR, TODAY)
    assert (found.late, found.soon, found.above) == ((), (), True)


# ── public holidays ──


def test_a_holiday_gives_its_part_of_the_bank_by_the_contract_of_its_date(unit, dev):
    held = dev.employments.get()
    held.until = date(2026, 12, 26)
    held.save()
    dev.employments.create(starts=date(2026, 12, 27), role="radiographer", weekly_minutes=1350)
    assert entries(ledger(dev, YEAR, TODAY).holidays) == [
        (date(2026, 12, 25), "Christmas Day: 37 h 30 min a week", 450),
        (date(2026, 12, 28), "Boxing Day: 22 h 30 min a week", 270),
    ]


def test_eight_holidays_are_sixty_hours_full_time_and_36_at_22_and_a_half(unit, dev):
    ben = make_person(unit, weekly_minutes=1350, days_per_week=3)
    for n in range(6):
        unit.bank_holidays.create(date=date(2026, 5, 1) + timedelta(days=n))
    found = ledgers(unit, [dev, ben], YEAR, TODAY)
    assert [found[who.pk].holidays.total for who in (dev, ben)] == [3600, 2160]


def test_a_holiday_worked_takes_nothing_and_one_off_what_was_planned(unit, dev):
    rota = make_rota(unit, date(2026, 12, 21), 2)
    make_duty(rota, dev, date(2026, 12, 25), "E")
    make_release(rota, date(2026, 12, 21))
    make_absence(dev, date(2026, 12, 28), kind="BH", paid_minutes=660)
    owe(dev, -30, on=date(2026, 12, 29), kind="holiday", reason="Put right")
    found = ledger(dev, YEAR, TODAY).holidays
    assert entries(found)[1:2] == [(date(2026, 12, 25), "E worked: nothing is taken", 0)]
    assert entries(found)[3:] == [
        (date(2026, 12, 28), "Taken", -660),
        (date(2026, 12, 29), "Put right", -30),
    ]
    assert found.total == 900 - 660 - 30


# ── the pages ──


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_manager_owes_a_duty_and_enters_hours_and_the_person_reads_it(client, dev, extra):
    client.force_login(make_user(dev.unit, "rota_manager", name="Mo"))
    assert "Owe it as time" in page(client, "person-ledger-year", dev.pk, 2026)
    settle = reverse("settle-duty", args=[dev.pk, extra.pk])
    said = client.post(settle, {"do": "owe"}, follow=True).content.decode()
    assert "It is owed as time." in said
    assert "Pay it after all" in said
    again = client.post(settle, {"do": "owe"}, follow=True).content.decode()
    assert "is owed as time already" in again
    owe_page = reverse("owe-hours", args=[dev.pk, 2026])
    typed = {"kind": "toil", "way": "1", "on": "soon", "hours": "0:45", "reason": "Late list"}
    assert "This is no date" in client.post(owe_page, typed).content.decode()
    assert client.post(owe_page, typed | {"on": "20/10/2026"}).status_code == 302
    assert dev.record.filter(what="Time off in lieu", personal=True).count() == 2

    client.force_login(make_user(dev.unit, "staff", person=dev))
    assert reverse("person-ledger", args=[dev.pk]) in page(client, "my-leave")
    text = page(client, "person-ledger-year", dev.pk, 2026)
    assert "Late list (Mo)" in text
    assert "Owed: <b>11 h 45 min</b>" in text
    assert "Pay it after all" not in text


def test_a_release_that_was_replaced_is_settled_no_more(client, dev, extra):
    client.force_login(make_user(dev.unit, "rota_manager"))
    make_release(extra.release.rota, MONDAY, number=2)
    settle = reverse("settle-duty", args=[dev.pk, extra.pk])
    assert client.post(settle, {"do": "owe"}).status_code == 404
    assert len(ledger(dev, YEAR, TODAY).extra) == 1


def test_everybodys_hours_cost_no_more_queries_for_more_people(
    client, unit, dev, extra, django_assert_max_num_queries
):
    client.force_login(make_user(unit, "approver"))

    def count():
        with django_assert_max_num_queries(25) as queries:
            text = page(client, "unit-ledgers-year", unit.pk, 2026)
        return len(queries), text

    few, text = count()
    assert "Set how much is carried over" not in text
    for _ in range(5):
        owe(make_person(unit), 60, on=date(2026, 6, 1))
    many, text = count()
    assert many == few
    assert text.count("1 h</td>") == 5
