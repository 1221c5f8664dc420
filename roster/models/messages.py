"""What will be told, is being told and was told: the truth about mail, whatever the broker does."""

from django.db import models

from roster.models.releasing import Release
from sites.models import Unit
from staff.models import Person


class OutboxMessage(models.Model):
    """One email to one person, written in the transaction that makes it due.

    A sender claims a row by a conditional update that sets `leased_until`; a row whose sender died
    is free again when the lease has run out. `message_id` never changes, so that a mail sent twice
    is recognised as one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    class Kind(models.TextChoices):
        WEEKLY = "weekly", "Weekly rota"
        RELEASE = "release", "New or changed rota"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="outbox")
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    monday = models.DateField()
    release = models.ForeignKey(Release, models.PROTECT, related_name="messages")
    recipient = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="outbox_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "monday", "release", "kind"], name="one_message_each"
            )
        ]


class Heartbeat(models.Model):
    """When a background process was last seen to work: the worker's sweep, the beat."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
