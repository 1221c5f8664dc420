"""The form of a unit's weights. It checks the shape of the input; the verb checks what it means."""

from django import forms

from roster.autofill.aims import AIMS
from roster.rules_forms import LOST, date_field, reason_field


class WeightsForm(forms.Form):
    """A whole number for each aim: `weights` hold now, `seen` is the key of the newest setting."""

    in_force_from = date_field(label="They hold from")
    reason = reason_field(required=False)
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": LOST, "invalid": LOST}
    )

    def __init__(self, data=None, *, weights, today, seen):
        super().__init__(data, initial={"in_force_from": today, "seen": seen} | weights)
        self.fields = {aim.name: _weight(aim) for aim in AIMS} | self.fields

    def asked(self):
        """What `set_weights` takes, of a valid form."""
        said = self.cleaned_data
        wanted = {aim.name: said[aim.name] for aim in AIMS}
        return {"wanted": wanted} | {key: said[key] for key in ("in_force_from", "seen", "reason")}


def _weight(aim):
    said = f"It must be a whole number from {aim.least} to {aim.most}."
    attrs = {"class": "form-control", "inputmode": "numeric"}
    return forms.IntegerField(
        label=aim.title,
        min_value=aim.least,
        max_value=aim.most,
        widget=forms.NumberInput(attrs=attrs),
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), said),
    )
