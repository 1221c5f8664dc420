"""What if in a real browser: asked by keys alone, compared, thrown away; readable on a phone."""

from datetime import date, time
from itertools import product

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from roster import asking_fills, running_fills
from roster.models import FillRun
from roster.running_fills import run_waiting
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import ANY, faults_light_and_dark
from tests.factories import judge_only, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)


@pytest.fixture
def asking(open_as, console, monkeypatch):
    """The form of a week in which a radiographer is wanted on two days; Asha and Ben are there."""
    monkeypatch.setattr(asking_fills, "wake_solver", lambda: None)
    running_fills.stopping.clear()
    unit = make_unit()
    judge_only(unit, "R-33", "R-17", "R-19")
    area = unit.sites.get(code="TH").areas.get(code="XR")
    line = {"starts": time(8), "ends": time(16), "role": "radiographer", "least": 1}
    unit.demand.create(area=area, days=["mon", "tue"], **line)
    make_person(unit, "asha", name="Asha N")
    make_person(unit, "ben", name="Ben O")
    manager = make_user(unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    page = open_as(manager, "rota", make_rota(unit, MONDAY, weeks=1).pk)
    page.get_by_role("link", name="What if?").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What if?")
    yield page
    assert [said for said in console if "422" not in said] == []


def keyed(page, *presses):
    for press in presses:
        page.keyboard.press(press)


def unfold(page, kind):
    page.locator(".what-if__kind > summary", has=page.get_by_text(kind, exact=True)).press("Enter")


def ask(page):
    """Two at least of the only line, without Ben, by keys alone."""
    unfold(page, "Demand")
    keyed(page, "Tab", "ArrowDown", "Tab")
    page.keyboard.type("2")
    keyed(page, "Tab", "Tab", "Enter", "Tab")  # over the rows that are folded away
    page.keyboard.type("Ben")
    page.get_by_label("Seconds it may take").focus()
    keyed(page, "Control+a")
    page.keyboard.type("5")
    keyed(page, "Tab", "Space", "Tab", "Enter")  # not both sides
    page.wait_for_url("**/what-ifs/*/")


def test_asked_compared_and_thrown_away_by_keys_alone(asking):
    ask(asking)
    expect(asking.locator("main")).to_contain_text("Without Ben O.")
    expect(asking.locator("main")).to_contain_text("Waiting for the solver")
    asking.evaluate("window.sameAsBefore = true")
    figures = {"elapsed": 3, "objective": 4200, "bound": 4000, "uncovered": 2}
    FillRun.objects.update(state="running", alive_at=timezone.now(), **figures)
    expect(asking.get_by_role("heading", name="Being filled")).to_be_visible()
    shown = asking.locator("#running-figures dd")
    expect(shown).to_have_text(["3 of 5 s", "2", "4,200", "by 4.8 % at most"])
    assert asking.evaluate("window.sameAsBefore")
    FillRun.objects.update(state="waiting")
    run_waiting(timezone.now)
    row = asking.get_by_role("row", name="Hours for which somebody is missing")
    expect(row.locator("td")).to_have_text(["16", "16", "±0"])
    asking.get_by_text("General X-ray", exact=False).first.wait_for()
    asking.get_by_role("link", name="Change it and try again").press("Enter")
    expect(asking.get_by_label("asks for at least so many people")).to_have_value("2")
    asking.go_back()
    asking.get_by_role("button", name="Throw it away").focus()
    keyed(asking, "Enter")
    expect(asking.locator("main")).to_contain_text("Nothing was tried out with this rota yet.")
    assert not FillRun.objects.exists()


def test_what_is_wrong_is_said_first_and_leads_to_its_field(asking):
    unfold(asking, "Demand")
    asking.get_by_label("asks for at least so many people").fill("2")
    asking.get_by_role("button", name="Try it out").click()
    expect(asking.locator("#errors")).to_be_focused()
    asking.locator("#errors").get_by_role("link").first.click()
    expect(asking.get_by_label("asks for at least so many people")).to_be_focused()


def test_more_of_a_kind_is_unfolded_and_both_sides_filled_by_keys_alone(asking):
    unfold(asking, "People")
    asking.get_by_label("With somebody more like", exact=True).focus()
    keyed(asking, "Tab", "Enter", "Tab", "Tab")
    asking.keyboard.type("Asha")
    expect(asking.get_by_label("Fill the rota as it is too")).to_be_checked()
    asking.get_by_role("button", name="Try it out").press("Enter")
    asking.wait_for_url("**/what-ifs/*/")
    FillRun.objects.update(seconds=1)
    run_waiting(timezone.now)
    expect(asking.locator("main")).to_contain_text("With somebody more like Asha N.")
    asking.reload()
    expect(asking.get_by_role("columnheader", name="As it is, filled")).to_be_visible()


def test_hours_and_times_are_asked_by_keys_alone(asking):
    unfold(asking, "Hours and competencies")
    keyed(asking, "Tab")
    asking.keyboard.type("Ben")
    keyed(asking, "Tab")
    asking.keyboard.type("30")
    unfold(asking, "Shift types")
    asking.get_by_label("This shift type").select_option("E")
    asking.get_by_label("starts at", exact=True).fill("07:30")
    asking.get_by_role("button", name="Try it out").press("Enter")
    asking.wait_for_url("**/what-ifs/*/")
    expect(asking.locator("main")).to_contain_text(
        "Ben O with 30 h a week in place of 37 h 30 min."
    )
    expect(asking.locator("main")).to_contain_text(
        "E at 07:30 to 16:00 in place of 08:00 to 16:00."
    )


def test_its_pages_are_accessible_and_need_no_scrolling_aside(asking):
    form = asking.url
    ask(asking)
    run_waiting(timezone.now)
    for address, width in product((asking.url, form), (320, 1440)):
        asking.set_viewport_size({"width": width, "height": 900})
        asking.goto(address)
        for fold in asking.locator(".what-if details > summary").all():
            fold.click()
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert asking.evaluate(wide) is False
        assert faults_light_and_dark(asking, ANY) == []
