"""Runs of the solver with what they propose, and what a unit has set its aims to be worth."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from roster.models.planning import Rota
from sites.models import Unit


class FillRun(models.Model):
    """Somebody asked for a rota to be filled; `cells` is what is proposed and not yet kept.

    `scope` is what may be planned (see filling.Scope), `weights` what the aims were worth. Known
    of its progress are `elapsed` seconds, the `objective`, its `bound`, and how many stretches of
    the demand are `uncovered`; null: not yet. `alive_at` is the worker's sign: a run without one
    for a while has failed. `sequence` is the number of the rota's log that was planned from.

    `cells` is a list of [person, date, duties, fingerprint of what stood there]; `explanation` why
    some demand stays uncovered, in the form of fill_rota's (see docs/rotafile.md); the last
    `to_explain` of it are still to be looked into (see explaining_fills).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    OPEN = (State.WAITING, State.RUNNING)

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="fills")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    scope = models.JSONField()
    seconds = models.PositiveIntegerField()
    seed = models.PositiveIntegerField(default=1)
    weights = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    elapsed = models.FloatField(null=True, blank=True)
    objective = models.BigIntegerField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    uncovered = models.PositiveIntegerField(null=True, blank=True)
    cells = models.JSONField(default=list)
    explanation = models.JSONField(default=list)
    to_explain = models.PositiveIntegerField(default=0)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rota"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_fill_of_a_rota_at_a_time",
            )
        ]

    @property
    def is_open(self):
        """Whether it waits or runs."""
        return self.state in self.OPEN

    @property
    def gap(self):
        """How much better a plan could be at the most, as a share of its objective, or null."""
        if self.objective is None or self.bound is None:
            return None
        return max(0.0, self.objective - self.bound) / max(1, abs(self.objective))


class WhatIf(models.Model):
    """A run that fills a rota as it might be, to compare: nothing of it can ever be kept.

    `changes` as roster.supposing has them, and whether `both` sides are to be filled; `said` in
    sentences. `compared` are the figures of the rota as it stood, `now`, or as it would be `filled`
    itself, and of the copy, `then`; null until the run is done.
    """

    run = models.OneToOneField(FillRun, models.CASCADE, related_name="what_if")
    changes = models.JSONField()
    said = models.JSONField()
    compared = models.JSONField(null=True)

    @property
    def fills_both(self):
        return self.changes.get("both", False)

    @property
    def seconds(self):
        """That the solver may take."""
        return self.run.seconds * (2 if self.fills_both else 1)


class WeightSetting(models.Model):
    """What a unit sets the aims of a fill to be worth, from a date on, and why.

    `weights` holds only what differs from the defaults. Rows are only added, as of RuleSetting.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="weight_settings")
    weights = models.JSONField(default=dict)
    in_force_from = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["in_force_from", "id"]
