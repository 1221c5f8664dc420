"""Loading the demonstration: around any day, once, and only where it has a place."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from demo import build
from roster.demonstrating import DemonstrationRefused, around, load_demo
from roster.models import Duty, OutboxMessage, Release, Rota
from roster.rules.checker import check
from sites.models import BankHoliday, Membership, Unit, User
from staff.models import Person

TODAY = date(2026, 11, 25)


def counts():
    models = (Unit, User, Membership, Person, Rota, Duty, Release, OutboxMessage, BankHoliday)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 10, 19),  # the clocks go back at the week's end
        date(2026, 10, 25),
        date(2026, 12, 24),  # Christmas Day in the published week
        date(2026, 12, 28),  # the substitute for Boxing Day
        date(2027, 3, 26),  # Good Friday, two days before the clocks go forward
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 31),
        date(2028, 2, 29),
    ],
    ids=str,
)
def test_around_any_day_the_published_week_breaks_nothing(today):
    problem, holidays = around(build.FILE.read_bytes(), today)
    sunday = problem.starts + timedelta(days=6)
    assert problem.starts <= today <= sunday
    assert problem.bank_holidays == set(holidays)
    begun = [breach for breach in check(problem) if breach.first <= sunday]
    assert sorted((b.rule, b.level) for b in begun) == [("R-11", "should"), ("R-12", "should")]


@pytest.mark.django_db
def test_a_second_load_does_nothing_and_says_so(capsys):
    call_command("load_demo", today=TODAY)
    assert "2026-11-23 to 2026-12-20 is loaded" in capsys.readouterr().out
    before = counts()
    call_command("load_demo", today=TODAY + timedelta(days=30))
    assert "is here already. Nothing was changed." in capsys.readouterr().out
    assert counts() == before


@pytest.mark.django_db
def test_a_database_in_use_is_left_alone():
    Unit.objects.create(code="MRI", name="MRI")
    before = counts()
    with pytest.raises(DemonstrationRefused, match="holds units or logins already"):
        load_demo(data=build.FILE.read_bytes(), today=TODAY)
    assert counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://rota.example.org", "http://rota.example.org"])
def test_a_real_installation_is_refused(settings, address):
    settings.BASE_URL = address
    with pytest.raises(CommandError, match=f"is {address}"):
        call_command("load_demo", today=TODAY)
    assert set(counts().values()) == {0}


def test_a_date_that_is_none_is_refused():
    with pytest.raises(CommandError, match="2026-13-01 is no date; write it YYYY-MM-DD"):
        call_command("load_demo", "--today", "2026-13-01")
