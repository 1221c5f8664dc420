"""My rota without a signal: readable with its age, and what was pressed goes later, once."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from roster.models import Acknowledgement, Request, Swap
from staff.models import Person, Unavailability
from tests.browser.conftest import PASSWORD, sign_in, wait_until
from tests.browser.test_pages import faults
from tests.factories import (
    judge_only,
    make_absence,
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = "localStorage.getItem('fairweek-waiting')"
KEPT = "async () => (await (await caches.open('pages')).keys()).length"


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"service_workers": "allow"}


@pytest.fixture
def asha():
    unit = make_unit()
    person = make_person(unit, reference="asha", name="Asha N")
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    rota = make_rota(unit, starts=monday, weeks=1)
    make_duty(rota, person, monday)
    Acknowledgement.objects.create(
        release=make_release(rota, monday),
        person=person,
        notice=5,
        asked=True,
        until=monday,
        changes=[{"kind": "New", "what": "Monday: E"}],
    )
    return make_user(unit, "staff", name="Asha N", password=PASSWORD, person=person)


@pytest.fixture
def phone(open_as, asha):
    """My rota, read once with a signal, the worker at work; month and absence never opened."""
    page = open_as(asha, "my-rota")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    wait_until(page, f"({KEPT})().then((kept) => kept === 3)")
    return page


def fits(phone):
    """Nothing stands out at the side, on a large phone or on a small one; it goes on as that."""
    for width in (390, 320):
        phone.set_viewport_size({"width": width, "height": 844})
        wait_until(phone, f"innerWidth === {width} && document.body.scrollWidth <= {width}")


def test_the_last_rota_is_read_without_a_signal(phone):
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_role("heading", name="Next shift")).to_be_visible()
    expect(phone.locator(".as-of--old")).to_be_visible()
    fits(phone)
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator(".as-of--old")).to_have_count(0)


def test_its_age_is_said(phone):
    phone.evaluate(
        "() => { const t = document.querySelector('time[data-as-of]');"
        " t.dateTime = new Date(Date.now() - 3 * 3600e3).toISOString(); }"
    )
    phone.evaluate("() => dispatchEvent(new Event('offline'))")
    expect(phone.locator(".as-of")).to_have_text(re.compile(r"^As of .*, 3 hours ago$"))


def test_the_first_page_leads_to_it_and_any_other_says_what_is_wrong(phone, live_server):
    phone.context.set_offline(True)
    phone.goto(live_server.url + reverse("home"))
    expect(phone).to_have_url(live_server.url + reverse("my-rota"))
    phone.goto(live_server.url + reverse("rules"))
    expect(phone.get_by_role("heading", name="No signal")).to_be_visible()
    fits(phone)
    assert "Asha" not in phone.content()


def test_on_a_later_day_without_a_signal_sickness_is_of_that_day(phone, live_server, asha):
    later = timezone.localdate() + timedelta(days=8)  # its shift is over
    phone.context.set_offline(True)
    phone.clock.set_fixed_time(timezone.now() + timedelta(days=8))
    phone.reload()
    expect(phone.get_by_role("heading", name="Over since this was read")).to_be_visible()
    fits(phone)
    phone.get_by_role("link", name="Month").click()
    expect(phone.locator(".month__box--today, .month:not(:has(.month__box--today))")).to_have_count(
        1
    )
    expect(phone.locator(f".month__box--today:not([data-date='{later}'])")).to_have_count(0)
    fits(phone)
    phone.goto(live_server.url + reverse("my-absence"))
    expect(phone.locator("#id_first")).to_have_value(f"{later.day} {later:%B %Y}")
    phone.get_by_role(
        "button", name=re.compile(rf"I am sick today, {later:%a},? {later.day} {later:%b}")
    ).click()
    expect(phone.locator(".waits")).to_contain_text("Waiting for a signal: You are sick today")
    fits(phone)
    phone.context.set_offline(False)
    expect(phone.locator(".waits")).to_have_count(0, timeout=20_000)
    assert Unavailability.objects.get().starts_on == later


def test_a_shift_is_offered_without_a_signal(phone, live_server, asha):
    judge_only(asha.person.unit)
    make_person(asha.person.unit, "dev")
    phone.goto(live_server.url + reverse("my-swaps"))
    wait_until(phone, f"({KEPT})().then((kept) => kept === 4)")
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_text("Without looking who").click()
    phone.get_by_role("button", name="Offer to all who could take it").click()
    expect(phone.locator(".waits")).to_contain_text("Waiting for a signal: You offer Monday")
    fits(phone)
    phone.context.set_offline(False)
    expect(phone.locator(".waits")).to_have_count(0, timeout=20_000)
    expect(phone.get_by_text("1 answer to come.")).to_be_visible()
    assert Swap.objects.get().person == asha.person


def test_from_its_own_page_it_leads_back_to_the_swaps(phone, live_server, asha):
    judge_only(asha.person.unit)
    make_person(asha.person.unit, "dev")
    phone.goto(live_server.url + reverse("my-swaps"))
    phone.get_by_role("link", name="Offer").click()
    phone.get_by_label("Dev").check()
    phone.get_by_role("button", name="Offer to those chosen").click()
    phone.wait_for_url(f"**{reverse('my-swaps')}")
    expect(phone.get_by_text("Offered. You are told when somebody says yes.")).to_be_visible()


def test_signing_out_leaves_nothing_behind(phone):
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/sign-in/")
    assert phone.evaluate(KEPT) == 0
    phone.context.set_offline(True)
    phone.goto(phone.url.replace("/sign-in/", "/my/"))
    assert "Asha" not in phone.content()


def test_signing_out_without_a_signal_leaves_nothing_either(phone):
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("heading", name="No signal")).to_be_visible()
    assert phone.evaluate(KEPT) == 0


def test_nor_what_waited_and_the_login_ends_with_the_next_signal(phone, live_server):
    phone.context.set_offline(True)
    phone.get_by_role("button", name="I have read this").click()
    expect(phone.locator(".waits")).to_contain_text("Waiting for a signal")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("heading", name="No signal")).to_be_visible()
    assert phone.evaluate(WAITS) is None
    phone.context.set_offline(False)
    phone.goto(live_server.url + reverse("my-rota"))
    phone.wait_for_url("**/sign-in/**")
    assert not Session.objects.exists()
    assert not Acknowledgement.objects.filter(acknowledged_at__isnull=False).exists()


def test_what_is_refused_stays_with_its_reason_until_it_is_changed(phone, live_server):
    say_part_of_today(phone, live_server)
    refused = phone.locator(".refused")
    expect(refused).to_be_focused()
    expect(refused).to_contain_text("The hours away end before they begin.")
    fits(phone)
    assert faults(phone) == []
    phone.goto(live_server.url + reverse("my-rota"))
    refused.get_by_role("link", name="Change and send again").click()
    expect(phone.get_by_label("Away from").last).to_have_value("14:00")
    phone.get_by_label("Away until").last.fill("15:00")
    phone.get_by_role("button", name="Say that I am away").click()
    expect(phone.locator(".said--success")).to_be_visible()
    assert phone.evaluate(WAITS) == "[]"
    assert Unavailability.objects.get().ends.hour == 15


def say_part_of_today(phone, live_server):
    phone.goto(live_server.url + reverse("my-absence"))
    phone.get_by_text("I go home ill, or come later").click()
    phone.locator("#part-starts").fill("14:00")
    phone.locator("#part-ends").fill("13:00")
    phone.get_by_role("button", name="Say so").click()


def test_what_may_not_be_done_any_more_is_said_until_it_is_thrown_away(phone, asha):
    Person.objects.filter(pk=asha.person.pk).update(user=None)
    phone.get_by_role("button", name="I have read this").click()
    refused = phone.locator(".refused")
    expect(refused).to_contain_text("Your login does not belong to anybody on the rota.")
    refused.get_by_role("button", name="Throw away").click()
    expect(refused).to_be_hidden()
    assert phone.evaluate(WAITS) == "[]"


@pytest.mark.parametrize("same", [True, False])
def test_a_page_left_open_sends_for_its_own_login_alone(phone, live_server, asha, same):
    """Since somebody signed in its token is old: it is renewed where they are the same."""
    dev = make_person(asha.person.unit, "dev")
    other = make_user(dev.unit, "staff", password=PASSWORD, person=dev)
    sign_in(phone.context, asha if same else other, live_server.url)
    phone.context.request.get(phone.url)  # the new login's cookie of the token
    phone.get_by_role("button", name="I have read this").click()
    if same:
        expect(phone.get_by_role("button", name="I have read this")).to_have_count(0)
    else:
        expect(phone.locator(".waits")).to_contain_text("Sign in to send")
    assert Acknowledgement.objects.filter(acknowledged_at__isnull=False).count() == same


@pytest.mark.parametrize("same", [True, False])
def test_what_is_pressed_once_the_login_has_ended_waits_for_it_alone(phone, asha, same):
    known = Acknowledgement.objects.filter(acknowledged_at__isnull=False)
    Session.objects.all().delete()
    phone.get_by_role("button", name="I have read this").click()
    expect(phone.locator(".waits")).to_contain_text("Sign in to send: You have read")
    assert not known.exists()
    dev = make_person(asha.person.unit, "dev")
    other = make_user(dev.unit, "staff", password=PASSWORD, person=dev)
    sign_in(phone.context, asha if same else other, phone.url)
    phone.goto(phone.url)
    expect(phone.get_by_role("button", name="I have read this")).to_have_count(0)
    expect(phone.locator(".waits")).to_have_count(0)
    assert phone.evaluate(WAITS) == "[]"
    assert known.count() == same


def test_what_is_pressed_without_a_signal_waits_in_sight_and_goes_when_it_is_back(phone, asha):
    known = Acknowledgement.objects.filter(acknowledged_at__isnull=False)
    button, waits = phone.get_by_role("button", name="I have read this"), phone.locator(".waits")
    phone.context.set_offline(True)
    button.click()
    expect(waits).to_contain_text("Waiting for a signal: You have read")
    phone.get_by_role("button", name="Do not send").click()
    expect(waits).to_be_hidden()
    button.click()
    expect(waits).to_contain_text("Waiting for a signal: You have read")
    phone.reload()  # it is kept, still in sight, and not said twice
    expect(waits).to_contain_text("Waiting for a signal: You have read")
    expect(button).to_be_disabled()
    fits(phone)
    assert not known.exists()
    phone.context.set_offline(False)
    expect(phone.locator(".waits")).to_have_count(0, timeout=20_000)
    assert known.count() == 1
    phone.reload()  # the worker may have had its signal back later than the page
    expect(phone.get_by_role("button", name="I have read this")).to_have_count(0)


def test_wishes_wait_on_a_page_that_was_visited(phone, live_server):
    phone.goto(live_server.url + reverse("my-requests"))
    wait_until(phone, f"({KEPT})().then((kept) => kept === 4)")
    phone.context.set_offline(True)
    phone.reload()
    dates = [timezone.localdate() + timedelta(days=days) for days in (70, 80)]
    for on in dates:
        phone.get_by_label("Date").fill(f"{on}")
        phone.get_by_role("button", name="Ask", exact=True).click()
        expect(phone.locator(".waits")).to_contain_text(f"Waiting for a signal: You ask for {on}")
    fits(phone)
    assert faults(phone) == []
    phone.context.set_offline(False)
    expect(phone.get_by_role("button", name="Withdraw")).to_have_count(2, timeout=20_000)
    assert [wish.date for wish in Request.objects.order_by("date")] == dates


def test_what_somebody_types_is_not_taken_by_what_goes(phone, live_server):
    phone.context.set_offline(True)
    phone.get_by_role("button", name="I have read this").click()
    phone.goto(live_server.url + reverse("my-absence"))
    phone.get_by_text("Other days, or another reason").click()
    phone.get_by_label("Last day away").fill("1 De")
    phone.context.set_offline(False)
    expect(phone.locator(".sent")).to_contain_text("Sent: You have read", timeout=20_000)
    expect(phone.get_by_label("Last day away")).to_have_value("1 De")


def test_what_was_taken_and_its_answer_lost_is_not_refused_when_it_goes_again(phone, live_server):
    """Once a report is sent a second is refused: they are away already."""
    phone.goto(live_server.url + reverse("my-absence"))
    lost = []

    def lose(route):
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    phone.route("**/my/absence/report/", lose, times=1)
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="I am sick today").click()
    phone.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.get_by_text("You are away today")).to_be_visible()
    expect(phone.locator(".refused")).to_have_count(0)
    assert lost == [302]
    assert Unavailability.objects.count() == 1


def test_who_was_away_can_say_on_a_later_day_that_they_are_still(phone, live_server, asha):
    later = timezone.localdate() + timedelta(days=1)
    make_absence(asha.person, timezone.localdate(), kind="SL")
    phone.goto(live_server.url + reverse("my-absence"))
    away = phone.get_by_text("You are away today")
    expect(away).to_be_visible()
    kept = "caches.match('/my/absence/').then((page) => page.text())"
    wait_until(phone, f"{kept}.then((text) => text.includes('You are away today'))")
    phone.context.set_offline(True)
    phone.clock.set_fixed_time(timezone.now() + timedelta(days=1))
    phone.reload()
    expect(away).to_be_hidden()
    expect(phone.get_by_label("First day away")).to_have_value(f"{later.day} {later:%B %Y}")
    expect(phone.get_by_label("First day away")).to_be_visible()


def test_with_a_signal_it_goes_at_once(phone):
    phone.get_by_role("button", name="I have read this").click()
    expect(phone.get_by_role("button", name="I have read this")).to_have_count(0)
    assert Acknowledgement.objects.filter(acknowledged_at__isnull=False).count() == 1


def test_a_newer_version_takes_over_at_the_next_visit(phone, monkeypatch):
    monkeypatch.setattr("roster.views.offline._version", lambda: "newer")
    phone.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    shells = "caches.keys().then((names) => names.filter((name) => name.startsWith('shell-')))"
    wait_until(phone, f"{shells}.then((names) => names.join() === 'shell-newer')", seconds=30)
