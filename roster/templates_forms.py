"""The forms of demand templates: keeping the demand of a date, and laying one over weeks."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from roster.models import DemandTemplate
from sites.setup_forms import Sections
from sites.typed_dates import TypedDateField


class SaveForm(forms.Form):
    name = forms.CharField(max_length=60)
    on = TypedDateField(label="As it is in force on")

    def __init__(self, data=None, *, unit, today=None):
        super().__init__(data, prefix="save", initial={"on": today})
        self.helper = FormHelper()
        self.helper.form_action = reverse("save-demand-template", args=[unit.pk])
        self.helper.add_input(Submit("go", "Keep it"))


class LayForm(Sections, forms.Form):
    template = forms.ModelChoiceField(None, empty_label=None, label="Demand")
    starts = TypedDateField(label="From the Monday")
    until = TypedDateField(
        required=False,
        label="To the Sunday",
        help_text="Blank: from then on. Else what is in force now is in force again after it.",
    )

    def __init__(self, data=None, *, unit, monday):
        super().__init__(data, initial={"starts": monday})
        self.fields["template"].queryset = DemandTemplate.objects.filter(unit=unit)
