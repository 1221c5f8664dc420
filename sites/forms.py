from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Email and password. One message for every failure: it does not say which emails exist."""

    error_messages = {
        "invalid_login": "That email and password do not go together. Check both and try again.",
        "inactive": "That email and password do not go together. Check both and try again.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Email"
        self.fields["username"].widget.input_type = "email"
        self.fields["username"].widget.attrs.update(autocomplete="username", inputmode="email")
        self.helper = FormHelper()
        self.helper.add_input(Submit("sign_in", "Sign in"))

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()
