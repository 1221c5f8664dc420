"""A change at short notice: read and acknowledged on a phone, and seen to be by the manager."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.models import RotaWeek
from roster.publishing import publish_week
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import faults_light_and_dark
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


@pytest.fixture
def world():
    """Asha's duty of next week's Monday became a late one after publication, and Dev's too."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    unit = make_unit()
    judge_only(unit)
    rota = make_rota(unit, starts=monday, weeks=1)
    people = [make_person(unit, name, name=name.title()) for name in ("asha", "dev")]
    for person in people:
        make_duty(rota, person, monday)
    make_release(rota, monday)
    rota.duties.all().delete()
    for person in people:
        make_duty(rota, person, monday, shift="L")
    rota.rota_weeks.update(state="approved")
    week = RotaWeek.objects.select_related("rota__unit").get()
    publish_week(week=week, by=None, now=timezone.now(), seen_sequence=0, code="service")
    asha = make_user(unit, "staff", password=PASSWORD, person=people[0])
    manager = make_user(unit, "rota_manager", name="Mo Manager", password=PASSWORD)
    return rota, asha, manager


def knows(open_as, manager, rota, who):
    page = open_as(manager, "week", rota.pk, rota.starts)
    return page.locator(".known tbody tr", has_text=who).locator(".tag").inner_text()


def test_a_person_says_on_the_phone_that_they_know_and_the_manager_sees_it(open_as, world, console):
    rota, asha, manager = world
    assert knows(open_as, manager, rota, "Asha") == "Not yet"
    page = open_as(asha, "home")
    page.set_viewport_size({"width": 320, "height": 700})
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults_light_and_dark(page) == []
    button = page.get_by_role("button", name="I have read this")
    assert button.bounding_box()["height"] >= 44
    assert knows(open_as, manager, rota, "Asha") == "Seen"
    page = open_as(asha, "my-rota")
    page.get_by_role("button", name="I have read this").press("Enter")
    page.get_by_text("Thank you.").wait_for()
    assert page.get_by_text("Changes to read").count() == 0
    assert knows(open_as, manager, rota, "Asha") == "Acknowledged"
    assert knows(open_as, manager, rota, "Dev") == "Not yet"
    assert faults_light_and_dark(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(page.url.split("/rotas/")[0] + reverse("week", args=[rota.pk, rota.starts]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert console == []
