"""What a unit sets once and changes seldom: shift types, demand, rule parameters."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from sites.models import Area, Unit
from staff.models import Competency, Person


class ShiftType(models.Model):
    """A kind of duty as data: code, wall times, unpaid break, class.

    `breaks` is null (place unknown) or a list of ["HH:MM", "HH:MM"] pairs, `until` the last date
    on which a duty of it may begin.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="shift_types")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    starts = models.TimeField()
    ends = models.TimeField()
    break_minutes = models.PositiveIntegerField(default=0)
    work_class = models.CharField(max_length=10, default="clinical")
    breaks = models.JSONField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    until = models.DateField("last day in use", null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("unit", "code", name="one_shift_code_in_a_unit")]

    def __str__(self):
        return self.code


class Demand(models.Model):
    """People needed in an area on the day types listed, while the line is in force."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="demand")
    area = models.ForeignKey(Area, models.CASCADE, related_name="demand")
    days = models.JSONField()
    starts = models.TimeField()
    ends = models.TimeField()
    role = models.CharField(max_length=30)
    competency = models.ForeignKey(
        Competency, models.CASCADE, null=True, blank=True, related_name="+"
    )
    least = models.PositiveIntegerField()
    ideal = models.PositiveIntegerField(null=True, blank=True)
    critical = models.BooleanField(default=False)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.area.site.code}/{self.area.code}, {self.starts:%H:%M} to {self.ends:%H:%M}"


class DemandException(models.Model):
    """Dates on which an area needs other people than its week says, and why.

    Closed: nobody. Also: this line besides those of the week. Instead: this line and none of them.
    A closed one has no line: its times, role and numbers are blank.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed: nobody is needed"
        ALSO = "also", "One more line, besides those of the week"
        INSTEAD = "instead", "This line instead of those of the week"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="demand_exceptions")
    area = models.ForeignKey(Area, models.CASCADE, related_name="demand_exceptions")
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    role = models.CharField(max_length=30, blank=True)
    competency = models.ForeignKey(
        Competency, models.CASCADE, null=True, blank=True, related_name="+"
    )
    least = models.PositiveIntegerField(null=True, blank=True)
    ideal = models.PositiveIntegerField(null=True, blank=True)
    critical = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_on", "id"]
        verbose_name = "exception to demand"
        verbose_name_plural = "exceptions to demand"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("starts_on")),
                name="an_exception_to_demand_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind="closed", starts=None, ends=None, least=None, role="", critical=False
                )
                | ~models.Q(kind="closed")
                & ~models.Q(role="")
                & models.Q(starts__isnull=False, ends__isnull=False, least__isnull=False),
                name="an_exception_to_demand_is_closed_or_a_line",
            ),
        ]

    def __str__(self):
        return f"{self.area.site.code}/{self.area.code}, {self.get_kind_display()}"


class DemandChange(models.Model):
    """A line of demand or an exception changed, or demand laid: who, when, from and to, in words.

    Rows are only added.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="demand_changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]


class PlaceChange(models.Model):
    """What the set-up page writes changed: a place, a way, a bank holiday, a shift type. Who, when,
    from and to, in words. Rows are only added.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="place_changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=120)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]


class AreaNeed(models.Model):
    """A competency wanted in an area whenever somebody works there clinically (R-34)."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="needs")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="+")
    least = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.competency} wanted in {self.area}, {self.area.site}"


class RuleSetting(models.Model):
    """What a unit sets a rule's parameters to, from a date on, and why.

    Rows are only added: of those in force on a date the latest date holds, and of one date the
    newest row. So the table is also the history.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="rule_settings")
    rule = models.CharField(max_length=4)
    parameters = models.JSONField(default=dict)
    in_force_from = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["rule", "in_force_from", "id"]


class Exemption(models.Model):
    """A rule that does not bind a person from `starts` to `review_by`, the last day it holds.

    `ended_from` is the first date of those on which somebody took it back. The reason may say
    something about the person's health or family: `access` keeps it to planners.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="exemptions")
    rule = models.CharField(max_length=4)
    starts = models.DateField()
    review_by = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_from = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["review_by", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_by__gte=models.F("starts")),
                name="an_exemption_has_a_day",
            )
        ]
