"""Forms about a whole person: joining, details, the step up, leaving, a login; and the search."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.timezone import localdate

from sites.models import Site, in_use
from sites.setup_forms import HoursField, Sections
from sites.typed_dates import TypedDateField
from staff.fact_forms import BAND_CHOICES, ROLE_CHOICES
from staff.models import HoursEntry, Person
from staff.telephones import SAY_ONE, TELEPHONE

RUNG = "Where they are rung about a shift. Only those who decide about the rota read it."
STANDINGS = [("now", "On the rota now"), ("left", "Left, or not yet here"), ("", "Everybody")]


def telephone_field(**fields):
    """A work contact, typed as people write it."""
    return forms.CharField(
        label="Work telephone",
        max_length=40,
        required=False,
        widget=forms.TelInput,
        validators=[RegexValidator(TELEPHONE, SAY_ONE)],
        **fields,
    )


class DetailsForm(Sections, forms.ModelForm):
    telephone = telephone_field(help_text=RUNG)
    born = TypedDateField(required=False, help_text="Asked only where somebody is under 18.")
    service_from = TypedDateField(
        required=False,
        label="NHS service counted from",
        help_text="For leave: earlier service that counts. Blank: from the first post here.",
    )
    preceptee_until = TypedDateField(
        required=False, label="Preceptorship until", help_text="Newly registered: its last day."
    )
    other_work_declared = TypedDateField(
        required=False, label="Other work last declared", help_text="Also where there is none."
    )
    supervises = forms.NullBooleanField(
        required=False,
        label="May supervise",
        widget=forms.Select(choices=[("", "As the role says"), ("true", "Yes"), ("false", "No")]),
    )
    justifies_everywhere = forms.BooleanField(
        required=False,
        label="May justify exposures everywhere",
        help_text="Where their role and band entitle them. Else only where their page says.",
    )
    sections = (
        ("Who", "name", "reference"),
        ("Contact", "email", "telephone"),
        (
            "Standing",
            *("service_from", "preceptee_until", "supervises", "justifies_everywhere"),
            *("born", "other_work_declared"),
        ),
        ("Line of managers", "reports_to", "responsible_to"),
    )

    class Meta:
        model = Person
        fields = (
            *("name", "reference", "email", "telephone", "preceptee_until"),
            *("service_from", "supervises", "justifies_everywhere", "born"),
            *("other_work_declared", "reports_to", "responsible_to"),
        )
        help_texts = {
            "reference": "What files know them by, such as a staff number.",
            "email": "Where the weekly rota is sent.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = self.instance.unit.people.exclude(pk=self.instance.pk)
        for name in ("reports_to", "responsible_to"):
            self.fields[name].queryset = others


class JoinForm(Sections, forms.Form):
    name = forms.CharField(max_length=120)
    email = forms.EmailField(required=False, help_text="Where the weekly rota is sent.")
    telephone = telephone_field(help_text=RUNG)
    reference = forms.CharField(
        max_length=80, required=False, help_text="Such as a staff number. Blank: made of the name."
    )
    starts = TypedDateField(label="First day")
    role = forms.ChoiceField(choices=ROLE_CHOICES, initial="radiographer")
    band = forms.ChoiceField(choices=BAND_CHOICES, required=False)
    weekly_minutes = HoursField(
        most=60, label="Hours a week", initial=2250, help_text="37.5 is full time."
    )
    days_per_week = forms.FloatField(
        min_value=0.5, max_value=7, required=False, label="Days a week", help_text="Blank: five."
    )
    home = forms.ModelChoiceField(None, empty_label=None, label="Home site")
    sites = forms.ModelMultipleChoiceField(
        None, required=False, widget=forms.CheckboxSelectMultiple, label="Inducted also at"
    )
    sections = (
        ("Who", "name", "email", "telephone", "reference"),
        ("Post", "starts", "role", "band", "weekly_minutes", "days_per_week"),
        ("Sites", "home", "sites"),
    )

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("home", "sites"):
            self.fields[name].queryset = Site.objects.filter(in_use(localdate()), unit=unit)

    def typed(self):
        """What `join` asks for."""
        said = self.cleaned_data
        post = ("starts", "role", "band", "weekly_minutes", "days_per_week")
        others = [site for site in said["sites"] if site != said["home"]]
        return {
            "details": {key: said[key] for key in ("name", "email", "telephone", "reference")},
            "post": {key: said[key] for key in post},
            "sites": [said["home"], *others],
        }


class StepForm(Sections, forms.Form):
    starts = TypedDateField(label="Qualified from")
    evidence = forms.CharField(
        max_length=200, help_text="Such as the diploma, its date, and who has seen it."
    )


class LeaveForm(Sections, forms.Form):
    last_day = TypedDateField(label="Last day of employment")


class ExtendForm(Sections, forms.Form):
    review_due = TypedDateField(label="Next review due")
    signed_off_by = forms.CharField(max_length=120)


class SuspendForm(Sections, forms.Form):
    starts = TypedDateField(label="Not from", help_text="The first day it no longer holds.")
    reason = forms.CharField(max_length=200, help_text="The person and those who decide read it.")


class LoginForm(Sections, forms.Form):
    email = forms.EmailField(
        help_text="They are told there how to sign in: with a code mailed to it. Once they are in "
        "they may choose a password."
    )


class AdjustForm(Sections, forms.Form):
    """Hours given to a leave year or taken from it."""

    way = forms.ChoiceField(choices=[("1", "Give"), ("-1", "Take away")], label="Give or take")
    hours = HoursField(most=500)
    reason = forms.CharField(max_length=200, help_text="The person reads it in the ledger.")

    def typed(self):
        said = self.cleaned_data
        return {"minutes": int(said["way"]) * said["hours"], "reason": said["reason"]}


class OweForm(Sections, forms.Form):
    """Hours of one of the two banks, with a date and a reason."""

    kind = forms.ChoiceField(choices=HoursEntry.Kind.choices, label="Of")
    way = forms.ChoiceField(choices=[("1", "Give"), ("-1", "Take away")], label="Give or take")
    on = TypedDateField(label="For", help_text="The day it was worked, paid or given.")
    hours = HoursField(most=100)
    reason = forms.CharField(
        max_length=200, help_text="Such as an overrun, or that it was paid. The person reads it."
    )

    def typed(self):
        said = self.cleaned_data
        minutes = int(said["way"]) * said["hours"]
        return {**{key: said[key] for key in ("kind", "on", "reason")}, "minutes": minutes}


class CarryOverForm(Sections, forms.Form):
    starts = TypedDateField(
        label="For leave years that begin on", help_text="Or later, until it is set otherwise."
    )
    minutes = HoursField(most=500, label="Hours at most", help_text="0: none is carried over.")
    reason = forms.CharField(max_length=200)


class SearchForm(forms.Form):
    """Who is listed. What cannot be read is left out of the search."""

    q = forms.CharField(required=False, max_length=80, label="Name or reference")
    role = forms.ChoiceField(choices=[("", "Any role"), *ROLE_CHOICES], required=False)
    site = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    standing = forms.ChoiceField(choices=STANDINGS, required=False, label="Who")

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", "Any site"), *((site.pk, site.name) for site in sites)]
