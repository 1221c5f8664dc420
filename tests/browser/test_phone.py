"""What people do for themselves on a phone, by touch, at 320 and at 390 pixels.

Every task is done for real and looked for in the database; on its page axe finds nothing serious,
nothing scrolls sideways, and what is to be touched is 24 pixels or sits in a line of text.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from roster import cells
from roster.models import Request, Rota, Swap
from roster.problem import Duty
from roster.swapping import offer_open
from sites.codes import send_code
from staff.models import LeaveRequest, OtherWork, Person, Unavailability
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import faults
from tests.factories import (
    judge_only,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = {"small": (320, 568), "usual": (390, 844)}
# What is touched and smaller than 24 px either way, but for links within a sentence (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
    .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden') && e.type !== 'hidden')
    .filter((e) => !(e.tagName === 'A' && e.closest('p, li, dd, .masthead__login')
        && getComputedStyle(e).display === 'inline'))
    .map((e) => [e, e.labels?.[0]?.getBoundingClientRect() ?? e.getBoundingClientRect()])
    .filter(([e, box]) => box.width && !e.classList.contains('skip')
        && (box.width < 24 || box.height < 23.5))
    .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""

# What stands out to the right. A phone zooms out for it: the window is then wider than the screen.
WIDE = """() => document.documentElement.scrollWidth <= screen.width ? []
    : [...document.querySelectorAll('body *')].map((e) => [e, e.getBoundingClientRect().right])
        .filter(([e, right]) => right > screen.width)
        .map(([e, right]) => `${e.outerHTML.slice(0, 90)} ${right}`)"""


@pytest.fixture(params=PHONES)
def browser_context_args(browser_context_args, request):
    width, height = PHONES[request.param]
    screen = {"viewport": {"width": width, "height": height}, "device_scale_factor": 2}
    return browser_context_args | screen | {"has_touch": True, "is_mobile": True}


@pytest.fixture
def monday():
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=1)


@pytest.fixture
def asha(monday):
    """Asha works this week and the next, with Dev, as published."""
    unit = make_unit()
    person, dev = make_person(unit, "asha", name="Asha N"), make_person(unit, "dev", name="Dev P")
    this = monday - timedelta(weeks=1)
    rota = make_rota(unit, starts=this, weeks=2)
    for on in (this, monday, monday + timedelta(days=1)):
        make_duty(rota, person, on)
        make_duty(rota, dev, on, shift="L")
    for first in (this, monday):
        make_release(rota, first)
    return make_user(unit, "staff", name="Asha N", password=PASSWORD, person=person)


@pytest.fixture
def phone(open_as, asha, console):
    yield open_as(asha, "my-rota")
    assert console == []


def sound(page):
    """The page that stands there fits, and can be touched and read."""
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL) == []
    assert faults(page) == []


def follow(page, name, role="link"):
    """Touch what has this name and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.tap()


def test_my_rota_says_the_next_shift_and_leads_to_the_month(phone):
    expect(phone.get_by_role("heading", name="Next shift")).to_be_visible()
    expect(phone.locator(".next")).to_contain_text("Dev P")
    sound(phone)
    follow(phone, "Month")
    sound(phone)


def test_who_is_on_and_what_one_s_hours_are_made_of(phone):
    follow(phone, "Team")
    sound(phone)
    follow(phone, "The whole week")
    assert phone.locator("details[open]").count() == 1
    phone.locator("summary").first.tap()
    sound(phone)
    for _ in range(2):
        phone.go_back()
    follow(phone, "My hours, weekends and lates")
    phone.locator("summary").last.tap()
    expect(phone.locator("details[open]").last).to_contain_text("Monday")
    sound(phone)


def test_a_wish_is_made_and_withdrawn(phone, monday):
    follow(phone, "Ask for a day")
    opens = phone.locator("p b").first.inner_text()
    opens = datetime.strptime(opens, "%A %d %B %Y").replace(tzinfo=UTC).date()
    day = opens + timedelta(days=2)
    phone.get_by_label("Date").fill(f"{day}")
    phone.get_by_label("What you ask for").select_option("off")
    follow(phone, "Ask", "button")
    sound(phone)
    assert Request.objects.get().date == day
    follow(phone, "Withdraw", "button")
    assert Request.objects.get().state == "withdrawn"


def test_leave_is_looked_at_and_asked_for(phone, monday):
    follow(phone, "Leave")
    first = monday + timedelta(weeks=10)
    phone.get_by_label("First day").fill(f"{first}")
    phone.get_by_label("Last day").fill(f"{first + timedelta(days=1)}")
    with phone.expect_navigation():
        phone.locator("form[method=get] [type=submit]").tap()
    sound(phone)
    follow(phone, "Ask for it", "button")
    assert LeaveRequest.objects.get().starts_on == first
    sound(phone)


