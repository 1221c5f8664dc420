"""The form that asks what if. It checks the shape of the input; the verb checks what it means."""

import json

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms

from roster.autofill.bounds import KEEP
from roster.fill_forms import FillForm
from roster.rules import setting_words
from roster.rules.catalogue import CATALOGUE
from roster.rules.phrases import clock
from roster.supposing import NoSuchThing, settings_of, supposed, valued
from roster.what_if_kinds import KINDS, makers

MOST = 5  # changes of a kind
FOLD = "<details{}{}><summary>{}</summary>"
END = "</details>"
CHANGES = {  # a kind of change, what is changed, and to what
    "demand": ("line", "least"),
    "without": ("without",),
    "like": ("like",),
    "hours": ("who", "hours"),
    "able": ("who", "able"),
    "shift": ("shift", "times"),
    "rule": ("setting", "value"),
}
HALF = {  # what of a row wants the rest, and what is said where it is missing
    "line": (("least",), "Choose a line of demand, and say how many it asks for."),
    "who": (("hours", "able"), "Choose a person, and say their hours or what they may also do."),
    "shift": (("starts", "ends", "rest"), "Choose a shift type, and say its times or its break."),
    "setting": (("value",), "Choose a setting, and say what it is."),
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
        self.problem, self.settings = problem, settings_of(problem)
        people = self.fields["people"].choices
        del self.fields["people"], self.fields["sites"]
        make = makers(problem, first, people, map(self._named, self.settings))
        for number in range(MOST):
            self.fields |= dict(_row(number, make))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            *(part for kind in KINDS for part in self._folded(kind)),
            Fieldset(
                "Then fill it",
                Div("first", "last", css_class="fill-form__dates"),
                "how",
                "seconds",
                "both",
            ),
        )

    def _folded(self, kind):
        """The rows of a kind, folded away unless something was typed there; the more so others."""
        style = f"what-if__row what-if__row--{len(kind.fields)}"
        rows = [
            Div(*(f"{name}{_at(number)}" for name in kind.fields), css_class=style)
            for number in range(MOST)
        ]
        title = f'<b>{kind.title}</b> <span class="quiet small">{kind.hint}</span>'
        yield HTML(FOLD.format(' class="what-if__kind"', self._opened(kind, range(MOST)), title))
        yield rows[0]
        yield HTML(FOLD.format("", self._opened(kind, range(1, MOST)), kind.more))
        yield from (*rows[1:], HTML(END + END))

    def _opened(self, kind, numbers):
        typed = any(self.data.get(f"{name}{_at(n)}") for name in kind.fields for n in numbers)
        return " open" if typed else ""

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
            self._refuse_halves(at, said)
            self._read_value(at, said)
            said[f"times{at}"] = _times(said, at)
            self._try(at, said)
        return said

    def _refuse_halves(self, at, said):
        for name, (others, sentence) in HALF.items():
            rest = [f"{other}{at}" for other in others]
            told = any(said.get(other) not in (None, "") for other in rest)
            if bool(said.get(f"{name}{at}")) != told and not self.errors.keys() & set(rest):
                self.add_error(rest[0], sentence)

    def _read_value(self, at, said):
        if not said.get(f"setting{at}") or not said.get(f"value{at}"):
            return
        parameter, _ = self.settings[said[f"setting{at}"]]
        typed = said[f"value{at}"].strip().lower()
        try:
            value = WORDS[typed] if typed in WORDS else json.loads(typed)
        except ValueError:
            value = typed
        said[f"value{at}"] = value
        if not parameter.accepts(value):
            self.add_error(f"value{at}", f"It must be {parameter.wanted}.")

    def _try(self, at, said):
        """What the rota has not, or has already, is said beside the field that asks for it."""
        for kind, names in CHANGES.items():
            asked = _asked(said, at, *names)
            field = {"times": "starts"}.get(names[-1], names[-1]) + at
            if asked and said.get("first") and field not in self.errors:
                try:
                    supposed(self.problem, {kind: [asked]}, said["first"])
                except NoSuchThing as fault:
                    self.add_error(field, str(fault))

    def asked(self):
        """What `ask_what_if` takes, of a valid form."""
        said = self.cleaned_data = self.cleaned_data | {"people": (), "sites": ()}
        ats = [_at(number) for number in range(MOST)]
        changes = {
            kind: [asked for at in ats if (asked := _asked(said, at, *names))]
            for kind, names in CHANGES.items()
        }
        changes = {kind: chosen for kind, chosen in changes.items() if chosen}
        return super().asked() | {"changes": changes, "both": said["both"]}


def _at(number):
    return f"_{number + 1}" if number else ""


def _row(number, make):
    """The fields of one change of each kind."""
    for kind in KINDS:
        for name, labels in kind.fields.items():
            yield f"{name}{_at(number)}", make[name](label=labels[bool(number)].format(number + 1))


def _times(said, at):
    """As a change takes them, or blank: nothing is said of them."""
    starts, ends, rest = (said.get(f"{name}{at}") for name in ("starts", "ends", "rest"))
    told = [starts and clock(starts), ends and clock(ends), rest]
    return told if told != [None, None, None] else ""


def _asked(said, at, name, value=None):
    """What was chosen, or [what was chosen, its value]; null where the row does not say it."""
    chosen = said.get(f"{name}{at}")
    if not chosen or value is None:
        return chosen or None
    told = said.get(f"{value}{at}")
    return None if told in ("", None) and value != "value" else [chosen, told]
