"""People with their posts, sites, patterns, study and other work."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from sites.models import Site, Unit
from staff.telephones import SAY_ONE, TELEPHONE


class Person(models.Model):
    """Someone on the rota. `reference` is the id that rota files know them by. `service_from`
    null: NHS service, which leave goes by, counts from the first employment here.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="people")
    reference = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )
    email = models.EmailField(blank=True)
    telephone = models.CharField(
        "work telephone",
        max_length=40,
        blank=True,
        validators=[RegexValidator(TELEPHONE, SAY_ONE)],
    )
    position = models.PositiveIntegerField(default=0)
    preceptee_until = models.DateField(null=True, blank=True)
    born = models.DateField(null=True, blank=True)
    service_from = models.DateField("NHS service counted from", null=True, blank=True)
    supervises = models.BooleanField(null=True, blank=True)
    justifies_everywhere = models.BooleanField(default=True)
    other_work_declared = models.DateField(null=True, blank=True)
    carried_minutes = models.IntegerField(default=0)
    reports_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    responsible_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="responsible_for"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("unit", "reference", name="one_reference_in_a_unit")]

    def __str__(self):
        return self.name


class PersonChange(models.Model):
    """One fact about a person changed: who, when, from and to, in words. Rows are only added.

    `personal`: it says what only those may read who decide, and the person.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="record")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    personal = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]


class SiteInduction(models.Model):
    """A person may work at a site (R-09); the first is the home site."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="inductions")
    site = models.ForeignKey(Site, models.CASCADE, related_name="inductions")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("person", "site", name="one_induction_a_site")]


class Employment(models.Model):
    """Band, role and hours from one date until another. Band blank: not on Agenda for Change."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    starts = models.DateField()
    until = models.DateField(null=True, blank=True)
    band = models.CharField(max_length=2, blank=True)
    role = models.CharField(max_length=30)
    weekly_minutes = models.PositiveIntegerField()
    days_per_week = models.FloatField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]


class StudyPlan(models.Model):
    """The weekday (0 Monday) and minutes a trainee spends at university in term time (R-10)."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="study_plan")
    weekday = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField(null=True, blank=True)


class StudyTerm(models.Model):
    plan = models.ForeignKey(StudyPlan, models.CASCADE, related_name="terms")
    starts = models.DateField()
    until = models.DateField()

    class Meta:
        ordering = ["id"]

    @property
    def person(self):
        return self.plan.person


class AgreedPattern(models.Model):
    """An agreed way of working, dated and reviewed (R-37).

    `days` are weekdays, 0 Monday to 6; `not_areas` is a list of area ids to keep away from. The
    reason may say something about health or family: `access` keeps it to those who decide.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="agreed_patterns")
    starts = models.DateField()
    until = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    days = models.JSONField(default=list)
    off = models.BooleanField(default=False)
    earliest = models.TimeField(null=True, blank=True)
    latest = models.TimeField(null=True, blank=True)
    not_areas = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]


class OtherWork(models.Model):
    """Declared bank work or a second job, which counts towards rest and the 48-hour average."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="other_work")
    employer = models.CharField(max_length=120)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["id"]
