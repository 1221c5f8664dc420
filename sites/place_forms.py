"""Forms of places, the ways between them, and bank holidays."""

import re

from django import forms

from sites.models import Area, BankHoliday, Membership, Site, Travel
from sites.setup_forms import Sections
from sites.typed_dates import TypedDateField


class CodeField(forms.CharField):
    """A short code as it is typed into the rota's cells: capitals and digits."""

    def __init__(self, **fields):
        fields.setdefault("help_text", "Capitals and digits, as it is typed into the rota.")
        super().__init__(max_length=20, **fields)
        self.widget.attrs |= {"autocapitalize": "characters", "autocomplete": "off"}

    def clean(self, value):
        code = super().clean(value) or ""
        code = code if self.disabled else code.upper()
        if code and not self.disabled and not re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*", code):
            raise forms.ValidationError("A code has letters and digits only, like TH or XR2.")
        return code


class KeptCode:
    """Files, settings and rota lines know a row by its code: once kept, it stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = "It stays: files, settings and rota lines know it."


def last_day_field():
    return TypedDateField(
        required=False,
        label="Last day in use",
        help_text="Blank while no end is known. What is planned and asked for ends first.",
    )


class SiteForm(Sections, KeptCode, forms.ModelForm):
    code = CodeField()
    until = last_day_field()

    class Meta:
        model = Site
        fields = ("name", "code", "until")


class AreaForm(Sections, KeptCode, forms.ModelForm):
    code = CodeField()
    demanding = forms.BooleanField(
        required=False,
        label="Demanding work",
        help_text="A long spell here is shorter than elsewhere (R-16).",
    )
    until = last_day_field()

    class Meta:
        model = Area
        fields = ("name", "code", "demanding", "until")


class TravelForm(Sections, forms.ModelForm):
    minutes = forms.IntegerField(
        min_value=0, max_value=600, help_text="Door to door; both ways, unless the way back is set."
    )

    class Meta:
        model = Travel
        fields = ("from_site", "to_site", "minutes")
        labels = {"from_site": "From", "to_site": "To"}

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("from_site", "to_site"):
            self.fields[name].queryset = unit.sites.all()

    def clean(self):
        said = super().clean()
        if said.get("from_site") and said.get("from_site") == said.get("to_site"):
            self.add_error("to_site", "It is the same site.")
        return said


class HolidayForm(Sections, forms.ModelForm):
    date = TypedDateField()
    name = forms.CharField(max_length=120, help_text="Such as the King's birthday, proclaimed.")

    class Meta:
        model = BankHoliday
        fields = ("date", "name")


class YearForm(Sections, forms.Form):
    year = forms.IntegerField(min_value=2020, max_value=2060)


class DeputyForm(Sections, forms.Form):
    """Who stands in for whom, from when until when; `words` says a stage."""

    approver = forms.ModelChoiceField(None, empty_label=None, label="For")
    user = forms.ModelChoiceField(
        None,
        empty_label="nobody yet",
        label="Deputy",
        help_text="Anybody of the unit with a login.",
        error_messages={"required": "Choose who is the deputy."},
    )
    starts = TypedDateField(label="First day", error_messages={"required": "Say a date."})
    until = TypedDateField(label="Last day", error_messages={"required": "Say a date."})

    def __init__(self, *args, approvers, users, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["approver"].queryset = approvers
        self.fields["approver"].label_from_instance = lambda held: (
            f"{held.user}, {words(held.stage)}"
        )
        self.fields["user"].queryset = users


GIVEN = [choice for choice in Membership.Role.choices if choice[0] != Membership.Role.STAFF]


class RoleForm(Sections, forms.Form):
    """Whose role and which; `stages` are (name, words) of those at which a week is approved."""

    email = forms.EmailField(
        max_length=254,
        help_text="A new address gets a login and is told by email: a code mailed to it opens it.",
    )
    called = forms.CharField(
        max_length=120, required=False, label="Name", help_text="Of a new login."
    )
    role = forms.ChoiceField(choices=GIVEN, initial=Membership.Role.APPROVER)
    stage = forms.ChoiceField(
        required=False, label="Approves as", help_text="For an approver alone."
    )

    def __init__(self, *args, stages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "—"), *stages]

    def clean(self):
        said = super().clean()
        if said.get("role") == Membership.Role.APPROVER and not said.get("stage"):
            self.add_error("stage", "Say at which stage they approve.")
        return said
