"""Starting the first unit in the browser, by whoever holds the installation's set-up secret."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sites import devices
from sites.access import may_begin
from sites.forms import FirstUnitForm
from sites.refusing import PlaceRefused
from sites.starting import start_first_unit

COUNTED_AS = {"username": "set-up secret"}  # wrong secrets, as wrong passwords of one login


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_unit(request):
    if not may_begin():
        raise Http404("There is no page at this address.")
    if not AxesProxyHandler.is_allowed(request, COUNTED_AS):
        return render(request, "sites/too_often.html", status=429)
    form, page = FirstUnitForm(request.POST or None), {}
    if form.is_valid() and _started(request, form, page):
        return redirect("set-up-home")
    if form.has_error("secret", "wrong"):
        user_login_failed.send(__name__, credentials=COUNTED_AS, request=request)
    page |= {"form": form, "errors": form.error_summary() if form.is_bound else []}
    status = 422 if form.is_bound else 200
    return render(request, "sites/first_unit.html", page, status=status)


def _started(request, form, page):
    try:
        user = start_first_unit(**form.typed())
    except PlaceRefused as refusal:
        page["refused"] = refusal.sentences
        return False
    login(request, user, backend="sites.closing.OpenLogins")
    devices.remember(request, keep=False, now=timezone.now())
    messages.success(request, "Your unit is there, and you are signed in. Go on from the top.")
    return True
