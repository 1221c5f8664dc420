"""Nothing is open to whoever is not signed in, but for the views that say so themselves."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.utils.cache import patch_cache_control


class SignedInMiddleware(LoginRequiredMiddleware):
    """What a page sends that had waited for a signal is not led to the sign-in page: its script
    could not tell that from an answer, and would take it for done.
    """

    def handle_no_permission(self, request, view_func):
        if "X-Waited" in request.headers:
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)

    def process_response(self, request, response):
        """What only a login sees is its browser's alone to keep, and no proxy's on the way."""
        view = request.resolver_match and request.resolver_match.func
        if getattr(view, "login_required", view is not None) and "Cache-Control" not in response:
            patch_cache_control(response, private=True)
        return response
