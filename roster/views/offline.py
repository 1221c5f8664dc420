"""What lets a phone keep My rota: the manifest, the worker, and the page for no signal."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

# What the pages kept on a phone are drawn with.
SHELL = (
    "js-lib-bootstrap5/css/bootstrap.min.css",
    "fairweek/tokens.css",
    "fairweek/page.css",
    "fairweek/icon.svg",
    "fairweek/shell.js",
    "roster/mine.css",
    "roster/asking.css",
    "roster/month.css",
    "roster/dated.js",
)
ALONG = ("my-month", "my-absence")  # kept whenever My rota is
KEPT = ("my-rota", *ALONG, "my-requests", "my-swaps", "my-leave")  # the rest once visited
ICONS = (("icon.svg", "any", "any"), ("icon-192.png", "192x192", "any"))
ICONS += (("icon-512.png", "512x512", "any"), ("icon-512.png", "512x512", "maskable"))


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def manifest(request):
    told = {
        "id": "/",
        "name": "Fairweek",
        "short_name": "Fairweek",
        "description": "Where and when I work, and with whom.",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5a86",
        "icons": [
            {"src": static(f"fairweek/{name}"), "sizes": sizes, "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@require_GET
@cache_control(no_cache=True)
def worker(request):
    """The service worker. Its bytes change with the files it keeps, so a browser takes it anew."""
    asked = {
        "version": _version(),
        "shell": [static(name) for name in SHELL] + [reverse("no-signal")],
        "home": reverse("home"),
        "kept": [reverse(name) for name in KEPT],
        "along": [reverse(name) for name in ALONG],
        "sign_in": reverse("sign-in"),
        "sign_out": reverse("sign-out"),
        "no_signal": reverse("no-signal"),
        "icon": static("fairweek/icon-192.png"),
    }
    content_type = "text/javascript; charset=utf-8"
    told = {"told": json.dumps(asked)}
    return render(request, "roster/worker.js", told, content_type=content_type)


@login_not_required
@require_GET
def no_signal(request):
    """Kept on the phone beyond a sign-out, so without anybody's name, whoever asks."""
    return HttpResponse(_no_signal())


def _no_signal():
    return render_to_string("roster/no_signal.html")


@cache
def _version():
    """A short name for the contents of what is kept."""
    contents = [Path(finders.find(name)).read_bytes() for name in SHELL]
    return sha256(b"\0".join([*contents, _no_signal().encode()])).hexdigest()[:12]
