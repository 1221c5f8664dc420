"""A person's calendar: the file, the address a calendar program reads, and the page about it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from roster import feeds
from roster.access import feed_for, feed_of
from staff.access import person_of

CALENDAR = "text/calendar; charset=utf-8"


@login_not_required
@require_safe
def feed(request, secret):
    """The calendar at a secret address; 304 is decided before anything is built."""
    found, now = feed_for(secret), timezone.now()
    stamp = f'"{feeds.stamp(found, now=now)}"'
    answer = get_conditional_response(request, etag=stamp)
    if answer is None:
        text = feeds.calendar(person=found.person, now=now)
        answer = HttpResponse(text, content_type=CALENDAR)
    answer["ETag"] = stamp
    answer["Cache-Control"] = "private, no-cache"  # kept by its reader, and asked about each time
    return answer


@require_GET
def my_calendar(request):
    """The same as a file to download."""
    text = feeds.calendar(person=person_of(request.user), now=timezone.now())
    name = {"Content-Disposition": 'attachment; filename="my-rota.ics"'}
    return HttpResponse(text, content_type=CALENDAR, headers=name)


@require_GET
def my_feed(request):
    return _page(request, person_of(request.user))


@require_POST
@never_cache
def make_feed(request):
    """Answers with the page itself: the address is shown this once, and stored nowhere."""
    person = person_of(request.user)
    secret = feeds.make_feed(person=person, now=timezone.now())
    address = settings.BASE_URL + reverse("calendar-feed", args=[secret])
    return _page(request, person, address=address, opens=f"webcal:{address.partition(':')[2]}")


@require_POST
def end_feed(request):
    feeds.end_feed(person=person_of(request.user))
    messages.success(request, "Your calendar's address has ended. It answers no more.")
    return redirect("my-feed")


def _page(request, person, **new):
    return render(request, "roster/my_feed.html", {"feed": feed_of(person), **new})
