"""What is typed on a phone: dates away, wishes, reasons. The verbs check what it means."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms
from django.utils.timezone import localdate

from roster.grid.saying import KIND_WORDS
from roster.part_days import Part
from roster.reporting_absence import KINDS, OWN_KINDS
from sites.models import in_use
from sites.typed_dates import TypedDateField
from staff.models import LeaveTerms

STAYS = (
    "A shorter shift of the unit that fits beside the hours away stays planned. Where none fits, "
    "the whole shift is taken out. It is paid as planned either way."
)
HOW = "Like 1 Dec or 1/12/26."
SAY_DATE = {"required": "Say a date, like 1 Dec or 1/12/26."}


def date_field(label, **fields):
    return TypedDateField(label=label, error_messages=SAY_DATE, **fields)


def one_button(form, label):
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.disable_csrf = True  # the template's form has one, where it posts
    form.helper.add_input(Submit("go", label))


def kinds(codes):
    return [(code, KIND_WORDS[code].capitalize()) for code in codes]


def time_field(label, **fields):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, required=False, **fields)


class AbsenceForm(forms.Form):
    """Who is away why, from when to when; a blank last day is the first one. With a time, from it
    on the first day; with one to come back at, some hours of one day.
    """

    before = ()  # fields above these
    kind = forms.ChoiceField(label="Why", choices=kinds(OWN_KINDS))
    first = date_field("First day away", help_text=HOW)
    until = date_field("Last day away", required=False, help_text="Leave blank for one day.")
    starts = time_field("Away from", help_text="Blank: from the beginning of the first day.")
    ends = time_field("Away until", help_text="Of one day only. Blank: to its end.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        one_button(self, "Say that I am away")
        hours = Div("starts", "ends", css_class="two-fields")
        stays = HTML(f'<p class="form-text">{STAYS}</p>')
        self.helper.layout = Layout(*self.before, "kind", "first", "until", hours, stays)

    def typed(self):
        said = self.cleaned_data
        return said | {"until": said["until"] or said["first"]}


class OfUnit:
    """Mixed into a form that stands beside those of other units: its inputs have ids of its own."""

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, auto_id=f"{type(self).__name__}-{unit.pk}-%s", **kwargs)
        self.unit = unit


class AbsenceForForm(OfUnit, AbsenceForm):
    """The same, of one of the unit's people."""

    person = forms.ModelChoiceField(queryset=None, label="Who")
    field_order = ["person", "kind", "first", "until"]
    before = ("person",)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["kind"].choices = kinds(KINDS)
        self.helper.inputs[0].value = "Enter the absence"


class RequestForm(forms.Form):
    """A wish for one date."""

    date = date_field("Date", help_text=HOW, ahead=True)
    wants = forms.ChoiceField(label="What you ask for")
    weight = forms.TypedChoiceField(
        label="How much it matters",
        coerce=int,
        choices=[(1, "A wish"), (2, "Matters to me"), (3, "Matters very much")],
    )

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        shifts = unit.shift_types.filter(in_use(localdate()))
        work = [
            (s.code, f"{s.name or s.code} ({s.starts:%H:%M} to {s.ends:%H:%M})") for s in shifts
        ]
        self.fields["wants"].choices = [("off", "A day off"), ("on", "To work"), *work]
        one_button(self, "Ask")


class OfferForForm(OfUnit, forms.Form):
    """Somebody's shift, which a manager offers for them."""

    person = forms.ModelChoiceField(queryset=None, label="Whose shift")
    date = date_field("On", help_text=HOW, ahead=True)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        one_button(self, "See who could take it")


class OpenShiftForm(OfUnit, forms.Form):
    """A shift that nobody holds, offered to everybody who could take it."""

    date = date_field("Date", help_text=HOW, ahead=True)
    shift = forms.ModelChoiceField(queryset=None, label="Shift")
    area = forms.ModelChoiceField(queryset=None, label="Where")

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        clinical = self.unit.shift_types.filter(in_use(localdate()), work_class="clinical")
        self.fields["shift"].queryset = clinical
        self.fields["area"].queryset = areas
        self.fields["area"].label_from_instance = lambda area: f"{area.site}, {area}"
        one_button(self, "Offer to all who could")


class LeaveForm(forms.Form):
    """From when to when; a blank last day is the first one. With times, some hours of one day."""

    first = date_field("First day of leave", help_text=HOW, ahead=True)
    until = date_field(
        "Last day of leave", required=False, help_text="Leave blank for one day.", ahead=True
    )
    starts = time_field("Part of a day, from", help_text="Blank for whole days.")
    ends = time_field("Part of a day, to")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        one_button(self, "See what it takes")
        self.helper.layout = Layout("first", "until", Div("starts", "ends", css_class="two-fields"))

    def clean(self):
        said = super().clean()
        if (said.get("starts") is None) != (said.get("ends") is None) and not self.errors:
            raise forms.ValidationError("Say both from when and to when, or neither.")
        return said

    def typed(self):
        said = self.cleaned_data
        part = Part(said["starts"], said["ends"]) if said["starts"] is not None else None
        return {"first": said["first"], "until": said["until"] or said["first"], "part": part}


class TermsForm(OfUnit, forms.ModelForm):
    """How a unit answers what people ask for."""

    class Meta:
        model = LeaveTerms
        fields = ["year_month", "most_away", "grant_at_once", "request_days", "answer_days"]
        labels = {
            "year_month": "The leave year begins in month",
            "most_away": "Most people on leave on one date (blank: no cap)",
            "grant_at_once": "Grant leave at once that fits balance, cap and cover",
            "request_days": "Days before its week that a wish is asked for",
            "answer_days": "Days within which you answer what is asked",
        }

    year_month = forms.IntegerField(min_value=1, max_value=12)
    request_days = forms.IntegerField(min_value=0, max_value=365)
    answer_days = forms.IntegerField(min_value=1, max_value=90)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.Meta.labels.items():
            self.fields[name].label = label
        one_button(self, "Set")


class ReasonForm(forms.Form):
    """A reason beside a button."""

    reason = forms.CharField(
        required=False,
        max_length=300,
        error_messages={
            "max_length": "The reason has %(show_value)d letters. Say it in 300 or fewer."
        },
    )


def sentences(form):
    """What is wrong with what was typed, each once, with the field's name."""
    return tuple(
        dict.fromkeys(
            f"{form[name].label}: {said}" if name in form.fields else said
            for name, found in form.errors.items()
            for said in found
        )
    )


def number_of(text):
    """The key that a form sent back; 0, which nothing has, where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
