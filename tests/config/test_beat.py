"""Beat asks every minute, also in the two nights when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.beat import ScheduleEntry
from celery.schedules import schedule

from config.celery import app

LONDON = ZoneInfo("Europe/London")
SECONDS = timedelta(seconds=5)


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
@pytest.mark.parametrize("midnight", [(3, 29), (10, 25)])
def test_every_job_is_asked_for_once_a_minute_through_the_change(name, midnight):
    """Four elapsed hours from local midnight: the clocks change after the first or the second."""
    now = datetime(2026, *midnight, tzinfo=LONDON)
    told = app.conf.beat_schedule[name]
    every = schedule(told["schedule"], nowfun=lambda: now, app=app)
    entry = ScheduleEntry(name, told["task"], last_run_at=now, schedule=every, app=app)
    asked, end = 0, now.astimezone(UTC) + timedelta(hours=4)
    while now.astimezone(UTC) < end:
        now = (now.astimezone(UTC) + SECONDS).astimezone(LONDON)
        if entry.is_due().is_due:
            entry, asked = next(entry), asked + 1
    assert asked == 4 * 60
