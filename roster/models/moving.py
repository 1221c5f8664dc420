"""What was uploaded to be imported, and what a unit's own workbooks mean by their words."""

from django.conf import settings
from django.db import models

from roster.models.planning import Rota
from sites.models import Unit


class Upload(models.Model):
    """A file that somebody is importing: only what was read of it, never the file itself.

    Only `by` ever sees it, until `expires_at`. `book` is the plain cells (spreadsheet.table.plain)
    or a rota file's text, and is emptied when it is kept; `choices` are its reader's answers.
    `batch` names the edit that it became; `made` says what came with it, for its undoing: the keys
    of people, or how much of a rota and the batches of its absences.
    """

    class Kind(models.TextChoices):
        ROTA = "rota", "A rota as a workbook or CSV"
        PEOPLE = "people", "People as a workbook or CSV"
        FILE = "file", "A rota file (JSON)"

    class State(models.TextChoices):
        OPEN = "open", "Not imported yet"
        KEPT = "kept", "Imported"
        UNDONE = "undone", "Undone"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=120)
    book = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    rota = models.ForeignKey(Rota, models.SET_NULL, null=True, blank=True, related_name="+")
    batch = models.UUIDField(null=True, blank=True)
    made = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-id"]


class KeptWords(models.Model):
    """What the words of a unit's workbooks were said to mean: asked once, offered again.

    `codes` map a code to a meaning (spreadsheet.codes), `names` what is written to a reference;
    `layout` is how the last one imported was laid out, which exports follow.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="kept_words")
    codes = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    layout = models.JSONField(default=dict)
