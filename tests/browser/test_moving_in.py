"""Moving in from nothing, as a new user would: from the set-up secret to My rota on a phone."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from config.celery import app
from roster.models import Rota
from tests import workbooks
from tests.browser.conftest import PASSWORD
from tests.browser.test_moving import XLSX
from tests.browser.test_pages import faults_light_and_dark

pytestmark = pytest.mark.django_db(transaction=True)


def fill(page, button="Keep", ticks=(), **said):
    for label, text in said.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(text)
    for label in ticks:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name=button).click()


@contextmanager
def at_once():
    """A code is sent where it is asked for: no worker runs here."""
    app.conf.task_always_eager = True
    try:
        yield
    finally:
        app.conf.task_always_eager = False


def sign_in_by_code(page, base, email):
    page.context.clear_cookies()
    page.goto(base + reverse("ask-code"))
    with at_once():
        fill(page, "Send me a code", Email=email)
        page.wait_for_url(f"**{reverse('type-code')}")
    page.get_by_label("Code").fill(re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "code" not in url)


SECRET = "kept-by-operations"
DEV = 1  # the row in the grid
TEAM = [
    ("Asha First", "Radiographer", "6"),
    ("Dev Second", "Radiographer", "6"),
    ("Cleo Third", "Assistant practitioner", "4"),
]


@pytest.fixture
def nothing(page, live_server, settings):
    """The sign-in page of a server that holds no unit."""
    settings.SETUP_SECRET = SECRET
    page.goto(live_server.url)
    return page


def next_monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def written(day):
    return f"{day.day} {day:%B %Y}"


def go_on(page, link):
    """By the list of what is left to set up."""
    page.get_by_role("link", name="Set-up", exact=True).first.click()
    page.locator(".to-do").get_by_role("link", name=link).click()


def done(page):
    page.get_by_role("link", name="Set-up", exact=True).first.click()
    return page.locator(".to-do__step--done b").all_inner_texts()


def upload(page, name, lines):
    book = workbooks.saved(workbooks.book_of(lines))
    page.locator("#id_file").set_input_files({"name": name, "mimeType": XLSX, "buffer": book})
    page.get_by_role("button", name="Upload and look").click()


def start_department(page):
    page.get_by_role("link", name="Start your department").click()
    page.get_by_label("Set-up secret").fill(SECRET)
    page.get_by_label("Name of the unit").fill("New department")
    page.get_by_label("Short name").fill("ixf")
    page.get_by_label("Your name").fill("Nia New")
    page.get_by_label("Your email").fill("nia@example.org")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    fill(page, "Start it", Password_again=PASSWORD)


def set_up_places(page):
    go_on(page, "Add a site")
    fill(page, Name="Teaching Hospital", Code="th")
    go_on(page, "Add an area of Teaching Hospital")
    fill(page, Name="General X-ray", Code="xr")
    go_on(page, "Add a shift type")
    fill(page, Code="E", Starts="08:00", Ends="16:00")
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        page.get_by_role("link", name="Add a year of them").click()
        expect(page.get_by_label("Year")).to_have_value(str(year))
        page.get_by_role("button", name="Add those of the year").click()


def bring_people(page):
    heads = ["Name", "Job title", "Band", "Hours", "Base", "Start date", "Email"]
    rows = [
        [name, job, band, 37.5, "TH", "1 Jan 2026", f"{name.split()[0].lower()}@example.org"]
        for name, job, band in TEAM
    ]
    go_on(page, "Import people")
    upload(page, "people.xlsx", [heads, *rows])
    page.get_by_role("button", name="Import all of it").click()
    expect(page.get_by_role("status")).to_contain_text("Imported: 3 people.")
    go_on(page, "Sign people off")
    page.get_by_label("Cleo Third, assistant practitioner, Band 4").check()
    page.get_by_label("Teaching Hospital: General X-ray").check()
    review = written(timezone.localdate() + timedelta(days=700))
    fill(page, "Sign them off", Review_due=review, Signed_off_by="Ada Ixf")


def ask_for_people(page):
    go_on(page, "Write demand")
    page.get_by_role("link", name="Add a line").click()
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    fill(page, ticks=days, From="08:00", To="16:00", At_least="2")
    expect(page.get_by_role("row", name="TH, General X-ray")).to_contain_text("2")
    expect(page.get_by_text("nobody")).to_have_count(0)


def give_roles_and_logins(page):
    go_on(page, "Say who")
    for name, stage in (("Ada Ixf", "IXF manager"), ("Olu Ops", "operations manager")):
        page.get_by_label("Approves as").select_option(label=stage)
        fill(page, "Give the role", Email=f"{name[:3].lower()}@example.org", Name=name)
        expect(page.get_by_role("status")).to_contain_text("The role is given.")
    go_on(page, "Give logins")
    page.get_by_role("button", name="Give 3 people a login").click()
    expect(page.get_by_text("That is everybody.")).to_be_visible()


def bring_the_running_rota(page):
    """One name is misspelt and one code is not the unit's: both are asked for."""
    week = [next_monday() + timedelta(days=n) for n in range(7)]
    codes = ["E"] * 5
    lines = [["Asha First", *codes], ["Dev Secnd", *codes[1:]], ["Cleo Third", "Early", *codes[1:]]]
    go_on(page, "Import a workbook")
    upload(page, "rota.xlsx", [["Name", *week], *lines])
    page.get_by_label("Dev Secnd").select_option(label="Dev Second")
    page.get_by_label("Early (1×)").select_option("duty E TH/XR")
    page.get_by_role("button", name="Look again with these answers").click()
    page.get_by_role("button", name="Import all of it").click()
    page.get_by_role("link", name="Open the rota").click()


