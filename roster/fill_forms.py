"""The forms of auto-fill. They check the shape of the input; the verbs check what it means."""

from datetime import date
from operator import itemgetter

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings

from roster.asking_fills import LEAST
from roster.autofill.bounds import ANEW, GAPS, KEEP, Scope
from sites.typed_dates import TypedDateField

HOW = (
    (GAPS, "Only the gaps: what is planned stays, and people are added where somebody is missing"),
    (KEEP, "All that is empty: what is planned stays, and the rest is planned by hours and wishes"),
    (ANEW, "Plan anew: whatever is not fixed or published may be moved"),
)
LEARNERS = (
    "Trainees and students are placed beside a supervisor, and study days planned, unless only the "
    "gaps are filled."
)
USUAL_SECONDS = 30


def _date(label):
    return TypedDateField(label=label, error_messages={"required": "Say a date."})


class FillForm(forms.Form):
    """What of a rota to fill, and how long. `problem` is the rota; `first` the date offered."""

    first = _date("From")
    last = _date("To")
    how = forms.ChoiceField(
        label="What may be planned", help_text=LEARNERS, choices=HOW, widget=forms.RadioSelect
    )
    people = forms.MultipleChoiceField(
        required=False,
        label="Only these people",
        help_text="Nobody chosen: everybody.",
        widget=forms.CheckboxSelectMultiple,
    )
    sites = forms.MultipleChoiceField(
        required=False,
        label="Only these sites",
        help_text="None chosen: all of them.",
        widget=forms.CheckboxSelectMultiple,
    )
    seconds = forms.IntegerField(label="Seconds it may take")

    def __init__(self, data=None, *, problem, first):
        usual = min(USUAL_SECONDS, settings.FILL_SECONDS_MOST)
        initial = {"first": first, "last": problem.until, "how": GAPS, "seconds": usual}
        super().__init__(data, initial=initial, auto_id="fill_%s")
        self.fields["people"].choices = sorted(
            ((one.id, one.name) for one in problem.people), key=itemgetter(1)
        )
        self.fields["sites"].choices = [(site.code, site.name) for site in problem.sites]
        seconds = self.fields["seconds"]
        seconds.widget.attrs |= {"min": LEAST, "max": settings.FILL_SECONDS_MOST}
        self.helper = FormHelper()
        self.helper.form_tag = False  # the buttons differ: see the templates
        self.helper.layout = Layout(
            Div("first", "last", css_class="fill-form__dates"), "how", "people", "sites", "seconds"
        )

    def asked(self):
        """What `ask_fill` takes, of a valid form."""
        said = self.cleaned_data
        scope = Scope(
            said["first"],
            said["last"],
            tuple(said["people"]),
            tuple(said["sites"]),
            said["how"],
        )
        return {"scope": scope, "seconds": said["seconds"]}


class KeepForm(forms.Form):
    """Which cells of a proposal to keep: a person's, a date's, or those named; else all of them.

    `rest`: those that were changed meanwhile are left out and refuse nothing.
    """

    person = forms.CharField(required=False)
    on = forms.DateField(required=False)
    whole = forms.BooleanField(required=False)
    rest = forms.BooleanField(required=False)

    def keys(self, run):
        """The (person, date) asked for; null: all of them. Empty where nothing was chosen."""
        said = self.cleaned_data
        if said["whole"]:
            return None
        cells = {(who, date.fromisoformat(on)) for who, on, *_ in run.cells}
        if said["person"] or said["on"]:
            return {
                key
                for key in cells
                if said["person"] in ("", key[0]) and said["on"] in (None, key[1])
            }
        chosen = {tuple(value.rsplit("|", 1)) for value in self.data.getlist("cells")}
        return {(who, on) for who, on in cells if (who, on.isoformat()) in chosen}
