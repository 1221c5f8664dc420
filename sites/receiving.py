"""What waited on a phone for a signal is done once, also where its answer was lost on the way.

Each has a key, which is kept with what was done, in one transaction: what comes again under it is
answered and not done again. What is refused leaves no key.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from sites.models import Received

KEPT = timedelta(days=90)


class OnceMiddleware:
    """Comes after those that ask who is signed in: its view is called last of all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        key = _key_of(request)
        if key is None or not request.user.is_authenticated:
            return None
        return _once(request, key, lambda: view(request, *args, **kwargs))


def _key_of(request):
    try:
        return UUID(request.headers.get("X-Waited", ""))
    except ValueError:
        return None


@transaction.atomic
def _once(request, key, do):
    now = timezone.now()
    Received.objects.filter(user=request.user, at__lt=now - KEPT).delete()
    _, is_new = Received.objects.get_or_create(user=request.user, key=key, defaults={"at": now})
    if not is_new:
        return HttpResponse(status=204)
    answer = do()
    if answer.status_code >= 400:
        transaction.set_rollback(True)
    return answer
