"""Where a request comes from."""

from django.conf import settings


def address_of(request):
    """The address; behind our proxy the one it saw, which it writes last."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE else ""
    return told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
