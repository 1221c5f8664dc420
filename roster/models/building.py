"""What a rota is built from and with: rota lines, who works them, kept dates, notes, templates."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from sites.models import Unit
from staff.models import Person

MOST_WEEKS = 12


class RotaLine(models.Model):
    """A named pattern of one to twelve weeks, worked round and round.

    `pattern` is a list of weeks, each a list of seven texts from Monday on, as they are typed
    into a cell (see entry.duties); blank: a day off.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="rota_lines")
    name = models.CharField(max_length=60)
    pattern = models.JSONField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("unit", "name", name="one_rota_line_a_name")]

    def __str__(self):
        return self.name

    @property
    def weeks(self):
        return len(self.pattern)


class HeldLine(models.Model):
    """A person works a rota line from a Monday on, beginning with its week `first_week`, from 1.

    It holds until the next one of the person starts, or to `until`, a Sunday.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="held_lines")
    line = models.ForeignKey(RotaLine, models.CASCADE, related_name="held")
    starts = models.DateField()
    first_week = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person__position", "person_id", "starts"]
        constraints = [models.UniqueConstraint("person", "starts", name="one_held_line_a_start")]


class KeptDate(models.Model):
    """A person's date that no rota line is laid over: agreed otherwise, once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="kept_dates")
    date = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["date", "person__position", "person_id"]
        constraints = [models.UniqueConstraint("person", "date", name="one_kept_date_a_person")]


class Note(models.Model):
    """What a manager wrote on a date of the unit, or on a person's date; for managers only.

    Rows are only added: the newest of a cell holds, and a blank one takes the note away. So the
    table is also the history.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="notes")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="rota_notes"
    )
    date = models.DateField()
    text = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["unit", "date"], name="note_by_unit_and_date")]


class DemandTemplate(models.Model):
    """A unit's weekly demand under a name. `lines` are the fields of Demand as plain data."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="demand_templates")
    name = models.CharField(max_length=60)
    lines = models.JSONField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("unit", "name", name="one_demand_template_a_name")]

    def __str__(self):
        return self.name
