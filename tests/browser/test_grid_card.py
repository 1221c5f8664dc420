"""The card, the balances that open, the places of a duty and the Enter key, by the keyboard."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from roster.models import Duty, DutyChange
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import faults
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)


@pytest.fixture
def rota():
    """Dev, who works eight days in a row, stands above Asha, who works none."""
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4")
    dev = make_person(unit, reference="dev", name="Dev P")
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for n in range(8):
        make_duty(rota, dev, MONDAY + timedelta(days=n), shift="LD")
    return rota


@pytest.fixture
def grid(open_as, rota, console):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", rota.pk)
    yield page
    assert console == []


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.closest('td')?.id")


def saved(page):
    expect(page.locator("#saving")).to_have_text("Saved")


def more(page):
    return page.locator("#card-more")


def test_the_card_says_the_rests_of_the_chosen_cell(grid):
    grid.locator("#c0-1").click()
    expect(more(grid)).to_contain_text("12 h, after LD on Monday 2 November")
    expect(more(grid)).to_contain_text("12 h, before LD on Wednesday 4 November")
    keys(grid, "ArrowLeft")
    expect(more(grid)).to_contain_text("no work known")


def test_running_over_cells_asks_once_and_a_seen_card_is_kept_until_an_edit(grid):
    asked = []
    grid.on("request", lambda request: asked.append(request.url) if "/card/" in request.url else 0)
    grid.locator("#c0-0").click()
    expect(more(grid)).to_contain_text("Rest before")
    keys(grid, *["ArrowRight"] * 5)
    expect(more(grid)).to_contain_text("after LD on Friday 6 November")
    assert len(asked) < 6
    seen = len(asked)
    keys(grid, *["ArrowLeft"] * 5)
    expect(more(grid)).to_contain_text("no work known")
    assert len(asked) == seen
    grid.locator("#c0-1").click()
    keys(grid, "Delete")
    saved(grid)
    keys(grid, "ArrowLeft")
    expect(more(grid)).to_contain_text("36 h, before LD on Wednesday 4 November")


def test_f3_reads_the_card_and_escape_goes_back(grid):
    grid.locator("#c0-2").click()
    keys(grid, "F3")
    expect(grid.locator("#card")).to_be_focused()
    expect(more(grid)).to_contain_text("Employed")
    assert grid.locator("#card").get_attribute("aria-live") == "off"
    keys(grid, "Escape")
    assert focused(grid) == "c0-2"


def test_the_rule_behind_a_breach_is_told_on_demand(grid):
    grid.locator("#c0-0").click()
    keys(grid, "F8")
    breach = grid.locator("#card-breaches details").first
    expect(breach.locator(".rule-told")).to_be_hidden()
    breach.locator("summary").focus()
    keys(grid, "Enter")
    expect(breach.locator(".rule-told")).to_be_visible()
    assert "/rules/#R-" in breach.get_by_role("link").get_attribute("href")
    assert faults(grid) == []


def test_the_arrow_goes_on_to_the_balances_and_back(grid):
    grid.locator("#c0-0").click()
    walk = [("End", "c0-13"), ("ArrowRight", "h0"), ("ArrowRight", "w0"), ("ArrowRight", "o0")]
    walk += [("ArrowRight", "o0"), ("ArrowDown", "o1"), ("ArrowDown", "o1"), ("ArrowUp", "o0")]
    walk += [("ArrowLeft", "w0"), ("ArrowLeft", "h0"), ("ArrowLeft", "c0-13")]
    walk += [("ArrowRight", "h0"), ("Home", "c0-0")]
    for key, expected in walk:
        keys(grid, key)
        assert focused(grid) == expected, key


def test_enter_on_a_balance_opens_the_lines_it_is_made_of(grid):
    grid.locator("#c0-13").click()
    keys(grid, "ArrowRight", "Enter")
    dialog = grid.get_by_role("dialog")
    expect(dialog).to_contain_text("Hours: 88 h rostered of 75 h contracted")
    expect(dialog.locator("tbody tr").last).to_contain_text("88 h")
    expect(dialog).to_contain_text("not given back")
    assert faults(grid) == []
    keys(grid, "Escape")
    expect(dialog).to_be_hidden()
    assert focused(grid) == "h0"


def test_a_key_opens_them_from_any_date_and_they_fit_a_phone(grid):
    grid.set_viewport_size({"width": 320, "height": 700})
    grid.locator("#c0-2").click()
    keys(grid, "Shift+F7")
    expect(grid.get_by_role("dialog")).to_contain_text("Dev P")
    assert grid.evaluate("document.documentElement.scrollWidth") <= 320
    assert grid.evaluate("document.getElementById('balance').scrollWidth") <= 320
    keys(grid, "Escape")
    assert focused(grid) == "c0-2"


def test_alt_and_an_arrow_send_a_duty_to_the_next_place_in_one_edit(grid, rota):
    grid.locator("#c0-0").click()
    keys(grid, "Alt+ArrowDown")
    saved(grid)
    duty = Duty.objects.get(rota=rota, date=MONDAY)
    assert (duty.shift_type.code, duty.site.code, duty.area.code) == ("LD", "TH", "ED")
    assert DutyChange.objects.count() == 1
    keys(grid, "Alt+ArrowUp")
    expect(grid.locator("#c0-0")).to_contain_text("T·XR")
    keys(grid, "Alt+ArrowUp")
    expect(grid.locator("#c0-0")).to_contain_text("G·XR")
    assert focused(grid) == "c0-0"


def test_an_empty_cell_has_no_place_to_change(grid):
    grid.locator("#c1-0").click()
    keys(grid, "Alt+ArrowDown")
    expect(grid.get_by_role("alert")).to_have_text(
        "Choose a cell with one duty to change its place."
    )
    assert not DutyChange.objects.exists()


def test_enter_goes_down_where_this_browser_is_told_so(grid):
    grid.locator("#c0-9").click()
    keys(grid, "?")
    grid.get_by_label("Enter goes down, not right").focus()
    keys(grid, "Space", "Escape")
    keys(grid, "e", "Enter")
    assert focused(grid) == "c1-9"
    saved(grid)
    grid.reload()
    grid.locator("#c0-10").click()
    keys(grid, "e", "Enter")
    assert focused(grid) == "c1-10"


def test_the_signs_are_explained_in_the_side_and_survive_forced_colours(grid, rota):
    rota.duties.filter(date=MONDAY).update(fixed=True, additional=True)
    grid.emulate_media(forced_colors="active")
    grid.reload()
    expect(grid.locator("#c0-0 .mark")).to_have_text("+")
    assert ", extra, fixed." in grid.locator("#c0-0").get_attribute("aria-label")
    lock = "getComputedStyle(document.querySelector('#c0-0 .lock')).borderBottomColor"
    paper = "getComputedStyle(document.querySelector('#c0-0')).backgroundColor"
    assert grid.evaluate(lock) != grid.evaluate(paper)
    signs = grid.locator(".signs")
    expect(signs.locator("dl")).to_be_hidden()
    signs.locator("summary").focus()
    keys(grid, "Enter")
    expect(signs).to_contain_text("a fixed duty: stays where it is")


def test_one_shift_takes_two_keys(grid, rota):
    grid.locator("#c1-0").click()
    keys(grid, "e", "Enter")
    saved(grid)
    assert Duty.objects.get(rota=rota, person__reference="asha").shift_type.code == "E"
