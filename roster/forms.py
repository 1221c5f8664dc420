"""Forms of the rota. They check the shape of the input; the verbs check what it means."""

from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from roster import cells
from roster.editing import Cell
from roster.problem import DUTY_ROLES
from sites.setup_forms import Sections
from sites.typed_dates import TypedDateField

ROLE_LABELS = {
    "operator": "Operator",
    "assist": "Assisting",
    "training": "In training",
    "supernumerary": "Supernumerary",
}


class CellForm(forms.Form):
    """One person on one date, with everything a duty can say. No shift: the cell is cleared."""

    person = forms.ChoiceField()
    date = TypedDateField()
    shift = forms.ChoiceField(required=False)
    place = forms.ChoiceField(required=False, label="Site and area")
    role = forms.ChoiceField(choices=[(role, ROLE_LABELS[role]) for role in DUTY_ROLES])
    supervised_by = forms.MultipleChoiceField(
        required=False,
        help_text="Who is named as supervising; nobody: whoever does by R-04.",
        widget=forms.CheckboxSelectMultiple,
    )
    additional = forms.BooleanField(required=False, label="Agreed extra duty (overtime or bank)")
    fixed = forms.BooleanField(required=False, label="Fixed: auto-fill leaves it as it is")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, problem, asked):
        self.problem = problem
        super().__init__(data, initial=_initial(problem, asked))
        people = [(person.id, person.name) for person in problem.people]
        self.fields["person"].choices = people
        self.fields["supervised_by"].choices = people
        self.fields["shift"].choices = [("", "No duty"), *map(_shift_choice, problem.shift_types)]
        self.fields["place"].choices = list(_places(problem))
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    def wanted(self):
        """The Cell that the form asks for."""
        said = self.cleaned_data
        site, _, area = said["place"].partition("/")
        duty = {
            "shift": said["shift"],
            "site": site,
            "area": area or None,
            "role": said["role"],
            "supervised_by": said["supervised_by"],
            "additional": said["additional"],
            "fixed": said["fixed"],
            "called": [],
            "fold": None,
        }
        return Cell(
            said["person"], said["date"], (duty,) if said["shift"] else (), said["seen"] or None
        )


class CopyForm(forms.Form):
    """Which weeks to lay down again, and from which Monday on."""

    source = forms.DateField()
    target = forms.DateField()
    weeks = forms.IntegerField(min_value=1, max_value=26)


def _shift_choice(shift):
    return shift.code, f"{shift.code}  {shift.starts:%H:%M}–{shift.ends:%H:%M}"


def _places(problem):
    for site in problem.sites:
        yield f"{site.code}/", f"{site.name}, no area"
        yield from ((f"{site.code}/{a.code}", f"{site.name}, {a.name}") for a in site.areas)


def _initial(problem, asked):
    """What the cell asked for holds now."""
    person, on = asked.get("person"), date_asked(asked.get("date"))
    held = [cells.plain(d) for d in problem.duties if (d.person, d.date) == (person, on)]
    known = {"person": person, "date": on, "seen": cells.fingerprint(held)} if on else {}
    if not held:
        return known | {"role": "operator"}
    duty = held[0]
    return known | duty | {"place": f"{duty['site']}/{duty['area'] or ''}"}


def date_asked(text):
    """The date that an address asks for; null where it is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


class PayPeriodForm(Sections, forms.Form):
    """The dates whose hours go to payroll; not asked: those of the rota."""

    MOST = timedelta(days=366)
    first = TypedDateField(label="From")
    last = TypedDateField(label="To")

    def __init__(self, *args, rota, **kwargs):
        self.rota = rota
        super().__init__(*args, initial={"first": rota.starts, "last": rota.until}, **kwargs)

    def clean(self):
        said = super().clean()
        if len(said) == 2 and not self.errors:
            first, last = said["first"], said["last"]
            if last < first:
                self.add_error("last", "It lies before the first day.")
            elif last - first >= self.MOST:
                self.add_error("last", "It is a year at most.")
        return said

    def dates(self):
        said = self.cleaned_data if self.is_bound else self.initial
        return said["first"], said["last"]
