"""The administrator says what a login may do; a unit is never without one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sites.access import may
from sites.deputising import name_deputy
from sites.giving_roles import give_role, take_role
from sites.models import Membership, User
from sites.refusing import PlaceRefused
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def nia(client, unit):
    user = make_user(unit, "administrator", name="Nia")
    client.force_login(user)
    return user


def give(client, unit, **said):
    return client.post(reverse("roles", args=[unit.pk]), said)


def take(client, unit, held):
    return client.post(reverse("take-role", args=[unit.pk, held.pk]), follow=True)


def test_a_new_address_gets_a_login_without_a_password(client, unit, nia):
    said = {"email": "Ada@Example.org", "called": "Ada", "role": "approver"}
    assert give(client, unit, **said, stage="ixf_manager").status_code == 302
    user = User.objects.get(email="ada@example.org")
    assert (user.name, user.has_usable_password()) == ("Ada", False)
    assert user.memberships.get().stage == "ixf_manager"
    assert may(user, unit.pk, "approve_week")


def test_a_login_that_is_there_keeps_its_name_and_its_other_roles(client, unit, nia):
    dev = make_user(unit, "staff", name="Dev", email="dev@example.org")
    give(client, unit, email="dev@example.org", called="Other", role="viewer")
    dev.refresh_from_db()
    assert dev.name == "Dev"
    assert sorted(dev.memberships.values_list("role", flat=True)) == ["staff", "viewer"]


def test_only_an_approver_has_a_stage_and_an_approver_has_one(client, unit, nia):
    refused = give(client, unit, email="ada@example.org", role="approver")
    assert refused.status_code == 422
    assert "Say at which stage they approve." in refused.content.decode()
    give(client, unit, email="ada@example.org", role="viewer", stage="ixf_manager")
    assert User.objects.get(email="ada@example.org").memberships.get().stage == ""


def test_nobody_is_made_staff_here(client, unit, nia):
    assert give(client, unit, email="ada@example.org", role="staff").status_code == 422
    assert not User.objects.filter(email="ada@example.org").exists()


def test_the_page_says_at_which_stage_nobody_stands(client, unit, nia):
    def page():
        return client.get(reverse("roles", args=[unit.pk])).content.decode()

    assert "Nobody approves yet as IXF manager, nor as operations manager:" in page()
    give(client, unit, email="ada@example.org", role="approver", stage="ixf_manager")
    assert "Nobody approves yet as operations manager:" in page()


def test_the_page_says_whose_login_ends(client, unit, nia):
    user = make_user(unit, "viewer", name="Dev")
    User.objects.filter(pk=user.pk).update(until="2027-03-31")
    page = client.get(reverse("roles", args=[unit.pk])).content.decode()
    assert page.count("login ends with 31 March 2027") == 1
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert "login closed" in client.get(reverse("roles", args=[unit.pk])).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "has that role already"),
        ({"closed": True}, "is closed"),
    ],
)
def test_what_cannot_be_given_is_refused_and_changes_nothing(unit, fields, sentence):
    ada = make_user(unit, "approver", stage="ixf_manager", name="Ada")
    if "closed" in fields:
        User.objects.filter(pk=ada.pk).update(is_active=False)
    before = Membership.objects.count()
    said = {"email": ada.email, "called": "", "role": "approver", "stage": "ixf_manager"}
    with pytest.raises(PlaceRefused, match=sentence):
        give_role(unit=unit, by=ada, **said)
    assert Membership.objects.count() == before


@pytest.mark.parametrize("ended", [False, True])
def test_a_deputy_who_is_given_the_role_holds_it_without_dates(client, unit, nia, ended):
    boss = make_user(unit, "approver", stage="ixf_manager").memberships.get()
    dev = make_user(unit, "staff", email="dev@example.org")
    first = TODAY - timedelta(days=9)
    dates = {"starts": first, "until": first + timedelta(days=0 if ended else 99)}
    name_deputy(approver=boss, user=dev, today=first, **dates)
    give(client, unit, email=dev.email, role="approver", stage="ixf_manager")
    held = dev.memberships.get(role="approver")
    assert (held.deputy_for, held.starts, held.until) == (None, None, None)


def test_a_role_is_taken_and_the_login_stays(client, unit, nia):
    ada = make_user(unit, "viewer", name="Ada")
    said = take(client, unit, ada.memberships.get()).content.decode()
    assert "Ada is viewer no longer." in said
    assert User.objects.get(pk=ada.pk).is_active
    assert not may(User.objects.get(pk=ada.pk), unit.pk, "see_draft")


def test_the_last_administrator_stays(client, unit, nia):
    own = nia.memberships.get()
    assert "Give the role to somebody else first" in take(client, unit, own).content.decode()
    closed = make_user(unit, "administrator")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    take(client, unit, own)
    assert Membership.objects.filter(pk=own.pk).exists()
    make_user(unit, "administrator")
    take(client, unit, own)
    assert not Membership.objects.filter(pk=own.pk).exists()


def test_who_is_deputy_by_a_role_is_one_no_longer(unit):
    ada = make_user(unit, "approver", stage="ixf_manager").memberships.get()
    dev = make_user(unit, "staff")
    dates = {"starts": TODAY - timedelta(days=1), "until": TODAY + timedelta(days=9)}
    name_deputy(approver=ada, user=dev, today=TODAY, **dates)
    assert may(User.objects.get(pk=dev.pk), unit.pk, "approve_week")
    take_role(held=ada, by=dev, today=TODAY)
    assert not may(User.objects.get(pk=dev.pk), unit.pk, "approve_week")


def test_a_role_of_staff_or_of_another_unit_is_not_found(client, unit, nia):
    staff = make_user(unit, "staff").memberships.get()
    other = make_user(make_unit("B"), "viewer").memberships.get()
    answers = [take(client, unit, held).status_code for held in (staff, other)]
    assert answers == [404, 404]
    assert Membership.objects.filter(pk__in=[staff.pk, other.pk]).count() == 2


def test_the_log_says_who_gave_and_took_a_role_and_names_nobody(client, unit, nia, caplog):
    caplog.set_level("INFO", "sites.giving_roles")
    give(client, unit, email="ada@example.org", called="Ada", role="viewer")
    ada = User.objects.get(email="ada@example.org")
    take(client, unit, ada.memberships.get())
    assert [record.getMessage() for record in caplog.records] == [
        f"Login {ada.pk} is viewer of unit {unit.pk}, by login {nia.pk}.",
        f"Login {ada.pk} is no longer viewer of unit {unit.pk}, by login {nia.pk}.",
    ]
