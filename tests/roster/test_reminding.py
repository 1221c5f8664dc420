"""Reminders of a change at short notice: at set times, a few times, never at night."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from roster.acknowledging import acknowledge
from roster.job_times import is_quiet
from roster.jobs import run_due_jobs
from roster.models import Acknowledgement, JobTimes, OutboxMessage, RotaWeek, RuleSetting
from roster.publishing import publish_week
from roster.reminding import keep_quiet, write_reminders
from tests.factories import (
    judge_only,
    make_duty,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)  # the Tuesday before
HOUR = timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def unit():
    unit = make_unit()
    judge_only(unit)
    for rule in ("R-29", "R-30", "R-43"):
        RuleSetting.objects.create(
            unit=unit, rule=rule, parameters={"enabled": False}, in_force_from=date(2026, 1, 1)
        )
    return unit


@pytest.fixture
def rota(unit):
    """Published; then at noon Asha's and Dev's Mondays changed, six days ahead."""
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for reference, name in (("asha", "Asha <N>"), ("dev", "Dev P")):
        make_duty(rota, make_person(unit, reference, name=name), MONDAY)
    make_release(rota, MONDAY, at=NOON - timedelta(days=40))
    rota.duties.all().delete()
    for reference in ("asha", "dev"):
        make_duty(rota, unit.people.get(reference=reference), MONDAY, shift="L")
    publish(rota, NOON)
    OutboxMessage.objects.all().delete()
    return rota


def publish(rota, now, monday=MONDAY, reason="Eve is ill"):
    week = RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=monday)
    publish_week(
        week=week, by=None, now=now, seen_sequence=rota.sequence, reason=reason, code="sickness"
    )


def remind(unit, now):
    return write_reminders(unit=unit, slot=now.replace(tzinfo=None), now=now)


def reminded():
    found = OutboxMessage.objects.filter(kind="reminder").order_by("id")
    return [message.person.reference for message in found]


def say_known(unit, reference):
    person = unit.people.get(reference=reference)
    keys = person.acknowledgements.values_list("pk", flat=True)
    acknowledge(person=person, keys=list(keys), now=NOON)


def test_those_who_have_not_said_that_they_know_are_reminded(rota, unit):
    say_known(unit, "dev")
    assert remind(unit, NOON + 4 * HOUR) == 1
    assert reminded() == ["asha"]


def test_having_seen_it_is_not_enough(rota, unit):
    Acknowledgement.objects.update(seen_at=NOON)
    remind(unit, NOON + 4 * HOUR)
    assert reminded() == ["asha", "dev"]


def test_a_reminder_in_full_says_what_and_never_why(rota, unit):
    say_known(unit, "dev")
    remind(unit, NOON + 4 * HOUR)
    message = OutboxMessage.objects.get()
    assert message.text == (
        "Please read: your rota changed at short notice\n\nAsha <N>,\n"
        "your rota changed at short notice, and you have not said yet that you know.\n\n"
        "Monday 16 to Sunday 22 November\n"
        "- Changed: Monday 16 November: L 12:00–20:00, General X-ray, Teaching Hospital. "
        "It was E 08:00–16:00, General X-ray, Teaching Hospital.\n\n"
        "Open My rota and say that you have read it (you will be asked to sign in):\n"
        "http://localhost:8000/my/\n\n"
        "Times are Europe/London.\nIXF department\n\n"
    )
    assert "Asha &lt;N&gt;," in message.html
    assert "ill" not in message.text.split()
    assert "ickness" not in message.text + message.html


def test_a_second_run_for_the_same_time_reminds_nobody_again(rota, unit):
    assert remind(unit, NOON + 4 * HOUR) == 2
    assert remind(unit, NOON + 4 * HOUR) == 0
    assert set(Acknowledgement.objects.values_list("reminders", flat=True)) == {1}


def test_nobody_is_reminded_of_what_they_were_told_just_now(rota, unit):
    assert remind(unit, NOON + 2 * HOUR - timedelta(minutes=1)) == 0
    assert remind(unit, NOON + 2 * HOUR) == 2


def test_after_three_reminders_it_is_enough(rota, unit):
    times = [remind(unit, NOON + timedelta(days=n)) for n in range(1, 6)]
    assert times == [2, 2, 2, 0, 0]


def test_how_many_is_what_the_unit_has_set(rota, unit):
    JobTimes.objects.create(unit=unit, most_reminders=1)
    assert [remind(unit, NOON + timedelta(days=n)) for n in (1, 2)] == [2, 0]


def test_what_is_over_is_no_longer_reminded_of(rota, unit):
    assert remind(unit, datetime(2026, 11, 17, 9, 0, tzinfo=UTC)) == 0


def test_two_changes_are_one_reminder(rota, unit):
    make_release(rota, MONDAY + timedelta(days=7), at=NOON - timedelta(days=40))
    make_duty(rota, unit.people.get(reference="asha"), MONDAY + timedelta(days=8))
    publish(rota, NOON, MONDAY + timedelta(days=7))
    OutboxMessage.objects.all().delete()
    say_known(unit, "dev")
    assert remind(unit, NOON + 4 * HOUR) == 1
    text = OutboxMessage.objects.get().text
    assert "Monday 16 to Sunday 22 November" in text
    assert "Monday 23 to Sunday 29 November" in text


def test_somebody_without_an_address_gets_none(rota, unit):
    unit.people.filter(reference="asha").update(email="")
    remind(unit, NOON + 4 * HOUR)
    assert reminded() == ["dev"]


def test_another_units_people_are_left_alone(rota):
    assert remind(make_unit(code="TWO"), NOON + 4 * HOUR) == 0


# ── set times, and the night ──


def test_reminders_go_at_nine_and_at_four(rota, unit):
    ran = []
    for n in range(24 * 12):
        now = NOON + timedelta(minutes=5 * n)
        before = len(reminded())
        run_due_jobs(now=now)
        if len(reminded()) > before:
            ran.append(f"{now:%d %H:%M}")
    assert ran == ["10 16:00", "11 09:00"]


def test_a_time_missed_is_not_made_up_for_at_night(rota, unit):
    run_due_jobs(now=NOON + 8 * HOUR)
    assert reminded() == []
    run_due_jobs(now=NOON + 8 * HOUR - timedelta(minutes=1))
    assert reminded() == ["asha", "dev"]


def due(now):
    """When the reminders that wait are sent, after the jobs of a moment have run."""
    run_due_jobs(now=now)
    waiting = OutboxMessage.objects.filter(kind="reminder").order_by("person__reference")
    return [f"{at.astimezone(LONDON):%d %H:%M}" for at in waiting.values_list("due_at", flat=True)]


def test_what_the_mail_server_does_not_take_by_day_waits_for_the_morning(rota, unit):
    remind(unit, NOON + 4 * HOUR)
    of_asha = OutboxMessage.objects.filter(person__reference="asha")
    assert due(NOON + 7 * HOUR) == ["10 16:00", "10 16:00"]
    of_asha.update(due_at=NOON + 8 * HOUR)
    assert due(NOON + 7 * HOUR + timedelta(minutes=1)) == ["11 08:00", "10 16:00"]
    assert due(NOON + 8 * HOUR) == ["11 08:00", "11 08:00"]
    assert due(NOON + 14 * HOUR) == ["11 08:00", "11 08:00"]


def test_the_morning_after_the_clocks_changed_is_by_the_wall(rota, unit):
    remind(unit, NOON + 4 * HOUR)
    OutboxMessage.objects.update(due_at=datetime(2026, 10, 24, 19, 30, tzinfo=UTC))
    midnight = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 01:30 for the first time
    keep_quiet(unit=unit, now=midnight)
    (at, _) = OutboxMessage.objects.values_list("due_at", flat=True)
    assert at == datetime(2026, 10, 25, 8, 0, tzinfo=UTC)


def test_other_messages_go_by_night_too(rota, unit):
    asha = unit.people.get(reference="asha")
    message = make_message(asha, rota.releases.last(), due_at=NOON + 10 * HOUR)
    keep_quiet(unit=unit, now=NOON + 10 * HOUR)
    message.refresh_from_db()
    assert message.due_at == NOON + 10 * HOUR


@pytest.mark.parametrize(
    ("start", "end", "wall", "quiet"),
    [
        (time(20), time(8), time(19, 59), False),
        (time(20), time(8), time(20), True),
        (time(20), time(8), time(0), True),
        (time(20), time(8), time(7, 59), True),
        (time(20), time(8), time(8), False),
        (time(1), time(6), time(0, 59), False),
        (time(1), time(6), time(1), True),
        (time(1), time(6), time(6), False),
        (time(8), time(8), time(8), False),
    ],
)
def test_the_night_is_from_one_time_until_the_other(start, end, wall, quiet):
    assert is_quiet(JobTimes(quiet_from=start, quiet_until=end), wall) == quiet
