"""Weeks whose time has come are published once; what is not ready says why."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.coming_due import publish_due_weeks
from roster.models import OutboxMessage, Release, RuleSetting
from tests.factories import judge_only, make_duty, make_person, make_rota, make_unit

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
DUE = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)  # 42 dates before


@pytest.fixture
def rota():
    """Two approved weeks, with a duty on each of their Mondays."""
    unit = make_unit()
    judge_only(unit)
    rota = make_rota(unit, starts=MONDAY, weeks=2, state="approved")
    person = make_person(unit)
    for n in (0, 7):
        make_duty(rota, person, MONDAY + timedelta(days=n))
    return rota


def set_rule(unit, rule, **parameters):
    RuleSetting.objects.create(
        unit=unit, rule=rule, parameters=parameters, in_force_from=date(2026, 1, 1)
    )


def run(now=DUE):
    return [
        (found.week.monday, found.release and found.release.number, found.sentences)
        for found in publish_due_weeks(now=now)
    ]


def test_an_approved_week_is_published_on_its_day_and_not_before(rota):
    assert run(DUE - timedelta(days=1)) == []
    assert run() == [(MONDAY, 1, ())]
    release = Release.objects.get()
    assert (release.monday, release.by, release.at) == (MONDAY, None, DUE)


def test_a_second_run_publishes_and_tells_nothing_more(rota):
    run()
    assert run() == []
    assert (Release.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_each_week_has_its_own_day(rota):
    run()
    assert run(DUE + timedelta(days=7)) == [(MONDAY + timedelta(days=7), 1, ())]


def test_a_week_that_is_not_approved_says_so(rota):
    rota.rota_weeks.filter(monday=MONDAY).update(state="draft")
    said = "The week is a draft. Submit it for approval first."
    assert run() == [(MONDAY, None, (said,))]
    assert Release.objects.count() == 0


def test_a_week_approved_too_late_waits_for_somebody_to_say_why(rota):
    ((_, release, (said,)),) = run(DUE + timedelta(days=1))
    assert release is None
    assert said == "The week begins in 41 days; less than 42 days ahead needs a reason. Say why."


def test_one_week_that_is_not_ready_does_not_hold_another_up(rota):
    other = make_rota(make_unit(code="TWO"), starts=MONDAY, weeks=1, state="draft")
    make_duty(other, make_person(other.unit), MONDAY)
    assert [release for _, release, _ in run()] == [1, None]


def test_a_week_that_is_over_is_left_alone(rota):
    assert run(datetime(2026, 11, 30, 6, 0, tzinfo=UTC)) == []


def test_the_lead_is_what_the_unit_has_set(rota):
    set_rule(rota.unit, "R-29", lead_days=49)
    assert [monday for monday, *_ in run()] == [MONDAY, MONDAY + timedelta(days=7)]


def test_the_date_is_that_of_the_units_own_clock(rota):
    late_evening = datetime(2026, 10, 4, 23, 30, tzinfo=UTC)  # already the 5th in London
    assert [release for _, release, _ in run(late_evening)] == [1]
