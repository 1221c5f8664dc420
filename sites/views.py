"""Signing in, and passwords. Every page is a title, perhaps a form, perhaps a sentence."""

from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils import timezone
from kombu.exceptions import OperationalError

from sites import devices, forms
from sites.access import is_begun, may_begin


class SignIn(views.LoginView):
    template_name = "sites/sign_in.html"
    form_class = forms.SignInForm
    redirect_authenticated_user = True
    extra_context = {"title": "Sign in"}

    def get_context_data(self, **kwargs):
        page = {"begun": is_begun(), "may_begin": may_begin()}
        return super().get_context_data(**kwargs) | page

    def form_valid(self, form):
        response = super().form_valid(form)
        devices.remember(self.request, keep=form.cleaned_data["keep"], now=timezone.now())
        return response


class SignOut(views.LogoutView):
    """What the browser kept of the pages goes too; see the service worker."""

    def post(self, request, *args, **kwargs):
        devices.forget(request)
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


class ChangePassword(views.PasswordChangeView):
    """The first one too: whoever has none is signed in by a code, and knows no old one."""

    template_name = "sites/form_page.html"
    success_url = reverse_lazy("change-password-done")

    def get_form_class(self):
        has_one = self.request.user.has_usable_password()
        return forms.ChangePasswordForm if has_one else forms.ChooseNewPasswordForm

    def get_context_data(self, **kwargs):
        has_one = self.request.user.has_usable_password()
        title = "Change your password" if has_one else "Choose a password"
        return super().get_context_data(**kwargs) | {"title": title}

    def form_valid(self, form):
        """Ends every other session of the login; this one goes on under another key."""
        devices.forget_all(self.request.user)
        response = super().form_valid(form)
        devices.remember(self.request, now=timezone.now())
        return response


class PasswordChanged(views.PasswordChangeDoneView):
    template_name = "sites/said.html"
    extra_context = {"title": "Your password is set"}


class ResetPassword(views.PasswordResetView):
    """Says the same whether the address has a login or not."""

    template_name = "sites/form_page.html"
    form_class = forms.ResetPasswordForm
    success_url = reverse_lazy("reset-password-sent")
    extra_context = {
        "title": "Choose a new password",
        "explanation": "Type the address your rota is sent to. A link comes to it.",
    }

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except OperationalError:
            messages.error(self.request, "No email can be sent just now. Try again later.")
            return HttpResponseRedirect(self.request.path)


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
