"""The form that asks what if. It checks the shape of the input; the verb checks what it means."""

import json

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from roster.autofill.bounds import KEEP
from roster.fill_forms import FillForm
from roster.rules.catalogue import CATALOGUE
from roster.supposing import names_of_lines, settings_of, valued

NOTHING = [("", "as it is")]
WORDS = {"yes": True, "true": True, "no": False, "false": False, "none": None, "null": None}


class WhatIfForm(FillForm):
    """What to change in a copy of a rota, and what of it may then be planned. One change of each
    kind, all of them optional.
    """

    line = forms.ChoiceField(required=False, label="This line of demand")
    least = forms.IntegerField(
        required=False, min_value=0, max_value=99, label="asks for at least so many people"
    )
    without = forms.ChoiceField(required=False, label="Without")
    like = forms.ChoiceField(required=False, label="With somebody more like")
    setting = forms.ChoiceField(required=False, label="This setting of a rule")
    value = forms.CharField(required=False, max_length=20, label="is")

    def __init__(self, data=None, *, problem, first):
        super().__init__(data, problem=problem, first=first)
        self.initial["how"] = KEEP
        people = [*NOTHING, *self.fields["people"].choices]
        del self.fields["people"], self.fields["sites"]
        self.settings = settings_of(problem)
        self.fields["line"].choices = [*NOTHING, *names_of_lines(problem).items()]
        self.fields["without"].choices = self.fields["like"].choices = people
        self.fields["setting"].choices = [*NOTHING, *map(self._named, self.settings)]
        self.fields["value"].help_text = "A number, or yes or no."
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset("Demand", Div("line", "least", css_class="what-if__row")),
            Fieldset("People", Div("without", "like", css_class="what-if__row")),
            Fieldset("A rule", Div("setting", "value", css_class="what-if__row")),
            Fieldset(
                "Then fill it",
                Div("first", "last", css_class="fill-form__dates"),
                "how",
                "seconds",
            ),
        )

    def _named(self, name):
        parameter, value = self.settings[name]
        rule = CATALOGUE[name.split(" ")[0]]
        if parameter.name == "enabled":
            what = "asked at all"
        else:
            what = f"{parameter.name.replace('_', ' ')} ({parameter.meaning})"
        return name, f"{rule.id} {rule.title}: {what}, now {valued(value)}"

    def clean(self):
        said = super().clean()
        if bool(said.get("line")) != (said.get("least") is not None) and "least" not in self.errors:
            self.add_error("least", "Choose a line of demand, and say how many it asks for.")
        if bool(said.get("setting")) != bool(said.get("value")):
            self.add_error("value", "Choose a setting, and say what it is.")
        elif said.get("setting"):
            self._read(said)
        return said

    def _read(self, said):
        parameter, _ = self.settings[said["setting"]]
        typed = said["value"].strip().lower()
        try:
            said["value"] = WORDS[typed] if typed in WORDS else json.loads(typed)
        except ValueError:
            said["value"] = typed
        if not parameter.accepts(said["value"]):
            self.add_error("value", f"It must be {parameter.wanted}.")

    def asked(self):
        """What `ask_what_if` takes, of a valid form."""
        self.cleaned_data |= {"people": (), "sites": ()}
        said = self.cleaned_data
        changes = {kind: said[kind] for kind in ("without", "like") if said[kind]}
        if said["line"]:
            changes["demand"] = [said["line"], said["least"]]
        if said["setting"]:
            changes["rule"] = [said["setting"], said["value"]]
        return super().asked() | {"changes": changes}
