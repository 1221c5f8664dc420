"""Every kind of edit is one step of undo; what a spreadsheet gives and takes; a lost connection."""

from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from roster.models import Demand, Duty, DutyChange
from roster.patterning import assign_line, write_line
from staff.models import Unavailability
from tests.browser.conftest import PASSWORD
from tests.factories import (
    judge_only,
    make_duty,
    make_person,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
DEV, ASHA = 0, 1  # radiographers stand above assistant practitioners


@pytest.fixture
def rota():
    """Asha works six days running; Dev works Monday, and a line; on Sunday somebody is missing."""
    unit = make_unit()
    judge_only(unit, "R-02", "R-33")
    asha = make_person(unit, "asha", name="Asha N", role="assistant_practitioner", band="4")
    dev = make_person(unit, "dev", name="Dev P")
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for n in range(6):
        make_duty(rota, asha, MONDAY + timedelta(days=n))
    make_duty(rota, dev, MONDAY, shift="LD")
    line = write_line(unit=unit, name="A", pattern=[["", "", "SH", *[""] * 4]])
    assign_line(line=line, people=[dev], starts=MONDAY, first_week=1)
    hours = {"starts": time(8), "ends": time(16)}
    area = unit.sites.get(code="TH").areas.get(code="XR")
    need = {"days": ["sun"], "role": "radiographer", "least": 1}
    Demand.objects.create(unit=unit, area=area, **need, **hours)
    return rota


@pytest.fixture
def grid(open_as, rota, console):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", rota.pk)
    yield page
    assert console == []


def cell(page, row, column):
    return page.locator(f"#c{row}-{column}")


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def focused(page):
    return page.evaluate("document.activeElement.id")


def clipboard(page, kind, text="", html=""):
    """A clipboard event as the browser makes it; returns the text that was put there."""
    return page.evaluate(
        """([kind, text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent(kind, how));
            return data.getData("text/plain");
        }""",
        [kind, text, html],
    )


def paint(page):
    page.get_by_role("button", name="SH", exact=True).click()
    cell(page, DEV, 1).hover()
    page.mouse.down()
    cell(page, DEV, 3).hover()
    page.mouse.up()
    keys(page, "Escape")


def put_down(page, *way):
    keys(page, "Space", *way, "Space")


# What is done with Dev's Monday chosen, by kind of edit.
KINDS = {
    "typed": lambda page: keys(page, "l", "Enter"),
    "changed in the cell": lambda page: change(page),
    "deleted": lambda page: keys(page, "Delete"),
    "typed into a block": lambda page: keys(page, "Shift+ArrowRight", "e", "Enter"),
    "filled right": lambda page: keys(page, "Shift+ArrowRight", "Control+r"),
    "filled down": lambda page: keys(page, "Shift+ArrowDown", "Control+d"),
    "pasted": lambda page: clipboard(page, "paste", "E\tL\r\nSH\t\r\n"),
    "cut": lambda page: clipboard(page, "cut"),
    "painted": paint,
    "moved by keys": lambda page: put_down(page, "ArrowRight"),
    "moved by a drag": lambda page: cell(page, DEV, 0).drag_to(cell(page, DEV, 9)),
    "swapped": lambda page: put_down(page, "ArrowDown"),
    "sent to another place": lambda page: keys(page, "Alt+ArrowDown"),
    "copied forward": lambda page: copy_forward(page),
    "laid by a line": lambda page: keys(page, "Shift+F9", "Enter"),
    "cleared": lambda page: keys(page, "Control+Delete", "Enter"),
    "mended": lambda page: mend(page),
    "covered": lambda page: cover(page),
}


def change(page):
    keys(page, "F2", "Control+a")
    page.keyboard.type("AD")
    keys(page, "Enter")


def copy_forward(page):
    keys(page, "F9")
    dialog = page.get_by_role("dialog", name="Copy weeks")
    dialog.get_by_label("From the week of").select_option("2026-11-02")
    dialog.get_by_label("Weeks").fill("1")
    dialog.get_by_label("To the week of").select_option("2026-11-09")
    dialog.get_by_role("button", name="Copy").click()


def mend(page):
    keys(page, "F8", "F7")
    expect(page.locator("#mending button").first).to_be_focused()
    keys(page, "Enter")


def cover(page):
    page.locator("#n0-6").focus()
    keys(page, "Enter")
    expect(page.locator("#mending button").first).to_be_focused()
    keys(page, "Enter")


def held():
    rows = Duty.objects.order_by("person__reference", "date", "starts_at")
    fields = "person__reference", "date", "shift_type__code", "site__code", "area__code"
    return list(rows.values_list(*fields))


def drawn(page):
    """Every cell, balance and need as it is drawn, with nothing picked."""
    cell(page, DEV, 0).click()
    return page.evaluate(
        """() => [...document.querySelectorAll(".cell, .need, .edge")].map((one) => {
            const copy = one.cloneNode(true);
            copy.removeAttribute("tabindex");
            copy.className = [...copy.classList].sort().join(" ");
            return copy.outerHTML;
        })"""
    )


def done(page, do, batches):
    """Do it and wait until it is answered and shown; then as many edits were ever made."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        do(page)
    page.wait_for_function("() => !document.querySelector('.cell--pending')")
    expect(page.locator("#saving")).not_to_have_text("Saving…")
    assert DutyChange.objects.values("batch").distinct().count() == batches


def test_each_kind_of_edit_is_one_step_of_undo_and_the_sheet_is_as_it_was(grid):
    before, sheet = held(), drawn(grid)
    for number, (kind, do) in enumerate(KINDS.items(), start=1):
        done(grid, do, 2 * number - 1)
        assert held() != before, kind
        assert focused(grid), kind
        done(grid, lambda page: keys(page, "Control+z"), 2 * number)
        assert focused(grid), kind
        assert (kind, held(), drawn(grid)) == (kind, before, sheet)


EXCEL = (
    'E\t"LD\nTH/ED"\t""\r\n\tSH GH\t"L"\r\n',
    "<html><body><table><tr><td>E</td><td>LD<br>TH/ED</td><td></td></tr></table></body></html>",
)
LIBREOFFICE = (
    'E\t"LD\nTH/ED"\t\n\tSH GH\tL\n',
    '<table cellspacing="0"><tr><td align="left">E</td><td>LD<br>TH/ED</td></tr></table>',
)


@pytest.mark.parametrize("copied", [EXCEL, LIBREOFFICE], ids=["excel", "libreoffice"])
def test_what_a_spreadsheet_copies_is_pasted_by_ctrl_v(grid, live_server, copied):
    grid.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    cell(grid, DEV, 7).click()
    grid.evaluate(
        """([text, html]) => navigator.clipboard.write([new ClipboardItem({
            "text/plain": new Blob([text], {type: "text/plain"}),
            "text/html": new Blob([html], {type: "text/html"}),
        })])""",
        list(copied),
    )
    keys(grid, "Control+v")
    expect(cell(grid, ASHA, 9)).to_contain_text("L")
    expect(grid.locator("#saving")).to_have_text("Saved")
    later = [row for row in held() if row[1] > MONDAY + timedelta(days=6)]
    assert [(who, day.day, *duty) for who, day, *duty in later] == [
        ("asha", 10, "SH", "GH", "XR"),
        ("asha", 11, "L", "TH", "XR"),
        ("dev", 9, "E", "TH", "XR"),
        ("dev", 10, "LD", "TH", "ED"),
    ]
    keys(grid, "Control+z")
    expect(cell(grid, ASHA, 9)).not_to_contain_text("L")


def test_a_block_is_copied_by_ctrl_c_as_a_spreadsheet_takes_it(grid, live_server):
    grid.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    cell(grid, DEV, 0).click()
    keys(grid, "Shift+ArrowDown", "Shift+ArrowRight", "Control+c")
    assert grid.evaluate("navigator.clipboard.readText()") == "LD TH/XR\t\nE TH/XR\tE TH/XR"


def test_a_connection_lost_while_typing_keeps_what_was_typed_and_the_focus(open_as, rota):
    manager = make_user(rota.unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", rota.pk)
    cell(page, DEV, 1).click()
    keys(page, "l")
    page.context.set_offline(True)
    expect(page.locator("#saving")).to_contain_text("No connection", timeout=8000)
    page.keyboard.type(" gh")
    keys(page, "Enter")
    assert focused(page) == "c0-2"
    expect(page.locator("#saving")).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("Saved", timeout=15_000)
    assert focused(page) == "c0-2"
    expect(cell(page, DEV, 1)).to_contain_text("G·XR")
    assert DutyChange.objects.count() == 1


def test_the_breaches_are_stepped_through_backwards(grid):
    cell(grid, DEV, 0).click()
    keys(grid, "F8")
    first = grid.locator(".breach[aria-current]").inner_text()
    keys(grid, "F8")
    assert grid.locator(".breach[aria-current]").inner_text() != first
    keys(grid, "Shift+F8")
    assert grid.locator(".breach[aria-current]").inner_text() == first


def test_a_screen_reader_is_told_all_that_a_cell_shows(grid, rota):
    dev, asha = (rota.unit.people.get(reference=name) for name in ("dev", "asha"))
    make_duty(rota, dev, MONDAY + timedelta(days=7), additional=True, fixed=True, role="assist")
    tuesday = MONDAY + timedelta(days=8)
    Unavailability.objects.create(person=dev, kind="AL", starts_on=tuesday, until=tuesday)
    make_duty(rota, asha, tuesday, shift="AD", area=None, supervised_by=["dev"])
    grid.reload()
    names = {
        (DEV, 7): "Early 08:00 to 16:00, General X-ray, Teaching Hospital, assist, extra, fixed",
        (DEV, 8): "annual leave",
        (DEV, 9): "nothing",
        (ASHA, 8): "Office 09:00 to 17:00, Teaching Hospital, supervised by Dev P",
    }
    for place, name in names.items():
        expect(cell(grid, *place)).to_have_role("gridcell")
        expect(cell(grid, *place)).to_have_accessible_name(name)
    assert "no weekday off" in cell(grid, ASHA, 5).get_attribute("aria-label")
    expect(grid.locator("#p0")).to_have_role("rowheader")
    expect(grid.locator("#d0")).to_have_role("columnheader")
