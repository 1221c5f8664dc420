"""Two managers at one rota, each in a browser of their own: nothing is lost, all agree."""

import random
import re
import time
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from roster.changelog import typed
from roster.models import DutyChange
from tests.browser.conftest import PASSWORD, sign_in
from tests.factories import make_person, make_rota, make_unit, make_user
from tests.replaying import replayed, standing

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
PEOPLE = [f"p{number}" for number in range(6)]
DAYS = 14
EDITS = 100
PATIENCE = 20_000


@pytest.fixture
def rota():
    unit = make_unit()
    for reference in PEOPLE:
        make_person(unit, reference=reference, name=f"Person {reference}")
    return make_rota(unit, starts=MONDAY, weeks=2)


@pytest.fixture
def two(browser, live_server, rota):
    """Mo's page and Sam's; each notes the answers of 409 in `page.refused`, and every fault."""
    pages, faults = [], []
    for name in ("Mo Manager", "Sam Other"):
        user = make_user(rota.unit, "rota_manager", name=name, password=PASSWORD)
        page = browser.new_context().new_page()
        page.refused = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda response, page=page: note(response, page, faults))
        sign_in(page.context, user, live_server.url)
        page.goto(live_server.url + reverse("rota", args=[rota.pk]))
        pages.append(page)
    yield pages
    for page in pages:
        page.context.close()
    assert faults == []


def note(response, page, faults):
    if response.status == 409:
        page.refused.append(response.json()["refused"])
    if response.status >= 500:
        faults.append(f"{response.status} {response.url}")


def cell(page, row, column):
    return page.locator(f"#c{row}-{column}")


def go(page, row, column):
    page.evaluate("(id) => document.getElementById(id).focus()", f"c{row}-{column}")


def type_in(page, row, column, text):
    go(page, row, column)
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def paste(page, row, column, text):
    go(page, row, column)
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


def focused(page):
    return page.evaluate("document.activeElement.id")


def settled(page):
    expect(page.locator("#saving")).to_have_text(
        re.compile("^(Saved|Not saved)$"), timeout=PATIENCE
    )
    expect(page.locator(".cell--pending")).to_have_count(0, timeout=PATIENCE)


def on_screen(page):
    """{(person, date): text} of every cell that holds something."""
    found = page.evaluate(
        """() => {
            const heads = [...document.querySelectorAll("thead .day")];
            const days = heads.map((head) => head.dataset.date);
            return [...document.querySelectorAll("tr[data-person]")].flatMap((row) =>
                [...row.querySelectorAll("td.cell")].map((cell, column) =>
                    [row.dataset.person, days[column], cell.dataset.text]));
        }"""
    )
    return {(person, date.fromisoformat(day)): text for person, day, text in found if text}


def in_database(rota):
    return {key: typed(duties) for key, duties in standing(rota).items()}


def differing(shown, held):
    keys = {*shown, *held}
    return {key: (shown.get(key), held.get(key)) for key in keys if shown.get(key) != held.get(key)}


def agree(pages, rota):
    """Within two polls both screens show what the database holds; the log leads there."""
    held = in_database(rota)
    deadline = time.monotonic() + PATIENCE / 1000
    while any(on_screen(page) != held for page in pages) and time.monotonic() < deadline:
        pages[0].wait_for_timeout(250)
    assert [differing(on_screen(page), held) for page in pages] == [{}, {}]
    assert replayed(rota) == standing(rota)


@contextmanager
def without_connection(page):
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def refuse_one(mo, sam, row, column, texts):
    """Both type into one cell at once; Sam is first, and Mo is told so."""
    before = len(mo.refused)
    go(mo, row, column)
    mo.keyboard.type(texts[0])
    type_in(sam, row, column, texts[1])
    settled(sam)
    mo.keyboard.press("Enter")
    settled(mo)
    expect(mo.get_by_role("alert")).to_contain_text("Sam Other changed")
    assert len(mo.refused) == before + 1


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_hundred_interleaved_edits_leave_both_screens_the_database_and_the_log_alike(two, rota):
    mo, sam = two
    chance = random.Random(20261102)
    codes = ["e", "l", "ld", "sh", "e gh/xr", "ad"]
    for number in range(EDITS):
        page = two[number % 2] if number % 7 else chance.choice(two)
        row, column = chance.randrange(len(PEOPLE) - 1), chance.randrange(DAYS - 1)
        if number % 25 == 24:
            settled(mo)
            settled(sam)
            agree(two, rota)
            refuse_one(mo, sam, row, column, ["sd", "ee"])
        elif number % 10 == 4:
            paste(page, row, column, f"{chance.choice(codes)}\tLD\nSH\t{chance.choice(codes)}\n")
        elif number % 10 == 9:
            go(page, row, column)
            page.keyboard.press(chance.choice(["Delete", "Control+z"]))
        else:
            type_in(page, row, column, chance.choice(codes))
    for page in two:
        settled(page)
    agree(two, rota)
    assert DutyChange.objects.values("batch").distinct().count() > EDITS / 2
    assert len(mo.refused) >= EDITS // 25