def test_some_hours_of_leave_are_asked_for(phone, monday):
    follow(phone, "Leave")
    phone.get_by_label("First day").fill(f"{monday + timedelta(weeks=10)}")
    phone.get_by_label("Part of a day, from").fill("13:00")
    phone.get_by_label("Part of a day, to").fill("15:30")
    with phone.expect_navigation():
        phone.locator("form[method=get] [type=submit]").tap()
    expect(phone.locator("#outlook-title")).to_contain_text("13:00 to 15:30")
    follow(phone, "Ask for it", "button")
    assert LeaveRequest.objects.get().minutes == 150
    expect(phone.get_by_text("You have the answer by")).to_be_visible()
    sound(phone)


def test_which_notices_come_by_email_is_chosen(phone, asha):
    follow(phone, "My notices")
    follow(phone, "Which of them come by email")
    phone.get_by_label("Shifts offered to you").tap()
    sound(phone)
    follow(phone, "Keep this choice", "button")
    assert [row.topic for row in asha.no_mail.all()] == ["swaps"]


def test_sickness_is_said_in_two_touches(phone):
    follow(phone, "I am away")
    sound(phone)
    follow(phone, "I am sick today", "button")
    assert Unavailability.objects.get().kind == "SL"
    sound(phone)


def test_a_shift_is_offered_and_taken_back(phone):
    follow(phone, "Swaps")
    sound(phone)
    follow(phone, "Offer")
    sound(phone)
    phone.get_by_role("checkbox").first.tap()
    follow(phone, "Offer to those chosen", "button")
    assert Swap.objects.count() == 1
    follow(phone, "Withdraw", "button")
    sound(phone)
    assert Swap.objects.get().state == "withdrawn"


def test_other_work_is_declared(phone, monday):
    follow(phone, "About me")
    sound(phone)
    follow(phone, "Declare other work")
    phone.get_by_label("For whom").fill("Bank")
    phone.locator("[name=on]").fill(f"{monday + timedelta(days=20)}")
    phone.locator("[name=at]").fill("09:00")
    phone.locator("[name=to]").fill("13:00")
    sound(phone)
    follow(phone, "Declare", "button")
    assert OtherWork.objects.get().employer == "Bank"


def test_notices_email_calendar_and_devices_fit(phone):
    for name in ("My notices", "Choose its day", "Let my calendar read it", "Asha"):
        follow(phone, name)
        sound(phone)
        phone.go_back()


def test_an_open_shift_is_taken(phone, asha, monday):
    rota = Rota.objects.get()
    judge_only(rota.unit)  # a warning would make it wait for the manager
    on = monday + timedelta(days=3)
    duty = cells.plain(Duty("", on, "E", "TH", "XR"))
    manager = make_user(rota.unit, "rota_manager")
    offer_open(rota=rota, on=on, duty=duty, people=["asha"], by=manager, now=timezone.now())
    follow(phone, "Swaps")
    sound(phone)
    follow(phone, "Yes", "button")
    sound(phone)
    assert rota.duties.filter(person=asha.person, date=on).exists()


def test_a_code_by_email_signs_in(page, asha, live_server, monkeypatch):
    asked = []
    monkeypatch.setattr("sites.tasks.send_code.delay", asked.append)  # the worker's part
    page.goto(live_server.url + reverse("sign-in"))
    sound(page)
    follow(page, "Send me a code by email instead")
    page.get_by_label("Email").fill(asha.email)
    with page.expect_navigation():
        page.locator("main [type=submit]").tap()
    send_code(email=asked[0], now=timezone.now())
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
    page.get_by_label("Code").fill(code)
    sound(page)
    with page.expect_navigation():
        page.locator("main [type=submit]").tap()
    page.goto(live_server.url + reverse("my-rota"))
    expect(page.get_by_role("heading", name="Next shift")).to_be_visible()


def test_in_the_dark_with_text_twice_as_large(phone, asha):
    """An address has no place to break at."""
    asha.email = "asha.nightingale-abernathy@radiology.example.org"
    asha.save()
    Person.objects.filter(user=asha).update(email=asha.email)
    phone.emulate_media(color_scheme="dark")
    for name in (
        *("my-rota", "my-month", "my-leave", "my-swaps", "my-requests", "my-absence"),
        *("my-about", "my-email", "my-notices", "notice-mail", "my-devices", "team-today"),
    ):
        phone.goto(phone.url.split("/my/")[0] + reverse(name))
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        sound(phone)


def test_on_a_slow_network_the_next_shift_is_there_in_time(phone):
    tools = phone.context.new_cdp_session(phone)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000}
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": 20_000})
    phone.reload()
    expect(phone.locator(".next")).to_contain_text("Dev P", timeout=10_000)
