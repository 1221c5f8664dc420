"""Filling a rota from the grid: asked for, watched, looked at as ghosts, kept in part, undone."""

import re
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from roster import asking_fills, running_fills
from roster.models import Duty, FillRun
from roster.running_fills import run_waiting
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import ANY, faults_light_and_dark
from tests.factories import judge_only, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
ASHA, BEN = 0, 1


@pytest.fixture(autouse=True)
def awake(monkeypatch):
    """Nobody has asked this process to stop, and no broker is asked for anything."""
    monkeypatch.setattr(asking_fills, "wake_solver", lambda: None)
    running_fills.stopping.clear()


@pytest.fixture
def rota():
    """A week; an early radiographer is wanted at TH/XR on Monday to Wednesday. Asha is away."""
    unit = make_unit()
    judge_only(unit, "R-33", "R-11", "R-19")
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"starts": time(8), "ends": time(16), "role": "radiographer", "least": 1}
    unit.demand.create(area=area, days=["mon", "tue", "wed"], **line)
    make_person(unit, "asha", name="Asha N")
    make_person(unit, "ben", name="Ben O")
    return make_rota(unit, MONDAY, weeks=1)


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


def panel(page):
    return page.locator("#filling")


def keys(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def ask(page, seconds="5"):
    """Asks for Ben's cells by keys alone, and lets the solver run."""
    cell(page, BEN, 0).click()
    keys(page, "F6")
    dialog = page.get_by_role("dialog", name="Fill the rota")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Ben O").check()
    dialog.get_by_label("Seconds it may take").fill(seconds)
    keys(page, "Enter")
    expect(panel(page)).to_contain_text("Waiting for the solver")
    run_waiting(timezone.now)


def planned():
    duties = Duty.objects.order_by("date", "person__reference")
    return [(duty.person.reference, duty.date.day) for duty in duties.select_related("person")]


def test_a_proposal_lies_over_the_sheet_and_is_kept_and_undone_by_keys(grid):
    ask(grid)
    expect(panel(grid)).to_contain_text("Proposed: 3 cells")
    expect(grid.locator("td.cell.has-ghost")).to_have_count(3)
    assert planned() == []
    said = cell(grid, BEN, 0).get_attribute("aria-label")
    assert said.startswith("Proposed: ")
    keys(grid, "Shift+F6")
    assert grid.evaluate("document.activeElement.id") == f"c{BEN}-1"
    keys(grid, "Control+Enter")
    expect(panel(grid)).to_contain_text("Proposed: 2 cells")
    assert planned() == [("ben", 3)]
    keys(grid, "F6")
    assert grid.evaluate("document.activeElement.id") == "filling"
    panel(grid).get_by_role("button", name="Keep the rest").press("Enter")
    expect(panel(grid)).to_be_hidden()
    assert planned() == [("ben", 2), ("ben", 3), ("ben", 4)]
    keys(grid, "Control+z")
    expect(panel(grid)).to_contain_text("Proposed: 2 cells")
    assert planned() == [("ben", 3)]


def test_it_is_asked_for_watched_and_kept_by_keys_alone(grid):
    """What is picked says whom; the panel says how far it is, while the page stays as it is."""
    cell(grid, BEN, 0).focus()
    keys(grid, "Shift+ArrowRight", "F6")
    dialog = grid.get_by_role("dialog", name="Fill the rota")
    expect(dialog.get_by_label("From")).to_be_focused()
    expect(dialog.get_by_label("Ben O")).to_be_checked()
    keys(grid, "Enter")
    expect(panel(grid)).to_contain_text("Waiting for the solver")
    grid.evaluate("window.sameAsBefore = true")
    progress = {"elapsed": 3, "objective": 4200, "bound": 4000, "uncovered": 2}
    FillRun.objects.update(
        state="running", started_at=timezone.now(), alive_at=timezone.now(), **progress
    )
    for said in ("3 of 30 s", "4,200", "4.8 %"):
        expect(panel(grid)).to_contain_text(said)
    expect(grid.locator("#fill-said")).to_have_text("Filling, 2 gaps left.")
    FillRun.objects.update(state="waiting", seconds=5)
    run_waiting(timezone.now)
    expect(panel(grid)).to_contain_text("Proposed: 3 cells")
    assert grid.evaluate("window.sameAsBefore")
    keys(grid, "F6", "Tab")
    expect(panel(grid).get_by_role("link", name="The whole summary")).to_be_focused()
    keys(grid, "Tab")
    expect(panel(grid).get_by_role("button", name="Keep all")).to_be_focused()
    keys(grid, "Enter")
    expect(panel(grid)).to_be_hidden()
    assert planned() == [("ben", 2), ("ben", 3), ("ben", 4)]
    keys(grid, "Control+z")
    expect(panel(grid)).to_contain_text("Proposed: 3 cells")
    assert planned() == []


def test_on_a_phone_it_is_asked_for_and_kept_by_finger(grid):
    grid.set_viewport_size({"width": 390, "height": 800})
    grid.get_by_role("button", name="Fill…").click()
    grid.get_by_role("dialog", name="Fill the rota").get_by_role("button", name="Fill").click()
    expect(panel(grid)).to_contain_text("Waiting for the solver")
    FillRun.objects.update(seconds=5)
    run_waiting(timezone.now)
    expect(panel(grid)).to_contain_text("Proposed: 3 cells")
    panel(grid).get_by_role("button", name="Next proposed").click()
    person = grid.evaluate("document.activeElement.closest('tr').dataset.person")
    panel(grid).get_by_role("button", name="Keep what is picked").click()
    expect(panel(grid)).to_contain_text("Proposed: 2 cells")
    assert planned() == [(person, 2)]


def test_a_persons_and_a_dates_part_are_kept_apart(grid):
    ask(grid)
    cell(grid, BEN, 2).click()
    panel(grid).get_by_role("button", name="Keep Wednesday 4 November").click()
    expect(panel(grid)).to_contain_text("Proposed: 2 cells")
    assert planned() == [("ben", 4)]
    panel(grid).get_by_role("button", name="Keep Ben O’s").click()
    expect(panel(grid)).to_be_hidden()
    assert planned() == [("ben", 2), ("ben", 3), ("ben", 4)]


def test_a_cell_planned_meanwhile_is_not_overwritten_and_the_rest_can_be_kept(grid, rota):
    ask(grid)
    expect(panel(grid)).to_contain_text("Proposed: 3 cells")
    make_duty(rota, rota.unit.people.get(reference="ben"), MONDAY, shift="L")
    panel(grid).get_by_role("button", name="Keep all").click()
    expect(grid.locator("#messages, .toasts, [role=alert]").first).to_contain_text(
        "Ben O, Monday 2"
    )
    assert planned() == [("ben", 2)]
    panel(grid).get_by_role("button", name="Keep the rest").click()
    expect(panel(grid)).not_to_contain_text("Proposed")
    assert planned() == [("ben", 2), ("ben", 3), ("ben", 4)]


def test_one_that_waits_is_called_off(grid):
    cell(grid, BEN, 0).click()
    keys(grid, "F6")
    expect(grid.get_by_label("Seconds it may take")).to_be_visible()
    keys(grid, "Enter")
    expect(panel(grid)).to_contain_text("Waiting for the solver")
    panel(grid).get_by_role("button", name="Cancel").click()
    expect(panel(grid)).to_be_hidden()
    assert FillRun.objects.get().state == FillRun.State.CANCELLED


def test_the_hours_stand_beside_those_that_are_kept(grid):
    ask(grid)
    hours = grid.locator(f"#h{BEN}").get_by_role("button")
    expect(hours).to_have_accessible_name(re.compile(r"^Proposed: .+ Now: 0 rostered of"))
    expect(grid.locator(f"#h{BEN} .ghost small")).to_have_text("0 →")
    hours.click()
    expect(grid.get_by_role("dialog")).to_contain_text("Ben")
    keys(grid, "Escape")
    panel(grid).get_by_role("button", name="Discard").click()
    expect(hours).to_have_accessible_name(re.compile("^0 rostered of"))


def test_a_proposal_is_put_away_and_a_reload_shows_it_till_then(grid):
    ask(grid)
    grid.reload()
    expect(panel(grid)).to_contain_text("Proposed: 3 cells")
    panel(grid).get_by_role("button", name="Discard").click()
    expect(panel(grid)).to_be_hidden()
    expect(grid.locator(".ghost")).to_have_count(0)
    assert planned() == []


def test_the_page_of_fills_follows_one_and_opens_its_proposal_once_it_is_done(grid, rota):
    base = grid.url.split("/rotas/")[0]
    grid.goto(f"{base}/rotas/{rota.pk}/fill/")
    grid.get_by_label("Seconds it may take").fill("5")
    grid.get_by_role("button", name="Fill", exact=True).click()
    expect(grid.get_by_role("heading", name="Waiting for the solver")).to_be_visible()
    grid.evaluate("window.sameAsBefore = true")
    figures = {"elapsed": 3, "objective": 4200, "bound": 4000, "uncovered": 2}
    FillRun.objects.update(
        state="running", started_at=timezone.now(), alive_at=timezone.now(), **figures
    )
    expect(grid.get_by_role("heading", name="Being filled")).to_be_visible()
    figures = grid.locator("#running-figures dd")
    expect(figures).to_have_text(["3 of 5 s", "2", "4,200", "by 4.8 % at most"])
    assert grid.evaluate("window.sameAsBefore")
    FillRun.objects.update(state="waiting")
    run_waiting(timezone.now)
    grid.wait_for_url("**/fills/*/")
    expect(grid.get_by_role("button", name="Keep all")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 320])
def test_its_pages_are_accessible_and_need_no_scrolling_aside(grid, rota, width):
    ask(grid)
    expect(panel(grid)).to_contain_text("Proposed: 3 cells")
    grid.set_viewport_size({"width": width, "height": 900})
    base, run = grid.url.split("/rotas/")[0], FillRun.objects.get()
    tried = f"/rotas/{rota.pk}/what-ifs/"
    pages = tried, f"/rotas/{rota.pk}/fill/", f"/fills/{run.pk}/", f"/units/{rota.unit_id}/weights/"
    for path in (f"/rotas/{rota.pk}/", *pages):
        grid.goto(base + path)
        if path not in pages:
            expect(panel(grid)).to_contain_text("Proposed: 3 cells")
        assert faults_light_and_dark(grid, ANY) == []
        assert grid.evaluate("document.documentElement.scrollWidth <= innerWidth")
