"""Setting a rule and exempting somebody by keyboard alone, in a real browser."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from roster.models import Exemption, RuleSetting
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import faults
from tests.factories import judge_only, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def department():
    """Dev works six days on end next week; R-17 warns of it."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    unit = make_unit()
    judge_only(unit, "R-17")
    rota, dev = make_rota(unit, monday, 1), make_person(unit, name="Dev P")
    for n in range(6):
        make_duty(rota, dev, monday + timedelta(days=n))
    return unit, make_user(unit, "rota_manager", name="Mo Manager", password=PASSWORD)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_rule_is_found_tried_and_set_by_keyboard(open_as, department, console):
    _, manager = department
    page = open_as(manager, "rules")
    page.locator("#R-17").get_by_role("link", name="R-17 Not too many days in a row").focus()
    press(page, "Enter")
    stop = page.get_by_label("Reason above")
    stop.focus()
    press(page, "Control+a", "5", "Enter")

    trial = page.get_by_role("region", name="What it would do from")
    expect(trial).to_be_focused()
    row = trial.get_by_role("row", name="1 week")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("then 1")
    expect(stop).to_have_value("5")
    assert faults(page) == []
    assert not RuleSetting.objects.filter(rule="R-17").exists()

    press(page, "Tab", "Tab")
    expect(page.get_by_role("button", name="Set it like this from")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("R-17 is set like this from")
    assert RuleSetting.objects.get(rule="R-17").parameters == {"hard": 5}
    assert console == []


def test_what_is_wrong_takes_the_focus_and_leads_to_the_input(open_as, department, console):
    unit, manager = department
    page = open_as(manager, "rule", unit.pk, "R-17")
    least = page.get_by_label("Warning above")
    least.fill("0")
    press(page, "Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert faults(page) == []
    press(page, "Tab", "Enter")
    expect(least).to_be_focused()
    expect(least).to_have_value("0")
    expect(least).to_have_accessible_description(
        "Longer is a warning. Usually 5 days. It must be a whole number, 1 or more."
    )
    assert console == []


def test_minutes_are_said_as_hours_while_they_are_typed(open_as, department, console):
    unit, manager = department
    page = open_as(manager, "rule", unit.pk, "R-16")
    said = page.locator('output[for="id_set_max_minutes"]')
    expect(said).to_have_text("12 h")
    page.get_by_label("Longest spell", exact=True).fill("690")
    expect(said).to_have_text("11 h 30 min")
    page.get_by_label("Longest spell", exact=True).fill("")
    expect(said).to_have_text("")
    assert console == []


def test_somebody_is_exempt_by_keyboard_and_bound_again(open_as, department, console):
    unit, manager = department
    page = open_as(manager, "rule", unit.pk, "R-17")
    form = page.locator("#exempt-form")
    form.get_by_label("Who").focus()
    press(page, "D")
    form.get_by_label("To be reviewed by").fill(str(timezone.localdate() + timedelta(days=60)))
    form.get_by_label("Why").focus()
    page.keyboard.type("Asked for it")
    press(page, "Tab", "Enter")
    expect(page.get_by_role("status")).to_contain_text("Dev P is exempt from R-17 until")
    expect(page.locator("#exempt")).to_contain_text("“Asked for it”")
    page.get_by_role("button", name="End it (Dev P)").focus()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("R-17 binds Dev P again.")
    assert Exemption.objects.get().ended_from == timezone.localdate()
    assert console == []


@pytest.mark.parametrize("rule", ["R-01", "R-11", "R-16", "R-27", "R-28"])
def test_every_kind_of_input_fits_a_phone_and_has_no_serious_fault(
    open_as, department, console, rule
):
    unit, manager = department
    page = open_as(manager, "home")
    page.set_viewport_size({"width": 320, "height": 700})
    page = open_as(manager, "rule", unit.pk, rule)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(page) == []
    assert console == []


def test_an_anchor_leads_to_the_card_of_a_rule(open_as, department, live_server):
    _, manager = department
    page = open_as(manager, "rules")
    page.goto(f"{live_server.url}/rules/#R-31")
    expect(page.locator("#R-31")).to_be_in_viewport()
    assert Axe().run(page).response["violations"] == []


BROKEN_UP = """() => {
  const lines = dd => {
    const range = document.createRange(), text = dd.firstChild;
    range.selectNodeContents(text);
    return text.data.trim().includes(' ') ? 1 : range.getClientRects().length;
  };
  return [...document.querySelectorAll('.settings dd')].filter(dd => lines(dd) > 1)
    .map(dd => dd.textContent.trim());
}"""


def test_no_value_is_broken_up_on_a_small_phone_with_large_letters(open_as, department):
    """08:00 stood there as 08: and 00, one below the other."""
    _, manager = department
    page = open_as(manager, "rules")
    page.set_viewport_size({"width": 320, "height": 700})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.locator(".settings dd").count() > 50
    assert page.evaluate(BROKEN_UP) == []
