"""Mending a breach and filling a gap on the grid, by the keyboard alone."""

import re
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from roster.editing import Cell, edit_rota
from roster.models import Demand, Duty, DutyChange
from tests.browser.conftest import PASSWORD
from tests.factories import (
    NOW,
    judge_only,
    make_duty,
    make_person,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
DEV, ASHA = 0, 1  # rows: radiographers stand above assistant practitioners


@pytest.fixture
def rota():
    """Asha works Monday to Saturday; on Sunday General X-ray needs a radiographer."""
    unit = make_unit()
    judge_only(unit, "R-02", "R-33")
    asha = make_person(unit, "asha", name="Asha N", role="assistant_practitioner", band="4")
    make_person(unit, "dev", name="Dev P")
    rota = make_rota(unit, starts=MONDAY, weeks=1)
    for n in range(6):
        make_duty(rota, asha, MONDAY + timedelta(days=n))
    Demand.objects.create(
        unit=unit,
        area=unit.sites.get(code="TH").areas.get(code="XR"),
        days=["sun"],
        starts=time(8),
        ends=time(16),
        role="radiographer",
        least=1,
    )
    return rota


@pytest.fixture
def grid(open_as, rota, console):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    yield open_as(manager, "rota", rota.pk)
    assert console == []


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def focused(page):
    return page.evaluate("document.activeElement.id")


def mending(page):
    return page.get_by_role("region", name="Ways to mend it")


def worked(person):
    duties = Duty.objects.filter(person__reference=person).order_by("date")
    return [duty.date.day for duty in duties]


def test_a_breach_is_mended_and_the_mending_undone_by_keys(grid, rota):
    breach = grid.locator("#breaches").get_by_text("Asha N works Saturday 7 November but has no")
    grid.locator(f"#c{DEV}-0").click()
    keys(grid, "F8", "F7")
    first = mending(grid).get_by_role("button").first
    expect(first).to_be_focused()
    expect(first).to_contain_text("Give Asha N Monday 2 November off: one duty fewer")
    keys(grid, "ArrowDown", "Enter")
    expect(breach).to_have_count(0)
    expect(grid.locator("#saving")).to_have_text("Saved")
    expect(mending(grid)).to_have_count(0)
    assert focused(grid) == f"c{ASHA}-5"
    assert worked("asha") == [2, 4, 5, 6, 7]
    keys(grid, "Control+z")
    expect(breach).to_have_count(1)
    assert worked("asha") == [2, 3, 4, 5, 6, 7]


def test_escape_changes_nothing_and_gives_the_focus_back(grid, rota):
    grid.locator(f"#c{ASHA}-5").click()
    keys(grid, "F7")
    expect(mending(grid).get_by_role("button").first).to_be_focused()
    keys(grid, "Escape")
    assert focused(grid) == f"c{ASHA}-5"
    assert not DutyChange.objects.exists()


def test_the_mend_button_of_a_breach_does_the_same_by_mouse(grid, rota):
    grid.locator(".breach").filter(has_text="has no weekday off").click()
    grid.locator(".breach + .mend").click()
    mending(grid).get_by_role("button", name=re.compile("Asha N Wednesday 4 November off")).click()
    expect(grid.locator("#saving")).to_have_text("Saved")
    assert worked("asha") == [2, 3, 5, 6, 7]


def test_a_choice_from_a_rota_that_moved_on_is_refused_in_a_sentence(grid, rota):
    grid.route("**/changes/**", lambda route: route.fulfill(status=204))
    grid.locator(f"#c{ASHA}-5").click()
    keys(grid, "F7")
    expect(mending(grid).get_by_role("button").first).to_be_focused()
    other = make_user(rota.unit, "rota_manager", name="Sam Other")
    late = {"shift": "L", "site": "TH", "area": "XR"}
    edit_rota(rota=rota, by=other, wanted=[Cell("asha", MONDAY, (late,))], now=NOW)
    keys(grid, "Enter")
    expect(grid.get_by_role("alert")).to_contain_text("Sam Other changed Asha N, Monday 2 November")
    expect(grid.locator(f"#c{ASHA}-0")).to_contain_text("L")


def test_a_short_cell_of_the_cover_is_filled_by_keys(grid, rota):
    grid.locator("#n0-6").focus()
    keys(grid, "Enter")
    dev = grid.get_by_role("region", name="General X-ray").get_by_role("button", name="Dev P")
    expect(dev).to_be_focused()
    expect(dev).to_contain_text("E 08:00 to 16:00")
    expect(grid.locator("#mending summary")).to_have_text("1 cannot, and why")
    keys(grid, "Enter")
    expect(grid.locator(f"#c{DEV}-6")).to_contain_text("E")
    expect(grid.locator("#n0-6")).to_have_text("✓")
    assert focused(grid) == "n0-6"
    assert worked("dev") == [8]


def test_a_breach_of_the_weeks_page_leads_to_its_cell(grid, rota):
    sheet = grid.url
    grid.goto(f"{sheet}weeks/{MONDAY}/")
    grid.locator("#breaches").get_by_role("link", name="Asha N").press("Enter")
    expect(grid.locator(f"#c{ASHA}-0")).to_be_focused()
    grid.goto(f"{sheet}weeks/{MONDAY}/")
    grid.locator("#gaps").get_by_role("link", name="General X-ray").press("Enter")
    expect(grid.locator("#n0-6")).to_be_focused()
