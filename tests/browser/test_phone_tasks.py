"""What people do for themselves on a phone, by touch: in the dark, with large text, when slow.

Each task is done for real under every one of the CONDITIONS and looked for in the database; the
pages it goes by are sound (see test_phone).
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from roster import cells
from roster.models import Acknowledgement, MailChoice, Request, Rota, Swap
from roster.problem import Duty
from roster.publishing import publish_week
from roster.swapping import offer, offer_open
from sites.codes import send_code
from staff.models import LeaveRequest, OtherWork, Person, Unavailability
from tests.browser.test_phone import PHONES, follow, sound
from tests.factories import judge_only, make_duty, make_user

pytestmark = pytest.mark.django_db(transaction=True)
CONDITIONS = {"small, dark": {"dark"}, "usual, large text, slow": {"large", "slow"}}
LARGE = """addEventListener('DOMContentLoaded',
    () => { document.documentElement.style.fontSize = '200%' })"""
SEEN = """() => [getComputedStyle(document.documentElement).fontSize === '32px',
    matchMedia('(prefers-color-scheme: dark)').matches]"""
SLOW = {"offline": False, "latency": 200, "downloadThroughput": 50_000, "uploadThroughput": 20_000}


@pytest.fixture(params=CONDITIONS)
def conditions(request):
    return CONDITIONS[request.param]


@pytest.fixture
def browser_context_args(browser_context_args, conditions):
    width, height = PHONES["usual" if "large" in conditions else "small"]
    screen = {"viewport": {"width": width, "height": height}, "device_scale_factor": 2}
    scheme = {"color_scheme": "dark" if "dark" in conditions else "light"}
    return browser_context_args | screen | scheme | {"has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(open_as, asha, console, page, conditions):
    """My rota as Asha left it: what every page needs is there, as on a phone used every day."""
    if "large" in conditions:
        page.add_init_script(LARGE)
    open_as(asha, "my-rota")
    if "slow" in conditions:
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SLOW)
    assert page.evaluate(SEEN) == ["large" in conditions, "dark" in conditions]
    yield page
    assert console == []


def send(page):
    """Touch the button that sends what was typed."""
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.tap()


def read_a_change_and_say_so(page, asha, monday):
    rota = Rota.objects.get()
    judge_only(rota.unit)
    rota.duties.filter(date=monday, person=asha.person).delete()
    make_duty(rota, asha.person, monday, shift="LD")
    rota.rota_weeks.filter(monday=monday).update(state="approved")
    week = rota.rota_weeks.select_related("rota__unit").get(monday=monday)
    publish_week(week=week, by=None, now=timezone.now(), seen_sequence=0, code="service")
    page.reload()
    expect(page.locator(".next")).to_contain_text("Dev P")
    sound(page)
    page.get_by_role("button", name="I have read this").tap()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert Acknowledgement.objects.get(person=asha.person).acknowledged_at


def wish(page, wants, weight):
    follow(page, "Ask for a day")
    opens = page.locator("p b").first.inner_text()
    day = datetime.strptime(opens, "%A %d %B %Y").replace(tzinfo=UTC).date() + timedelta(days=2)
    page.get_by_label("Date").fill(f"{day}")
    page.get_by_label("What you ask for").select_option(wants)
    page.get_by_label("How much it matters").select_option(f"{weight}")
    follow(page, "Ask", "button")
    sound(page)
    asked = Request.objects.get()
    assert (asked.date, asked.wants, asked.weight) == (day, wants, weight)
    follow(page, "Withdraw", "button")
    assert Request.objects.get().state == "withdrawn"


def ask_for_a_day_off_and_withdraw(page, asha, monday):
    wish(page, "off", 1)


def ask_for_a_shift_that_matters_and_withdraw(page, asha, monday):
    wish(page, "L", 3)


def ask_for_leave_in_days(page, asha, monday):
    follow(page, "Leave")
    first = monday + timedelta(weeks=10)
    page.get_by_label("First day").fill(f"{first}")
    page.get_by_label("Last day").fill(f"{first + timedelta(days=1)}")
    send(page)
    sound(page)
    follow(page, "Ask for it", "button")
    assert LeaveRequest.objects.get().until == first + timedelta(days=1)


def ask_for_leave_in_hours_and_withdraw(page, asha, monday):
    follow(page, "Leave")
    page.get_by_label("First day").fill(f"{monday + timedelta(weeks=10)}")
    page.get_by_label("Part of a day, from").fill("13:00")
    page.get_by_label("Part of a day, to").fill("15:30")
    send(page)
    expect(page.locator("#outlook-title")).to_contain_text("13:00 to 15:30")
    follow(page, "Ask for it", "button")
    assert LeaveRequest.objects.get().minutes == 150
    expect(page.get_by_text("You have the answer by")).to_be_visible()
    sound(page)
    follow(page, "Withdraw", "button")
    assert LeaveRequest.objects.get().state == "withdrawn"


def report_sickness_in_two_touches(page, asha, monday):
    follow(page, "I am away")
    sound(page)
    follow(page, "I am sick today", "button")
    assert Unavailability.objects.get().kind == "SL"


def offer_a_shift_and_withdraw(page, asha, monday):
    follow(page, "Swaps")
    follow(page, "Offer")
    sound(page)
    page.get_by_role("checkbox").first.tap()
    follow(page, "Offer to those chosen", "button")
    assert Swap.objects.get().state == "offered"
    sound(page)
    follow(page, "Withdraw", "button")
    assert Swap.objects.get().state == "withdrawn"


def answer_an_offer(page, asha, monday):
    rota = Rota.objects.get()
    judge_only(rota.unit)
    dev, when = rota.unit.people.get(reference="dev"), {"today": timezone.localdate()}
    offer(person=dev, on=monday, rings=[[("asha", monday)]], by=None, now=timezone.now(), **when)
    page.reload()
    follow(page, "1 to answer")
    sound(page)
    follow(page, "Yes", "button")
    assert Swap.objects.get().state == "done"
    assert rota.duties.get(date=monday, person=asha.person).shift_type.code == "L"


def take_an_open_shift_and_give_it_back(page, asha, monday):
    rota, on = Rota.objects.get(), monday + timedelta(days=3)
    judge_only(rota.unit)  # a warning would make it wait for the manager
    duty = cells.plain(Duty("", on, "E", "TH", "XR"))
    manager = make_user(rota.unit, "rota_manager")
    offer_open(rota=rota, on=on, duty=duty, people=["asha"], by=manager, now=timezone.now())
    follow(page, "Swaps")
    sound(page)
    follow(page, "Yes", "button")
    assert rota.duties.filter(person=asha.person, date=on).exists()
    sound(page)
    follow(page, "Give it back", "button")
    assert not rota.duties.filter(person=asha.person, date=on).exists()


def declare_other_work_and_withdraw(page, asha, monday):
    follow(page, "About me")
    follow(page, "Declare other work")
    page.get_by_label("For whom").fill("Bank")
    page.locator("[name=on]").fill(f"{monday + timedelta(days=20)}")
    page.locator("[name=at]").fill("09:00")
    page.locator("[name=to]").fill("13:00")
    sound(page)
    follow(page, "Declare", "button")
    assert OtherWork.objects.get().employer == "Bank"
    sound(page)
    follow(page, "Withdraw Bank")
    sound(page)
    follow(page, "Withdraw", "button")
    assert not OtherWork.objects.exists()


def change_where_one_is_reached(page, asha, monday):
    follow(page, "About me")
    page.get_by_label("Your rota is sent to").fill("asha.nightingale-abernathy@example.org")
    follow(page, "Keep these", "button")
    assert Person.objects.get(user=asha).email == "asha.nightingale-abernathy@example.org"
    follow(page, "Change it")
    page.get_by_label("Changes only").tap()
    sound(page)
    send(page)
    assert MailChoice.objects.get().day == "changes"


def choose_which_notices_come_by_email(page, asha, monday):
    follow(page, "My notices")
    follow(page, "Which of them come by email")
    page.get_by_label("Shifts offered to you").tap()
    sound(page)
    follow(page, "Keep this choice", "button")
    assert [row.topic for row in asha.no_mail.all()] == ["swaps"]


def sign_in_by_a_code_and_end_another_device(page, asha, monday):
    page.context.clear_cookies()
    page.goto(page.url.split("/my/")[0] + reverse("sign-in"))
    sound(page)
    follow(page, "Send me a code by email instead")
    page.get_by_label("Email").fill(asha.email)
    send(page)
    send_code(email=asha.email, now=timezone.now())
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
    page.get_by_label("Code").fill(code)
    sound(page)
    send(page)
    follow(page, "Asha")
    sound(page)
    follow(page, ", signed in", "button")
    expect(page.get_by_text("this one")).to_be_visible()
    expect(page.get_by_role("button", name=", signed in")).to_have_count(0)


TASKS = (
    read_a_change_and_say_so,
    ask_for_a_day_off_and_withdraw,
    ask_for_a_shift_that_matters_and_withdraw,
    ask_for_leave_in_days,
    ask_for_leave_in_hours_and_withdraw,
    report_sickness_in_two_touches,
    offer_a_shift_and_withdraw,
    answer_an_offer,
    take_an_open_shift_and_give_it_back,
    declare_other_work_and_withdraw,
    change_where_one_is_reached,
    choose_which_notices_come_by_email,
    sign_in_by_a_code_and_end_another_device,
)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_is_done_by_touch(phone, asha, monday, task, monkeypatch):
    monkeypatch.setattr("sites.tasks.send_code.delay", lambda email: None)  # the worker's part
    task(phone, asha, monday)
    sound(phone)
