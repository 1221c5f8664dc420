"""The form that asks what if. It checks the shape of the input; the verb checks what it means."""

import json
from functools import partial

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms

from roster.autofill.bounds import KEEP
from roster.fill_forms import FillForm
from roster.rules import setting_words
from roster.rules.catalogue import CATALOGUE
from roster.supposing import names_of_lines, settings_of, valued

NOTHING, NOBODY = [("", "as it is")], [("", "nobody")]
MOST = 5  # changes of a kind
END = "</details>"
LABELS = (
    (
        "This line of demand",
        "asks for at least so many people",
        "Without",
        "With somebody more like",
        "This setting of a rule",
        "is set to",
    ),
    (
        "Line of demand {}",
        "Line {} asks for at least",
        "Without, {}",
        "With somebody more like, {}",
        "Setting {}",
        "Setting {} is set to",
    ),
)
KINDS = (
    ("Demand", "More lines of demand", ("line", "least")),
    ("People", "More people", ("without", "like")),
    ("Rules", "More settings", ("setting", "value")),
)
CHANGES = {
    "demand": ("line", "least"),
    "without": ("without",),
    "like": ("like",),
    "rule": ("setting", "value"),
}
WORDS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
WORDS |= {"none": None, "null": None, "not set": None}


class WhatIfForm(FillForm):
    """What to change in a copy of a rota, and what of it may then be planned: up to MOST changes of
    each kind, all of them optional. The first has the plain field's name, the others a number.
    """

    both = forms.BooleanField(
        required=False,
        label="Fill the rota as it is too, and compare the two",
        help_text="It takes twice the seconds. Otherwise the rota is compared as it stands.",
    )

    def __init__(self, data=None, *, problem, first):
        super().__init__(data, problem=problem, first=first)
        self.initial["how"] = KEEP
        people = [*NOBODY, *self.fields["people"].choices]
        del self.fields["people"], self.fields["sites"]
        self.settings = settings_of(problem)
        lines = [*NOTHING, *names_of_lines(problem).items()]
        named = [*NOTHING, *map(self._named, self.settings)]
        for number in range(MOST):
            self.fields |= dict(_row(number, lines, people, named))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            *(Fieldset(title, *self._rows(more, *names)) for title, more, names in KINDS),
            Fieldset(
                "Then fill it",
                Div("first", "last", css_class="fill-form__dates"),
                "how",
                "seconds",
                "both",
            ),
        )

    def _rows(self, more, *names):
        """The first row, and the others folded away unless something was typed there."""
        rows = [
            Div(*(f"{name}{_at(number)}" for name in names), css_class="what-if__row")
            for number in range(MOST)
        ]
        typed = any(self.data.get(f"{n}{_at(number)}") for n in names for number in range(1, MOST))
        opened = " open" if typed else ""
        return rows[0], HTML(f"<details{opened}><summary>{more}</summary>"), *rows[1:], HTML(END)

    def _named(self, name):
        parameter, value = self.settings[name]
        rule = CATALOGUE[name.split(" ")[0]]
        if parameter.name == "enabled":
            return name, f"{rule.id} {rule.title}: on or off, now {'on' if value else 'off'}"
        unit = f" in {parameter.unit}" if parameter.unit else ""
        label = setting_words.label(parameter).removesuffix(unit)
        what = f"{label}{unit} ({parameter.meaning})"
        return name, f"{rule.id} {rule.title}: {what}, now {valued(value)}"

    def clean(self):
        said = super().clean()
        for at in map(_at, range(MOST)):
            self._pair(at, said)
        return said

    def _pair(self, at, said):
        """A row of two fields says both or neither."""
        line, least = said.get(f"line{at}"), said.get(f"least{at}")
        if bool(line) != (least is not None) and f"least{at}" not in self.errors:
            self.add_error(f"least{at}", "Choose a line of demand, and say how many it asks for.")
        if bool(said.get(f"setting{at}")) != bool(said.get(f"value{at}")):
            self.add_error(f"value{at}", "Choose a setting, and say what it is.")
        elif said.get(f"setting{at}"):
            self._read(at, said)

    def _read(self, at, said):
        parameter, _ = self.settings[said[f"setting{at}"]]
        typed = said[f"value{at}"].strip().lower()
        try:
            value = WORDS[typed] if typed in WORDS else json.loads(typed)
        except ValueError:
            value = typed
        said[f"value{at}"] = value
        if not parameter.accepts(value):
            self.add_error(f"value{at}", f"It must be {parameter.wanted}.")

    def asked(self):
        """What `ask_what_if` takes, of a valid form."""
        self.cleaned_data |= {"people": (), "sites": ()}
        changes = {kind: self._chosen(*names) for kind, names in CHANGES.items()}
        changes = {kind: chosen for kind, chosen in changes.items() if chosen}
        return super().asked() | {"changes": changes, "both": self.cleaned_data["both"]}

    def _chosen(self, name, value=None):
        """[what was chosen], or [[what was chosen, its value]], of the rows that say something."""
        said = self.cleaned_data
        rows = [at for at in map(_at, range(MOST)) if said[f"{name}{at}"]]
        if value is None:
            return [said[f"{name}{at}"] for at in rows]
        return [[said[f"{name}{at}"], said[f"{value}{at}"]] for at in rows]


def _at(number):
    return f"_{number + 1}" if number else ""


def _row(number, lines, people, settings):
    """The fields of one change of each kind."""
    words = LABELS[bool(number)]
    least = {"required": False, "min_value": 0, "max_value": 99}
    value = {"required": False, "max_length": 20, "help_text": "A number, yes or no, on or off."}
    made = {
        "line": partial(_choice, lines),
        "least": partial(forms.IntegerField, **least),
        "without": partial(_choice, people),
        "like": partial(_choice, people),
        "setting": partial(_choice, settings),
        "value": partial(forms.CharField, **value),
    }
    for (name, make), label in zip(made.items(), words, strict=True):
        yield f"{name}{_at(number)}", make(label=label.format(number + 1))


def _choice(choices, label):
    return forms.ChoiceField(required=False, label=label, choices=choices)
