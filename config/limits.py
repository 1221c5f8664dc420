"""Nobody fills the server's disk: what is larger than a file that is read is never taken in."""

from config import faults

MOST = 6 * 1024**2  # bytes of a request: a file of five, and the form around it


class LimitedMiddleware:
    """Asks before anything is read; what does not say its length has none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST:
            return faults.too_large(request)
        return self.get_response(request)
