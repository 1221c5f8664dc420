"""One input for each kind of parameter of a rule, and what is typed into it read as a value.

A setting that is a table of its own (windows by site, rates by band) has an input for each cell.
"""

from django import forms

from roster.problem import ROLES, WEEKDAYS
from roster.rules.parameters import Parameter
from roster.rules.phrases import ROLE_WORDS
from roster.rules.setting_words import CHOICES, DAYS, label

BANDS = ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")
# More than anybody means; beyond lie dates and numbers that no rota can be judged with.
MOST = {"minutes": 99_999, "weeks": 520, "days": 3650, "months": 120, "years": 120}
MOST_ELSE = 1000
CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}


class ListField(forms.CharField):
    """A list typed as text: `part` cuts the text, `read` makes an item of a piece or raises."""

    def __init__(self, *, part, read, join, **kwargs):
        self.part, self.read, self.join = part, read, join
        super().__init__(required=False, max_length=1000, **kwargs)

    def prepare_value(self, value):
        return self.join.join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        pieces = [piece.strip() for piece in self.part(super().clean(value))]
        try:
            return [self.read(piece) for piece in pieces if piece]
        except ValueError as wrong:
            raise forms.ValidationError(self.error_messages["invalid"]) from wrong


def _whole(piece):
    if not (piece.isascii() and piece.isdecimal()) or int(piece) > MOST["minutes"]:
        raise ValueError(piece)
    return int(piece)


def time_field(**kwargs):
    widget = forms.TimeInput(format="%H:%M", attrs=CONTROL | {"type": "time"})
    return forms.TimeField(input_formats=["%H:%M"], widget=widget, **kwargs)


class OneInput:
    """A setting with one input."""

    def __init__(self, parameter: Parameter):
        self.parameter = parameter
        self.name = f"set_{parameter.name}"

    @property
    def names(self):
        return [self.name]

    def fields(self, value):
        """{name: field}, showing the value."""
        field = self._field()
        field.initial, field.label = value, label(self.parameter)
        said = self.parameter.meaning
        field.help_text = f"{said[0].upper()}{said[1:]}. {field.help_text}".strip()
        _refuse_with(field, f"It must be {self.parameter.wanted}.".replace("null or", "empty or"))
        return {self.name: field}

    def read(self, cleaned):
        """The value typed, as the catalogue has it."""
        value = cleaned[self.name]
        if self.parameter.kind == "wall time":
            return f"{value:%H:%M}"
        if self.parameter.kind == "roles":
            return [role for role in ROLES if role in value]
        if self.parameter.kind == "above zero":
            return int(value) if value.is_integer() else value
        return value

    def _field(self):
        kind = self.parameter.kind
        if isinstance(kind, tuple):
            return _choice_field(kind)
        return FIELDS[kind](self.parameter)


def _refuse_with(field, sentence):
    """Say this of whatever is no value; only too much of a number is said otherwise."""
    wrong = ("invalid", "invalid_choice", "min_value", "required")
    field.error_messages |= dict.fromkeys(wrong, sentence)
    for validator in field.validators:
        if validator.code == "min_value":
            validator.message = sentence


def _choice_field(choices):
    known = {str(choice): choice for choice in choices}
    return forms.TypedChoiceField(
        choices=[(text, CHOICES.get(text, text)) for text in known],
        coerce=known.get,
        widget=forms.Select(attrs=SELECT),
    )


def _flag_field(_):
    return forms.BooleanField(required=False)


def _whole_field(least, required=True):
    def make(parameter):
        most = MOST.get(parameter.unit, MOST_ELSE)
        attrs = CONTROL | {"inputmode": "numeric"}
        if parameter.unit == "minutes":
            attrs["data-minutes"] = ""
        return forms.IntegerField(
            min_value=least,
            max_value=most,
            required=required,
            error_messages={"max_value": f"{most} is the most that can be set."},
            widget=forms.NumberInput(attrs=attrs),
        )

    return make


