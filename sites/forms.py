"""Forms for signing in and for passwords, each with one button."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms as plain
from django.conf import settings
from django.contrib.auth import forms
from django.utils.crypto import constant_time_compare

from sites.emails import same_email
from sites.models import User
from sites.place_forms import CodeField
from sites.setup_forms import Sections
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
        return same_email(self.cleaned_data["username"])


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


class FirstUnitForm(Sections, forms.SetPasswordMixin, plain.Form):
    """The first unit and its administrator; the secret is compared without telling by its time."""

    secret = plain.CharField(
        label="Set-up secret",
        max_length=200,
        help_text="Whoever runs this server has it: FAIRWEEK_SETUP_SECRET in its environment.",
    )
    name = plain.CharField(
        label="Name of the unit",
        max_length=120,
        help_text="Signed under every email, such as Interventional, X-ray & Fluoroscopy.",
    )
    code = CodeField(label="Short name", help_text="Capitals and digits, such as IXF. It stays.")
    called = plain.CharField(label="Your name", max_length=120)
    email = plain.EmailField(label="Your email", max_length=254, help_text="You sign in with it.")
    password1, password2 = forms.SetPasswordMixin.create_password_fields(
        "Password", "Password again"
    )
    sections = (
        ("This server", "secret"),
        ("Your department", "name", "code"),
        ("You, its first administrator", "called", "email", "password1", "password2"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        quiet = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["secret"].widget.attrs |= quiet | {"autofocus": True}
        self.fields["called"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs |= {"autocomplete": "username", "inputmode": "email"}
        self.fields["password1"].help_text = "Ten characters or more, and nothing easily guessed."
        self.fields["password2"].help_text = ""

    def clean_secret(self):
        typed = self.cleaned_data["secret"].strip()
        if not constant_time_compare(typed, settings.SETUP_SECRET):
            raise plain.ValidationError("That is not the set-up secret.", code="wrong")
        return typed

    def clean(self):
        said = super().clean()
        self.validate_passwords()
        user = User(email=said.get("email") or "", name=said.get("called") or "")
        self.validate_password_for_user(user, "password1")
        return said

    def typed(self):
        """What `start_first_unit` asks for."""
        said = self.cleaned_data
        told = {key: said[key] for key in ("name", "code", "called", "email")}
        return told | {"password": said["password1"]}
