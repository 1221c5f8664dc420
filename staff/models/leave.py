"""Absence, and what leave and hours are owed."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sites.models import Unit
from staff.models.people import Person


class Unavailability(models.Model):
    """Leave, sickness, study or other absence. Colleagues see that it is, never its kind.

    `paid_minutes` are those of each of its dates. Rows entered together share a `batch`: an
    absence whose dates are paid differently is several rows.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="unavailable")
    kind = models.CharField(max_length=10)
    starts_on = models.DateField()
    until = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    paid_minutes = models.PositiveIntegerField(null=True, blank=True)
    batch = models.UUIDField(default=uuid4, db_index=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["person", "starts_on"], name="unavailable_by_person")]


class LeaveTerms(models.Model):
    """How a unit answers what people ask for; a unit without a row has these defaults.

    The leave year begins on the first of `year_month`. `most_away` people may be on leave on one
    date; null: no cap. `grant_at_once`: leave within cap, balance and cover is granted when it is
    asked for. Wishes for a week are asked for at least `request_days` before its Monday. What is
    asked is answered within `answer_days`.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="leave_terms")
    year_month = models.PositiveSmallIntegerField(default=4)
    most_away = models.PositiveSmallIntegerField(null=True, blank=True)
    grant_at_once = models.BooleanField(default=False)
    request_days = models.PositiveSmallIntegerField(default=49)
    answer_days = models.PositiveSmallIntegerField(default=7)


class CarryOverTerms(models.Model):
    """The most leave, in minutes, that anybody of a unit takes into a leave year that begins on
    `in_force_from` or later. Rows are only added: of those in force the newest date holds, of one
    date the newest row. Where one holds, what is left is moved when the leave year turns.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="carry_over_terms")
    in_force_from = models.DateField()
    minutes = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["in_force_from", "id"]


class LeaveAdjustment(models.Model):
    """Minutes of leave given or taken besides the entitlement of a leave year: carried over,
    bought, sold. `year` is the calendar year that the leave year begins in; `carried_from` the
    one that the minutes were moved out of, of which there is one such row.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="leave_adjustments")
    year = models.PositiveSmallIntegerField()
    carried_from = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.IntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("person", "carried_from", name="one_carry_over_a_year")
        ]


class HoursEntry(models.Model):
    """Minutes that a person is owed, or that are taken off again: time off in lieu (R-25) or
    public holidays (R-26). Rows are only added: a mistake is put right by one more.

    `date` is when the time was worked or given. `shift` is the code of the extra duty of that date
    that is owed as time, blank where somebody entered it with a reason.
    """

    class Kind(models.TextChoices):
        TOIL = "toil", "Time off in lieu"
        HOLIDAY = "holiday", "Public holidays"

    person = models.ForeignKey(Person, models.CASCADE, related_name="hours_entries")
    kind = models.CharField(max_length=10, choices=Kind)
    date = models.DateField()
    minutes = models.IntegerField()
    shift = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["date", "id"]
        indexes = [models.Index(fields=["person", "kind", "date"], name="hours_owed_by_person")]


class LeaveRequest(models.Model):
    """Annual leave that a person asks for, and what was decided; for them and who decides only.

    `minutes` are the paid minutes it takes and `left` what remained of the leave years it touches,
    the least of them, both as shown to whoever asked. `starts` and `ends` are wall times of leave
    for a part of one day; null: whole days. `batch` names the absence it became. Withdrawn it
    still says what was decided.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    person = models.ForeignKey(Person, models.CASCADE, related_name="leave_requests")
    starts_on = models.DateField()
    until = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField()
    left = models.IntegerField()
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["person", "state"], name="leave_request_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None, ends=None)
                | Q(
                    starts__isnull=False,
                    ends__isnull=False,
                    starts__lt=F("ends"),
                    starts_on=F("until"),
                ),
                name="leave_of_hours_is_of_one_day",
            )
        ]
