"""The whole path in a real browser: planned, mended, approved, published, sent, read on a phone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from roster.models import Release
from roster.sending import send_due
from tests.browser.conftest import PASSWORD
from tests.browser.test_grid import cell, keys, saved
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ASHA = 2  # her row: two radiographers stand above
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def department():
    """Two radiographers all next week, and an assistant practitioner to be planned beside them."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    unit = make_unit()
    asha = make_person(
        unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4"
    )
    rota = make_rota(unit, starts=monday, weeks=1)
    for n, name in enumerate(["Dev P", "Fay M"]):
        person = make_person(unit, reference=name[:3].lower(), name=name)
        for day in ([0, 1, 2, 3, 4], [1, 2, 3, 5, 6])[n]:
            make_duty(rota, person, monday + timedelta(days=day), shift="E")
    logins = {
        "manager": make_user(unit, "rota_manager", name="Mo Manager", password=PASSWORD),
        "ixf": make_user(unit, "approver", name="Ivy X", stage="ixf_manager", password=PASSWORD),
        "ops": make_user(
            unit, "approver", name="Oz P", stage="operations_manager", password=PASSWORD
        ),
        "asha": make_user(unit, "staff", name="Asha N", person=asha, password=PASSWORD),
    }
    return rota, monday, logins


def press(page, name):
    page.get_by_role("button", name=name).click()


def test_a_week_is_planned_mended_approved_published_mailed_and_read(
    open_as, department, browser, live_server, settings
):
    rota, monday, logins = department
    page = open_as(logins["manager"], "rota", rota.pk)
    cell(page, ASHA, 0).click()
    keys(page, *["e", "Enter"] * 6)
    breach = page.locator("#breaches").get_by_text("but has no weekday off that week")
    expect(breach).to_be_visible()
    saved(page)
    cell(page, ASHA, 0).click()
    keys(page, "Delete")
    expect(breach).to_have_count(0)
    saved(page)
    expect(cell(page, ASHA, 0)).to_contain_text("CO")

    page = open_as(logins["manager"], "week", rota.pk, monday)
    accept_or_mend = page.locator("#breaches")
    expect(accept_or_mend).to_contain_text("What is broken")
    press(page, "Submit for approval")
    for approver in ("ixf", "ops"):
        page = open_as(logins[approver], "week", rota.pk, monday)
        while page.get_by_text("Accept it").count():
            page.get_by_text("Accept it").first.click()
            page.get_by_label("Why is this acceptable?").first.fill("Agreed with the team.")
            press(page, "Accept this breach")
        page.get_by_role("button", name="Approve", exact=True).click()
    page = open_as(logins["manager"], "week", rota.pk, monday)
    page.get_by_label("Why so late?").fill("The department has just moved in.")
    press(page, "Publish release 1")
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()
    assert Release.objects.get().monday == monday

    send_due(now=timezone.now())
    to_asha = [message for message in mail.outbox if message.to == ["asha@example.org"]]
    assert len(to_asha) == 1
    assert "Teaching Hospital" in to_asha[0].body

    phone = browser.new_context(**PHONE)
    page = phone.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Email").fill(logins["asha"].email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Next shift")).to_be_visible()
    expect(page.locator(".next")).to_contain_text("General X-ray")
    expect(page.locator(".next")).to_contain_text("Dev P")
    expect(page.get_by_text("CO", exact=True).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()
