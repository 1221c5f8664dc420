"""Weeks whose time has come are published once; what is not ready says why."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.coming_due import publish_due_weeks
from roster.models import OutboxMessage, Release, RuleSetting
from sites.models import Membership
from tests.factories import judge_only, make_duty, make_person, make_rota, make_unit, make_user

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


def not_ready_mails():
    found = OutboxMessage.objects.filter(kind="not_ready").order_by("id")
    return [(message.user.name, message.recipient, message.subject) for message in found]


def test_managers_are_mailed_what_is_not_ready_and_why_once_a_day(rota):
    make_user(rota.unit, "rota_manager", name="Mo", email="mo@example.org")
    both = make_user(rota.unit, "approver", name="Ina", email="ina@example.org")
    Membership.objects.create(user=both, unit=rota.unit, role="rota_manager")
    for role in ("administrator", "staff", "viewer"):
        make_user(rota.unit, role)
    gone = make_user(rota.unit, "rota_manager")
    gone.is_active = False
    gone.save()
    make_user(make_unit(code="TWO"), "rota_manager")
    rota.rota_weeks.filter(monday=MONDAY).update(state="draft")
    run()
    said = "IXF: 1 week is due and not ready"
    told = [("Mo", "mo@example.org", said), ("Ina", "ina@example.org", said)]
    assert not_ready_mails() == told
    run(DUE + timedelta(hours=12))
    assert not_ready_mails() == told
    run(DUE + timedelta(days=1))
    assert not_ready_mails() == told * 2


def test_the_mail_of_what_is_not_ready_in_full(rota):
    make_user(rota.unit, "rota_manager", name="Mo <M>")
    rota.rota_weeks.filter(monday=MONDAY).update(state="draft")
    run(DUE + timedelta(days=7))
    message = OutboxMessage.objects.get(kind="not_ready")
    address = f"http://localhost:8000/rotas/{rota.pk}/weeks/2026-11-16/"
    assert message.text == (
        "IXF: 1 week is due and not ready\n\nMo <M>,\n"
        "these weeks should be published by now, and something stops them.\n\n"
        "Week of 16 November 2026, in 35 days\n"
        "- The week is a draft. Submit it for approval first.\n"
        f"{address}\n\n"
        "You get this once a day until they are published.\nIXF department\n\n"
    )
    assert "Mo &lt;M&gt;," in message.html
    assert f'href="{address}"' in message.html
    assert (message.monday, message.release, message.calendar) == (None, None, "")


def test_where_everything_is_ready_no_manager_is_mailed(rota):
    make_user(rota.unit, "rota_manager")
    run()
    assert not_ready_mails() == []


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
