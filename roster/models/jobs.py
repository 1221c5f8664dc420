"""When the jobs run in a unit, and that they ran."""

from datetime import time

from django.conf import settings
from django.db import models

from sites.models import Unit


def usual_reminders():
    return ["09:00", "16:00"]


class JobTimes(models.Model):
    """Wall times of a unit's jobs; when the weekly email goes is R-43's to say.

    `remind_at` lists times like 09:00. No reminder goes from `quiet_from` until `quiet_until`, a
    night when the first is later. `close_after` are days between a week's Sunday and its closing.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="job_times")
    publish_at = models.TimeField(default=time(6))
    remind_at = models.JSONField(default=usual_reminders)
    most_reminders = models.PositiveSmallIntegerField(default=3)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(8))
    close_after = models.PositiveSmallIntegerField(default=7)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)


class JobRun(models.Model):
    """A job has run in a unit for a wall time of a local date: so it does not run for it again."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="job_runs")
    job = models.CharField(max_length=20)
    day = models.DateField()
    wall = models.TimeField()
    at = models.DateTimeField()
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint("unit", "job", "day", "wall", name="one_run_a_wall_time")
        ]
