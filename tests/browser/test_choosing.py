"""Long lists to tick: found by typing, ticked by keys, what is chosen told."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page_of_many(open_as, console):
    unit = make_unit()
    for number in range(14):
        make_person(unit, f"p{number}", name=f"Person {number:02}")
    make_person(unit, "zoe", name="Zoë Quinn")
    manager = make_user(unit, "rota_manager", name="Mo", password=PASSWORD)
    yield open_as(manager, "sign-off", unit.pk)
    assert console == []


def test_somebody_is_found_and_chosen_by_keys_and_stays_chosen_out_of_sight(page_of_many):
    page, find = page_of_many, page_of_many.get_by_label("People: find")
    said = page.locator("#div_id_people [role=status]")
    expect(said).to_have_text("0 chosen. 15 of 15 shown.")
    find.fill("quinn z")
    expect(said).to_have_text("0 chosen. 1 of 15 shown.")
    find.press("Enter")  # finds, and sends nothing
    find.press("Tab")
    page.keyboard.press("Space")
    find.fill("person 03")
    expect(page.get_by_label("Zoë Quinn")).to_be_hidden()
    expect(page.get_by_label("Person 03")).to_be_visible()
    expect(said).to_have_text("1 chosen: Zoë Quinn, radiographer, Band 6. 1 of 15 shown.")
    page.get_by_role("button", name="Sign them off").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_label("Zoë Quinn")).to_be_checked()


def test_a_short_list_is_left_as_it_is(page_of_many):
    expect(page_of_many.get_by_label("Areas: find")).to_have_count(0)
