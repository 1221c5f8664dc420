"""The forms of demand templates: keeping the demand of a date, and laying one over weeks."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from roster.models import DemandTemplate
from sites.typed_dates import TypedDateField


class SaveForm(forms.Form):
    name = forms.CharField(max_length=60)
    on = TypedDateField(label="As it is in force on")

    def __init__(self, data=None, *, unit, today=None):
        super().__init__(data, prefix="save", initial={"on": today})
        self.helper = _helper("save-demand-template", unit, "Keep it")


class LayForm(forms.Form):
    template = forms.ModelChoiceField(None, empty_label=None)
    starts = TypedDateField(label="From the Monday")
    until = TypedDateField(
        required=False,
        label="To the Sunday",
        help_text="Blank: from then on. Else what is in force now is in force again after it.",
    )

    def __init__(self, data=None, *, unit, today=None):
        super().__init__(data, prefix="lay", initial={"starts": today})
        self.fields["template"].queryset = DemandTemplate.objects.filter(unit=unit)
        self.helper = _helper("lay-demand-template", unit, "Lay it")


def _helper(route, unit, button):
    helper = FormHelper()
    helper.form_action = reverse(route, args=[unit.pk])
    helper.add_input(Submit("go", button))
    return helper
