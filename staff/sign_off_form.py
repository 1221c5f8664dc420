"""Signing several people off for several areas and competencies with one form."""

from django import forms
from django.db.models import Case, Q, When

from sites.access import areas_of
from sites.setup_forms import Sections
from sites.typed_dates import TypedDateField
from staff.models import Employment
from staff.wording import ROLES

SCOPED = ("assistant_practitioner", "trainee")  # who works only within a signed scope


class Several(forms.ModelMultipleChoiceField):
    """Rows to tick, each with words of its own."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, words, **fields):
        super().__init__(None, **fields)
        self.label_from_instance = words


class SignOffForm(Sections, forms.Form):
    people = Several(str, help_text="First those who work only where they are signed off.")
    areas = Several(lambda area: f"{area.site.name}: {area.name}", required=False)
    competencies = Several(lambda one: one.name, required=False)
    starts = TypedDateField(label="From")
    review_due = TypedDateField(
        required=False,
        label="Review due",
        help_text="All of it holds until the day before. Competencies alone may do without.",
    )
    signed_off_by = forms.CharField(max_length=120)
    sections = (
        ("Who", "people"),
        ("For what", "areas", "competencies"),
        ("On whose word, and until when", "starts", "review_due", "signed_off_by"),
    )

    def __init__(self, *args, unit, today, **kwargs):
        super().__init__(*args, **kwargs)
        posts, scoped = _posts(unit, today)
        areas = areas_of(unit, today)
        first = Case(When(pk__in=scoped, then=0), default=1)
        people = unit.people.filter(pk__in=posts).order_by(first, "position", "pk")
        self.fields["people"].queryset = people
        self.fields["people"].label_from_instance = lambda who: f"{who.name}, {posts[who.pk]}"
        self.fields["areas"].queryset = areas.order_by("site__position", "position")
        self.fields["competencies"].queryset = unit.competencies.all()
        if not unit.competencies.exists():
            self.fields["competencies"].widget = forms.MultipleHiddenInput()

    def clean(self):
        said = super().clean()
        areas, review = said.get("areas"), said.get("review_due")
        if not areas and not said.get("competencies") and not self.errors:
            self.add_error("areas", "Choose an area or a competency.")
        if areas and not review and "review_due" not in self.errors:
            self.add_error("review_due", "A scope in an area has a review.")
        if review and said.get("starts") and review <= said["starts"]:
            self.add_error("review_due", "The review lies after the first day.")
        return said


def _posts(unit, today):
    """{person: their post in words}, of all who are or will be employed, the later post counting;
    and those whose role needs a scope.
    """
    there = Q(until=None) | Q(until__gte=today)
    held = Employment.objects.filter(there, person__unit=unit).order_by("starts")
    held = list(held.values_list("person", "role", "band"))
    said = {
        person: f"{ROLES.get(role, role)}{f', Band {band}' if band else ''}"
        for person, role, band in held
    }
    return said, [person for person, role, _ in held if role in SCOPED]
