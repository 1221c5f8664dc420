"""The forms of rota lines. They check the shape of the input; the verbs check what it means."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from roster.models import RotaLine
from roster.models.building import MOST_WEEKS
from roster.patterning import WEEKDAYS
from sites.typed_dates import TypedDateField


class People(forms.Field):
    """References of people, each its own value of the form."""

    widget = forms.SelectMultiple

    def to_python(self, value):
        return list(value or ())


class ClearForm(forms.Form):
    """Whose cells of which weeks of a rota."""

    people = People()
    first = forms.DateField()
    weeks = forms.IntegerField(min_value=1, max_value=26)


class LayForm(ClearForm):
    over = forms.BooleanField(required=False)


class LineForm(forms.Form):
    """A line's name and its weeks: a field for every date of the pattern."""

    name = forms.CharField(max_length=60)
    weeks = forms.IntegerField(min_value=1, max_value=MOST_WEEKS, label="Weeks")

    def __init__(self, data=None, *, line=None, weeks=1):
        pattern = line.pattern if line else []
        super().__init__(data, initial={"name": line and line.name, "weeks": weeks})
        self.shown = weeks
        for week in range(weeks):
            for day, weekday in enumerate(WEEKDAYS):
                said = pattern[week][day] if week < len(pattern) else ""
                self.fields[f"c{week}-{day}"] = _code(week, weekday, said)

    def rows(self):
        """(number of the week, its seven fields)"""
        return [
            (week + 1, [self[f"c{week}-{day}"] for day in range(7)]) for week in range(self.shown)
        ]

    def pattern(self):
        """What was typed, of a valid form."""
        said = self.cleaned_data
        return [[said[f"c{week}-{day}"] for day in range(7)] for week in range(self.shown)]


def _code(week, weekday, said):
    label = f"Week {week + 1}, {weekday}"
    attrs = {"aria-label": label, "class": "line-grid__code", "autocapitalize": "characters"}
    attrs |= {"autocomplete": "off", "spellcheck": "false"}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(max_length=80, required=False, initial=said, label=label, widget=widget)


def weeks_asked(data, usual):
    """How many weeks the form is to show: what its field asks for, within its bounds."""
    text = data.get("weeks", "")
    return max(1, min(int(text), MOST_WEEKS)) if text.isdecimal() and len(text) < 4 else usual


class AssignForm(forms.Form):
    """Who works which line from when, and with which of its weeks they begin."""

    line = forms.ModelChoiceField(RotaLine.objects.none(), empty_label=None)
    people = forms.ModelMultipleChoiceField(
        None, widget=forms.CheckboxSelectMultiple, label="Who works it"
    )
    starts = TypedDateField(label="From the Monday")
    first_week = forms.IntegerField(
        min_value=1, max_value=MOST_WEEKS, initial=1, label="Beginning with week"
    )
    step = forms.BooleanField(
        required=False,
        label="Each one week further than the one before",
        help_text="So that they take turns.",
    )

    def __init__(self, data=None, *, unit, starts=None):
        super().__init__(data, initial={"starts": starts}, prefix="assign")
        self.fields["line"].queryset = unit.rota_lines.all()
        self.fields["people"].queryset = unit.people.all()
        self.helper = _helper("assign-line", unit, "Let them work it")

    def clean_step(self):
        return int(self.cleaned_data["step"])


class KeepForm(forms.Form):
    """A date on which a person's line is not laid."""

    person = forms.ModelChoiceField(None, empty_label=None)
    on = TypedDateField(label="Date")
    reason = forms.CharField(
        max_length=200,
        required=False,
        label="Why",
        help_text="Whoever plans this unit reads it. Nothing about health.",
    )

    def __init__(self, data=None, *, unit):
        super().__init__(data, prefix="keep")
        self.fields["person"].queryset = unit.people.all()
        self.helper = _helper("keep-line-date", unit, "Keep the date")


class EndForm(forms.Form):
    until = TypedDateField(
        error_messages={"required": "Say which Sunday.", "invalid": "Say which Sunday."}
    )


def _helper(route, unit, button):
    helper = FormHelper()
    helper.form_action = reverse(route, args=[unit.pk])
    helper.add_input(Submit("go", button))
    return helper
