"""What has been agreed and told: approvals, overrides, releases."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from roster.models.planning import Rota, RotaWeek
from staff.models import Person


class Approval(models.Model):
    """One stage's consent to a submitted week (R-30). Deleted when the week goes back to draft."""

    week = models.ForeignKey(RotaWeek, models.CASCADE, related_name="approvals")
    stage = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint("week", "stage", name="one_approval_a_stage")]


class Override(models.Model):
    """A named person accepts a named breach, with a reason, on the record.

    `facts` is the breach as plain data: when the breach no longer has these facts, the override
    no longer covers it.
    """

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="overrides")
    rule = models.CharField(max_length=4)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField()
    sentence = models.TextField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]


class Release(models.Model):
    """An immutable published copy of a rota's week, numbered from 1.

    `notice` counts dates: to the week's first day for release 1 (R-29), later to the first date
    that changed (R-41); null where it was not counted. `code` is why a later one was published
    inside notice. Code and reason may speak of somebody's absence: planners alone read them.
    """

    class Code(models.TextChoices):
        SICKNESS = "sickness", "Sickness cover"
        LEAVE = "leave", "Leave or other absence"
        SERVICE = "service", "The service needs it"
        STAFFING = "staffing", "Somebody joined, left or moved"
        ASKED = "asked", "The person asked for it"
        TRAINING = "training", "Training or supervision"
        MISTAKE = "mistake", "A mistake put right"
        OTHER = "other", "Something else, said below"

    rota = models.ForeignKey(Rota, models.PROTECT, related_name="releases")
    monday = models.DateField()
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sequence = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=10, choices=Code, blank=True)
    notice = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["monday", "number"]
        constraints = [
            models.UniqueConstraint("rota", "monday", "number", name="one_release_a_number")
        ]

    def __str__(self):
        return f"Release {self.number} of the week of {self.monday:%d %B %Y}"

    @property
    def sunday(self):
        return self.monday + timedelta(days=6)


class ReleasedDuty(models.Model):
    """A duty as it was published: names and times as they were then, not as they are now.

    The lists hold references. `supervises` and `with_whom` follow from the other duties of the
    release and are kept beside them (changes.paired), so that to read one person's duties takes
    nobody else's.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="duties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="released_duties")
    date = models.DateField()
    shift = models.CharField(max_length=20)
    work_class = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    break_minutes = models.PositiveIntegerField(default=0)
    site = models.CharField(max_length=20)
    site_name = models.CharField(max_length=120)
    area = models.CharField(max_length=20, blank=True)
    area_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=15)
    additional = models.BooleanField(default=False)
    supervised_by = models.JSONField(default=list)
    supervises = models.JSONField(default=list)
    with_whom = models.JSONField(default=list)

    class Meta:
        ordering = ["date", "starts_at", "id"]
        indexes = [models.Index(fields=["person", "date"], name="released_by_person_and_date")]

    @property
    def paid_minutes(self):
        """None of an on-call duty: it is paid for the time called, which no release knows."""
        if self.work_class == "on_call":
            return 0
        return int((self.ends_at - self.starts_at).total_seconds() // 60) - self.break_minutes


class Acknowledgement(models.Model):
    """That a person was told of a change after publication, and whether they know (R-41).

    `notice` counts dates from the publication to the first that changed for them; inside notice
    they are `asked` to say that they know. `until` is the last date that changed. `changes` are
    the words they were told it in, each a kind and what.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="acknowledgements")
    notice = models.SmallIntegerField()
    asked = models.BooleanField()
    until = models.DateField()
    changes = models.JSONField(default=list)
    seen_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["release", "id"]
        constraints = [
            models.UniqueConstraint("release", "person", name="one_acknowledgement_each")
        ]
