"""Forms for signing in and for passwords, each with one button."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib.auth import forms


def _one_button(form, label):
    form.helper = FormHelper()
    form.helper.add_input(Submit("go", label))


class SignInForm(forms.AuthenticationForm):
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
        _one_button(self, "Sign in")

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class ChangePasswordForm(forms.PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _one_button(self, "Change password")


class ResetPasswordForm(forms.PasswordResetForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _one_button(self, "Send me a link")


class ChooseNewPasswordForm(forms.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _one_button(self, "Set password")
