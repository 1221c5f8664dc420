"""Signing in, and passwords. Every page is a title, perhaps a form, perhaps a sentence."""

from django.conf import settings
from django.contrib.auth import views
from django.urls import reverse_lazy

from sites import forms


class SignIn(views.LoginView):
    template_name = "sites/sign_in.html"
    form_class = forms.SignInForm
    redirect_authenticated_user = True
    extra_context = {"title": "Sign in"}


class ChangePassword(views.PasswordChangeView):
    template_name = "sites/form_page.html"
    form_class = forms.ChangePasswordForm
    success_url = reverse_lazy("change-password-done")
    extra_context = {"title": "Change your password"}


class PasswordChanged(views.PasswordChangeDoneView):
    template_name = "sites/said.html"
    extra_context = {"title": "Your password is changed"}


class ResetPassword(views.PasswordResetView):
    """Says the same whether the address has a login or not."""

    template_name = "sites/form_page.html"
    email_template_name = "sites/reset_password_email.txt"
    subject_template_name = "sites/reset_password_subject.txt"
    extra_email_context = {"base_url": settings.BASE_URL}
    form_class = forms.ResetPasswordForm
    success_url = reverse_lazy("reset-password-sent")
    extra_context = {
        "title": "Choose a new password",
        "explanation": "Type the address your rota is sent to. A link comes to it.",
    }


class ResetSent(views.PasswordResetDoneView):
    template_name = "sites/said.html"
    extra_context = {
        "title": "Look in your mail",
        "explanation": "If the address has a login, a link to choose a new password is on its way.",
    }


class ChooseNewPassword(views.PasswordResetConfirmView):
    template_name = "sites/form_page.html"
    form_class = forms.ChooseNewPasswordForm
    success_url = reverse_lazy("reset-password-done")

    def get_context_data(self, **kwargs):
        if self.validlink:
            said = {"title": "Choose a new password"}
        else:
            said = {
                "title": "This link has been used or is too old",
                "explanation": "Ask for a new one from the sign-in page.",
            }
        return super().get_context_data(**kwargs) | said


class ResetDone(views.PasswordResetCompleteView):
    template_name = "sites/said.html"
    extra_context = {"title": "Your new password is set"}
