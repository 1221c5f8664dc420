"""What will be told, is being told and was told: the truth about mail, whatever the broker does."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from roster.models.releasing import Release
from sites.models import Unit
from staff.models import Person


class OutboxMessage(models.Model):
    """One email to one person or login, written in the transaction that makes it due.

    A sender claims a row by a conditional update that sets `leased_until`; a row whose sender died
    is free again when the lease has run out. `message_id` says what the mail is about and never
    changes: so nothing is told twice, and a mail sent twice is recognised as one. `refused` is
    set when the mail server knows no such recipient. `read_at`: when whom it is for first opened it
    among their notices, or the page that it `leads_to`, a path; blank: none by itself. `listed`:
    whom it is for wants no email of its topic and reads it in their notices alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        HELD = "held", "Held back"
        LISTED = "listed", "Not mailed, as chosen"

    class Kind(models.TextChoices):
        WEEKLY = "weekly", "Weekly rota"
        RELEASE = "release", "New or changed rota"
        REMINDER = "reminder", "Reminder of a change"
        UNIT_WEEK = "unit_week", "The unit's week"
        NOT_READY = "not_ready", "Weeks not ready"
        NOTICE = "notice", "Request, swap or absence"
        LOGIN = "login", "A login is given"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="outbox")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    monday = models.DateField(null=True, blank=True)
    release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="messages"
    )
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
    refused = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True, blank=True)
    leads_to = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="outbox_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "monday", "release", "kind"],
                condition=~Q(kind="reminder"),
                name="one_message_each",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, user__isnull=True)
                | Q(person__isnull=True, user__isnull=False),
                name="a_message_is_to_somebody",
            ),
        ]

    @property
    def addressee(self):
        """The person or the login it is for."""
        return self.person or self.user


class MailChoice(models.Model):
    """When a person wants the weekly email. Without one it comes when the unit sends it."""

    class Day(models.TextChoices):
        UNIT = "unit", "On the unit's day"
        MON = "mon", "Monday"
        TUE = "tue", "Tuesday"
        WED = "wed", "Wednesday"
        THU = "thu", "Thursday"
        FRI = "fri", "Friday"
        SAT = "sat", "Saturday"
        SUN = "sun", "Sunday"
        CHANGES = "changes", "Changes only: no weekly email"

    person = models.OneToOneField(Person, models.CASCADE, related_name="mail_choice")
    day = models.CharField(max_length=10, choices=Day, default=Day.UNIT)


class NoMail(models.Model):
    """A login wants no email of a topic: what is told of it stands in their notices alone.

    Topics are what may be chosen. Of a rota that is new or changed, of what is to be acknowledged
    and of who is not available everybody concerned is always mailed (R-41).
    """

    class Topic(models.TextChoices):
        ANSWERS = "answers", "Answers to the wishes and the leave that you asked for"
        SWAPS = "swaps", "Shifts offered to you, and swaps that you are in"
        ASKED = "asked", "What people ask for, and swaps that wait or are done"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="no_mail")
    topic = models.CharField(max_length=10, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint("user", "topic", name="one_choice_a_topic")]


class Heartbeat(models.Model):
    """When a background process was last seen to work: the worker's sweep, the beat."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
