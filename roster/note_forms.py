"""The form of a date's notes: the person's, and everybody's."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from roster.forms import date_asked
from roster.noting import LONGEST, notes_between
from sites.typed_dates import TypedDateField


class NoteForm(forms.Form):
    """The texts as they stand come with the form and go back with it: what somebody else wrote
    meanwhile is overwritten only where this form changed it."""

    person = forms.ModelChoiceField(
        None, to_field_name="reference", required=False, empty_label="Nobody: the date alone"
    )
    date = TypedDateField()
    own = forms.CharField(
        max_length=LONGEST,
        required=False,
        label="About this person on the date",
        show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )
    everybody = forms.CharField(
        max_length=LONGEST,
        required=False,
        label="About the date, for everybody",
        show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )

    def __init__(self, data=None, *, rota, asked):
        super().__init__(data, initial=_standing(rota, asked))
        self.rota = rota
        self.fields["person"].queryset = rota.unit.people.all()
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    def clean_date(self):
        on = self.cleaned_data["date"]
        if not self.rota.starts <= on <= self.rota.until:
            raise forms.ValidationError("Choose a date of this rota.")
        return on

    def clean(self):
        if "own" in self.changed_data and not self.cleaned_data.get("person"):
            self.add_error("person", "Say whom the note is about.")
        return self.cleaned_data

    def texts(self) -> dict:
        """{person, null for everybody: text} of what was changed in a valid form."""
        about = {"own": self.cleaned_data["person"], "everybody": None}
        return {who: self.cleaned_data[at] for at, who in about.items() if at in self.changed_data}


def _standing(rota, asked):
    """The texts that stand where the address asks for them."""
    person, on = asked.get("person"), asked.get("date", "")
    notes = {
        (reference, day.isoformat()): text
        for (reference, day), text in notes_between(rota.unit, rota.starts, rota.until).texts
    }
    own = notes.get((person, on), "") if person else ""
    everybody = notes.get((None, on), "")
    return {"person": person, "date": date_asked(on), "own": own, "everybody": everybody}
