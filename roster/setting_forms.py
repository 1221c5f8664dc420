"""Forms of shift types, competencies, demand, and a new rota."""

from datetime import date, timedelta

from django import forms

from roster.models import Demand, ShiftType
from roster.problem import DAY_TYPES, WORK_CLASSES
from roster.rules.phrases import ROLE_WORDS
from sites.models import Area
from sites.place_forms import CodeField, KeptCode
from sites.setup_forms import Sections, time_field
from sites.typed_dates import TypedDateField
from staff.fact_forms import AreaChoice
from staff.models import Competency

CLASS_WORDS = {
    "clinical": "Clinical: counts towards cover",
    "admin": "Office: no imaging",
    "training": "Training or study",
    "on_call": "On call",
}
DAY_WORDS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "Bank holiday",
)
DAYS = list(zip(DAY_TYPES, DAY_WORDS, strict=True))


class ShiftTypeForm(Sections, KeptCode, forms.ModelForm):
    code = CodeField()
    starts = time_field("Starts")
    ends = time_field("Ends", help_text="Not after the start: on the next day.")
    break_minutes = forms.IntegerField(
        min_value=0, max_value=240, initial=0, label="Unpaid break, minutes"
    )
    work_class = forms.ChoiceField(
        choices=[(name, CLASS_WORDS[name]) for name in WORK_CLASSES], label="Kind of work"
    )
    sections = (
        ("What it is called", "code", "name"),
        ("When", "starts", "ends", "break_minutes"),
        ("What it counts as", "work_class"),
    )

    class Meta:
        model = ShiftType
        fields = ("code", "name", "starts", "ends", "break_minutes", "work_class")

    def clean(self):
        said = super().clean()
        if {"starts", "ends", "break_minutes"} <= set(said):
            length = _minutes(said["ends"]) - _minutes(said["starts"])
            if said["break_minutes"] >= (length if length > 0 else length + 24 * 60):
                self.add_error("break_minutes", "The break is as long as the shift.")
        return said


def _minutes(at):
    return 60 * at.hour + at.minute


class TechniqueForm(Sections, KeptCode, forms.ModelForm):
    code = CodeField()

    class Meta:
        model = Competency
        fields = ("name", "code")


class DemandForm(Sections, forms.ModelForm):
    area = AreaChoice(None, label="Site and area", empty_label=None)
    days = forms.MultipleChoiceField(choices=DAYS, widget=forms.CheckboxSelectMultiple)
    starts = time_field("From")
    ends = time_field("To")
    role = forms.ChoiceField(
        choices=[(role, words[0].capitalize()) for role, words in ROLE_WORDS.items()],
        initial="radiographer",
    )
    least = forms.IntegerField(min_value=0, max_value=99, label="At least", initial=1)
    ideal = forms.IntegerField(
        min_value=0, max_value=99, required=False, help_text="Blank: the least is ideal."
    )
    critical = forms.BooleanField(
        required=False,
        label="Critical for safety",
        help_text="A week with a gap here cannot be published.",
    )
    in_force_from = TypedDateField(
        required=False, label="In force from", help_text="Blank: always was."
    )
    in_force_until = TypedDateField(
        required=False, label="In force until", help_text="Blank: without an end."
    )
    sections = (
        ("Where and when", "area", "days", "starts", "ends"),
        ("Who", "role", "competency", "least", "ideal", "critical"),
        ("Season", "in_force_from", "in_force_until"),
    )

    class Meta:
        model = Demand
        fields = (
            *("area", "days", "starts", "ends", "role", "competency", "least", "ideal"),
            *("critical", "in_force_from", "in_force_until"),
        )

    def __init__(self, *args, unit, hours, **kwargs):
        """`hours` are the opening hours, {site: (opens, closes)}, by the site's code."""
        self.hours = hours
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:  # or what a new row leaves blank would hide what is usual
            self.initial = {"days": []}
        areas = Area.objects.filter(site__unit=unit).select_related("site")
        self.fields["area"].queryset = areas.order_by("site__position", "position")
        self.fields["competency"].queryset = unit.competencies.all()
        self.fields["competency"].label_from_instance = lambda held: held.name
        self.fields["competency"].empty_label = "None asked"

    def clean(self):
        said = super().clean()
        if said.get("ideal") is not None and said["ideal"] < said.get("least", 0):
            self.add_error("ideal", "The ideal is less than the least.")
        starts, ends = said.get("in_force_from"), said.get("in_force_until")
        if starts and ends and ends < starts:
            self.add_error("in_force_until", "It lies before the first day.")
        if {"area", "starts", "ends"} <= set(said):
            self._refuse_closed(said)
        return said

    def _refuse_closed(self, said):
        site = said["area"].site
        opens, closes = self.hours[site.code]
        if said["starts"] < opens or said["ends"] > closes or said["ends"] <= said["starts"]:
            self.add_error(
                "starts", f"{site.name} is open {opens:%H:%M} to {closes:%H:%M}: ask within that."
            )


class NewRotaForm(Sections, forms.Form):
    starts = TypedDateField(label="First Monday")
    weeks = forms.IntegerField(min_value=1, max_value=26, initial=4)

    def clean_starts(self):
        starts: date = self.cleaned_data["starts"]
        if starts.weekday():
            monday = starts - timedelta(days=starts.weekday())
            raise forms.ValidationError(
                f"A rota begins on a Monday, such as {monday.day} {monday:%B %Y}."
            )
        return starts
