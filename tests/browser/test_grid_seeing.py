"""Ways to look at the grid, by the keyboard alone: filters and orders."""

from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from roster.models import Demand
from sites.models import Area
from staff.models import Competency, HeldCompetency
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import faults
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
ASHA, DEV, FAY = "asha", "dev", "fay"


@pytest.fixture
def rota():
    """Dev, Fay, then Asha from the top; only Dev works seven days in a row, and at GH once."""
    unit = make_unit()
    make_person(unit, reference=ASHA, name="Asha N", role="assistant_practitioner", band="4")
    dev = make_person(unit, reference=DEV, name="Dev P")
    fay = make_person(unit, reference=FAY, name="Fay Q")
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for n in range(8):
        make_duty(rota, dev, MONDAY + timedelta(days=n), shift="LD")
    make_duty(rota, fay, MONDAY, site="GH")
    fluoroscopy = Competency.objects.create(unit=unit, code="FL", name="Fluoroscopy")
    HeldCompetency.objects.create(person=fay, competency=fluoroscopy, starts=date(2020, 1, 1))
    for place, least in (("XR", 0), ("ED", 1)):
        Demand.objects.create(
            unit=unit,
            area=Area.objects.get(site__code="TH", code=place),
            days=["mon"],
            starts=time(8),
            ends=time(16),
            role="radiographer",
            least=least,
        )
    return rota


@pytest.fixture
def grid(open_as, rota, console):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", rota.pk)
    yield page
    assert console == []


def shown(page):
    """The people and areas that can be seen, from the top."""
    return page.evaluate(
        """() => [...document.querySelectorAll("tbody tr:not(.group)")]
            .filter(row => row.checkVisibility())
            .map(row => row.dataset.person || row.querySelector(".person__name").textContent)"""
    )


def said(page, text):
    expect(page.locator("#shown")).to_have_text(text)


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def test_a_slash_finds_a_person_and_enter_goes_there(grid):
    grid.locator("#c0-0").click()
    keys(grid, "/")
    grid.keyboard.type("fay")
    said(grid, "1 of 3 people")
    keys(grid, "Enter")
    assert grid.evaluate("document.activeElement.closest('tr').dataset.person") == FAY
    keys(grid, "ArrowUp")
    assert grid.evaluate("document.activeElement.closest('tr').dataset.person") == FAY


def test_a_filter_leaves_one_stop_of_the_tab_key_and_it_can_be_seen(grid):
    grid.locator("#c0-3").click()
    grid.get_by_label("Find a person").fill("asha")
    stop = grid.locator("td[tabindex='0']")
    expect(stop).to_have_count(1)
    expect(stop).to_be_visible()


def test_rows_of_a_site_are_those_who_work_or_live_there_and_its_areas(grid):
    grid.get_by_label("Site", exact=True).select_option("GH")
    said(grid, "1 of 3 people")
    assert shown(grid) == [FAY]
    grid.get_by_label("Site", exact=True).select_option("TH")
    assert shown(grid)[:3] == [DEV, FAY, ASHA]


def test_rows_of_a_competency(grid):
    grid.get_by_label("Competency").select_option("FL")
    said(grid, "1 of 3 people")
    assert shown(grid)[0] == FAY


def test_rows_with_breaches_follow_the_edits_but_never_lose_the_focus(grid):
    grid.locator("#c0-7").click()
    grid.get_by_label("With breaches").focus()
    keys(grid, "Space")
    assert DEV in shown(grid)
    assert ASHA not in shown(grid)
    grid.locator("#c0-0").focus()
    keys(grid, "Delete", "ArrowRight", "Shift+End", "Delete")
    expect(grid.locator("#c0-0")).not_to_contain_text("LD")
    expect(grid.locator("#saving")).to_have_text("Saved")
    assert DEV in shown(grid)


def test_only_the_areas_with_gaps(grid):
    assert shown(grid)[3:] == ["General X-ray", "Emergency X-ray"]
    grid.get_by_label("Only areas short").check()
    assert shown(grid)[3:] == ["Emergency X-ray"]


def test_a_reload_and_another_week_keep_the_filters_and_show_all_ends_them(grid):
    grid.get_by_label("Find a person").fill("fay")
    grid.get_by_label("Only areas short").check()
    grid.reload()
    said(grid, "1 of 3 people")
    assert shown(grid) == [FAY, "Emergency X-ray"]
    grid.get_by_role("link", name="1", exact=True).click()
    said(grid, "1 of 3 people")
    assert "weeks=1" in grid.url
    grid.get_by_role("button", name="Show all").click()
    said(grid, "3 of 3 people")
    grid.reload()
    said(grid, "3 of 3 people")


def test_people_by_usual_area_can_be_edited_and_the_order_stays(grid):
    grid.get_by_role("link", name="Usual area").click()
    assert shown(grid)[:3] == [DEV, FAY, ASHA]
    expect(grid.locator("tr.group").nth(2)).to_have_text("In no area")
    grid.locator("tr[data-person=asha] td").first.click()
    keys(grid, "e", "Enter")
    expect(grid.locator("#saving")).to_have_text("Saved")
    assert "group=area" in grid.url
    assert shown(grid)[:3] == [DEV, FAY, ASHA]


def test_the_filtered_sheet_has_no_serious_fault_and_fits_a_phone(grid):
    grid.get_by_label("Find a person").fill("fay")
    assert faults(grid) == []
    grid.set_viewport_size({"width": 320, "height": 700})
    assert grid.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_list_of_breaches_that_was_unfolded_stays_so_when_an_edit_changes_it(grid):
    balance = grid.locator("#b-should-R-24")
    head = balance.locator("> summary")
    expect(head).to_contain_text("3")
    head.click()
    grid.locator("#c2-0").click()
    for key in ("e", "Enter"):
        grid.keyboard.press(key)
    expect(head).to_contain_text("5")
    expect(balance).to_have_attribute("open", "")
