"""Gaps looked into while their page is open: shown without a reload, and what is open stays."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from roster.asking_fills import ask_fill
from roster.autofill.bounds import Scope
from roster.explaining_fills import explain_next
from roster.running_fills import claim, run_fill
from tests.browser import test_grid_filling
from tests.factories import make_absence

pytestmark = pytest.mark.django_db(transaction=True)
awake, rota, manager = test_grid_filling.awake, test_grid_filling.rota, test_grid_filling.manager


@pytest.fixture
def run(rota, manager):
    """Both people are away on Monday: a gap."""
    rota.unit.rule_settings.filter(rule="R-15").delete()
    for person in rota.unit.people.all():
        make_absence(person, rota.starts)
    scope = Scope(rota.starts, rota.until)
    ask_fill(rota=rota, by=manager, scope=scope, seconds=5, now=timezone.now())
    run = claim(timezone.now())
    run_fill(run, timezone.now)
    return run


def test_a_gap_shows_what_stands_in_the_way_as_soon_as_it_is_found(open_as, manager, run, console):
    page = open_as(manager, "proposal", run.pk)
    gap = page.locator("details.why").first
    gap.locator("summary").first.click()
    expect(gap).to_contain_text("Not looked into yet.")
    assert explain_next(timezone.now)
    expect(gap).to_contain_text("cannot hold together")
    expect(gap).to_have_attribute("open", "")
    expect(page.locator("#why-looked")).to_have_text("1 of 1 gap looked into.")
    assert console == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_gap_has_no_faults_of_access(open_as, manager, run, scheme):
    page = open_as(manager, "proposal", run.pk)
    page.emulate_media(color_scheme=scheme)
    gap = page.locator("details.why").first
    gap.locator("summary").first.press("Enter")
    expect(gap).to_contain_text("Who might have come")
    assert Axe().run(page).response["violations"] == []