def _number_field(_):
    return forms.FloatField(
        min_value=0.01,
        max_value=MOST_ELSE,
        step_size=None,
        widget=forms.NumberInput(attrs=CONTROL | {"step": "any"}),
    )


def _roles_field(_):
    return forms.MultipleChoiceField(
        required=False,
        choices=[(role, ROLE_WORDS[role][1].capitalize()) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
    )


def _weekday_field(_):
    return forms.ChoiceField(
        choices=list(zip(WEEKDAYS, DAYS, strict=True)), widget=forms.Select(attrs=SELECT)
    )


def _texts_field(_):
    return ListField(
        part=str.splitlines,
        read=str,
        join="\n",
        help_text="One on each line.",
        widget=forms.Textarea(attrs=CONTROL | {"rows": 3}),
    )


def _wholes_field(_):
    return ListField(
        part=lambda text: text.replace(",", " ").split(),
        read=_whole,
        join=", ",
        help_text="Numbers with commas between them.",
        widget=forms.TextInput(attrs=CONTROL),
    )


FIELDS = {
    "flag": _flag_field,
    "whole": _whole_field(0),
    "positive": _whole_field(1),
    "whole or null": _whole_field(0, required=False),
    "positive or null": _whole_field(1, required=False),
    "above zero": _number_field,
    "wall time": lambda _: time_field(),
    "weekday": _weekday_field,
    "roles": _roles_field,
    "texts": _texts_field,
    "wholes": _wholes_field,
}


class Table:
    """A setting with a row of inputs for each site or band; an empty one says nothing."""

    def __init__(self, parameter: Parameter, rows):
        self.parameter, self.rows = parameter, rows
        self.name = f"set_{parameter.name}"
        self.columns, self.make, self.said = TABLES[parameter.kind]

    def fields(self, value):
        fields = {}
        for (key, head), (column, title) in self._cells():
            field = self.make(required=False, label=f"{head}, {title}")
            field.initial = value.get(key, {}).get(column)
            field.widget.attrs["aria-label"] = field.label
            _refuse_with(field, f"{head}, {title}: {self.said}")
            fields[self._cell(key, column)] = field
        return fields

    def read(self, cleaned):
        value = {}
        for (key, _), (column, _) in self._cells():
            typed = cleaned[self._cell(key, column)]
            if typed is not None:
                value.setdefault(key, {})[column] = _plain(typed)
        return value

    def drawn(self, form):
        """[(row's head, [bound input, ...]), ...]"""
        return [
            (head, [form[self._cell(key, column)] for column, _ in self.columns])
            for key, head in self.rows
        ]

    @property
    def names(self):
        return [self._cell(key, column) for (key, _), (column, _) in self._cells()]

    @property
    def heads(self):
        return [title for _, title in self.columns]

    def _cells(self):
        return [(row, column) for row in self.rows for column in self.columns]

    def _cell(self, key, column):
        number = [key for key, _ in self.rows].index(key)
        return f"{self.name}-{number}-{column}"


def _plain(typed):
    if isinstance(typed, float):
        return int(typed) if typed.is_integer() else typed
    return f"{typed:%H:%M}"


def _rate_field(**kwargs):
    return forms.FloatField(
        min_value=0, max_value=MOST_ELSE, widget=forms.NumberInput(attrs=CONTROL), **kwargs
    )


TABLES = {
    "windows": (
        [("window_start", "earliest"), ("window_end", "latest")],
        time_field,
        "it must be a time like 08:00.",
    ),
    "rates": (
        [("saturday", "Saturday"), ("sunday", "Sunday")],
        _rate_field,
        "it must be a number, 0 or more.",
    ),
}


def inputs_of(rule, sites):
    """What each parameter of a rule is typed into; `sites` are (code, name)."""
    rows = {"windows": list(sites), "rates": [(band, f"Band {band}") for band in BANDS]}
    return [
        Table(parameter, rows[parameter.kind]) if parameter.kind in TABLES else OneInput(parameter)
        for parameter in rule.parameters
    ]
