"""The jobs of a unit and when they run: at wall times that the unit has set.

    run_due_jobs(now=)             -> (Ran, ...): asked every minute

A job has run for a wall time of a local date when there is a row that says so. It is due from that
time on until midnight: so hours without a worker are made up for, and a clock that changes neither
doubles a run nor skips one, even at a time that does not exist.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from roster.closing import close_weeks_over
from roster.coming_due import publish_due_weeks
from roster.job_times import is_quiet, times_of, weekly_of
from roster.managers import write_unit_week
from roster.models import JobRun
from roster.notifying import next_monday, write_weekly_rotas
from roster.problem import WEEKDAYS
from roster.reminding import keep_quiet, write_reminders
from roster.reminding_answers import write_answer_reminders
from roster.reminding_swaps import write_swap_reminders
from roster.rules.phrases import number
from roster.turning_years import is_turning, turn_leave_year
from sites.models import Unit

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ran:
    unit: Unit
    job: str
    said: str


def run_due_jobs(*, now) -> tuple[Ran, ...]:
    """Run every job that is due and has not run. One that breaks is tried again the next minute,
    and keeps no other from running.
    """
    units = list(Unit.objects.order_by("pk"))
    for unit in units:
        keep_quiet(unit=unit, now=now)
    ran = [_run(unit, job, now) for unit in units for job in JOBS]
    return tuple(found for found in ran if found)


def _run(unit, job, now):
    local = now.astimezone(ZoneInfo(unit.timezone))
    wall = max((w for w in JOBS[job].walls(unit, local) if w <= local.time()), default=None)
    of = {"unit": unit, "job": job, "day": local.date(), "wall": wall}
    if wall is None or JobRun.objects.filter(**of).exists():
        return None
    try:
        return _run_once(job, of, now)
    except Exception as fault:  # a fault of one unit's data must not stop another unit's mail
        log.error("Job %s of unit %s broke: %s", job, unit.pk, type(fault).__name__)
        return None


@transaction.atomic
def _run_once(job, of, now):
    """Do it and note that it is done, or neither; null where another worker was first."""
    run, is_ours = JobRun.objects.get_or_create(**of, defaults={"at": now})
    if not is_ours:
        return None
    run.said = JOBS[job].run(of["unit"], datetime.combine(of["day"], of["wall"]), now)
    run.save(update_fields=["said"])
    return Ran(of["unit"], job, run.said)


# ── what they do ──


def _publish(unit, slot, now):
    due = publish_due_weeks(now=now, unit=unit)
    published = sum(found.release is not None for found in due)
    closed = close_weeks_over(unit=unit, now=now)
    return f"{published} published, {len(due) - published} not ready, {closed} closed."


def _weekly(unit, slot, now):
    monday, today = next_monday(unit, now), WEEKDAYS[slot.weekday()]
    written = write_weekly_rotas(unit=unit, monday=monday, now=now, until=today)
    usual = weekly_of(unit, slot.date()).weekday
    if WEEKDAYS.index(usual) <= slot.weekday():
        written += write_unit_week(unit=unit, monday=monday, now=now)
    return f"{number(written, 'message')} written."


def _remind(unit, slot, now):
    written = write_reminders(unit=unit, slot=slot, now=now)
    written += write_swap_reminders(unit=unit, slot=slot, now=now)
    written += write_answer_reminders(unit=unit, slot=slot, now=now)
    return f"{number(written, 'reminder')} written."


def _turn(unit, slot, now):
    moved = turn_leave_year(unit=unit, now=now)
    return f"Leave of {number(moved, 'person', 'people')} carried over."


# ── when they do it ──


def _daily(unit, local):
    return [times_of(unit).publish_at]


def _turning(unit, local):
    return [times_of(unit).publish_at] if is_turning(unit, local.date()) else []


def _weekly_walls(unit, local):
    """Asked each day: people choose theirs."""
    weekly = weekly_of(unit, local.date())
    return [weekly.wall] if weekly.is_on else []


def _reminder_walls(unit, local):
    times = times_of(unit)
    if is_quiet(times, local.time()):
        return []
    return [time.fromisoformat(wall) for wall in times.remind_at]


@dataclass(frozen=True)
class Job:
    """`walls` says at which wall times of a local moment's date it runs, `run` what it did."""

    title: str
    does: str
    walls: object
    run: object


JOBS = {
    "publish": Job(
        "Publish what is due",
        "publishes approved weeks that have come due, mails managers which are not ready and why, "
        "and closes weeks that are over",
        _daily,
        _publish,
    ),
    "weekly": Job(
        "Weekly email",
        "writes next week's rota to everybody whose day it is, and the unit's week to managers",
        _weekly_walls,
        _weekly,
    ),
    "remind": Job(
        "Reminders",
        "reminds people of a change at short notice that they have not acknowledged, and of "
        "shifts offered that they have not answered, and managers of what is to be answered",
        _reminder_walls,
        _remind,
    ),
    "leave": Job(
        "Leave year",
        "moves what is left of a leave year into the next, up to what the unit has set",
        _turning,
        _turn,
    ),
}
