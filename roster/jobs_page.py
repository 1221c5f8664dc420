"""What the page of a unit's jobs shows: when each runs, when it ran, and who is at work."""

from dataclasses import dataclass

from roster.job_times import times_of, weekly_of
from roster.jobs import JOBS
from roster.models import Heartbeat, JobRun, JobTimes, MailChoice
from roster.rules.phrases import listed, number
from roster.walltime import local_date

SHOWN = 5  # runs of each job
NAMES = dict(MailChoice.Day.choices)


@dataclass(frozen=True)
class Line:
    """A job, when it runs in words, and its last runs, newest first."""

    title: str
    does: str
    when: str
    runs: tuple[JobRun, ...]


@dataclass(frozen=True)
class JobsPage:
    lines: tuple[Line, ...]
    signs: tuple[Heartbeat, ...]
    times: JobTimes


def jobs_page(unit, now) -> JobsPage:
    times = times_of(unit)
    when = _when(times, weekly_of(unit, local_date(unit, now)))
    lines = tuple(
        Line(job.title, job.does, when[name], _runs(unit, name)) for name, job in JOBS.items()
    )
    return JobsPage(lines, tuple(Heartbeat.objects.order_by("name")), times)


def _runs(unit, name):
    return tuple(unit.job_runs.filter(job=name)[:SHOWN])


def _when(times, weekly):
    sent = f"{NAMES[weekly.weekday]} at {weekly.wall:%H:%M}; people may choose another day"
    reminded = (
        f"each day at {listed(times.remind_at)}, {number(times.most_reminders, 'time')} at most; "
        f"never from {times.quiet_from:%H:%M} until {times.quiet_until:%H:%M}"
    )
    return {
        "publish": f"each day at {times.publish_at:%H:%M}; a week is closed "
        f"{number(times.close_after, 'day')} after its Sunday",
        "weekly": sent if weekly.is_on else "not by itself: R-43 is switched off",
        "remind": reminded if times.remind_at else "never",
        "leave": f"at {times.publish_at:%H:%M} in the first days of a leave year, where it is set "
        "how much is carried over",
    }
