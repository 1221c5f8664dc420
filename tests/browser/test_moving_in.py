"""Moving in from nothing, as a new user would: unit, sites, people, demand, the first rota."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from config.celery import app
from roster.models import Rota
from sites.models import Membership, Unit, User
from tests import workbooks
from tests.browser.conftest import PASSWORD
from tests.browser.test_moving import XLSX
from tests.browser.test_pages import faults
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newcomer():
    unit = Unit.objects.create(code="IXF", name="New department")
    user = User.objects.create_user("new@example.org", PASSWORD, name="Nia New")
    Membership.objects.create(user=user, unit=unit, role="rota_manager")
    return user


def fill(page, button="Keep", ticks=(), choices=None, **said):
    for label, text in said.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(text)
    for label, choice in (choices or {}).items():
        page.get_by_label(label).select_option(label=choice)
    for label in ticks:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name=button).click()


@pytest.fixture
def at_once():
    """Mail is sent where it is asked for: no worker runs here."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def sign_in_by_code(page, base, email):
    page.goto(base + reverse("ask-code"))
    fill(page, "Send me a code", Email=email)
    page.get_by_label("Code").fill(re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "code" not in url)


def bring_people(page, *lines):
    heads = ["Name", "Job title", "Band", "Hours", "Base", "Start date"]
    book = workbooks.saved(workbooks.book_of([heads, *lines]))
    page.get_by_role("link", name="Import from a file").click()
    page.locator("[name=kind][value=people]").check()
    page.locator("#id_file").set_input_files(
        {"name": "people.xlsx", "mimeType": XLSX, "buffer": book}
    )
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_role("button", name="Import all of it").click()
    expect(page.get_by_role("status")).to_contain_text("Imported")


def test_a_department_moves_in(page, live_server, at_once, console):
    call_command("start_unit", "IXF", "New department", "nia@example.org")
    sign_in_by_code(page, live_server.url, "nia@example.org")
    page.get_by_role("link", name="Set-up", exact=True).first.click()
    expect(page.get_by_text("A rota still needs: a site, then an area")).to_be_visible()
    page.get_by_role("link", name="Add a site").click()
    fill(page, Name="Teaching Hospital", Code="th")
    page.get_by_role("link", name="Add an area").click()
    fill(page, Name="General X-ray", Code="xr")
    page.get_by_role("link", name="Add a shift type").click()
    fill(page, Code="E", Starts="08:00", Ends="16:00")
    page.get_by_role("link", name="Somebody joins").click()
    fill(
        page,
        "Put them on the rota",
        choices={"Role": "Radiographer", "Band": "Band 6"},
        Name="Asha First",
        First_day="1 Jan 26",
    )
    expect(page.get_by_role("link", name="Asha First")).to_be_visible()
    page.get_by_role("link", name="Set-up", exact=True).first.click()
    bring_people(page, ["Dev Second", "Radiographer", "6", 37.5, "TH", "1 Jan 2026"])
    page.get_by_role("link", name="Set-up", exact=True).first.click()
    page.get_by_role("link", name="Demand", exact=True).click()
    page.get_by_role("link", name="Add a line").click()
    fill(page, ticks=["Monday", "Tuesday"], From="08:00", To="16:00")
    expect(page.get_by_role("row", name="TH, General X-ray")).to_contain_text("1")
    expect(page.get_by_text("nobody")).to_have_count(0)
    page.get_by_role("link", name="Set-up", exact=True).first.click()
    page.get_by_role("link", name="Begin a rota").click()
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    fill(page, "Begin it", First_Monday=f"{monday.day} {monday:%b}", Weeks="1")
    page.get_by_role("link", name="New department, ").click()
    expect(page.get_by_role("rowheader", name="Asha First")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Dev Second")).to_be_visible()
    assert Rota.objects.get().starts == monday
    assert console == []


def test_what_is_wrong_takes_focus_and_leads_to_its_field(open_as, newcomer):
    page = open_as(newcomer, "new-person", Unit.objects.get().pk)
    fill(page, "Put them on the rota", Name="Asha", First_day="31 April")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Asha")
    page.get_by_role("link", name="First day").press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#id_starts")).to_have_value("31 April")
    assert page.locator("#id_starts").get_attribute("aria-invalid") == "true"


@pytest.fixture
def department():
    unit = make_unit()
    person = make_person(unit, "asha", name="Asha A", role="assistant_practitioner", band="4")
    today = timezone.localdate()
    rota = make_rota(unit, today - timedelta(days=today.weekday()), 1)
    for n in range(5):
        make_duty(rota, person, rota.starts + timedelta(days=n))
    person.scope.update(review_due=today + timedelta(days=40))
    unit.competencies.create(code="FL", name="Fluoroscopy")
    area = unit.sites.first().areas.first()
    unit.demand.create(
        area=area, days=["mon", "sat"], starts="08:00", ends="16:00", role="radiographer", least=2
    )
    return unit, person, make_user(unit, "rota_manager", name="Mo", password=PASSWORD)


def test_what_a_suspension_breaks_takes_focus_before_it_is_kept(open_as, department):
    _, person, manager = department
    entry = person.scope.get(area__code="XR", area__site__code="TH")
    page = open_as(manager, "suspend-scope", person.pk, "scope", entry.pk)
    fill(page, "Suspend", Not_from=str(timezone.localdate()), Reason="Retraining")
    expect(page.locator("#foreseen")).to_be_focused()
    page.get_by_role("button", name="Suspend all the same").click()
    page.wait_for_url(f"**/people/{person.pk}/")
    entry.refresh_from_db()
    assert entry.review_due == timezone.localdate()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_sound_and_fit_a_small_phone(open_as, department, scheme):
    unit, person, manager = department
    page = open_as(manager, "people")
    base = page.url.split("/people/")[0]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    units = ["scope", "set-up", "demand", "new-person", "new-demand-line", "add-holidays"]
    units += ["unit-ledgers"]
    asked = [("people", ())] + [(name, (unit.pk,)) for name in units]
    asked += [("person", (person.pk,)), ("leave-person", (person.pk,))]
    asked += [("person-ledger", (person.pk,)), ("set-up-home", ()), ("weights", (unit.pk,))]
    kinds = "pattern", "employment", "scope", "justifies"
    asked += [("new-fact", (person.pk, kind)) for kind in kinds]
    found = {}
    for name, args in asked:
        page.goto(base + reverse(name, args=args))
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[name, args[1:]] = (faults(page), wide)
    assert {key: value for key, value in found.items() if value != ([], False)} == {}


@pytest.mark.parametrize("width", [320, 1440])
def test_deputies_are_named_on_a_sound_page_that_fits(open_as, department, width):
    unit, *_ = department
    make_user(unit, "approver", name="Ada Approver")
    page = open_as(make_user(unit, "administrator", password=PASSWORD), "deputies", unit.pk)
    page.set_viewport_size({"width": width, "height": 700})
    page.reload()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
