"""The form that asks what if. It checks the shape of the input; the verb checks what it means."""

import json

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms

from roster.autofill.bounds import KEEP, from_data
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
TIMES = ("starts", "ends", "rest")
HALF = {  # what of a row wants the rest, and what is said where it is missing
    "line": (("least",), "Choose a line of demand, and say how many it asks for."),
    "who": (("hours", "able"), "Choose a person, and say their hours or what they may also do."),
    "shift": (TIMES, "Choose a shift type, and say its times or its break."),
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
        initial=True,
        label="Fill the rota as it is too, so that only your change differs",
        help_text="It takes twice the seconds. Otherwise the rota is compared as it stands, with "
        "its gaps.",
    )

    def __init__(self, data=None, *, problem, first, like=None):
        super().__init__(data, problem=problem, first=first)
        self.initial |= typed(like) if like else {"how": KEEP}
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
        names = [f"{name}{_at(number)}" for name in kind.fields for number in numbers]
        told = self.data if self.is_bound else self.initial
        return " open" if any(told.get(name) not in (None, "") for name in names) else ""

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
            field = _typed_first(said, at) if names[-1] == "times" else names[-1] + at
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


def typed(what_if):
    """What was typed to ask for one, as a form begins with it."""
    scope, changes = from_data(what_if.run.scope), what_if.changes
    found = {"first": scope.first, "last": scope.last, "how": scope.how}
    found |= {"seconds": what_if.run.seconds, "both": what_if.fills_both}
    for kind in ("demand", "without", "like", "rule"):
        found |= dict(_rows(CHANGES[kind], changes.get(kind, ())))
    shifts = [[code, *times] for code, times in changes.get("shift", ())]
    found |= dict(_rows(("shift", *TIMES), shifts))
    return found | dict(_rows(("who", "hours", "able"), _of_people(changes)))


def _rows(names, rows):
    for number, row in enumerate(rows):
        told = row if isinstance(row, list) else [row]
        for name, value in zip(names, told, strict=True):
            yield f"{name}{_at(number)}", valued(value) if name == "value" else value


def _of_people(changes):
    """[[person, minutes, ability]], of a person together what can be."""
    rows = [[person, minutes, ""] for person, minutes in changes.get("hours", ())]
    for person, ability in changes.get("able", ()):
        row = next((one for one in rows if one[0] == person and not one[2]), None)
        if row is None:
            rows.append([person, "", ability])
        else:
            row[2] = ability
    return rows


def _at(number):
    return f"_{number + 1}" if number else ""


def _row(number, make):
    """The fields of one change of each kind."""
    for kind in KINDS:
        for name, labels in kind.fields.items():
            yield f"{name}{_at(number)}", make[name](label=labels[bool(number)].format(number + 1))


def _typed_first(said, at):
    """The field of a shift type's times that says something; else the first."""
    return next((f"{n}{at}" for n in TIMES if said.get(f"{n}{at}") is not None), f"starts{at}")


def _times(said, at):
    """As a change takes them, or blank: nothing is said of them."""
    starts, ends, rest = (said.get(f"{name}{at}") for name in TIMES)
    told = [starts and clock(starts), ends and clock(ends), rest]
    return told if told != [None, None, None] else ""


def _asked(said, at, name, value=None):
    """What was chosen, or [what was chosen, its value]; null where the row does not say it."""
    chosen = said.get(f"{name}{at}")
    if not chosen or value is None:
        return chosen or None
    told = said.get(f"{value}{at}")
    return None if told in ("", None) and value != "value" else [chosen, told]
