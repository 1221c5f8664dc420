"""What is typed beside a button of a week's page."""

from django import forms

LOST = "The form came back incomplete, so nothing was done. Look at the week again."


class DecisionForm(forms.Form):
    """`seen` is the number of the rota's last change when the page was drawn, `submission` that of
    the submitted week, `key` names a breach. The verbs say what they need.
    """

    reason = forms.CharField(
        required=False,
        max_length=300,
        error_messages={
            "max_length": "The reason has %(show_value)d letters. Say it in 300 or fewer."
        },
    )
    seen = forms.IntegerField(required=False, error_messages={"invalid": LOST})
    submission = forms.IntegerField(required=False, error_messages={"invalid": LOST})
    code = forms.CharField(required=False, max_length=10, error_messages={"max_length": LOST})
    key = forms.CharField(required=False, max_length=16, error_messages={"max_length": LOST})

    @property
    def sentences(self):
        return tuple(dict.fromkeys(said for found in self.errors.values() for said in found))
