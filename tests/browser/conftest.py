"""A real Chromium, a live server, and a department to work in."""

import os
import shutil
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user
from tests.machine.needs import chromium

PASSWORD = "correct-horse-battery"
# What Playwright leaves out of Chromium, since a list of ours takes the place of its own; and the
# two pages behind the address bar of each window, which cost as much as the page of the test.
LEFT_OUT = [
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"),
    *("LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"),
    *("PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
    *("WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup"),
]
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    f"--disable-features={','.join(LEFT_OUT)}",
]

# Playwright keeps an event loop in the test's thread; Django would refuse to query there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium()
    assert path, "No Chromium. make test installs it, or says what to install."
    return browser_type_launch_args | {"executable_path": shutil.which(path), "args": FLAGS}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A real hash takes a third of a second, by design, each time it is made or compared."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def browser_context_args(browser_context_args):
    """No service worker but where a test is about it: it would come between a test and its page."""
    return browser_context_args | {"service_workers": "block"}


@pytest.fixture(autouse=True)
def answered(transactional_db, live_server):
    """Waits for polls under way, after the pages are closed and before the tables are emptied.

    PostgreSQL would find the two waiting for each other, and stop the emptying.
    """
    begun, done = [], []

    def begin(**_):
        begun.append(1)

    def finish(**_):
        done.append(1)

    request_started.connect(begin)
    request_finished.connect(finish)
    yield
    _wait_for_quiet(begun, done)
    request_started.disconnect(begin)
    request_finished.disconnect(finish)


def _wait_for_quiet(begun, done):
    """Until nothing is under way twice running: a closed page's last request may still arrive."""
    deadline, quiet = time.monotonic() + 20, 0
    while quiet < 3 and time.monotonic() < deadline:
        quiet = quiet + 1 if len(done) >= len(begun) else 0
        time.sleep(0.02)


@pytest.fixture
def console(page):
    """What went wrong in the page's scripts; a test asserts that it is empty.

    Chromium also writes a line for each answer of 4xx: a refusal is no fault.
    """
    said = []

    def note(message):
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def monday():
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=1)


@pytest.fixture
def asha(monday):
    """Asha works this week and the next, with Dev, as published."""
    unit = make_unit()
    person, dev = make_person(unit, "asha", name="Asha N"), make_person(unit, "dev", name="Dev P")
    this = monday - timedelta(weeks=1)
    rota = make_rota(unit, starts=this, weeks=2)
    for on in (this, monday, monday + timedelta(days=1)):
        make_duty(rota, person, on)
        make_duty(rota, dev, on, shift="L")
    for first in (this, monday):
        make_release(rota, first)
    return make_user(unit, "staff", name="Asha N", password=PASSWORD, person=person)


@pytest.fixture
def open_as(page, live_server):
    """open_as(user, name, *args): sign in, then open a route."""

    def go(user, name, *args):
        sign_in(page.context, user, live_server.url)
        page.goto(live_server.url + reverse(name, args=args))
        return page

    return go


def sign_in(context, user, url):
    """By the form, but not by its page; tests/browser/test_path.py types into it."""
    client = Client()
    answer = client.post(reverse("sign-in"), {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 302, f"{user.email} was not signed in"
    context.clear_cookies()
    kept = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": kept, "value": client.cookies[kept].value, "url": url}])


def wait_until(page, script, seconds=10):
    """What an async script of the page answers, once that is true.

    page.wait_for_function takes the promise itself for the answer, and a promise is always true.
    """
    deadline = time.monotonic() + seconds
    while not (answer := page.evaluate(script)):
        assert time.monotonic() < deadline, f"never true: {script}"
        page.wait_for_timeout(50)
    return answer
