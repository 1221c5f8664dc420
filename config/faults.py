"""Pages for what went wrong: a sentence each, never a traceback."""

from django.shortcuts import render


def _page(request, status, title, sentence):
    return render(request, "fault.html", {"title": title, "sentence": sentence}, status=status)


def not_found(request, exception):
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return _page(request, 404, "Not found", said or "There is no page at this address.")


def not_allowed(request, exception=None):
    return _page(request, 403, "Not allowed", str(exception or "You may not do this."))


def stale(request, reason=""):
    """A form whose token is not that of who is signed in now; in Django's words, CSRF."""
    sentence = (
        "Nothing was changed. This page was opened before you last signed in, or your browser "
        "keeps no cookies. Go back, load the page again, and say it once more."
    )
    return _page(request, 403, "This page is too old", sentence)


def only_sent_to(request):
    said = "This address takes only what a form sends to it. Nothing was changed."
    return _page(request, 405, "Nothing to read here", said)


class WrongMethodMiddleware:
    """Where only a form is sent Django answers a visit with nothing, and a browser with a blank."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code == 405:
            page = only_sent_to(request)
            answer.content, answer["Content-Type"] = page.content, page["Content-Type"]
        return answer


def too_large(request):
    return _page(request, 413, "Too large", "Nothing was read. At most 5 MB can be sent at once.")


def server_fault(request):
    sentence = "Something went wrong on our side. Nothing you typed was half-saved. Try again."
    return _page(request, 500, "Something went wrong", sentence)
