"""Six weeks of a rota that has fewer: walked and read with the same keys, and never edited here."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from roster.models import Duty, DutyChange
from tests.browser.conftest import PASSWORD
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
WEEK = timedelta(days=7)


@pytest.fixture
def later():
    unit = make_unit()
    asha = make_person(unit, reference="asha", name="Asha N")
    make_rota(unit, starts=MONDAY, weeks=4)
    later = make_rota(unit, starts=MONDAY + 4 * WEEK, weeks=1)
    make_duty(later, asha, MONDAY + 4 * WEEK, shift="L")
    return later


@pytest.fixture
def grid(open_as, later, console):
    manager = make_user(later.unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", later.unit.rotas.first().pk)
    page.get_by_role("link", name="6 weeks").click()
    yield page
    assert console == []


def cell(page, name):
    return page.locator(f"#{name}")


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_the_keys_walk_on_into_the_next_rota_and_to_the_edge(grid):
    cell(grid, "c0-27").click()
    keys(grid, "ArrowRight")
    assert focused(grid) == "x0-0"
    expect(grid.locator("#card-title")).to_have_text("Asha N, Monday 30 November")
    expect(grid.locator("#card-text")).to_contain_text("Late 12:00 to 20:00")
    keys(grid, "End")
    assert focused(grid) == "x0-13"
    keys(grid, "ArrowRight")
    assert grid.evaluate("document.activeElement.closest('td').id") == "h0"


def test_nothing_of_the_next_rota_is_changed_by_keys_or_by_a_block(grid, later):
    cell(grid, "x0-0").click()
    keys(grid, "Delete", "e", "Escape")
    cell(grid, "x0-0").click()
    keys(grid, "Shift+ArrowLeft", "Shift+ArrowLeft", "e", "Enter")
    expect(grid.locator("#saving")).to_have_text("Saved")
    expect(cell(grid, "c0-27")).to_contain_text("E")
    cell(grid, "x0-0").click()
    keys(grid, "Shift+ArrowLeft", "Shift+ArrowLeft", "Delete")
    expect(cell(grid, "c0-27")).not_to_contain_text("E")
    expect(grid.locator("#saving")).to_have_text("Saved")
    expect(cell(grid, "x0-0")).to_contain_text("L")
    assert [duty.date for duty in Duty.objects.all()] == [later.starts]
    assert {change.date for change in DutyChange.objects.all()} == {
        later.starts - timedelta(days=n) for n in (1, 2)
    }


def test_enter_goes_to_the_week_in_its_own_rota_where_there_is_one(grid, later):
    cell(grid, "x0-7").click()
    keys(grid, "Enter")
    expect(grid.get_by_role("alert")).to_have_text("There is no rota of this week yet.")
    cell(grid, "x0-0").click()
    keys(grid, "Enter")
    grid.wait_for_url(f"**/rotas/{later.pk}/?weeks=1&first=0")
    expect(cell(grid, "c0-0")).to_contain_text("L")


def test_the_wide_sheet_has_no_fault(grid):
    found = Axe().run(grid, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    assert found.response["violations"] == []
