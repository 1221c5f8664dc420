"""What every form of setting up shares: sections, typed hours and times, what is wrong above it."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms


class Sections:
    """Mixed into a form whose `sections` are (legend, field, ...): crispy draws them so.

    The page has the button, the summary of errors and the CSRF token.
    """

    sections = ()

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        named = [Fieldset(legend, *fields) for legend, *fields in self.sections]
        helper.layout = Layout(*(named or list(self.fields)))
        return helper

    def error_summary(self):
        return error_summary(self)


def error_summary(form):
    """(the input's id, its label, what is wrong) of all that is wrong, in the order of the page.

    What is wrong with no one input has neither.
    """
    found = [("", "", sentence) for sentence in form.non_field_errors()]
    for bound in form:
        address = bound.id_for_label or bound.auto_id
        found += [(address, bound.label, sentence) for sentence in bound.errors]
    return found


class HoursField(forms.CharField):
    """Hours typed as 37.5 or 37:30, kept as minutes."""

    def __init__(self, *, most, **fields):
        self.most = most
        super().__init__(max_length=10, **fields)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return f"{value // 60}:{value % 60:02}" if value % 6 else f"{value / 60:g}"

    def clean(self, value):
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,4})|:([0-5]\d))?\s*h?", text)
        if not found:
            raise forms.ValidationError("Type hours like 37.5 or 37:30.")
        whole, part, minutes = found.groups()
        total = round(60 * float(f"{whole}.{part or 0}")) + int(minutes or 0)
        if total > self.most * 60:
            raise forms.ValidationError(f"It is {self.most} hours at most.")
        return total


def time_field(label, **fields):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    formats = ["%H:%M", "%H:%M:%S", "%H.%M"]
    said = {"invalid": "Type a time like 07:30."}
    how = {"widget": widget, "input_formats": formats, "error_messages": said}
    return forms.TimeField(label=label, **how, **fields)


class NoForm(Sections, forms.Form):
    """Only a button: what it does is said beside it."""
