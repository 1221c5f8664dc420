"""The grid under a finger: a phone's and a tablet's screen, taps instead of keys and drags."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from roster.models import Duty, DutyChange, Note
from tests.browser.conftest import PASSWORD
from tests.factories import make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
ASHA, DEV = 0, 1
SCREENS = {"phone": {"width": 390, "height": 844}, "tablet": {"width": 820, "height": 1180}}


@pytest.fixture(params=SCREENS)
def browser_context_args(browser_context_args, request):
    screen = {"viewport": SCREENS[request.param], "has_touch": True, "is_mobile": True}
    return browser_context_args | screen


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N")
    dev = make_person(unit, reference="dev", name="Dev P")
    for n in range(18):
        make_person(unit, reference=f"more-{n}")
    rota = make_rota(unit, starts=MONDAY, weeks=4)
    make_duty(rota, dev, MONDAY, shift="LD")
    return rota


@pytest.fixture
def grid(open_as, rota, console):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", rota.pk)
    yield page
    assert console == []


def cell(page, row, column):
    return page.locator(f"#c{row}-{column}")


def tap(page, name):
    page.get_by_role("button", name=name, exact=True).tap()


def saved(page):
    expect(page.locator("#saving")).to_have_text("Saved")


def focused(page):
    return page.evaluate("document.activeElement.id")


def codes(person):
    duties = Duty.objects.filter(person__reference=person).order_by("date")
    return [(duty.date.day, duty.shift_type.code) for duty in duties]


def test_a_tap_chooses_a_cell_and_the_card_is_one_button_away_and_back(grid):
    cell(grid, DEV, 0).tap()
    assert focused(grid) == "c1-0"
    tap(grid, "Card")
    expect(grid.locator("#card")).to_be_focused()
    expect(grid.locator("#card")).to_be_in_viewport()
    expect(grid.locator("#card-text")).to_contain_text("Long day 08:00 to 20:00")
    tap(grid, "Back to the cell")
    expect(cell(grid, DEV, 0)).to_be_focused()
    expect(cell(grid, DEV, 0)).to_be_in_viewport()


def test_shifts_are_painted_by_taps_from_the_palette_at_hand(grid):
    tap(grid, "E")
    cell(grid, ASHA, 0).tap()
    cell(grid, ASHA, 2).tap()
    expect(cell(grid, ASHA, 2)).to_contain_text("E")
    saved(grid)
    assert codes("asha") == [(2, "E"), (4, "E")]
    tap(grid, "clear")
    cell(grid, ASHA, 0).tap()
    expect(cell(grid, ASHA, 0)).not_to_contain_text("E")
    tap(grid, "clear")
    cell(grid, ASHA, 2).tap()
    saved(grid)
    assert codes("asha") == [(4, "E")]


def swipe(page, target, by):
    """A finger put down on an element and drawn to the left, as Chromium gets it of a screen."""
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        touch("touchMove", {"x": x - by * step / 10, "y": y})
        page.wait_for_timeout(16)
    touch("touchEnd")


def test_a_swipe_scrolls_the_sheet_and_paints_nothing(grid):
    tap(grid, "E")
    cell(grid, ASHA, 0).scroll_into_view_if_needed()
    swipe(grid, cell(grid, ASHA, 3), 100)
    grid.wait_for_function("document.querySelector('.rota__sheet').scrollLeft > 0")
    expect(cell(grid, ASHA, 3)).to_have_text("")
    assert grid.locator(".is-painted").count() == 0
    assert not DutyChange.objects.exists()


def test_a_finger_held_down_opens_the_card_of_the_cell(grid):
    cell(grid, DEV, 0).evaluate(
        "cell => cell.scrollIntoView({ block: 'center', behavior: 'instant' })"
    )
    box = cell(grid, DEV, 0).bounding_box()
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session = grid.context.new_cdp_session(grid)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(grid.locator("#card")).to_be_focused()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(grid.locator("#card-text")).to_contain_text("Long day 08:00 to 20:00")
    assert not DutyChange.objects.exists()


def test_a_shift_is_typed_by_a_button(grid):
    cell(grid, ASHA, 1).tap()
    tap(grid, "Type")
    grid.keyboard.type("L GH")
    grid.keyboard.press("Enter")
    expect(cell(grid, ASHA, 1)).to_contain_text("G·XR")
    saved(grid)
    assert codes("asha") == [(3, "L")]


def test_a_duty_is_moved_without_a_drag_and_undone(grid):
    cell(grid, DEV, 0).tap()
    tap(grid, "Pick up, put down")
    cell(grid, ASHA, 3).tap()
    tap(grid, "Pick up, put down")
    expect(cell(grid, ASHA, 3)).to_contain_text("LD")
    saved(grid)
    assert (codes("asha"), codes("dev")) == ([(5, "LD")], [])
    tap(grid, "Undo")
    expect(cell(grid, DEV, 0)).to_contain_text("LD")
    saved(grid)
    assert (codes("asha"), codes("dev")) == ([], [(2, "LD")])


def test_a_note_is_written_and_a_week_cleared_by_taps(grid):
    cell(grid, DEV, 0).tap()
    tap(grid, "Note…")
    grid.get_by_label("Dev P", exact=True).fill("Late train")
    tap(grid, "Save")
    expect(cell(grid, DEV, 0)).to_contain_text("✎")
    assert Note.objects.get().text == "Late train"
    tap(grid, "Clear…")
    tap(grid, "Clear")
    expect(grid.locator("#saving")).to_have_text("Cleared 1 cell.")
    expect(cell(grid, DEV, 0)).to_contain_text("✎")
    assert codes("dev") == []


def test_the_form_opens_for_the_chosen_cell(grid):
    cell(grid, DEV, 0).tap()
    tap(grid, "Form")
    expect(grid.get_by_label("Shift")).to_have_value("LD")


def test_nothing_is_wider_than_the_screen_and_every_button_is_big_enough(grid):
    width = grid.viewport_size["width"]
    assert grid.evaluate("document.documentElement.scrollWidth") <= width
    small = grid.evaluate(
        """() => [...document.querySelectorAll("#rota button, #rota a")]
            .filter((one) => one.checkVisibility() && !one.closest(".rota__sheet, p, summary"))
            .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []
    found = Axe().run(grid, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    found = [(one["id"], one["nodes"][0]["target"]) for one in found.response["violations"]]
    assert found == []


def test_the_days_of_the_second_week_are_reached(grid, rota):
    make_duty(rota, rota.unit.people.get(reference="asha"), MONDAY + timedelta(days=13), shift="SH")
    grid.reload()
    cell(grid, ASHA, 13).tap()
    assert focused(grid) == "c0-13"
    expect(cell(grid, ASHA, 13)).to_be_in_viewport(ratio=0.9)