def test_a_refused_cell_says_who_and_when_and_can_be_typed_again(two, rota):
    mo, sam = two
    refuse_one(mo, sam, 0, 0, ["e", "l"])
    alert = mo.get_by_role("alert")
    expect(alert).to_have_text(
        re.compile(r"Sam Other changed Person p0, Monday 2 November, at \d\d:\d\d after you saw it")
    )
    expect(cell(mo, 0, 0)).to_contain_text("L")
    assert in_database(rota) == {("p0", MONDAY): "L TH/XR"}
    type_in(mo, 0, 0, "e")
    settled(mo)
    expect(alert).to_be_hidden()
    agree(two, rota)
    assert in_database(rota) == {("p0", MONDAY): "E TH/XR"}


def test_what_came_while_typing_is_shown_when_the_cell_is_left(two, rota):
    mo, sam = two
    go(mo, 0, 0)
    mo.keyboard.type("e")
    type_in(sam, 0, 0, "l")
    type_in(sam, 1, 0, "l")
    expect(cell(mo, 1, 0)).to_contain_text("L", timeout=PATIENCE)
    mo.keyboard.press("Escape")
    expect(cell(mo, 0, 0)).to_contain_text("L")
    assert focused(mo) == "c0-0"
    agree(two, rota)


def test_two_edits_queued_without_a_connection_and_one_conflict_at_its_return(two, rota):
    mo, sam = two
    with without_connection(mo):
        type_in(mo, 0, 0, "e")
        type_in(mo, 0, 1, "e")
        expect(mo.locator("#saving")).to_contain_text("Not saved yet")
        type_in(sam, 0, 1, "l")
        settled(sam)
    expect(mo.get_by_role("alert")).to_contain_text(
        "Sam Other changed Person p0, Tuesday 3 November", timeout=PATIENCE
    )
    settled(mo)
    agree(two, rota)
    tuesday = MONDAY + timedelta(days=1)
    assert in_database(rota) == {("p0", MONDAY): "E TH/XR", ("p0", tuesday): "L TH/XR"}


def test_two_edits_of_one_cell_queued_without_a_connection_are_both_done(two, rota):
    mo, _ = two
    with without_connection(mo):
        type_in(mo, 0, 0, "e")
        type_in(mo, 0, 0, "l")
    expect(cell(mo, 0, 0)).to_contain_text("L")
    settled(mo)
    assert mo.refused == []
    assert [line.after[0]["shift"] for line in DutyChange.objects.all()] == ["E", "L"]
    agree(two, rota)


def test_an_edit_whose_answer_was_lost_is_done_once_and_refused_to_nobody(two, rota):
    mo, _ = two
    lost = []

    def lose_the_first(route):
        route.fetch() if not lost else None
        (route.abort if not lost else route.continue_)()
        lost.append(True)

    mo.route("**/edit/**", lose_the_first)
    type_in(mo, 0, 0, "e")
    expect(mo.locator("#saving")).to_have_text("Saved", timeout=PATIENCE)
    assert (len(lost), mo.refused, DutyChange.objects.count()) == (2, [], 1)
    agree(two, rota)


def test_who_else_is_here_appears_within_three_seconds_and_goes(two, rota):
    mo, sam = two
    expect(mo.get_by_text("Also here: Sam Other")).to_be_visible(timeout=3000)
    expect(sam.get_by_text("Also here: Mo Manager")).to_be_visible(timeout=3000)
    go(sam, 2, 3)
    shown = cell(mo, 2, 3)
    expect(shown).to_have_attribute("data-here", "SO", timeout=3000)
    expect(shown).to_have_attribute("aria-description", "Sam Other is here")
    type_in(mo, 2, 3, "e")
    settled(mo)
    expect(shown).to_have_attribute("data-here", "SO")
    sam.goto("about:blank")
    expect(shown).not_to_have_attribute("data-here", "SO", timeout=15_000)
    expect(mo.locator("#here")).to_have_text("")


def test_the_focus_stays_where_it_is_whatever_is_answered(two, rota):
    mo, sam = two
    go(mo, 0, 0)
    type_in(sam, 0, 0, "l")
    expect(cell(mo, 0, 0)).to_contain_text("L", timeout=PATIENCE)
    assert focused(mo) == "c0-0"
    mo.keyboard.press("Delete")
    settled(mo)
    assert focused(mo) == "c0-0"
    mo.keyboard.press("Control+z")
    expect(cell(mo, 0, 0)).to_contain_text("L")
    assert focused(mo) == "c0-0"
    refuse_one(mo, sam, 0, 0, ["e", "sd"])
    assert focused(mo) == "c0-1"
