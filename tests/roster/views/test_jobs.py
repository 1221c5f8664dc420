"""The page of a unit's jobs, and a person's own page about the weekly email."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from roster.choosing_mail import chosen
from roster.jobs import run_due_jobs
from roster.models import JobTimes, MailChoice, RuleSetting
from staff.models import Person
from tests.factories import (
    make_message,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 13, 12, 0, tzinfo=ZoneInfo("Europe/London"))  # a Friday
TYPED = {
    "weekday": "thu",
    "weekly_at": "07:05",
    "publish_at": "05:30",
    "close_after": "3",
    "remind_at": "16:00, 9:00 16:00",
    "most_reminders": "2",
    "quiet_from": "21:00",
    "quiet_until": "07:00",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def unit():
    return make_unit()


def main(response):
    """The page's main part as a reader hears it."""
    said = response.content.decode().split("<main")[1].split("</main>")[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", said).replace("&#x27;", "'").split())


def sign_in(client, unit, role):
    user = make_user(unit, role, name="Ada Admin")
    client.force_login(user)
    return user


def see(client, unit):
    return client.get(reverse("jobs", args=[unit.pk]))


def keep(client, unit, **typed):
    return client.post(reverse("set-jobs", args=[unit.pk]), TYPED | typed, follow=True)


# ── the jobs ──


def test_what_is_usual_is_said_and_that_nothing_has_run(client, unit):
    sign_in(client, unit, "rota_manager")
    said = main(see(client, unit))
    assert "When: each day at 06:00; a week is closed 7 days after its Sunday." in said
    assert "When: Friday at 12:00; people may choose another day." in said
    assert "at 09:00 and 16:00, 3 times at most; never from 20:00 until 08:00." in said
    assert said.count("It has not run yet.") == 4
    assert "without one no job runs" in said
    assert "An administrator of the unit sets them." in said
    assert "Keep these times" not in said


def test_the_last_runs_are_shown(client, unit):
    run_due_jobs(now=NOW)
    sign_in(client, unit, "approver")
    said = main(see(client, unit))
    assert "Fri 13 Nov, 12:00 0 published, 0 not ready, 0 closed." in said
    assert "Fri 13 Nov, 12:00 0 messages written." in said


def test_an_administrator_sets_the_times_and_they_hold_at_once(client, unit):
    admin = sign_in(client, unit, "administrator")
    said = main(keep(client, unit))
    assert "These times hold from now on." in said
    assert "When: each day at 05:30; a week is closed 3 days after its Sunday." in said
    assert "When: Thursday at 07:05; people may choose another day." in said
    assert "at 09:00 and 16:00, 2 times at most; never from 21:00 until 07:00." in said
    assert "Set last by Ada Admin on 13 November 2026, 12:00." in said
    times = JobTimes.objects.get()
    assert (times.publish_at, times.remind_at) == (time(5, 30), ["09:00", "16:00"])
    rule = RuleSetting.objects.get()
    assert (rule.rule, rule.parameters, rule.in_force_from, rule.changed_by) == (
        "R-43",
        {"weekday": "thu", "time": "07:05"},
        date(2026, 11, 13),
        admin,
    )


def test_the_rule_is_set_only_when_its_day_or_time_changes(client, unit):
    sign_in(client, unit, "administrator")
    keep(client, unit, weekday="fri", weekly_at="12:00")
    assert not RuleSetting.objects.exists()
    keep(client, unit)
    keep(client, unit, close_after="5")
    assert RuleSetting.objects.count() == 1
    assert JobTimes.objects.get().close_after == 5


def test_a_rule_that_is_off_stays_off(client, unit):
    RuleSetting.objects.create(
        unit=unit, rule="R-43", parameters={"enabled": False}, in_force_from=date(2026, 1, 1)
    )
    sign_in(client, unit, "administrator")
    assert "not by itself: R-43 is switched off." in main(keep(client, unit))


def test_nobody_need_be_reminded(client, unit):
    sign_in(client, unit, "administrator")
    assert "When: never." in main(keep(client, unit, remind_at=""))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"publish_at": "25:00"}, "Write a time like 08:00."),
        ({"quiet_from": ""}, "Write a time like 08:00."),
        ({"remind_at": "nine"}, "“nine” is no time. Write times like 09:00, 16:00."),
        ({"remind_at": "09:00, 24:00"}, "“24:00” is no time."),
        (
            {"remind_at": "9:00 10:00 11:00 12:00 13:00 14:00 15:00"},
            "7 times a day are too many: 6 at most.",
        ),
        (
            {"remind_at": "21:00"},
            "21:00 lies between 21:00 and 07:00, when nobody is reminded. Choose another time.",
        ),
        ({"weekday": "friday"}, "Select a valid choice."),
        ({"close_after": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_set_is_said_and_changes_nothing(client, unit, typed, said):
    sign_in(client, unit, "administrator")
    response = keep(client, unit, **typed)
    assert response.status_code == 422
    assert said in main(response)
    assert not JobTimes.objects.exists()
    assert not RuleSetting.objects.exists()


def test_the_outbox_leads_to_the_jobs(client, unit):
    sign_in(client, unit, "rota_manager")
    html = client.get(reverse("outbox")).content.decode()
    assert reverse("jobs", args=[unit.pk]) in html


# ── a person's own choice ──


@pytest.fixture
def asha(client, unit):
    person = make_person(unit, "asha", name="Asha N")
    client.force_login(make_user(unit, "staff", person=person))
    return person


def choose(client, **typed):
    return client.post(reverse("my-email"), typed, follow=True)


def test_a_person_chooses_a_day_and_another_later(client, asha):
    said = main(client.get(reverse("my-email")))
    assert "It goes to asha@example.org ." in said
    assert "On the unit's day, Friday" in said
    assert "Changes only: no weekly email" in said
    assert chosen(asha) == "unit"
    assert "Your choice is kept." in main(choose(client, day="wed"))
    assert chosen(asha) == "wed"
    response = choose(client, day="changes")
    (radio,) = re.findall(r'<input[^>]+value="changes"[^>]*>', response.content.decode())
    assert "checked" in radio
    assert chosen(asha) == "changes"
    assert MailChoice.objects.count() == 1


@pytest.mark.parametrize("typed", [{}, {"day": "someday"}])
def test_a_choice_there_is_not_is_refused(client, asha, typed):
    response = choose(client, **typed)
    assert response.status_code == (422 if typed else 200)
    assert not MailChoice.objects.exists()


def test_my_rota_leads_to_the_choice(client, asha):
    assert reverse("my-email") in client.get(reverse("my-rota")).content.decode()


def test_somebody_whose_address_was_refused_is_told_so(client, unit, asha):
    said = "The mail server refused this address last time."
    assert said not in main(client.get(reverse("my-email")))
    rota = make_rota(unit, starts=date(2026, 11, 16), weeks=1)
    make_message(asha, make_release(rota, rota.starts), state="failed", refused=True)
    assert said in main(client.get(reverse("my-email")))


def test_somebody_without_an_address_is_told_so(client, asha):
    Person.objects.update(email="")
    said = main(client.get(reverse("my-email")))
    assert "No email address of yours is known" in said
