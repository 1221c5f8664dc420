"""What people read on a phone, at 320 and at 390 pixels; what they do is in test_phone_tasks.py.

On each page axe finds nothing serious, nothing scrolls sideways, and what is to be touched is 24
pixels or sits in a line of text.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from staff.models import Person
from tests.browser.test_pages import faults

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

# Short words that stand in two lines: a time, a date of the month, a weekday, a code.
BROKEN = """() => ['.next time', '.month__date', '.month abbr', '.month__sign']
    .flatMap((kind) => [...document.querySelectorAll(kind)]).map((e) => {
        const range = document.createRange();
        range.selectNodeContents(e.firstChild); // what is only read out follows it
        return [e, new Set([...range.getClientRects()].map((box) => box.top)).size];
    }).filter(([e, lines]) => lines > 1).map(([e]) => e.outerHTML.slice(0, 90))"""


@pytest.fixture(params=PHONES)
def browser_context_args(browser_context_args, request):
    width, height = PHONES[request.param]
    screen = {"viewport": {"width": width, "height": height}, "device_scale_factor": 2}
    return browser_context_args | screen | {"has_touch": True, "is_mobile": True}


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


def test_notices_email_calendar_and_devices_fit(phone):
    for name in ("My notices", "Choose its day", "Let my calendar read it", "Asha"):
        follow(phone, name)
        sound(phone)
        phone.go_back()


def test_in_the_dark_with_text_twice_as_large(phone, asha):
    """An address has no place to break at."""
    asha.email = "asha.nightingale-abernathy@radiology.example.org"
    asha.save()
    Person.objects.filter(user=asha).update(email=asha.email)
    phone.emulate_media(color_scheme="dark")
    for name in (
        *("my-rota", "my-month", "my-leave", "my-swaps", "my-requests", "my-absence"),
        *("my-about", "my-email", "my-notices", "notice-mail", "my-devices", "team-today"),
        *("my-shares", "my-feed"),
    ):
        phone.goto(phone.url.split("/my/")[0] + reverse(name))
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        sound(phone)
        assert phone.evaluate(BROKEN) == []
