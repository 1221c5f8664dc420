"""Two at one moment, on PostgreSQL: one effect, and nothing half of one and half of the other."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from roster.approving import ApprovalRefused, approve_week
from roster.changes import paired
from roster.coming_due import publish_due_weeks
from roster.editing import Cell, edit_rota
from roster.jobs import run_due_jobs
from roster.models import (
    Approval,
    DutyChange,
    JobRun,
    OutboxMessage,
    Release,
    RotaWeek,
)
from roster.publishing import NotPublishable, publish_week
from roster.released import duties_of
from tests.factories import NOW, judge_only, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MONDAY = date(2026, 11, 16)
DUE = datetime(2026, 10, 5, 8, tzinfo=UTC)  # 42 days before, a Monday
LATE = {"shift": "L", "site": "TH", "area": "XR", "role": "operator", "supervised_by": []}
LATE |= {"additional": False, "fixed": False, "called": [], "fold": None}
TIMES = 3  # the same race is run so often


@pytest.fixture(autouse=True)
def threads():
    if connection.vendor == "sqlite":
        pytest.skip("threads share one SQLite connection in memory")


@pytest.fixture
def rota():
    """An approved week in which three people work on Monday."""
    unit = make_unit()
    judge_only(unit)
    rota = make_rota(unit, starts=MONDAY, weeks=1, state="approved")
    for reference in ("asha", "dev", "eve"):
        make_duty(rota, make_person(unit, reference=reference), MONDAY)
    return rota


def at_once(*verbs):
    """What each of them returns or raises, all started at one moment in threads of their own."""
    start, outcomes = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(number, verb):
        start.wait(10)
        try:
            outcomes[number] = verb()
        except Exception as refusal:
            outcomes[number] = refusal
        finally:
            connection.close()

    running = [threading.Thread(target=run, args=each) for each in enumerate(verbs)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    assert not any(thread.is_alive() for thread in running)
    return outcomes


def week_of(rota):
    return RotaWeek.objects.select_related("rota__unit").get(rota=rota)


def publishing(rota, now=DUE):
    week = week_of(rota)
    return lambda: publish_week(week=week, by=None, now=now, seen_sequence=week.rota.sequence)


def editing(rota, by, day=MONDAY):
    wanted = [Cell("asha", day, (LATE,))]
    return lambda: edit_rota(rota=rota, by=by, wanted=wanted, now=NOW)


def shifts(release):
    return {told.person: told.shift for told in paired(duties_of([release])[release.pk])}


@pytest.mark.parametrize("_", range(TIMES))
def test_publishing_and_editing_come_one_after_the_other(rota, _):
    manager = make_user(rota.unit, "rota_manager")
    published, edited = at_once(publishing(rota), editing(rota, manager))
    assert edited.sequence == 1
    assert set(rota.duties.values_list("person__reference", "shift_type__code")) == {
        ("asha", "L"),
        ("dev", "E"),
        ("eve", "E"),
    }
    if isinstance(published, NotPublishable):
        assert "changed Asha" in published.sentences[0]
        assert (Release.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    else:
        assert published.sequence == 0
        assert shifts(published) == {"asha": "E", "dev": "E", "eve": "E"}
        assert OutboxMessage.objects.filter(kind="release").count() == 3


@pytest.mark.parametrize("_", range(TIMES))
def test_of_two_approvers_of_one_stage_one_approves(rota, _):
    RotaWeek.objects.update(state="submitted", submitted_sequence=0)
    approvers = [
        make_user(rota.unit, "approver", name=name, stage="ixf_manager") for name in ("Ina", "Ida")
    ]
    week = week_of(rota)

    def approving(by):
        return lambda: approve_week(week=week, by=by, now=NOW, stage="ixf_manager")

    outcomes = at_once(*map(approving, approvers))
    assert sorted(type(found).__name__ for found in outcomes) == ["ApprovalRefused", "RotaWeek"]
    assert (Approval.objects.count(), week_of(rota).state) == (1, "submitted")


@pytest.mark.parametrize("_", range(TIMES))
def test_two_stages_approved_at_once_are_approved_in_their_order(rota, _):
    RotaWeek.objects.update(state="submitted", submitted_sequence=0)
    stages = ("ixf_manager", "operations_manager")
    week = week_of(rota)
    approvers = {stage: make_user(rota.unit, "approver", stage=stage) for stage in stages}

    def approving(stage):
        by = approvers[stage]
        return lambda: approve_week(week=week, by=by, now=NOW, stage=stage)

    first, second = at_once(*map(approving, stages))
    assert not isinstance(first, Exception)
    both = not isinstance(second, ApprovalRefused)
    assert (Approval.objects.count(), week_of(rota).state) == (
        (2, "approved") if both else (1, "submitted")
    )


@pytest.mark.parametrize("_", range(TIMES))
def test_publishing_by_hand_while_the_job_runs_makes_one_release(rota, _):
    by_hand, job = at_once(publishing(rota), lambda: publish_due_weeks(now=DUE))
    releases = [by_hand if isinstance(by_hand, Release) else None]
    releases += [found.release for found in job]
    assert len([release for release in releases if release]) == 1
    assert [release.number for release in Release.objects.all()] == [1]
    told = OutboxMessage.objects.values_list("kind", "person__reference")
    assert sorted(told) == [("release", "asha"), ("release", "dev"), ("release", "eve")]


@pytest.mark.parametrize("_", range(TIMES))
def test_four_workers_that_start_every_job_have_one_effect(rota, _):
    friday = datetime(2026, 11, 13, 13, tzinfo=UTC)
    publishing(rota)()
    OutboxMessage.objects.all().delete()
    outcomes = at_once(*[lambda: run_due_jobs(now=friday)] * 4)
    assert [found for found in outcomes if isinstance(found, Exception)] == []
    ran = sorted(found.job for several in outcomes for found in several)
    assert ran == sorted(JobRun.objects.values_list("job", flat=True)) == sorted({*ran})
    assert "weekly" in ran
    weekly = OutboxMessage.objects.filter(kind="weekly")
    assert sorted(weekly.values_list("person__reference", flat=True)) == ["asha", "dev", "eve"]


@pytest.mark.parametrize("_", range(TIMES))
def test_of_two_editors_of_one_cell_the_log_tells_both_in_order(rota, _):
    editors = [make_user(rota.unit, "rota_manager") for _ in range(2)]
    tuesday = MONDAY + timedelta(days=1)
    at_once(*(editing(rota, by, tuesday) for by in editors))
    log = DutyChange.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(log) == list(range(1, len(log) + 1))
    assert rota.duties.filter(person__reference="asha", date=tuesday).count() == 1
