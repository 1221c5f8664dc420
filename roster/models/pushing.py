"""Where a phone can be told at once, and what it is still to be told."""

from django.db import models

from roster.models.messages import OutboxMessage
from sites.models import Device


class PushAddress(models.Model):
    """Where the maker of a browser takes messages for it, and the keys that only it can read by.

    It belongs to a device, so signing out, ending the device from another one and a new password
    all end it.
    """

    device = models.OneToOneField(Device, models.CASCADE, related_name="push")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Push(models.Model):
    """One message to one phone, written in the transaction that makes it due; gone once taken.

    A sender claims a row by `leased_until`, as it does one of the outbox.
    """

    address = models.ForeignKey(PushAddress, models.CASCADE, related_name="pushes")
    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="pushes")
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [models.UniqueConstraint("address", "message", name="one_push_each")]
