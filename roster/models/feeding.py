"""The address at which a calendar program reads one person's published duties."""

import hashlib

from django.db import models

from staff.models import Person


class CalendarFeed(models.Model):
    """A person's one address. Only the hash of its secret is kept: whoever reads the database or
    a backup of it cannot read a calendar by it. So the address is shown once, when it is made.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    @staticmethod
    def hash_of(secret):
        """Plain SHA-256: 256 random bits cannot be guessed, however fast they are tried."""
        return hashlib.sha256(secret.encode()).hexdigest()