def check_it(page):
    """On Friday somebody is missing: typed in, and every rule is kept. A rule says whence it is."""
    breaches = page.locator("#breaches")
    expect(breaches).to_contain_text("What is needed is there")
    page.wait_for_load_state()  # the keys are the script's
    page.locator(f"#c{DEV}-4").click()
    page.keyboard.type("E")
    page.keyboard.press("Enter")
    expect(breaches).to_have_text("Every rule is kept.")
    assert Rota.objects.get().duties.count() == 15
    page.get_by_role("link", name="the rules").click()
    page.get_by_role("link", name="R-22 A break in the duty").click()
    expect(page.get_by_text("Working Time Regulations 1998, regulation 12")).to_be_visible()


def publish_first_week(page, base):
    go_on(page, "Its first week")
    week = page.url
    page.get_by_role("button", name="Submit for approval").click()
    for approver in ("ada", "olu"):
        sign_in_by_code(page, base, f"{approver}@example.org")
        page.goto(week)
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("You approved the week.")).to_be_visible()
    page.get_by_label("Why so late?").fill("The first rota here")
    page.get_by_role("button", name="Publish release 1").click()
    expect(page.get_by_role("status")).to_contain_text("Release 1 is published; 3 messages are on")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_department_moves_in_from_nothing_in_one_go(page, nothing, live_server, console):
    start_department(page)
    assert done(page) == []
    set_up_places(page)
    bring_people(page)
    ask_for_people(page)
    give_roles_and_logins(page)
    bring_the_running_rota(page)
    check_it(page)
    assert len(done(page)) == 9
    publish_first_week(page, live_server.url)
    call_command("sweep_outbox")
    told = {address for message in mail.outbox[-3:] for address in message.to}
    assert told == {f"{name}@example.org" for name in ("asha", "dev", "cleo")}
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in_by_code(page, live_server.url, "asha@example.org")
    expect(page.get_by_role("heading", name="My rota")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"Monday {written(next_monday())[:-5]}")
    expect(page.locator("main")).to_contain_text("Cleo Third, Dev Second")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console == []


def reach(page, name):
    """Tab after tab, until what has the focus is called so."""
    called = "(e => (e.labels?.[0] ?? e).innerText.replace('*', '').trim())(document.activeElement)"
    for _ in range(60):
        if page.evaluate(called).startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No tab stop is called {name} at {page.url}.")


def press(page, name):
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page, button, **said):
    for label, text in said.items():
        reach(page, label.replace("_", " "))
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    press(page, button)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_way_to_the_first_rota_is_gone_by_keyboard_alone(page, nothing, console):
    """Times are typed with AM, which a clock of 24 hours passes over."""
    press(page, "Start your department")
    own = {"Your_name": "Nia", "Your_email": "nia@example.org", "Password": PASSWORD}
    unit = {"Set-up_secret": SECRET, "Name_of_the_unit": "New", "Short_name": "ixf"}
    type_in(page, "Start it", **unit, **own, Password_again=PASSWORD)
    press(page, "Add a site")
    type_in(page, "Keep", Name="Teaching Hospital", Code="th")
    press(page, "Add an area of Teaching Hospital")
    type_in(page, "Keep", Name="General X-ray", Code="xr")
    press(page, "Add a shift type")
    type_in(page, "Keep", Code="E", Starts="0800AM", Ends="1130AM", Unpaid_break="0")
    press(page, "Type one in")
    type_in(page, "Put them on the rota", Name="Asha First", First_day="1 Jan 26")
    press(page, "Set-up")
    press(page, "Write demand")
    press(page, "Add a line")
    reach(page, "Monday")
    page.keyboard.press("Space")
    type_in(page, "Keep", From="0800AM", To="1130AM")
    press(page, "Set-up")
    press(page, "Begin a rota")
    type_in(page, "Begin it", Weeks="1")
    page.wait_for_load_state()
    tabs = 0
    while page.evaluate("document.activeElement.id") != "c0-0" and (tabs := tabs + 1) < 60:
        page.keyboard.press("Tab")
    page.keyboard.type("E")
    page.keyboard.press("Enter")
    expect(page.locator("#saving")).to_have_text("Saved")
    duty = Rota.objects.get().duties.get()
    assert (duty.date, duty.person.name) == (next_monday(), "Asha First")
    assert console == []


def test_the_page_of_the_first_unit_is_sound_fits_and_takes_focus(page, nothing):
    page.set_viewport_size({"width": 320, "height": 700})
    assert faults_light_and_dark(page) == []
    page.get_by_role("link", name="Start your department").click()
    expect(page.get_by_label("Set-up secret")).to_be_focused()
    assert faults_light_and_dark(page) == []
    fill(page, "Start it", **{"Set-up_secret": "a wrong one", "Your_name": "Nia"})
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("That is not the set-up secret.")
    expect(page.get_by_label("Your name")).to_have_value("Nia")
    assert faults_light_and_dark(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
