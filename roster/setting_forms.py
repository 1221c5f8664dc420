"""Forms of shift types, competencies, and a new rota."""

import re
from datetime import date, time, timedelta

from django import forms

from roster.models import AreaNeed, ShiftType
from roster.problem import WORK_CLASSES
from sites.place_forms import CodeField, KeptCode, last_day_field
from sites.setup_forms import Sections, time_field
from sites.typed_dates import TypedDateField
from staff.models import Competency

CLASS_WORDS = {
    "clinical": "Clinical: counts towards cover",
    "admin": "Office: no imaging",
    "training": "Training or study",
    "on_call": "On call",
}
BREAK = re.compile(
    r"([01]?\d|2[0-3])[:.]([0-5]\d)\s*(?:-|–|to)\s*([01]?\d|2[0-3])[:.]([0-5]\d)", re.IGNORECASE
)


class BreaksField(forms.CharField):
    """Breaks typed as 12:00 to 12:30; 16:00 to 16:15. Null: their place is not known."""

    def __init__(self, **fields):
        super().__init__(required=False, max_length=120, **fields)
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "; ".join(f"{starts} to {ends}" for starts, ends in value) or "none"

    def clean(self, value):
        text = (super().clean(value) or "").strip()
        if text.lower() in ("", "none"):
            return [] if text else None
        found = [BREAK.fullmatch(part.strip()) for part in re.split(r"[;,]|\band\b", text)]
        if not all(found):
            raise forms.ValidationError("Type breaks like 12:00 to 12:30; 16:00 to 16:15.")
        return [[f"{a:0>2}:{b}", f"{c:0>2}:{d}"] for a, b, c, d in (one.groups() for one in found)]


class ShiftTypeForm(Sections, KeptCode, forms.ModelForm):
    code = CodeField()
    starts = time_field("Starts")
    ends = time_field("Ends", help_text="Not after the start: on the next day.")
    break_minutes = forms.IntegerField(
        min_value=0,
        max_value=240,
        label="Unpaid break, minutes",
        help_text="More than six hours of work hold one of 20 or more (R-22).",
    )
    breaks = BreaksField(
        label="Fixed breaks",
        help_text="Such as 12:00 to 12:30; 16:00 to 16:15. Blank: taken when the work lets them. "
        "“none”: there is none (R-22).",
    )
    work_class = forms.ChoiceField(
        choices=[(name, CLASS_WORDS[name]) for name in WORK_CLASSES], label="Kind of work"
    )
    until = last_day_field()
    sections = (
        ("What it is called", "code", "name"),
        ("When", "starts", "ends", "break_minutes", "breaks"),
        ("What it counts as", "work_class"),
        ("How long it is used", "until"),
    )

    class Meta:
        model = ShiftType
        fields = (
            "code",
            "name",
            "starts",
            "ends",
            "break_minutes",
            "breaks",
            "work_class",
            "until",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["break_minutes"] = 30  # most shifts need one, and fills plan no other

    def clean(self):
        said = super().clean()
        if {"starts", "ends", "break_minutes"} <= set(said):
            length = _minutes(said["ends"]) - _minutes(said["starts"])
            if said["break_minutes"] >= (length if length > 0 else length + 24 * 60):
                self.add_error("break_minutes", "The break is as long as the shift.")
            self._refuse_outside(said, length % (24 * 60))
        return said

    def _refuse_outside(self, said, length):
        """A fixed break lies within the shift, after the one before it."""
        starts, last = _minutes(said["starts"]), 0
        for text in said.get("breaks") or ():
            first, then = ((_clock(at) - starts) % (24 * 60) for at in text)
            if not last <= first < then <= length:
                sentence = f"{' to '.join(text)} is not within the shift, or not in order."
                self.add_error("breaks", sentence)
                break
            last = then


def _clock(text):
    return _minutes(time.fromisoformat(text))


def _minutes(at):
    return 60 * at.hour + at.minute


class CompetencyForm(Sections, KeptCode, forms.ModelForm):
    code = CodeField()

    class Meta:
        model = Competency
        fields = ("name", "code")


class NeedForm(Sections, forms.ModelForm):
    """A competency wanted in an area whenever somebody works there."""

    competency = forms.ModelChoiceField(None, empty_label=None, label="Competency")
    least = forms.IntegerField(min_value=1, max_value=20, initial=1, label="People with it")

    class Meta:
        model = AreaNeed
        fields = ("competency", "least")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        area = self.instance.area
        others = area.needs.exclude(pk=self.instance.pk).values("competency")
        held = Competency.objects.filter(unit=area.site.unit_id).exclude(pk__in=others)
        self.fields["competency"].queryset = held
        self.fields[
            "competency"
        ].help_text = (
            f"Asked for in {area}, {area.site} at every minute somebody is on duty there (R-34)."
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
