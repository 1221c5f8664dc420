"""What is in the database once the demonstration is loaded. It is loaded once for all of these."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from demo import build
from roster.demonstrating import LOGINS, PASSWORD, load_demo
from roster.models import Approval, OutboxMessage, Release, RotaWeek
from roster.overriding import standing_of
from roster.snapshot import problem_of
from sites.models import BankHoliday, Membership, User
from staff.models import Person, ScopeEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 24)  # a Thursday; the next day is a bank holiday
MONDAY = date(2026, 12, 21)
CHRISTMAS = date(2026, 12, 25)
WEEKEND = [date(2026, 12, 26), date(2026, 12, 27)]
State = RotaWeek.State


@pytest.fixture(scope="module", autouse=True)
def rota(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(data=build.FILE.read_bytes(), today=TODAY)
        transaction.set_rollback(True)


@pytest.mark.smoke
def test_the_present_week_is_published_and_three_drafts_follow(rota):
    assert list(rota.rota_weeks.values_list("monday", "state")) == [
        (MONDAY, State.PUBLISHED),
        (MONDAY + timedelta(weeks=1), State.DRAFT),
        (MONDAY + timedelta(weeks=2), State.DRAFT),
        (MONDAY + timedelta(weeks=3), State.DRAFT),
    ]


def test_it_was_published_in_time_and_so_without_a_reason(rota):
    release = Release.objects.get()
    assert (release.number, release.monday, release.reason) == (1, MONDAY, "")
    assert (MONDAY - release.at.date()).days >= 42


def test_two_people_approved_what_a_third_planned(rota):
    approvals = Approval.objects.order_by("at").values_list("stage", "by__email")
    assert list(approvals) == [
        ("ixf_manager", "ixf@fairweek.example"),
        ("operations_manager", "operations@fairweek.example"),
    ]
    planned_by = rota.changes.values_list("who__email", flat=True).distinct().order_by()
    assert list(planned_by) == ["manager@fairweek.example"]


def test_the_published_week_breaks_nothing(rota):
    standing = standing_of(rota=rota, problem=problem_of(rota), monday=MONDAY)
    assert (standing.blocking, standing.overridden, len(standing.should)) == ((), (), 2)


def test_on_a_bank_holiday_only_what_is_needed_is_open(rota):
    open_ = rota.duties.filter(date=CHRISTMAS).values_list("site__code", "area__code")
    assert set(open_) == {("TH", "ED"), ("TH", "XR"), ("GH", "ED")}
    given = Person.objects.filter(unavailable__kind="BH", unavailable__starts_on=CHRISTMAS)
    assert "asha-kulkarni" in given.values_list("reference", flat=True)
    assert BankHoliday.objects.get(date=CHRISTMAS).name == "Christmas Day"


def test_every_login_can_sign_in_and_belongs_to_its_person(rota):
    for login in LOGINS:
        assert User.objects.get(email=login.email).check_password(PASSWORD)
    linked = Person.objects.exclude(user=None).values_list("user__email", "reference")
    assert dict(linked) == {login.email: login.person for login in LOGINS if login.person}
    assert set(Membership.objects.values_list("user__email", "role", "stage")) == {
        (login.email, login.role, login.stage) for login in LOGINS
    }


@pytest.mark.parametrize("name", ["assistant", "radiographer"])
def test_whoever_signs_in_to_read_their_week_works_at_its_weekend(rota, name):
    own = Person.objects.get(user__email=f"{name}@fairweek.example")
    weekend = rota.duties.filter(person=own, date__in=WEEKEND)
    assert weekend.count() == 2


def test_everybody_is_written_to_but_the_one_without_an_address(rota):
    told = OutboxMessage.objects.values_list("person__name", "state")
    assert len(told) == Release.objects.get().duties.values("person").distinct().count()
    assert [name for name, state in told if state == OutboxMessage.State.FAILED] == ["Colin Sedge"]


def test_shift_types_have_names(rota):
    assert list(rota.unit.shift_types.filter(name="")) == []


def test_the_line_of_managers_and_who_signed_scopes_off_are_on_record(rota):
    people = Person.objects.order_by()
    line = people.values_list("reports_to__reference", "responsible_to__reference").distinct()
    assert set(line) == {
        ("adrian-lowe", "helen-strand"),
        ("helen-strand", "helen-strand"),
        (None, None),
    }
    assert people.get(reports_to=None).reference == "helen-strand"
    signers = ScopeEntry.objects.order_by().values_list("signed_off_by", flat=True).distinct()
    assert list(signers) == ["Adrian Lowe"]
