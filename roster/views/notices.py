"""Everything Fairweek told somebody, to read again: also where no email reached them."""

from csp.decorators import csp
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from roster.access import notice_for, notices_of, push_address_of
from roster.pushing import public_key
from roster.reading_notices import mark_read
from roster.views.outbox import MAIL_POLICY
from sites.devices import device_of

PER_PAGE = 30


@require_safe
def notices(request):
    found = notices_of(request.user, timezone.now()).defer("text", "html", "calendar")
    unread = found.filter(read_at=None).count()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    told = {"push_key": public_key(), "push": push_address_of(device_of(request))}
    told |= {"page": page, "unread": unread, "on_a_rota": hasattr(request.user, "person")}
    return render(request, "roster/notices.html", told)


@require_safe
def notice(request, pk):
    found = notice_for(request.user, pk, timezone.now())
    return render(request, "roster/notice.html", {"mail": found})


@require_POST
def read_all(request):
    mark_read(notices_of(request.user, timezone.now()), timezone.now())
    return redirect("my-notices")


@require_safe
@csp(MAIL_POLICY)
@xframe_options_sameorigin  # the notice's own page shows it in a frame
def notice_html(request, pk):
    """Once this has loaded it counts as read."""
    now = timezone.now()
    found = notice_for(request.user, pk, now)
    mark_read(notices_of(request.user, now).filter(pk=pk), now)
    return HttpResponse(found.html)
