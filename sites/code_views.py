"""Signing in by a code, and the list of devices one is signed in on."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from sites import codes, devices, forms
from sites.tasks import send_code

ASKED = "code_asked_for"  # the address typed, in the session


@login_not_required
@require_http_methods(["GET", "POST"])
def ask_code(request):
    """Goes on to the next page whether the address has a login or not."""
    form = forms.AskCodeForm(request.POST or None)
    if form.is_valid():
        try:
            send_code.delay(form.cleaned_data["email"])
        except OperationalError:
            messages.error(request, "No email can be sent just now. Sign in with your password.")
            return redirect("ask-code")
        request.session[ASKED] = form.cleaned_data["email"]
        return redirect("type-code")
    explanation = "Type the address your rota is sent to. A code of six digits comes to it."
    page = {"title": "Sign in with a code", "explanation": explanation, "form": form}
    return render(request, "sites/form_page.html", page)


@login_not_required
@require_http_methods(["GET", "POST"])
def type_code(request):
    if ASKED not in request.session:
        return redirect("ask-code")
    form = forms.TypeCodeForm(request.POST or None)
    if form.is_valid() and _signed_in(request, form):
        return redirect("home")
    page = {"title": "Type the code", "form": form, "address": request.session[ASKED]}
    return render(request, "sites/type_code.html", page)


def _signed_in(request, form):
    now = timezone.now()
    asked = {"email": request.session[ASKED], "code": form.cleaned_data["code"]}
    user = codes.user_of(**asked, now=now)
    if user is None:
        form.add_error(
            "code", "That is not the last code we sent, or it is too old. Ask for another."
        )
        return False
    login(request, user, backend="sites.closing.OpenLogins")
    request.session.pop(ASKED, None)
    devices.remember(request, keep=form.cleaned_data["keep"], now=now)
    return True


@require_safe
def my_devices(request):
    page = {"devices": request.user.devices.all(), "here": request.session.session_key}
    return render(request, "sites/devices.html", page)


@require_POST
def end_device(request, pk):
    ended = devices.end(request.user, pk)
    if ended is None:
        raise Http404("There is no such device, or it is not yours.")
    messages.success(request, f"{ended.name} is signed out.")
    return redirect("my-devices")
