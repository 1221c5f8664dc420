"""The forms of demand: a line of the week, and what is asked for on single dates."""

from crispy_forms.layout import HTML
from django import forms
from django.utils.timezone import localdate

from roster.models import Demand, DemandException
from roster.problem import DAY_TYPES
from roster.rules.phrases import ROLE_WORDS
from sites.access import areas_of
from sites.setup_forms import Sections, time_field
from sites.typed_dates import TypedDateField
from staff.fact_forms import AreaChoice

DAY_WORDS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "Bank holiday",
)
DAYS = list(zip(DAY_TYPES, DAY_WORDS, strict=True))
ROLES = [(role, words[0].capitalize()) for role, words in ROLE_WORDS.items()]
LINE = ("starts", "ends", "role", "competency", "least", "ideal", "critical")
COULD_COVER = HTML('{% include "roster/_could_cover_here.html" %}')
WHO = ("role", "competency", "least", COULD_COVER, "ideal", "critical")


class LineForm(Sections, forms.ModelForm):
    """What a line of demand has, in whatever way it is dated."""

    area = AreaChoice(None, label="Site and area", empty_label=None)
    starts = time_field("From")
    ends = time_field("To")
    role = forms.ChoiceField(choices=ROLES, initial="radiographer")
    least = forms.IntegerField(min_value=0, max_value=99, label="At least", initial=1)
    ideal = forms.IntegerField(
        min_value=0, max_value=99, required=False, help_text="Blank: the least is ideal."
    )
    critical = forms.BooleanField(
        required=False,
        label="Critical for safety",
        help_text="A week with a gap here cannot be published.",
    )

    def __init__(self, *args, unit, hours, **kwargs):
        """`hours` are the opening hours, {site: (opens, closes)}, by the site's code."""
        self.hours = hours
        super().__init__(*args, **kwargs)
        areas = areas_of(unit, localdate()) | areas_of(unit).filter(pk=self.instance.area_id)
        self.fields["area"].queryset = areas.order_by("site__position", "position")
        self.fields["competency"].queryset = unit.competencies.all()
        self.fields["competency"].label_from_instance = lambda held: held.name
        self.fields["competency"].empty_label = "None asked"

    def typed(self):
        """The row as far as it is understood; null: without its dates."""
        if not self.is_bound:
            return self.instance if self.instance.pk else self.begun()
        self.full_clean()
        return None if {"starts_on", "until"} & set(self.errors) else self.instance

    def begun(self):
        """The row as its empty form shows it; null, as here: a closed place."""

    def refuse_line(self, said):
        """Times outside the opening hours, and an ideal below the least."""
        if said.get("ideal") is not None and said["ideal"] < (said.get("least") or 0):
            self.add_error("ideal", "The ideal is less than the least.")
        if said.get("area") and said.get("starts") and said.get("ends"):
            site = said["area"].site
            opens, closes = self.hours[site.code]
            if said["starts"] < opens or said["ends"] > closes or said["ends"] <= said["starts"]:
                sentence = f"{site.name} is open {opens:%H:%M} to {closes:%H:%M}: ask within that."
                self.add_error("starts", sentence)


class DemandForm(LineForm):
    days = forms.MultipleChoiceField(choices=DAYS, widget=forms.CheckboxSelectMultiple)
    in_force_from = TypedDateField(
        required=False, label="In force from", help_text="Blank: always was."
    )
    in_force_until = TypedDateField(
        required=False, label="In force until", help_text="Blank: without an end."
    )
    sections = (
        ("Where and when", "area", "days", "starts", "ends"),
        ("Who", *WHO),
        ("Season", "in_force_from", "in_force_until"),
    )

    class Meta:
        model = Demand
        fields = ("area", "days", *LINE, "in_force_from", "in_force_until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:  # or what a new row leaves blank would hide what is usual
            self.initial = {"days": []}

    def begun(self):
        said = {name: self.fields[name].initial for name in ("role", "least")}
        return Demand(area=self.fields["area"].queryset.first(), **said)

    def clean(self):
        said = super().clean()
        starts, ends = said.get("in_force_from"), said.get("in_force_until")
        if starts and ends and ends < starts:
            self.add_error("in_force_until", "It lies before the first day.")
        self.refuse_line(said)
        return said


class DemandDatesForm(LineForm):
    """An exception; a closed place has no line, whatever stands in its fields."""

    starts_on = TypedDateField(label="First day")
    until = TypedDateField(label="Last day", required=False, help_text="Blank: that day alone.")
    kind = forms.ChoiceField(
        choices=DemandException.Kind, widget=forms.RadioSelect, label="What is different"
    )
    reason = forms.CharField(
        max_length=200, label="Why", help_text="Such as: room refitted. Planners read it."
    )
    starts = time_field("From", required=False)
    ends = time_field("To", required=False)
    role = forms.ChoiceField(choices=ROLES, initial="radiographer", required=False)
    least = forms.IntegerField(
        min_value=0, max_value=99, label="At least", initial=1, required=False
    )
    sections = (
        ("Where and when", "area", "starts_on", "until"),
        ("What", "kind", "reason"),
        ("The line, unless it is closed", "starts", "ends", *WHO),
    )

    class Meta:
        model = DemandException
        fields = ("area", "starts_on", "until", "kind", "reason", *LINE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial = {"kind": DemandException.Kind.CLOSED}

    def clean(self):
        said = super().clean()
        first = said.get("starts_on")
        if first and "until" in said:
            said["until"] = said["until"] or first
            if said["until"] < first:
                self.add_error("until", "It lies before the first day.")
        if said.get("kind") == DemandException.Kind.CLOSED:
            self._without_line(said)
        else:
            self._refuse_missing(said)
            self.refuse_line(said)
        return said

    def _without_line(self, said):
        for name in LINE:
            self._errors.pop(name, None)
            said[name] = {"role": "", "critical": False}.get(name)

    def _refuse_missing(self, said):
        for name in ("starts", "ends", "role", "least"):
            if name not in self.errors and said.get(name) in (None, ""):
                self.add_error(name, "Say it, or that the place is closed.")
