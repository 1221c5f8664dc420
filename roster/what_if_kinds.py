"""The kinds of change that a what-if asks for: each a fold of the form, with rows of fields."""

from dataclasses import dataclass
from functools import partial

from django import forms

from roster.supposed_people import abilities
from roster.supposed_shifts import names_of_shifts
from roster.supposing import names_of_lines
from sites.setup_forms import HoursField, time_field


@dataclass(frozen=True)
class Kind:
    """`fields` are {name: (label, label of the row of a number)}; a row with nothing but the first
    of them says nothing. `more` stands over the rows after the first.
    """

    title: str
    hint: str
    more: str
    fields: dict


KINDS = (
    Kind(
        "Demand",
        "more or fewer people on a line",
        "More lines of demand",
        {
            "line": ("This line of demand", "Line of demand {}"),
            "least": ("asks for at least so many people", "Line {} asks for at least"),
        },
    ),
    Kind(
        "People",
        "somebody gone, somebody more",
        "More people",
        {
            "without": ("Without", "Without, {}"),
            "like": ("With somebody more like", "With somebody more like, {}"),
        },
    ),
    Kind(
        "Hours and competencies",
        "of a person",
        "Hours and competencies of more people",
        {
            "who": ("This person", "Person {}"),
            "hours": ("works so many hours a week", "Person {} works so many hours a week"),
            "able": ("and may also", "Person {} may also"),
        },
    ),
    Kind(
        "Shift types",
        "other times of a shift",
        "More shift types",
        {
            "shift": ("This shift type", "Shift type {}"),
            "starts": ("starts at", "Shift type {} starts at"),
            "ends": ("ends at", "Shift type {} ends at"),
            "rest": ("unpaid break, minutes", "Shift type {}: unpaid break, minutes"),
        },
    ),
    Kind(
        "Rules",
        "another setting, on or off",
        "More settings",
        {
            "setting": ("This setting of a rule", "Setting {}"),
            "value": ("is set to", "Setting {} is set to"),
        },
    ),
)
NOTHING, NOBODY = [("", "as it is")], [("", "nobody")]
ABLE = {
    "skill": "have a competency",
    "area": "work in an area, signed off (assistant practitioners)",
    "site": "work at a site",
}


def makers(problem, first, people, settings):
    """{name: label -> its field}"""
    lines = [*NOTHING, *names_of_lines(problem).items()]
    able = [
        (ABLE[kind], list(named.items())) for kind, named in abilities(problem).items() if named
    ]
    shifts = [*NOTHING, *names_of_shifts(problem, first).items()]
    blank = {"required": False, "help_text": "Blank: as it is."}
    value = {"required": False, "max_length": 20, "help_text": "A number, yes or no, on or off."}
    return {
        "line": partial(_choice, lines),
        "least": partial(forms.IntegerField, required=False, min_value=0, max_value=99),
        "without": partial(_choice, [*NOBODY, *people]),
        "like": partial(_choice, [*NOBODY, *people]),
        "who": partial(_choice, [*NOBODY, *people]),
        "hours": lambda label: HoursField(most=60, label=label, **blank),
        "able": partial(_choice, [("", "only what they may now"), *able]),
        "shift": partial(_choice, shifts),
        "starts": partial(time_field, **blank),
        "ends": partial(time_field, **blank),
        "rest": partial(forms.IntegerField, min_value=0, max_value=240, **blank),
        "setting": partial(_choice, [*NOTHING, *settings]),
        "value": partial(forms.CharField, **value),
    }


def _choice(choices, label):
    return forms.ChoiceField(required=False, label=label, choices=choices)
