"""Forms of the dated facts about a person. The verbs check what they mean together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from sites.access import areas_of
from sites.models import Area, Site, in_use
from sites.setup_forms import HoursField, Sections, time_field
from sites.typed_dates import TypedDateField
from staff.models import (
    AgreedPattern,
    Credential,
    Employment,
    HeldCompetency,
    JustifiedPlace,
    OtherWork,
    ScopeEntry,
    SiteInduction,
    StudyPlan,
    StudyTerm,
    WorkingTimeOptOut,
)
from staff.wording import ROLES, WEEKDAYS

BANDS = ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")
BAND_CHOICES = [("", "Not on Agenda for Change"), *((band, f"Band {band}") for band in BANDS)]
ROLE_CHOICES = [(role, word[0].upper() + word[1:]) for role, word in ROLES.items()]
FROM, UNTIL = "From", "Last day"
OPEN = "Leave blank if it has no end."


class FactForm(Sections, forms.ModelForm):
    """A fact of the person that the instance already belongs to."""

    @property
    def unit(self):
        return self.instance.person.unit


class EmploymentForm(FactForm):
    starts = TypedDateField(label=FROM)
    until = TypedDateField(label=UNTIL, required=False, help_text=OPEN)
    role = forms.ChoiceField(choices=ROLE_CHOICES)
    band = forms.ChoiceField(choices=BAND_CHOICES, required=False)
    weekly_minutes = HoursField(most=60, label="Hours a week", help_text="37.5 is full time.")
    days_per_week = forms.FloatField(
        min_value=0.5, max_value=7, required=False, label="Days a week", help_text="Blank: five."
    )
    evidence = forms.CharField(
        max_length=200, required=False, help_text="What a change of band or role rests on."
    )
    sections = (
        ("When", "starts", "until"),
        ("Post", "role", "band", "evidence"),
        ("Hours", "weekly_minutes", "days_per_week"),
    )

    class Meta:
        model = Employment
        fields = (
            *("starts", "until", "role", "band", "weekly_minutes", "days_per_week"),
            "evidence",
        )


class InductionForm(FactForm):
    site = forms.ModelChoiceField(None, empty_label=None)

    class Meta:
        model = SiteInduction
        fields = ("site",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = self.instance.person.inductions.exclude(pk=self.instance.pk).values("site")
        sites = Site.objects.filter(in_use(localdate()) | Q(pk=self.instance.site_id))
        self.fields["site"].queryset = sites.filter(unit=self.unit).exclude(pk__in=others)


class AreaChoice(forms.ModelChoiceField):
    def label_from_instance(self, area):
        return f"{area.site.name}: {area.name}"


class ManyAreas(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    label_from_instance = AreaChoice.label_from_instance


class ScopeForm(FactForm):
    area = AreaChoice(None, label="Site and area", empty_label=None)
    starts = TypedDateField(label=FROM)
    review_due = TypedDateField(
        label="Review due", help_text="It holds until the day before: work after it is refused."
    )
    signed_off_by = forms.CharField(max_length=120)

    class Meta:
        model = ScopeEntry
        fields = ("area", "starts", "review_due", "signed_off_by")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = areas_of(self.unit).filter(pk=self.instance.area_id)
        areas = areas_of(self.unit, localdate()) | held
        self.fields["area"].queryset = areas.order_by("site__position", "position")


class CompetencyForm(FactForm):
    competency = forms.ModelChoiceField(None, empty_label=None)
    starts = TypedDateField(label=FROM)
    until = TypedDateField(label=UNTIL, required=False, help_text=OPEN)
    signed_off_by = forms.CharField(max_length=120)

    class Meta:
        model = HeldCompetency
        fields = ("competency", "starts", "until", "signed_off_by")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = self.unit.competencies.all()
        self.fields["competency"].label_from_instance = lambda held: held.name


class CredentialForm(FactForm):
    kind = forms.CharField(
        max_length=80, help_text="HCPC, SoR, RPI, or the name of a mandatory training."
    )
    starts = TypedDateField(label=FROM, required=False)
    until = TypedDateField(label="Valid to")

    class Meta:
        model = Credential
        fields = ("kind", "starts", "until")


class JustifiesForm(FactForm):
    site = forms.ModelChoiceField(None, empty_label=None)
    area = AreaChoice(None, required=False, empty_label="All of the site")

    class Meta:
        model = JustifiedPlace
        fields = ("site", "area")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.filter(unit=self.unit)
        areas = Area.objects.filter(site__unit=self.unit).select_related("site")
        self.fields["area"].queryset = areas.order_by("site__position", "position")

    def clean(self):
        said = super().clean()
        if said.get("area") and said["area"].site != said.get("site"):
            self.add_error("area", "It is an area of another site.")
        elif self._is_there_already(said):
            self.add_error("area", "They may justify there already.")
        return said

    def _is_there_already(self, said):
        places = self.instance.person.justified_places.exclude(pk=self.instance.pk)
        return places.filter(site=said.get("site"), area=said.get("area")).exists()


class OptOutForm(FactForm):
    starts = TypedDateField(label="Signed from")
    until = TypedDateField(label=UNTIL, required=False, help_text=OPEN)
    notice_days = forms.IntegerField(
        min_value=7,
        max_value=93,
        required=False,
        label="Days of notice",
        help_text="7 where nothing was agreed; three months at most.",
    )
    withdrawn = TypedDateField(
        required=False, label="Withdrawn on", help_text="The day the notice was given."
    )

    class Meta:
        model = WorkingTimeOptOut
        fields = ("starts", "until", "notice_days", "withdrawn")


class StudyPlanForm(FactForm):
    weekday = forms.TypedChoiceField(choices=list(enumerate(WEEKDAYS)), coerce=int)
    minutes = HoursField(most=24, required=False, label="Hours", help_text="Blank: a whole day.")

    class Meta:
        model = StudyPlan
        fields = ("weekday", "minutes")


class StudyTermForm(FactForm):
    starts = TypedDateField(label="First day")
    until = TypedDateField(label="Last day")

    class Meta:
        model = StudyTerm
        fields = ("starts", "until")


class PatternForm(FactForm):
    starts = TypedDateField(label=FROM)
    until = TypedDateField(label=UNTIL, required=False, help_text=OPEN)
    review_due = TypedDateField(label="Review due", required=False)
    days = forms.TypedMultipleChoiceField(
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="On these days",
        help_text="None ticked: on every day.",
    )
    off = forms.BooleanField(required=False, label="Does not work on them")
    earliest = time_field("Not before", required=False)
    latest = time_field("Not after", required=False)
    not_areas = ManyAreas(None, required=False, label="Not in these areas")
    reason = forms.CharField(
        max_length=200,
        required=False,
        help_text="Only those who decide, and the person, read it. No diagnoses.",
    )
    sections = (
        ("When", "starts", "until", "review_due"),
        ("What was agreed", "days", "off", "earliest", "latest", "not_areas"),
        ("Why", "reason"),
    )

    class Meta:
        model = AgreedPattern
        fields = ("starts", "until", "review_due", "off", "earliest", "latest", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = Area.objects.filter(site__unit=self.unit).select_related("site")
        self.fields["not_areas"].queryset = areas.order_by("site__position", "position")
        self.initial |= {"days": self.instance.days, "not_areas": self.instance.not_areas}

    def clean(self):
        said = super().clean()
        if said.get("off") and not said.get("days"):
            self.add_error("days", "Tick the days that are off.")
        if not any(said.get(key) for key in ("off", "earliest", "latest", "not_areas")):
            self.add_error("off", "Say what was agreed: days off, times, or areas.")
        starts, review = said.get("starts"), said.get("review_due")
        if starts and review and review < starts:
            self.add_error("review_due", "The review lies before it begins.")
        self.instance.days = said.get("days", [])
        self.instance.not_areas = [area.pk for area in said.get("not_areas", ())]
        return said


class OtherWorkForm(FactForm):
    employer = forms.CharField(max_length=120)
    day = TypedDateField(label="Date")
    at = time_field("Starts")
    to = time_field("Ends", help_text="Not after the start: on the next day.")

    class Meta:
        model = OtherWork
        fields = ("employer",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            zone = ZoneInfo(self.unit.timezone)
            starts, ends = (t.astimezone(zone) for t in (self.instance.starts, self.instance.ends))
            self.initial |= {"day": starts.date(), "at": starts.time(), "to": ends.time()}

    def clean(self):
        said = super().clean()
        if {"day", "at", "to"} <= set(said):
            zone, later = ZoneInfo(self.unit.timezone), timedelta(days=said["to"] <= said["at"])
            self.instance.starts = datetime.combine(said["day"], said["at"], zone)
            self.instance.ends = datetime.combine(said["day"] + later, said["to"], zone)
        return said


FORMS = {
    "employment": EmploymentForm,
    "site": InductionForm,
    "scope": ScopeForm,
    "competency": CompetencyForm,
    "credential": CredentialForm,
    "justifies": JustifiesForm,
    "opt-out": OptOutForm,
    "study": StudyPlanForm,
    "term": StudyTermForm,
    "pattern": PatternForm,
    "other-work": OtherWorkForm,
}
