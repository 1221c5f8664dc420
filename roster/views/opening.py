"""A page that notices lead to: opening it, somebody has read them."""

from functools import wraps

from django.utils import timezone

from roster.reading_notices import read_by_opening


def told_here(view):
    @wraps(view)
    def opened(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200:
            read_by_opening(request.user, request.path, timezone.now())
        return answer

    return opened
