"""Duties that change hands: who offered what to whom, who agreed, and everything that happened."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from roster.models.planning import Rota
from staff.models import Person


class Swap(models.Model):
    """A duty that somebody else may take. `person` null: an open shift, which nobody holds yet.

    `duty` is plain data (see cells.plain). What is given in return stands with the invitations.
    `reason` says why it waits for a manager, or why it was refused. A published duty that changed
    hands is told by the release of its week.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        WAITING = "waiting", "Waiting for the rota manager"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN = (State.OFFERED, State.WAITING)

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="swaps")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="swaps_offered"
    )
    date = models.DateField()
    duty = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "date"],
                condition=Q(state__in=["offered", "waiting"], person__isnull=False),
                name="one_offer_a_date",
            )
        ]

    def __str__(self):
        return f"Swap of {self.date:%d %B %Y}"

    @staticmethod
    def shown(today):
        """Those that pages show on a date: what is open for dates to come, what has ended on it
        too.
        """
        return Q(date__gt=today) | (Q(date=today) & ~Q(state__in=Swap.OPEN))

    @property
    def is_open(self):
        return self.state in self.OPEN

    def rings(self):
        """[[SwapInvite, ...], ...] in the order they were offered."""
        rings = {}
        for invite in self.invites.all():
            rings.setdefault(invite.ring, []).append(invite)
        return list(rings.values())

    def agreed_ring(self):
        """The first ring in which all agree: it is done, or waits; null without one."""
        agreed = SwapInvite.Answer.AGREED
        return next((r for r in self.rings() if all(i.answer == agreed for i in r)), None)

    def asked_still(self):
        """The people whose answer is waited for."""
        waiting = (i.person for i in self.invites.all() if i.answer == SwapInvite.Answer.WAITING)
        return list(dict.fromkeys(waiting)) if self.state == self.State.OFFERED else []

    def agreed_so_far(self):
        """The people whose yes can be taken back; once it is done those whom it is done with."""
        if self.state == self.State.DONE:
            return [invite.person for invite in self.agreed_ring() or ()]
        agreed = (i.person for i in self.invites.all() if i.answer == SwapInvite.Answer.AGREED)
        return list(dict.fromkeys(agreed)) if self.is_open else []


class SwapInvite(models.Model):
    """One person's part in a swap. The first of a ring takes the duty offered, each next one what
    the one before hands over, and whoever offered takes what the last hands over. A ring of one
    who hands over nothing is a gift. The first ring in which all agree is done.
    """

    class Answer(models.TextChoices):
        WAITING = "", "No answer yet"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"

    swap = models.ForeignKey(Swap, models.CASCADE, related_name="invites")
    ring = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.CASCADE, related_name="swap_invites")
    date = models.DateField(null=True, blank=True)
    duty = models.JSONField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default=Answer.WAITING)

    class Meta:
        ordering = ["ring", "place"]
        constraints = [models.UniqueConstraint("swap", "ring", "place", name="one_invite_a_place")]


class SwapEvent(models.Model):
    """A line of a swap's history; rows are only added."""

    swap = models.ForeignKey(Swap, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
