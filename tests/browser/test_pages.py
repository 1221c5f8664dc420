"""Every page: no serious fault by axe, no sideways scroll at 320 px, in light and in dark."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from roster.editing import Cell, edit_rota
from roster.models import Swap
from staff.models import LeaveRequest
from tests.browser.conftest import PASSWORD, sign_in
from tests.factories import (
    make_absence,
    make_duty,
    make_exemption,
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
SERIOUS = ("serious", "critical")
ANY = ("minor", "moderate", *SERIOUS)
ALL = {"resultTypes": ["violations"]}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
SIGNED_OUT = ("sign-in", "reset-password")
PAGES = ["sign-in", "reset-password", "home", "rotas", "rota", "rota-places", "rota-day", "cell"]
PAGES += [
    "rota-history",
    "week",
    "outbox",
    "message",
    "rules",
    "rule",
    "my-rota",
    "my-month",
    "my-about",
    "declare-work",
    "my-email",
    "jobs",
    "my-shares",
    "my-notices",
    "notice-mail",
    "no-signal",
    "my-feed",
    "my-absence",
    "my-requests",
    "my-leave",
    "my-swaps",
    "offer-shift",
    "team-today",
    "team-week",
    "asked",
    "look-at-leave",
    "absence",
    "change-password",
    "my-devices",
    "ask-code",
]


@pytest.fixture
def world(settings):
    settings.PUSH_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    unit = make_unit()
    asha = make_person(
        unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4"
    )
    dev = make_person(unit, reference="dev", name="Dev P")
    rota = make_rota(unit, starts=monday, weeks=2)
    for n in (0, 1, 2, 5, 6):
        make_duty(rota, asha, monday + timedelta(days=n))
        make_duty(rota, dev, monday + timedelta(days=n), shift="L")
    release = make_release(rota, monday)
    message = make_message(asha, release)
    make_exemption(asha, "R-02", today, today + timedelta(days=9))
    manager = make_user(unit, "rota_manager", name="Mo Manager", password=PASSWORD, person=asha)
    make_duty(rota, asha, monday + timedelta(days=7))
    cleared = Cell("asha", monday + timedelta(days=7), ())
    edit_rota(rota=rota, by=manager, wanted=[cleared], now=timezone.now())
    leave = {"starts_on": monday + timedelta(days=14), "minutes": 450, "left": 0}
    leave |= {"until": leave["starts_on"], "asked_at": timezone.now()}
    offer_in_every_state(rota, (dev, asha), today + timedelta(days=1))
    values = {
        "look-at-leave": [LeaveRequest.objects.create(person=dev, **leave).pk],
        "rota": [rota.pk],
        "rota-places": [rota.pk],
        "rota-day": [rota.pk, monday],
        "cell": [rota.pk],
        "rota-history": [rota.pk],
        "week": [rota.pk, monday],
        "message": [message.pk],
        "rule": [unit.pk, "R-02"],
        "jobs": [unit.pk],
        "absence": [make_absence(dev, today)],
        "team-week": [monday],
        "offer-shift": [monday + timedelta(days=1)],
    }
    return manager, values


def offer_in_every_state(rota, people, on):
    """Of the first: to the second, with both answers."""
    duty = {"shift": "E", "site": "TH", "area": "XR"}
    for n, state in enumerate(Swap.State.values):
        of = {"person": people[0], "date": on + timedelta(days=n), "duty": duty}
        swap = Swap.objects.create(rota=rota, state=state, asked_at=timezone.now(), **of)
        for ring, answer in enumerate(("agreed", "")):
            swap.invites.create(ring=ring, person=people[1], answer=answer)


def faults(page, options=None, impacts=SERIOUS):
    found = Axe().run(page, options=ALL | (options or {})).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for fault in found
        if fault["impact"] in impacts
        for node in fault["nodes"]
    ]


def faults_light_and_dark(page, impacts=SERIOUS):
    """Of the dark page those of its colours: the rest of it is the same."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = faults(page, impacts=impacts)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + faults(page, COLOURS, impacts)


@pytest.mark.parametrize("name", PAGES)
def test_it_has_no_serious_fault_and_fits_a_small_phone(page, live_server, world, console, name):
    manager, values = world
    if name not in SIGNED_OUT:
        sign_in(page.context, manager, live_server.url)
    page.goto(live_server.url + reverse(name, args=values.get(name, [])))
    assert faults_light_and_dark(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert console == []
