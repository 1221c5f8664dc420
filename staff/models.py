"""The people on the rota, and the dated facts the rules read about them.

A person's lists keep the order they were entered in (`id`), so that a rota file comes back as it
went in. Every `until` is the last day a fact holds.
"""

from uuid import uuid4

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from sites.models import Area, Site, Unit
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


class JustifiedPlace(models.Model):
    """Where a person is entitled to justify exposures, if not everywhere; area null: the site."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="justified_places")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]


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


class Unavailability(models.Model):
    """Leave, sickness, study or other absence. Colleagues see that it is, never its kind.

    `paid_minutes` are those of each of its dates. Rows entered together share a `batch`: an
    absence whose dates are paid differently is several rows.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="unavailable")
    kind = models.CharField(max_length=10)
    starts_on = models.DateField()
    until = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    paid_minutes = models.PositiveIntegerField(null=True, blank=True)
    batch = models.UUIDField(default=uuid4, db_index=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["person", "starts_on"], name="unavailable_by_person")]


class LeaveTerms(models.Model):
    """How a unit answers what people ask for; a unit without a row has these defaults.

    The leave year begins on the first of `year_month`. `most_away` people may be on leave on one
    date; null: no cap. `grant_at_once`: leave within cap, balance and cover is granted when it is
    asked for. Wishes for a week are asked for at least `request_days` before its Monday. What is
    asked is answered within `answer_days`.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="leave_terms")
    year_month = models.PositiveSmallIntegerField(default=4)
    most_away = models.PositiveSmallIntegerField(null=True, blank=True)
    grant_at_once = models.BooleanField(default=False)
    request_days = models.PositiveSmallIntegerField(default=49)
    answer_days = models.PositiveSmallIntegerField(default=7)


class CarryOverTerms(models.Model):
    """The most leave, in minutes, that anybody of a unit takes into a leave year that begins on
    `in_force_from` or later. Rows are only added: of those in force the newest date holds, of one
    date the newest row. Where one holds, what is left is moved when the leave year turns.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="carry_over_terms")
    in_force_from = models.DateField()
    minutes = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["in_force_from", "id"]


class LeaveAdjustment(models.Model):
    """Minutes of leave given or taken besides the entitlement of a leave year: carried over,
    bought, sold. `year` is the calendar year that the leave year begins in; `carried_from` the
    one that the minutes were moved out of, of which there is one such row.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="leave_adjustments")
    year = models.PositiveSmallIntegerField()
    carried_from = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.IntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("person", "carried_from", name="one_carry_over_a_year")
        ]


class HoursEntry(models.Model):
    """Minutes that a person is owed, or that are taken off again: time off in lieu (R-25) or
    public holidays (R-26). Rows are only added: a mistake is put right by one more.

    `date` is when the time was worked or given. `shift` is the code of the extra duty of that date
    that is owed as time, blank where somebody entered it with a reason.
    """

    class Kind(models.TextChoices):
        TOIL = "toil", "Time off in lieu"
        HOLIDAY = "holiday", "Public holidays"

    person = models.ForeignKey(Person, models.CASCADE, related_name="hours_entries")
    kind = models.CharField(max_length=10, choices=Kind)
    date = models.DateField()
    minutes = models.IntegerField()
    shift = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["date", "id"]
        indexes = [models.Index(fields=["person", "kind", "date"], name="hours_owed_by_person")]


class LeaveRequest(models.Model):
    """Annual leave that a person asks for, and what was decided; for them and who decides only.

    `minutes` are the paid minutes it takes and `left` what remained of the leave years it touches,
    the least of them, both as shown to whoever asked. `starts` and `ends` are wall times of leave
    for a part of one day; null: whole days. `batch` names the absence it became.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    person = models.ForeignKey(Person, models.CASCADE, related_name="leave_requests")
    starts_on = models.DateField()
    until = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField()
    left = models.IntegerField()
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    batch = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["person", "state"], name="leave_request_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None, ends=None)
                | Q(
                    starts__isnull=False,
                    ends__isnull=False,
                    starts__lt=F("ends"),
                    starts_on=F("until"),
                ),
                name="leave_of_hours_is_of_one_day",
            )
        ]


class OtherWork(models.Model):
    """Declared bank work or a second job, which counts towards rest and the 48-hour average."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="other_work")
    employer = models.CharField(max_length=120)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["id"]
