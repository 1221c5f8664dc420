"""Forms for signing in and for passwords, each with one button."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms as plain
from django.contrib.auth import forms

from sites.tasks import send_reset_link


def _one_button(form, label):
    form.helper = FormHelper()
    form.helper.add_input(Submit("go", label))


class SignInForm(forms.AuthenticationForm):
    """Email and password. One message for every failure: it does not say which emails exist."""

    error_messages = {
        "invalid_login": "That email and password do not go together. Check both and try again.",
        "inactive": "That email and password do not go together. Check both and try again.",
    }

    keep = plain.BooleanField(
        required=False,
        label="Keep me signed in on this device",
        help_text="Not on a computer that others use. You can end it from your list of devices.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Email"
        self.fields["username"].widget.input_type = "email"
        self.fields["username"].widget.attrs.update(autocomplete="username", inputmode="email")
        _one_button(self, "Sign in")

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class AskCodeForm(plain.Form):
    email = plain.EmailField(label="Email", max_length=254)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs.update(autocomplete="username", inputmode="email")
        _one_button(self, "Send me a code")


class TypeCodeForm(plain.Form):
    code = plain.CharField(label="Code", max_length=20, help_text="Six digits, from the email.")
    keep = SignInForm.base_fields["keep"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = self.fields["code"].widget
        widget.attrs.update(autocomplete="one-time-code", inputmode="numeric", autofocus=True)
        _one_button(self, "Sign in")

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())


class ChangePasswordForm(forms.PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _one_button(self, "Change password")


class ResetPasswordForm(forms.PasswordResetForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _one_button(self, "Send me a link")

    def save(self, **options):
        """In a task: an answer must not take longer for an address that has a login."""
        send_reset_link.delay(self.cleaned_data["email"])


class ChooseNewPasswordForm(forms.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _one_button(self, "Set password")
