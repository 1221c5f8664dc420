"""Everything Fairweek told somebody, to read again: also where no email reached them."""

from csp.decorators import csp
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from roster.access import notice_for, notices_of, push_address_of
from roster.pushing import public_key
from roster.views.outbox import MAIL_POLICY
from sites.devices import device_of

PER_PAGE = 30


@require_safe
def notices(request):
    found = notices_of(request.user, timezone.now()).defer("text", "html", "calendar")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    told = {"push_key": public_key(), "push": push_address_of(device_of(request))}
    return render(request, "roster/notices.html", {"page": page, **told})


@require_safe
def notice(request, pk):
    found = notice_for(request.user, pk, timezone.now())
    return render(request, "roster/notice.html", {"mail": found})


@require_safe
@csp(MAIL_POLICY)
@xframe_options_sameorigin  # the notice's own page shows it in a frame
def notice_html(request, pk):
    return HttpResponse(notice_for(request.user, pk, timezone.now()).html)
