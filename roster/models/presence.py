"""Who has a rota open now: short-lived, and no part of the plan."""

from django.conf import settings
from django.db import models

from roster.models.planning import Rota


class Presence(models.Model):
    """Where on a rota a user was at an instant: `cell` is `person|date`, blank for nowhere."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    cell = models.CharField(max_length=91, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rota", "user"], name="one_presence_on_a_rota")
        ]
