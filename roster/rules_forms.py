"""The forms of a rule's page: what it is set to from when, and who is exempt until when."""

import hashlib
import json

from django import forms

from roster.rule_settings import held_on
from roster.rules.parameters import PAIRS
from roster.rules.phrases import hours
from roster.rules.setting_words import in_words, label
from roster.rules_fields import CONTROL, SELECT, inputs_of
from roster.setting_rules import newest
from sites.typed_dates import TypedDateField

LOST = "The form came back incomplete, so nothing was done. Open the rule again."


def date_field(**kwargs):
    return TypedDateField(attrs=CONTROL, error_messages={"required": "Say a date."}, **kwargs)


def reason_field(**kwargs):
    longest = "It has %(show_value)d letters. Say it in 300 or fewer."
    return forms.CharField(
        max_length=300,
        label="Why",
        error_messages={"max_length": longest, "required": "Say why."},
        widget=forms.Textarea(attrs=CONTROL | {"rows": 2}),
        **kwargs,
    )


class RuleForm(forms.Form):
    """All of a rule's setting. `given` is what it is set to, `seen` the key of its newest setting.

    `asked()` and `mark()` are for a valid form.
    """

    enabled = forms.BooleanField(required=False, label="The rule is on")
    in_force_from = date_field(label="It holds from")
    reason = reason_field(required=False)
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": LOST, "invalid": LOST}
    )

    def __init__(self, data=None, *, rule, given, sites, today, seen):
        super().__init__(data, initial={"in_force_from": today, "seen": seen})
        self.rule, self.inputs = rule, inputs_of(rule, sites)
        self.initial["enabled"] = given.get("enabled", True)
        for typed in self.inputs:
            parameter = typed.parameter
            self.fields |= typed.fields(given.get(parameter.name, parameter.default))
        self.order_fields(["enabled", *(name for typed in self.inputs for name in typed.names)])

    def clean(self):
        low, high = PAIRS.get(self.rule.id, (None, None))
        typed = {t.parameter.name: t for t in self.inputs if set(t.names) <= set(self.cleaned_data)}
        values = {name: t.read(self.cleaned_data) for name, t in typed.items()}
        if low in values and high in values and values[low] > values[high]:
            self.add_error(
                typed[low].name, f"It may not be above “{label(typed[high].parameter)}”."
            )
        self._values = values

    def asked(self):
        """What the form asks for, as `set_rule` and `try_setting` take it."""
        said = self.cleaned_data
        wanted = self._values | {"enabled": said["enabled"]}
        return {"wanted": wanted} | {key: said[key] for key in ("in_force_from", "seen", "reason")}

    def mark(self):
        """A short text that says what would be set from when: it changes when either does."""
        whole = self.asked() | {"reason": "", "in_force_from": str(self.asked()["in_force_from"])}
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]

    def drawn(self):
        """Each setting as the page draws it."""
        return [self._drawn(typed) for typed in self.inputs]

    def _drawn(self, typed):
        parameter, drawn = typed.parameter, {"parameter": typed.parameter, "input": typed}
        drawn |= {"label": label(parameter), "usual": in_words(parameter, parameter.default)}
        if typed.name in self.fields:
            bound = self[typed.name]
            return drawn | {"bound": bound, "hours": _hours(parameter, bound.value())}
        return drawn | {"rows": typed.drawn(self)}


def rule_form(unit, rule, today, data=None):
    """The form of a rule as the unit has set it on a date."""
    settings = list(unit.rule_settings.filter(rule=rule.id))
    held = held_on(settings, today)
    return RuleForm(
        data,
        rule=rule,
        given=held.parameters if held else {},
        sites=list(unit.sites.values_list("code", "name")),
        today=today,
        seen=newest(settings),
    )


class ExemptForm(forms.Form):
    """Who is exempt, from when, until which review, and why. The verb checks what it means."""

    person = forms.ModelChoiceField(
        None, label="Who", empty_label="Choose somebody", widget=forms.Select(attrs=SELECT)
    )
    starts = date_field(label="From")
    review_by = date_field(
        label="To be reviewed by", help_text="The last day it holds; at most a year on."
    )
    reason = reason_field(help_text="Only those who plan read it. No diagnoses.")

    def __init__(self, data=None, *, people, initial=None):
        super().__init__(data, prefix="exempt", initial=initial)
        self.fields["person"].queryset = people


def _hours(parameter, typed):
    """11 h, beside the minutes typed; blank where there are none."""
    if (
        parameter.unit != "minutes"
        or parameter.kind == "wholes"
        or not str(typed or "").isdecimal()
    ):
        return ""
    return hours(int(typed))
