"""Laying rota lines, clearing weeks and writing notes in the grid; and the page of lines."""

from datetime import date, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from roster.models import Demand, Duty, DutyChange, Note
from roster.noting import write_note
from roster.patterning import assign_line, write_line
from tests.browser.conftest import PASSWORD
from tests.factories import NOW, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
ASHA, DEV = 0, 1


@pytest.fixture
def rota():
    unit = make_unit()
    asha = make_person(unit, reference="asha", name="Asha N")
    dev = make_person(unit, reference="dev", name="Dev P")
    line = write_line(unit=unit, name="A", pattern=[["E", *[""] * 6], ["L", *[""] * 6]])
    assign_line(line=line, people=[asha, dev], starts=MONDAY, first_week=1, step=1)
    return make_rota(unit, starts=MONDAY, weeks=4)


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


def focused(page):
    return page.evaluate("document.activeElement.id")


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def said(page, text):
    expect(page.locator("#saving")).to_have_text(text)


def codes(person):
    duties = Duty.objects.filter(person__reference=person).order_by("date")
    return [(duty.date.day, duty.shift_type.code) for duty in duties]


def test_everybodys_lines_are_laid_in_two_keys_and_taken_back_in_one(grid):
    cell(grid, ASHA, 3).click()
    keys(grid, "Shift+F9", "Enter")
    said(grid, "Laid 8 cells.")
    assert codes("asha") == [(2, "E"), (9, "L"), (16, "E"), (23, "L")]
    assert codes("dev") == [(2, "L"), (9, "E"), (16, "L"), (23, "E")]
    assert focused(grid) == "c0-3"
    expect(cell(grid, ASHA, 0)).to_contain_text("E")
    keys(grid, "Shift+F9", "Enter")
    said(grid, "There was nothing to change.")
    keys(grid, "Control+z")
    expect(cell(grid, ASHA, 0)).not_to_contain_text("E")
    said(grid, "Saved")
    assert codes("asha") + codes("dev") == []


def test_lines_are_laid_for_the_people_and_weeks_chosen_and_what_was_left_is_said(grid, rota):
    make_duty(rota, rota.unit.people.get(reference="dev"), MONDAY + timedelta(days=7), shift="SH")
    cell(grid, DEV, 0).click()
    grid.get_by_role("button", name="Lay lines…").click()
    dialog = grid.get_by_role("dialog", name="Lay rota lines")
    dialog.get_by_label("Dev P").check()
    dialog.get_by_label("From the week of").select_option("2026-11-09")
    dialog.get_by_label("Weeks").fill("2")
    dialog.get_by_role("button", name="Lay down").click()
    said(grid, "Laid 1 cell. Left as they are: 1 planned otherwise already.")
    assert (codes("asha"), codes("dev")) == ([], [(9, "SH"), (16, "L")])


def test_leaving_a_dialog_does_nothing_even_after_one_was_done(grid):
    cell(grid, ASHA, 0).click()
    keys(grid, "Shift+F9", "Enter")
    said(grid, "Laid 8 cells.")
    for key in ("Shift+F9", "Control+Delete", "F9"):
        keys(grid, key)
        expect(grid.get_by_role("dialog")).to_be_visible()
        keys(grid, "Escape")
        expect(grid.get_by_role("dialog")).to_be_hidden()
        assert focused(grid) == "c0-0"
    assert DutyChange.objects.count() == 8


def test_a_persons_week_is_cleared_in_two_keys_and_undone_in_one(grid):
    cell(grid, ASHA, 9).click()
    keys(grid, "Shift+F9", "Enter")
    said(grid, "Laid 8 cells.")
    keys(grid, "Control+Delete", "Enter")
    said(grid, "Cleared 1 cell.")
    assert codes("asha") == [(2, "E"), (16, "E"), (23, "L")]
    keys(grid, "Control+z")
    expect(cell(grid, ASHA, 7)).to_contain_text("L")


def test_the_people_of_a_picked_block_are_cleared_together(grid):
    cell(grid, ASHA, 0).click()
    keys(grid, "Shift+F9", "Enter")
    said(grid, "Laid 8 cells.")
    keys(grid, "Shift+ArrowDown", "Control+Delete")
    dialog = grid.get_by_role("dialog", name="Clear weeks")
    expect(dialog.get_by_label("Asha N, Dev P")).to_be_checked()
    dialog.get_by_label("Weeks").fill("4")
    keys(grid, "Enter")
    said(grid, "Cleared 8 cells.")
    assert codes("asha") + codes("dev") == []


