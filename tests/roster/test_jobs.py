"""When the jobs of a unit run: once for each wall time of each local date, whatever clocks do."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from time import sleep
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roster import jobs
from roster.jobs import Job, run_due_jobs
from roster.models import JobRun, JobTimes, OutboxMessage, RuleSetting
from tests.factories import (
    judge_only,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def unit():
    return make_unit()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.fixture
def only(monkeypatch):
    """Jobs that do nothing but be counted, at these wall times."""

    def replace(*walls):
        job = Job("Count", "counts", lambda unit, local: list(walls), lambda unit, slot, now: "ok")
        monkeypatch.setattr(jobs, "JOBS", {"count": job})

    return replace


def ticks(first, last, minutes=5):
    """Run every few minutes between two local times; the local moments at which a job ran."""
    now, end = at(first).astimezone(UTC), at(last).astimezone(UTC)
    ran = []
    while now <= end:
        ran += [f"{now.astimezone(LONDON):%d %b %H:%M %z}"] * len(run_due_jobs(now=now))
        now += timedelta(minutes=minutes)
    return ran


# ── clocks ──


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (time(6), ["28 Mar 06:00 +0000", "29 Mar 06:00 +0100", "30 Mar 06:00 +0100"]),
        # 01:30 does not exist on the 29th: the next minute there is, is 02:00
        (time(1, 30), ["28 Mar 01:30 +0000", "29 Mar 02:00 +0100", "30 Mar 01:30 +0100"]),
    ],
)
def test_in_march_every_date_has_its_run(unit, only, wall, expected):
    only(wall)
    assert ticks("2026-03-28 00:00", "2026-03-30 12:00") == expected


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (time(6), ["24 Oct 06:00 +0100", "25 Oct 06:00 +0000", "26 Oct 06:00 +0000"]),
        # 01:30 comes twice on the 25th: the first time counts
        (time(1, 30), ["24 Oct 01:30 +0100", "25 Oct 01:30 +0100", "26 Oct 01:30 +0000"]),
    ],
)
def test_in_october_no_date_has_two(unit, only, wall, expected):
    only(wall)
    assert ticks("2026-10-24 00:00", "2026-10-26 12:00") == expected


def test_hours_without_a_worker_are_made_up_for_on_the_same_date(unit, only):
    only(time(6))
    assert len(run_due_jobs(now=at("2026-10-24 23:59"))) == 1
    assert run_due_jobs(now=at("2026-10-25 05:59")) == ()


def test_of_two_times_that_passed_only_the_later_is_made_up_for(unit, only):
    only(time(9), time(16))
    assert ticks("2026-10-24 17:00", "2026-10-25 17:00") == [
        "24 Oct 17:00 +0100",
        "25 Oct 09:00 +0000",
        "25 Oct 16:00 +0000",
    ]


def test_each_unit_has_its_own_runs_and_its_own_clock(only, unit):
    make_unit(code="FAR", timezone="Pacific/Auckland")
    only(time(6))
    ran = run_due_jobs(now=at("2026-10-24 03:00"))
    assert [found.unit.code for found in ran] == ["FAR"]
    assert Counter(JobRun.objects.values_list("unit__code", "day")) == {
        ("FAR", date(2026, 10, 24)): 1
    }


# ── faults ──


def test_a_job_that_breaks_stops_no_other_says_so_and_is_tried_again(unit, monkeypatch, caplog):
    make_unit(code="TWO")
    broken = [unit]

    def run(of, slot, now):
        make_person(of, name="Half Done")
        if of in broken:
            raise ValueError("asha@example.org is ill")
        return "ok"

    job = Job("Count", "counts", lambda unit, local: [time(6)], run)
    monkeypatch.setattr(jobs, "JOBS", {"count": job})
    now = at("2026-10-24 06:00")
    assert [found.unit.code for found in run_due_jobs(now=now)] == ["TWO"]
    assert [r.getMessage() for r in caplog.records] == [
        f"Job count of unit {unit.pk} broke: ValueError"
    ]
    assert unit.people.count() == 0
    broken.clear()
    assert [found.unit.code for found in run_due_jobs(now=now + timedelta(minutes=1))] == ["IXF"]


def test_a_run_noted_meanwhile_by_another_worker_is_not_done_again(unit, only, monkeypatch):
    only(time(6))
    now = at("2026-10-24 06:00")
    run_due_jobs(now=now)
    monkeypatch.setattr(jobs.JobRun.objects, "filter", lambda **_: jobs.JobRun.objects.none())
    assert run_due_jobs(now=now) == ()
    assert JobRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_one_moment_one_runs_the_job(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("threads share one SQLite connection in memory")
    make_unit()
    ran, outcomes, start = [], [], threading.Barrier(2)

    def slowly(unit, slot, now):
        ran.append(unit)
        sleep(0.5)  # so that the other worker asks meanwhile
        return "ok"

    job = Job("Count", "counts", lambda unit, local: [time(6)], slowly)
    monkeypatch.setattr(jobs, "JOBS", {"count": job})

    def work():
        start.wait(5)
        outcomes.append(len(run_due_jobs(now=at("2026-10-24 06:00"))))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert (sorted(outcomes), len(ran), JobRun.objects.count()) == ([0, 1], 1, 1)


# ── the jobs themselves ──

FRIDAY = "2026-11-13 12:00"


@pytest.fixture
def department(unit):
    """The week of 16 November is published, that of the 23rd a draft; Asha works on Mondays."""
    judge_only(unit)
    rota = make_rota(unit, starts=date(2026, 11, 16), weeks=2)
    asha = make_person(unit, "asha", name="Asha N")
    for n in (0, 7):
        make_duty(rota, asha, rota.starts + timedelta(days=n))
    make_release(rota, rota.starts)
    make_user(unit, "rota_manager", name="Mo Manager")
    return rota


def kinds():
    return sorted(OutboxMessage.objects.values_list("kind", flat=True))


def test_due_weeks_and_managers_at_six_the_weekly_mail_on_friday_at_noon(department):
    assert ticks("2026-11-13 00:00", "2026-11-13 11:55") == [
        "13 Nov 06:00 +0000",
        "13 Nov 09:00 +0000",
    ]
    assert kinds() == ["not_ready"]
    run_due_jobs(now=at(FRIDAY))
    assert kinds() == ["not_ready", "unit_week", "weekly"]
    assert list(JobRun.objects.order_by("id").values_list("job", "wall", "said")) == [
        ("publish", time(6), "0 published, 1 not ready, 0 closed."),
        ("remind", time(9), "0 reminders written."),
        ("weekly", time(12), "2 messages written."),
    ]


def test_before_the_units_day_no_weekly_mail_goes(department):
    run_due_jobs(now=at("2026-11-12 12:00"))
    assert kinds() == ["not_ready"]


def test_the_jobs_run_when_the_unit_has_set(department, unit):
    JobTimes.objects.create(unit=unit, publish_at=time(14, 30), remind_at=["10:15"])
    weekly = {"weekday": "thu", "time": "07:05"}
    RuleSetting.objects.create(
        unit=unit, rule="R-43", parameters=weekly, in_force_from=date(2026, 1, 1)
    )
    assert ticks("2026-11-12 00:00", "2026-11-12 23:55") == [
        "12 Nov 07:05 +0000",
        "12 Nov 10:15 +0000",
        "12 Nov 14:30 +0000",
    ]
    assert kinds() == ["not_ready", "unit_week", "weekly"]


def test_where_the_rule_is_off_no_weekly_mail_goes_by_itself(department, unit):
    RuleSetting.objects.create(
        unit=unit, rule="R-43", parameters={"enabled": False}, in_force_from=date(2026, 1, 1)
    )
    run_due_jobs(now=at(FRIDAY))
    assert kinds() == ["not_ready"]


def test_a_week_that_is_over_is_closed(department):
    run_due_jobs(now=at("2026-11-30 06:00"))
    assert JobRun.objects.get(job="publish").said == "0 published, 0 not ready, 1 closed."


def test_a_month_of_ticks_tells_everything_once(department):
    """Over the whole of November, every hour: two weekly mails, for the week of 16th only one."""
    ticks("2026-11-01 00:00", "2026-11-30 23:00", minutes=60)
    counted = Counter(OutboxMessage.objects.values_list("kind", flat=True))
    assert counted["weekly"] == counted["unit_week"] == 1
    assert counted["not_ready"] == 29  # until the week that is not ready is over
    runs = Counter(JobRun.objects.values_list("job", flat=True))
    assert runs == {"publish": 30, "weekly": 30, "remind": 60}


def test_a_tick_with_nothing_to_do_reads_little(unit):
    run_due_jobs(now=at("2026-10-24 17:00"))
    with_one = _queries(at("2026-10-24 17:01"))
    make_rota(unit, starts=date(2026, 11, 16), weeks=2)
    assert _queries(at("2026-10-24 17:02")) == with_one <= 10


def _queries(now):
    with CaptureQueriesContext(connection) as found:
        run_due_jobs(now=now)
    return len(found)
