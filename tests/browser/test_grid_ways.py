"""Ways to the sheet and back to it by the keyboard alone: nobody loses their place."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)


@pytest.fixture
def grid(open_as, console):
    """Dev works seven long days in a row, which breaks a rule."""
    unit = make_unit()
    dev = make_person(unit, reference="dev", name="Dev P")
    rota = make_rota(unit, starts=MONDAY, weeks=4)
    for n in range(7):
        make_duty(rota, dev, MONDAY + timedelta(days=n), shift="LD")
    manager = make_user(unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", rota.pk)
    yield page
    assert console == []


def test_a_link_leads_past_the_tools_into_the_sheet(grid):
    grid.get_by_role("button", name="Skip to the sheet").focus()
    grid.keyboard.press("Enter")
    expect(grid.locator("#c0-0")).to_be_focused()


def test_the_next_breach_is_found_from_anywhere_on_the_page(grid):
    grid.get_by_role("button", name="Undo").focus()
    grid.keyboard.press("F8")
    expect(grid.locator("td.cell.is-overridable:focus, td.cell.is-must:focus")).to_have_count(1)


def test_the_list_of_keys_begins_at_its_head(grid):
    grid.keyboard.press("?")
    expect(grid.get_by_role("heading", name="Keys")).to_be_focused()
    expect(grid.get_by_role("heading", name="Keys")).to_be_in_viewport()


@pytest.mark.parametrize("way", ["Back to the rota", "Save"])
def test_from_the_form_of_a_duty_one_is_back_at_its_cell(grid, way):
    grid.locator("#c0-9").click()
    grid.keyboard.press("F4")
    grid.get_by_role("link", name=way).or_(grid.get_by_role("button", name=way)).press("Enter")
    expect(grid.locator("#c0-9")).to_be_focused()
    grid.reload()
    expect(grid.locator("#c0-9")).not_to_be_focused()
