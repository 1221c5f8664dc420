"""Going home ill in the middle of a shift, or coming later: hours of a day away."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.absence_page import absence_page
from roster.access import absence_for
from roster.grid.standing import Reader
from roster.models import Demand, DutyChange, OutboxMessage, Rota
from roster.reporting_absence import AbsenceRefused, end_absence, free_absence, report_absence
from roster.rules.hours import absence_minutes, paid_duties
from roster.rules.phrases import day
from roster.rules.rechecking import check_whole
from roster.rules.timeline import Timeline
from roster.snapshot import problem_of
from roster.team_page import team_page
from sites.models import Area
from staff.models import Unavailability
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
MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 13, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def on(n):
    return MONDAY + n * DAY


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit, "R-14", "R-15", "R-33")
    area = Area.objects.get(site__unit=unit, site__code="TH", code="XR")
    hours = {"starts": "08:00", "ends": "16:00"}
    Demand.objects.create(unit=unit, area=area, days=["mon"], role="radiographer", least=1, **hours)
    return unit


@pytest.fixture
def rota(unit):
    return make_rota(unit, starts=MONDAY, weeks=2)


@pytest.fixture
def asha(unit):
    asha = make_person(unit, "asha", name="Asha N")
    asha.user = make_user(unit, "staff", name="Asha N")
    asha.save()
    return asha


@pytest.fixture
def manager(unit):
    return make_user(unit, "rota_manager", name="Mo Manager")


def report(asha, starts=None, ends=None, *, first=0, last=None, by=None, kind="SL"):
    """By themselves, of what is published as it is planned."""
    publish(asha.unit)
    return report_as_told(asha, starts, ends, first=first, last=last, by=by, kind=kind)


def publish(unit):
    for rota in Rota.objects.filter(unit=unit, releases=None):
        make_release(rota, rota.starts)


def report_as_told(asha, starts=None, ends=None, *, first=0, last=None, by=None, kind="SL"):
    until = on(first if last is None else last)
    return report_absence(
        person=asha,
        kind=kind,
        first=on(first),
        until=until,
        starts=starts,
        ends=ends,
        by=by or asha.user,
        now=NOW,
        today=MONDAY,
    )


def held(asha):
    return [(duty.date, duty.shift_type.code) for duty in asha.duties.select_related("shift_type")]


def rows_of(asha):
    fields = ("starts_on", "until", "starts", "ends", "paid_minutes")
    return list(Unavailability.objects.filter(person=asha).values_list(*fields))


@pytest.mark.parametrize(
    ("shift", "starts", "ends", "away", "stays", "paid"),
    [
        ("E", time(13), None, (time(13), time(16)), "SH", 210),  # of 450 that were planned
        ("LD", time(17), None, (time(17), time(20)), "E", 210),  # of 660
        ("E", time(11), None, (time(11), time(16)), "", 450),  # no shift ends by then
        ("LD", None, time(10), (time(8), time(10)), "L", 210),
        ("LD", time(10), time(11), (time(10), time(11)), "L", 210),
    ],
)
def test_what_can_be_worked_beside_it_stays_and_the_rest_is_paid_as_planned(
    rota, asha, shift, starts, ends, away, stays, paid
):
    make_duty(rota, asha, on(0), shift=shift)
    done = report(asha, starts, ends)
    assert held(asha) == [(on(0), stays)] * bool(stays)
    assert rows_of(asha) == [(on(0), on(0), *away, paid)]
    assert done.freed == ((on(0), shift),)
    assert done.stays == ((on(0), stays),) * bool(stays)


def test_the_week_is_paid_as_if_nobody_had_fallen_ill(rota, asha):
    for n in range(5):
        make_duty(rota, asha, on(n))
    report(asha, time(13))
    timeline = Timeline(problem_of(rota))
    worked = sum(item.minutes for item in paid_duties(timeline, "asha")[MONDAY])
    assert (worked, absence_minutes(timeline, "asha", MONDAY)) == (2040, 210)


def test_the_rest_of_the_shift_becomes_a_gap_and_nothing_else_is_broken(rota, asha):
    make_duty(rota, asha, on(0))
    assert check_whole(problem_of(rota)).breaches[0].first == on(
        7
    )  # the second week is not planned
    report(asha, time(13))
    found = check_whole(problem_of(rota)).breaches
    assert [(b.rule, b.first) for b in found] == [("R-33", on(0)), ("R-33", on(7))]
    assert found[0].measured == 0
    assert DutyChange.objects.get().reason == "Not available"


def test_it_may_go_on_for_whole_days_and_is_one_absence(rota, asha, manager):
    for n in range(3):
        make_duty(rota, asha, on(n))
    done = report(asha, time(13), last=2)
    assert held(asha) == [(on(0), "SH")]
    assert rows_of(asha) == [
        (on(0), on(0), time(13), time(16), 210),
        (on(1), on(2), None, None, 450),
    ]
    assert Unavailability.objects.filter(batch=done.batch).count() == 2
    message = OutboxMessage.objects.get(user=manager)
    assert message.subject == (
        "Asha N is not available, Monday 2 to Wednesday 4 November, from 13:00 on the first day"
    )
    assert "3 duties to look at: E on Monday 2 November; " in message.text
    assert "SH stays of it." in message.text
    assert "sick" not in message.text.lower()


def test_that_nothing_of_a_shift_can_stay_is_said(rota, asha, manager):
    make_duty(rota, asha, on(0))
    report(asha, time(11))
    said = "The unit has no shift that fits beside these hours, so none of it stays planned."
    assert said in OutboxMessage.objects.get(user=manager).text


def test_a_shift_that_these_hours_leave_alone_stays(rota, asha):
    make_duty(rota, asha, on(0), shift="SH")
    make_duty(rota, asha, on(0), shift="L", site="GH")
    done = report(asha, time(12))
    assert (done.freed, held(asha)) == (((on(0), "L"),), [(on(0), "SH")])


def test_a_week_not_planned_takes_the_hours_said(asha):
    report(asha, time(9), time(11))
    report(asha, time(8), time(18), first=1)
    assert [row[-1] for row in rows_of(asha)] == [120, 450]


def test_a_shift_into_the_next_day_is_left_until_midnight(rota, asha):
    make_duty(rota, asha, on(0), shift="OC")
    report(asha, time(22))
    assert rows_of(asha) == [(on(0), on(0), time(22), time(23, 59), 0)]
    assert held(asha) == []


@pytest.mark.parametrize(
    ("starts", "ends", "last", "said"),
    [
        (time(17), None, 0, "Nothing is planned on Monday 2 November after 17:00."),
        (None, time(7), 0, "Nothing is planned on Monday 2 November before 07:00."),
        (time(11), time(10), 0, "The hours away end before they begin."),
        (None, time(10), 1, "Away up to a time is of one day. Leave the last day blank"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_is_entered(
    rota, asha, starts, ends, last, said
):
    make_duty(rota, asha, on(0))
    with pytest.raises(AbsenceRefused, match=said):
        report(asha, starts, ends, last=last)
    assert (rows_of(asha), held(asha)) == ([], [(on(0), "E")])


def test_nobody_is_away_twice_at_one_time(rota, asha):
    make_duty(rota, asha, on(0))
    make_absence(asha, on(0), starts=time(9), ends=time(12), kind="AL")
    with pytest.raises(AbsenceRefused, match="away already on Monday 2 November"):
        report(asha, time(11), time(13))
    report(asha, time(12), time(13))
    with pytest.raises(AbsenceRefused, match="away already on Monday 2 November"):
        report(asha, time(12, 30), time(14))
    report(asha)  # and then all of the day
    with pytest.raises(AbsenceRefused, match="away already on Monday 2 November"):
        report(asha, time(14))


def test_who_could_cover_is_listed_for_the_gap(unit, rota, asha, manager):
    make_person(unit, "dev", name="Dev P")
    make_duty(rota, asha, on(0))
    done = report(asha, time(13), last=1)
    rows = absence_for(manager, done.batch)
    page = absence_page(rows, Reader(MONDAY, True), may_edit=True)
    assert page.when == "Monday 2 to Tuesday 3 November, from 13:00 on the first day"
    assert [freed.duty for freed in page.freed] == ["E, General X-ray, Teaching Hospital"]
    assert [offer.text for gap in page.freed[0].missing for offer in gap.could] == ["Dev P"]
    assert not page.stands  # the short shift that stays is none under the absence


def test_a_duty_planned_again_under_it_stands_until_it_is_taken_out(rota, asha, manager):
    make_duty(rota, asha, on(0))
    done = report(asha, time(13), last=1)
    make_duty(rota, asha, on(0), shift="L")
    make_duty(rota, asha, on(1))
    rows = absence_for(manager, done.batch)
    assert absence_page(rows, Reader(MONDAY, True), may_edit=True).stands
    free_absence(rows=rows, by=manager, now=NOW, today=MONDAY)
    assert held(asha) == [(on(0), "SH")]


def test_back_the_next_day_leaves_the_hours_on_record(rota, asha):
    make_duty(rota, asha, on(0))
    done = report(asha, time(13), last=2)
    assert end_absence(person=asha, batch=done.batch, back=on(1), by=asha.user, now=NOW) == on(0)
    assert rows_of(asha) == [(on(0), on(0), time(13), time(16), 210)]


def test_the_team_sees_who_is_there_until_when_and_never_why(rota, unit, asha):
    make_duty(rota, asha, on(0))
    make_release(rota, MONDAY)
    report(asha, time(13))
    (place,) = team_page(unit, MONDAY).places
    assert [(one.name, one.times) for one in place.on] == [("Asha N", "08:00–13:00")]
    Unavailability.objects.update(starts=time(10), ends=time(11))
    (place,) = team_page(unit, MONDAY).places
    assert [one.times for one in place.on] == ["08:00–10:00, 11:00–16:00"]
    Unavailability.objects.update(starts=time(8), ends=time(16))
    assert team_page(unit, MONDAY).places == ()
    assert team_page(unit, MONDAY).not_working == ("Asha N",)


def test_on_a_phone_it_takes_a_time_and_one_button(client, unit, asha):
    today = timezone.localdate()
    rota = make_rota(unit, starts=today - today.weekday() * DAY, weeks=1)
    make_duty(rota, asha, today)
    publish(unit)
    client.force_login(asha.user)
    assert "I go home ill, or come later" in client.get(reverse("my-absence")).content.decode()
    typed = {"kind": "SL", "first": str(today), "starts": "13:00", "ends": ""}
    said = client.post(reverse("report-absence"), typed, follow=True).content.decode()
    assert "13:00 to 16:00: entered, and 1 duty is taken out of the plan. SH stays of it." in said
    assert "I am sick today" in said  # the rest of the day may follow
    assert held(asha) == [(today, "SH")]


def test_a_manager_enters_it_too(client, unit, rota, asha, manager):
    make_duty(rota, asha, on(0))
    client.force_login(manager)
    typed = {"person": asha.pk, "kind": "SL", "first": str(on(0)), "starts": "13:00"}
    client.post(reverse("enter-absence", args=[unit.pk]), typed)
    assert rows_of(asha) == [(on(0), on(0), time(13), time(16), 210)]


def test_a_draft_shows_in_nothing_that_one_reports_of_oneself(client, asha):
    """Told of E; LD is planned in its place since, and in a week that is not published."""
    today = timezone.localdate()
    rota = make_rota(asha.unit, starts=today - today.weekday() * DAY, weeks=2)
    make_duty(rota, asha, today)
    make_release(rota, rota.starts)
    asha.duties.all().delete()
    for n in (0, 8 - today.weekday()):
        make_duty(rota, asha, today + n * DAY, shift="LD")
    client.force_login(asha.user)

    def said(**typed):
        typed = {"kind": "SL", "ends": ""} | typed
        answer = client.post(reverse("report-absence"), typed, follow=True)
        return answer.content.decode()

    after = said(first=str(today), starts="17:00")
    assert f"Nothing is planned on {day(today)} after 17:00." in after
    assert "13:00 to 16:00: entered, and 1 duty is taken out" in said(
        first=str(today), starts="13:00"
    )
    next_week = str(today + (8 - today.weekday()) * DAY)
    assert "entered, and no duty that you were told of is taken out." in said(first=next_week)
    assert [(*row[2:4], row[4]) for row in rows_of(asha)] == [
        (time(13), time(16), 210),
        (None, None, 450),  # by the contract: 660 are planned
    ]
    assert held(asha) == [(today, "SH")]


def test_what_is_paid_of_a_part_one_reports_goes_by_what_one_was_told(rota, asha):
    """The shift was taken out of the plan since, which they have not been told."""
    make_duty(rota, asha, on(0))
    publish(asha.unit)
    asha.duties.all().delete()
    report_as_told(asha, time(13))
    assert [row[-1] for row in rows_of(asha)] == [210]  # SH, of 240, could stay
    report_as_told(asha, time(8), time(9))
    assert {row[2]: row[-1] for row in rows_of(asha)} == {time(13): 210, time(8): 240}


def test_the_rest_of_a_day_is_paid_once(rota, asha):
    make_duty(rota, asha, on(0))
    report(asha, time(13))
    report(asha)
    assert [row[-1] for row in rows_of(asha)] == [210, 240]


def test_a_manager_s_entry_goes_by_the_plan(rota, asha, manager):
    make_duty(rota, asha, on(0), shift="LD")
    report_as_told(asha, time(13), by=manager)
    assert rows_of(asha) == [(on(0), on(0), time(13), time(20), 420)]
