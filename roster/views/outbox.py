"""The outbox: every message, how its sending went, and what it says."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from roster import holding, sending
from roster.access import message_for, messages_visible_to
from roster.outbox_page import can_be_tried, outbox_page, trouble
from sites.access import may, unit_ids, units_visible_to

# A mail carries its styles with it, so its page allows those, and nothing else whatever.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [""],
}


@require_GET
def messages(request):
    units = unit_ids(request.user, "see_outbox")
    outbox = outbox_page(
        messages_visible_to(request.user),
        unit_ids=units,
        state=request.GET.get("state", ""),
        number=request.GET.get("page"),
        now=timezone.now(),
    )
    with_jobs = units_visible_to(request.user, "see_job_times").order_by("name")
    page = {"outbox": outbox, "units": units, "with_jobs": with_jobs}
    return render(request, "roster/outbox.html", page)


@require_GET
def message(request, pk):
    return _page(request, message_for(request.user, pk))


@require_GET
@csp(MAIL_POLICY)
@xframe_options_sameorigin  # the message's own page shows it in a frame
def message_html(request, pk):
    return HttpResponse(message_for(request.user, pk).html)


@require_POST
def retry(request, pk):
    found = message_for(request.user, pk, to="retry_message")
    try:
        sending.retry(message=found, now=timezone.now())
    except sending.RetryRefused as refusal:
        return _page(request, message_for(request.user, pk), refused=refusal.sentences, status=422)
    said.success(request, f"The message to {found.addressee} is on its way again.")
    return redirect("message", pk=pk)


@require_POST
def hold(request, pk):
    found = message_for(request.user, pk, to="retry_message")
    try:
        holding.hold(message=found, now=timezone.now())
    except holding.HoldRefused as refusal:
        return _page(request, message_for(request.user, pk), refused=refusal.sentences, status=422)
    said.success(request, f"The message to {found.addressee} is held back.")
    return redirect("message", pk=pk)


def _page(request, found, *, refused=(), status=200):
    now = timezone.now()
    page = {
        "mail": found,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "trouble": trouble(found, now),
        "can_be_tried": can_be_tried(found, now),
        "can_be_held": holding.can_be_held(found, now),
        "may_retry": may(request.user, found.unit_id, "retry_message"),
        "refused": refused,
    }
    return render(request, "roster/message.html", page, status=status)
