"""What people are signed off for, hold and have opted out of."""

from django.db import models

from sites.models import Area, Site, Unit
from staff.models.people import Person


class Competency(models.Model):
    """Something a person can be signed off for, such as fluoroscopy."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="competencies")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("unit", "code", name="one_competency_code")]

    def __str__(self):
        return self.name


class HeldCompetency(models.Model):
    """A person is signed off for a competency on these dates."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="held_competencies")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="holders")
    starts = models.DateField()
    until = models.DateField(null=True, blank=True)
    signed_off_by = models.CharField(max_length=120, blank=True)
    suspended = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]


class ScopeEntry(models.Model):
    """A signed scope of practice in an area, up to the day before its review is due (R-07).

    `suspended` says why an entry was ended early; blank: it was not.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="scope")
    area = models.ForeignKey(Area, models.CASCADE, related_name="scope")
    starts = models.DateField()
    review_due = models.DateField()
    signed_off_by = models.CharField(max_length=120, blank=True)
    suspended = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]


class Credential(models.Model):
    """A registration or training with a last valid day: HCPC, SoR, RPI, any other (R-11)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=80)
    starts = models.DateField(null=True, blank=True)
    until = models.DateField()

    class Meta:
        ordering = ["id"]


class WorkingTimeOptOut(models.Model):
    """A signed opt-out of the 48-hour average, and its withdrawal (R-21)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="opt_outs")
    starts = models.DateField()
    until = models.DateField(null=True, blank=True)
    withdrawn = models.DateField(null=True, blank=True)
    notice_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class JustifiedPlace(models.Model):
    """Where a person is entitled to justify exposures, if not everywhere; area null: the site."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="justified_places")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
