"""The grid in a real browser: the keys, what is shown, and what happens when things go wrong."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from roster.editing import Cell, edit_rota
from roster.models import Duty, DutyChange
from tests.browser.conftest import PASSWORD
from tests.factories import NOW, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
ASHA, DEV = 1, 0  # rows: radiographers stand above assistant practitioners


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4")
    dev = make_person(unit, reference="dev", name="Dev P")
    rota = make_rota(unit, starts=MONDAY, weeks=4)
    for n in range(7):
        make_duty(rota, dev, MONDAY + timedelta(days=n), shift="LD")
    return rota


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager", name="Mo Manager", password=PASSWORD)


@pytest.fixture
def grid(open_as, manager, rota, console):
    page = open_as(manager, "rota", rota.pk)
    yield page
    assert console == []


def cell(page, row, column):
    return page.locator(f"#c{row}-{column}")


def saved(page):
    expect(page.locator("#saving")).to_have_text("Saved")


def focused(page):
    return page.evaluate("document.activeElement.id")


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def codes(rota, person="asha"):
    duties = Duty.objects.filter(rota=rota, person__reference=person).order_by("date")
    return [(duty.date.day, duty.shift_type.code) for duty in duties]


def test_the_keys_walk_the_sheet_and_stop_at_its_edges(grid):
    cell(grid, ASHA, 0).click()
    walk = [("ArrowRight", "c1-1"), ("ArrowUp", "c0-1"), ("ArrowUp", "c0-1"), ("End", "c0-27")]
    walk += [("Home", "c0-0"), ("ArrowLeft", "c0-0")]
    walk += [("PageDown", "c1-0"), ("PageUp", "c0-0")]
    walk += [("Control+End", "c1-27"), ("Control+Home", "c0-0")]
    for key, expected in walk:
        grid.keyboard.press(key)
        assert focused(grid) == expected, key


def test_the_sheet_is_one_stop_of_the_tab_key(grid):
    assert grid.locator("td[tabindex='0']").count() == 1
    cell(grid, ASHA, 3).click()
    assert grid.locator("td[tabindex='0']").get_attribute("id") == "c1-3"


def test_five_shifts_in_a_row_take_ten_keys(grid, rota):
    cell(grid, ASHA, 0).click()
    for _ in range(5):
        keys(grid, "e", "Enter")
    saved(grid)
    expect(cell(grid, ASHA, 4)).to_contain_text("E")
    assert codes(rota) == [(2, "E"), (3, "E"), (4, "E"), (5, "E"), (6, "E")]
    assert focused(grid) == "c1-5"


def test_weekend_work_without_time_off_is_shown_and_mended(grid, rota):
    cell(grid, ASHA, 0).click()
    for _ in range(6):
        keys(grid, "e", "Enter")
    saved(grid)
    breach = grid.locator("#breaches").get_by_text("Asha N works Saturday 7 November but has no")
    expect(breach).to_be_visible()
    expect(cell(grid, ASHA, 5)).to_have_attribute("aria-label", containing("no weekday off"))
    keys(grid, "F8")
    cell(grid, ASHA, 2).click()
    keys(grid, "Delete")
    expect(breach).to_have_count(0)
    assert (4, "E") not in codes(rota)


def containing(text):
    return re.compile(f".*{re.escape(text)}.*")


def test_delete_undo_and_redo(grid, rota):
    cell(grid, DEV, 0).click()
    keys(grid, "Delete")
    saved(grid)
    expect(cell(grid, DEV, 0)).not_to_contain_text("LD")
    keys(grid, "Control+z")
    expect(cell(grid, DEV, 0)).to_contain_text("LD")
    keys(grid, "Control+y")
    expect(cell(grid, DEV, 0)).not_to_contain_text("LD")
    assert focused(grid) == "c0-0"


def test_escape_leaves_the_cell_as_it_was(grid, rota):
    cell(grid, DEV, 0).click()
    keys(grid, "l", "Escape")
    expect(cell(grid, DEV, 0)).to_contain_text("LD")
    assert focused(grid) == "c0-0"
    assert not DutyChange.objects.exists()


def test_what_is_not_understood_is_said_and_nothing_changes(grid, rota):
    cell(grid, DEV, 0).click()
    grid.keyboard.type("zz")
    keys(grid, "Enter")
    expect(grid.get_by_role("alert")).to_contain_text("There is no shift type ZZ.")
    expect(cell(grid, DEV, 0)).to_contain_text("LD")
    keys(grid, "e", "Enter")
    expect(grid.get_by_role("alert")).to_be_hidden()


def test_another_editors_change_appears_without_a_reload(grid, rota, manager):
    cell(grid, DEV, 3).click()
    wanted = [Cell("asha", MONDAY, ({**plain(), "shift": "L"},))]
    other = make_user(rota.unit, "rota_manager", name="Sam Other")
    edit_rota(rota=rota, by=other, wanted=wanted, now=NOW)
    expect(cell(grid, ASHA, 0)).to_contain_text("L", timeout=6000)
    assert focused(grid) == "c0-3"


def plain():
    return {"shift": "E", "site": "TH", "area": "XR", "role": "operator", "supervised_by": []} | {
        "additional": False,
        "fixed": False,
        "called": [],
        "fold": None,
    }


def test_a_cell_changed_meanwhile_is_refused_with_who(page, open_as, manager, rota):
    page.route("**/changes/**", lambda route: route.fulfill(status=204))  # before it asks at all
    grid = open_as(manager, "rota", rota.pk)
    other = make_user(rota.unit, "rota_manager", name="Sam Other")
    edit_rota(rota=rota, by=other, wanted=[Cell("asha", MONDAY, (plain(),))], now=NOW)
    cell(grid, ASHA, 0).click()
    keys(grid, "l", "Enter")
    expect(grid.get_by_role("alert")).to_contain_text("Sam Other changed Asha N, Monday 2 November")
    expect(cell(grid, ASHA, 0)).to_contain_text("E")
    assert codes(rota) == [(2, "E")]


def test_an_edit_made_without_a_connection_waits_and_is_sent_once(open_as, manager, rota):
    page = open_as(manager, "rota", rota.pk)
    cell(page, ASHA, 0).click()
    page.context.set_offline(True)
    keys(page, "e", "Enter")
    expect(page.locator("#saving")).to_contain_text("Not saved yet")
    expect(cell(page, ASHA, 0)).to_have_text("E")
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("Saved", timeout=15_000)
    assert codes(rota) == [(2, "E")]
    assert DutyChange.objects.count() == 1


def test_a_name_filters_the_people(grid):
    grid.get_by_label("Find a person").fill("ash")
    expect(grid.locator("tr[data-person=dev]")).to_be_hidden()
    expect(grid.locator("tr[data-person=asha]")).to_be_visible()


def test_the_question_mark_lists_the_keys(grid):
    cell(grid, DEV, 0).click()
    keys(grid, "?")
    expect(grid.get_by_role("dialog")).to_be_visible()
    keys(grid, "Escape")
    expect(grid.get_by_role("dialog")).to_be_hidden()
    assert focused(grid) == "c0-0"


def test_a_duty_as_a_form(grid, rota):
    cell(grid, ASHA, 0).click()
    keys(grid, "F4")
    grid.get_by_label("Shift").select_option("E")
    grid.get_by_label("Site and area").select_option("TH/ED")
    grid.get_by_role("button", name="Save").click()
    expect(cell(grid, ASHA, 0)).to_contain_text("T·ED")


def clipboard(page, kind, text=""):
    """A clipboard event as Ctrl+C, X or V makes it; returns what was put on the clipboard."""
    return page.evaluate(
        """([kind, text]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent(kind, how));
            return data.getData("text/plain");
        }""",
        [kind, text],
    )


def test_a_block_is_pasted_from_a_spreadsheet_and_undone_at_once(grid, rota):
    cell(grid, DEV, 0).click()
    clipboard(grid, "paste", "E\tL GH\t\r\nLD TH\te th/ed\tSD\r\n")
    saved(grid)
    assert codes(rota, "dev")[:3] == [(2, "E"), (3, "L"), (5, "LD")]
    assert codes(rota) == [(2, "LD"), (3, "E"), (4, "SD")]
    assert len(set(DutyChange.objects.values_list("batch"))) == 1
    keys(grid, "Control+z")
    expect(cell(grid, DEV, 2)).to_contain_text("LD")
    saved(grid)
    assert codes(rota) == []


def test_a_paste_with_one_cell_not_understood_changes_nothing(grid, rota):
    cell(grid, ASHA, 0).click()
    clipboard(grid, "paste", "E\tQQ\tE\n")
    expect(grid.get_by_role("alert")).to_contain_text("Asha N, Tuesday 3 November: There is no")
    assert codes(rota) == []
    expect(cell(grid, ASHA, 0)).to_have_text("")


def test_a_picked_block_is_copied_cut_filled_and_cleared(grid, rota):
    cell(grid, ASHA, 0).click()
    keys(grid, "Shift+ArrowRight", "Shift+ArrowRight", "e", "Enter")
    saved(grid)
    assert codes(rota) == [(2, "E"), (3, "E"), (4, "E")]
    cell(grid, ASHA, 0).click()
    keys(grid, "Shift+ArrowRight")
    assert clipboard(grid, "copy") == "E TH/XR\tE TH/XR"
    assert clipboard(grid, "cut") == "E TH/XR\tE TH/XR"
    expect(cell(grid, ASHA, 1)).not_to_contain_text("E")
    saved(grid)
    assert codes(rota) == [(4, "E")]
    cell(grid, ASHA, 2).click()
    keys(grid, "Shift+End", "Control+r")
    expect(cell(grid, ASHA, 27)).to_contain_text("E")
    saved(grid)
    assert len(codes(rota)) == 26
    keys(grid, "Delete")
    expect(cell(grid, ASHA, 27)).not_to_contain_text("E")
    saved(grid)
    assert codes(rota) == []


def test_space_carries_a_duty_and_swaps_it_with_another(grid, rota):
    cell(grid, ASHA, 0).click()
    keys(grid, "e", "Enter", "ArrowLeft", "Space", "ArrowRight", "Space")
    expect(cell(grid, ASHA, 1)).to_contain_text("E")
    saved(grid)
    assert codes(rota) == [(3, "E")]
    keys(grid, "Space", "ArrowUp", "Space")
    expect(cell(grid, ASHA, 1)).to_contain_text("LD")
    saved(grid)
    assert (codes(rota), codes(rota, "dev")[1]) == ([(3, "LD")], (3, "E"))


def test_a_duty_is_dragged_to_another_day(grid, rota):
    cell(grid, DEV, 0).drag_to(cell(grid, DEV, 10))
    expect(cell(grid, DEV, 10)).to_contain_text("LD")
    saved(grid)
    assert codes(rota, "dev")[0] == (3, "LD")


def test_a_stroke_paints_a_shift(grid, rota):
    grid.get_by_role("button", name="SH", exact=True).click()
    cell(grid, ASHA, 0).hover()
    grid.mouse.down()
    for column in (1, 2, 3):
        cell(grid, ASHA, column).hover()
    grid.mouse.up()
    expect(cell(grid, ASHA, 3)).to_contain_text("SH")
    saved(grid)
    assert codes(rota) == [(2, "SH"), (3, "SH"), (4, "SH"), (5, "SH")]
    assert DutyChange.objects.values("batch").distinct().count() == 1


def test_the_last_period_rolls_forward_in_two_keys(open_as, manager, rota):
    earlier = make_rota(rota.unit, MONDAY - timedelta(weeks=4))
    asha = rota.unit.people.get(reference="asha")
    make_duty(earlier, asha, MONDAY - timedelta(weeks=4), shift="L")
    page = open_as(manager, "rota", rota.pk)
    cell(page, ASHA, 5).click()
    keys(page, "F9", "Enter")
    expect(page.locator("#saving")).to_have_text("Copied 1 cell.")
    expect(cell(page, ASHA, 0)).to_contain_text("L")
    assert focused(page) == "c1-5"


def test_the_history_of_the_chosen_cell_is_one_link_away(grid, rota):
    cell(grid, DEV, 0).click()
    keys(grid, "Delete")
    saved(grid)
    grid.get_by_role("link", name="What was changed").click()
    expect(grid.get_by_role("heading", name="What was changed")).to_be_visible()
    grid.get_by_role("button", name="Put back LD").click()
    expect(grid.get_by_text("Dev P, Monday 2 November, is as it was.")).to_be_visible()
    assert codes(rota, "dev")[0] == (2, "LD")