def test_a_note_is_written_by_keys_shown_by_a_sign_and_told_in_the_card(grid):
    cell(grid, ASHA, 2).click()
    keys(grid, "Shift+F2")
    grid.keyboard.type("Late train")
    keys(grid, "Tab")
    grid.keyboard.type("Scanner service")
    keys(grid, "Enter")
    said(grid, "Noted.")
    expect(cell(grid, ASHA, 2)).to_have_attribute("aria-label", "nothing. Note: Late train")
    expect(cell(grid, ASHA, 2)).to_contain_text("✎")
    expect(grid.locator("#d2")).to_contain_text("has a note")
    assert focused(grid) == "c0-2"
    keys(grid, "e", "Enter", "ArrowLeft", "F3")
    expect(grid.locator("#card-more")).to_contain_text("Late train Mo Manager")
    expect(grid.locator("#card-more")).to_contain_text("Scanner service Mo Manager")
    expect(cell(grid, ASHA, 2)).to_contain_text("✎")
    keys(grid, "Escape", "Shift+F2")
    assert grid.get_by_label("Asha N", exact=True).input_value() == "Late train"
    keys(grid, "Control+a", "Delete", "Enter")
    expect(cell(grid, ASHA, 2)).not_to_contain_text("✎")
    assert list(Note.objects.values_list("text", flat=True)) == [
        "Late train",
        "Scanner service",
        "",
    ]


def test_on_an_area_only_the_date_is_noted(grid, rota):
    area = rota.unit.sites.get(code="TH").areas.get(code="XR")
    hours = {"starts": time(8), "ends": time(20)}
    line = {"days": ["mon"], "role": "radiographer", "least": 1} | hours
    Demand.objects.create(unit=rota.unit, area=area, **line)
    grid.reload()
    cell(grid, DEV, 0).click()
    keys(grid, "ArrowDown")
    assert focused(grid) == "n0-0"
    keys(grid, "Shift+F2")
    expect(grid.get_by_label("Asha N", exact=True)).to_be_hidden()
    grid.keyboard.type("Service")
    keys(grid, "Enter")
    expect(grid.locator("#d0")).to_contain_text("has a note")
    assert focused(grid) == "n0-0"


def test_another_managers_note_appears_without_a_reload(grid, rota):
    cell(grid, DEV, 0).click()
    other = make_user(rota.unit, "rota_manager", name="Sam Other")
    asha = rota.unit.people.get(reference="asha")
    write_note(unit=rota.unit, person=asha, on=MONDAY, text="By phone", by=other, now=NOW)
    expect(cell(grid, ASHA, 0)).to_contain_text("✎", timeout=6000)
    assert focused(grid) == "c1-0"


def test_each_dialog_is_free_of_faults(grid):
    cell(grid, ASHA, 0).click()
    for key in ("Shift+F9", "Control+Delete", "Shift+F2"):
        keys(grid, key)
        expect(grid.get_by_role("dialog")).to_be_visible()
        found = Axe().run(grid, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
        assert found.response["violations"] == [], key
        keys(grid, "Escape")


def paste(page, text):
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


def test_a_line_is_written_by_keys_alone_and_pasted_from_a_spreadsheet(
    open_as, manager, rota, console
):
    page = open_as(manager, "new-line", rota.unit_id)
    page.get_by_label("Name").fill("Long")
    page.get_by_label("Weeks").fill("3")
    page.get_by_role("button", name="Show as many").click()
    page.get_by_label("Week 1, Monday").focus()
    page.keyboard.type("ld")
    keys(page, "ArrowDown")
    paste(page, 'E\t"L\nTH/ED"\r\n\tSH\r\n')
    expect(page.get_by_label("Week 3, Tuesday")).to_have_value("SH")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    assert found.response["violations"] == []
    keys(page, "Enter")
    expect(page.get_by_text("Long is kept: 3 weeks.")).to_be_visible()
    line = rota.unit.rota_lines.get(name="Long")
    off = [""] * 5
    assert line.pattern == [["LD", "", *off], ["E", "L TH/ED", *off], ["", "SH", *off]]
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    assert found.response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert console == []


@pytest.mark.parametrize(("page_of", "by"), [("demand-templates", "unit"), ("note", "rota")])
def test_the_small_pages_fit_a_phone_and_have_no_fault(open_as, manager, rota, page_of, by):
    rota.unit.demand_templates.create(name="Term", lines=[], saved_by=manager, saved_at=NOW)
    page = open_as(manager, page_of, rota.unit_id if by == "unit" else rota.pk)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    assert found.response["violations"] == []
