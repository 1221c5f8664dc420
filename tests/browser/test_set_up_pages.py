"""The forms and pages of setting up: what is wrong takes focus, and all fit a small phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from sites.models import Membership, Unit, User
from tests.browser.conftest import PASSWORD
from tests.browser.test_moving_in import fill
from tests.browser.test_pages import faults, faults_light_and_dark
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def newcomer():
    unit = Unit.objects.create(code="IXF", name="New department")
    user = User.objects.create_user("new@example.org", PASSWORD, name="Nia New")
    Membership.objects.create(user=user, unit=unit, role="rota_manager")
    return user


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


def test_who_could_cover_a_line_is_told_while_it_is_typed(open_as, department):
    unit, _, manager = department
    page = open_as(manager, "new-demand-line", unit.pk)
    told = page.locator("#could-cover")
    expect(told).to_contain_text("Nobody could cover it")
    page.get_by_label("Role").select_option("assistant_practitioner")
    expect(told).to_contain_text("1 could cover it")
    page.get_by_label("At least").fill("2")
    expect(told).to_contain_text("Only 1 could cover it")
    assert faults(page) == []


def test_the_pages_are_sound_and_fit_a_small_phone(open_as, department):
    unit, person, manager = department
    page = open_as(manager, "people")
    base = page.url.split("/people/")[0]
    page.set_viewport_size({"width": 320, "height": 700})
    units = ["scope", "set-up", "demand", "new-person", "new-demand-line", "add-holidays"]
    units += ["unit-ledgers", "logins", "sign-off", "import", "new-rota", "lines"]
    asked = [("people", ())] + [(name, (unit.pk,)) for name in units]
    names = ["person", "leave-person", "person-details", "person-login"]
    asked += [(name, (person.pk,)) for name in names]
    asked += [
        ("person-ledger", (person.pk,)),
        ("set-up-home", ()),
        ("rules", ()),
        ("weights", (unit.pk,)),
    ]
    kinds = "pattern", "employment", "scope", "justifies"
    asked += [("new-fact", (person.pk, kind)) for kind in kinds]
    found = {}
    for name, args in asked:
        page.goto(base + reverse(name, args=args))
        wide = page.evaluate(TOO_WIDE)
        found[name, args[1:]] = (faults_light_and_dark(page), wide, twice_as_large(page))
    assert {key: value for key, value in found.items() if value != ([], False, False)} == {}


def test_the_arrow_of_a_choice_is_seen_in_the_dark(open_as, department):
    unit, _, manager = department
    page = open_as(manager, "new-demand-line", unit.pk)
    arrow = "getComputedStyle(document.querySelector('select.form-select')).backgroundImage"
    page.emulate_media(color_scheme="light")
    dark_arrow = page.evaluate(arrow)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(arrow) != dark_arrow


def twice_as_large(page):
    """Whether the page is too wide with its letters twice as large."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("name", ["deputies", "roles"])
def test_who_approves_is_said_on_sound_pages_that_fit(open_as, department, name, width):
    unit, *_ = department
    make_user(unit, "approver", name="Ada Approver")
    page = open_as(make_user(unit, "administrator", password=PASSWORD), name, unit.pk)
    page.set_viewport_size({"width": width, "height": 700})
    page.reload()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
