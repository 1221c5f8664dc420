"""The plan that managers edit: rotas, duties, the log of every change, what people ask for."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roster.models.setting import ShiftType
from roster.overlap import NoOverlap
from sites.models import Area, Site, Unit
from staff.models import Person


class Rota(models.Model):
    """The plan of a unit for some whole weeks. `sequence` is the number of its last change."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="rotas")
    starts = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["starts"]
        constraints = [models.UniqueConstraint("unit", "starts", name="one_rota_a_start")]

    def __str__(self):
        return f"{self.unit.code} from {self.starts:%d %B %Y}"

    @property
    def until(self):
        """The last date of the rota, a Sunday."""
        return self.starts + timedelta(days=7 * self.weeks - 1)


class RotaWeek(models.Model):
    """One week of a rota and how far it has come.

    `submitted_sequence` is what was submitted; the `returned_` fields say who sent the week back
    last, and why: somebody, or an edit that changed too much of what was submitted.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        CLOSED = "closed", "Closed"

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="rota_weeks")
    monday = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_sequence = models.PositiveIntegerField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["monday"]
        constraints = [models.UniqueConstraint("rota", "monday", name="one_week_a_monday")]

    @property
    def sunday(self):
        return self.monday + timedelta(days=6)


class Duty(models.Model):
    """One person working one shift type on a local date at a site and area.

    `starts_at` and `ends_at` are the instants of the shift's wall times on that date; the database
    refuses two duties of a person that overlap. `supervised_by` lists the references of the people
    named, one after the other; `called` lists [start, end] instants in ISO 8601, for on-call
    duties only.
    """

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="duties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties")
    date = models.DateField()
    shift_type = models.ForeignKey(ShiftType, models.PROTECT, related_name="duties")
    site = models.ForeignKey(Site, models.PROTECT, related_name="duties")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="duties")
    role = models.CharField(max_length=15, default="operator")
    additional = models.BooleanField(default=False)
    fixed = models.BooleanField(default=False)
    supervised_by = models.JSONField(default=list)
    called = models.JSONField(default=list)
    fold = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "starts_at", "id"]
        indexes = [
            models.Index(fields=["rota", "date"], name="duty_by_rota_and_date"),
            models.Index(fields=["person", "date"], name="duty_by_person_and_date"),
        ]
        constraints = [
            NoOverlap(name="one_duty_at_a_time", group="person", start="starts_at", end="ends_at"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_has_length"),
        ]


class DutyChange(models.Model):
    """One cell changed: the audit trail, undo and redo, and what other editors see appear.

    Append-only. `before` and `after` are the duties of that person on that date, each as plain
    data (see cells.plain). `batch` holds together what was one edit; `undoes` names the batch
    that this one takes back.
    """

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="changes")
    sequence = models.PositiveIntegerField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="duty_changes")
    date = models.DateField()
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    batch = models.UUIDField()
    undoes = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint("rota", "sequence", name="one_change_a_number")]
        indexes = [models.Index(fields=["person", "date"], name="change_by_person_and_date")]


class Request(models.Model):
    """What a person asks for on a date: `off`, `on` or a shift code; and what was decided.

    Those asked and granted count: the grid shows them and a solver weighs them. A refusal has a
    reason (R-42), and withdrawn it still says what was decided. One from a file has nobody who
    asked.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    COUNTS = (State.ASKED, State.GRANTED)

    person = models.ForeignKey(Person, models.CASCADE, related_name="requests")
    date = models.DateField()
    wants = models.CharField(max_length=20)
    weight = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class CompensatoryRest(models.Model):
    """Rest given for a short daily rest (R-19), or the reason for a short weekly one (R-20)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="compensatory_rest")
    rule = models.CharField(max_length=4)
    for_date = models.DateField()
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
