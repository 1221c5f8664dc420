"""A deputy approves from a date to a date, and not a day longer."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sites.access import may
from sites.deputising import end_deputy, name_deputy
from sites.models import Membership, User
from sites.refusing import PlaceRefused
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.fixture
def approver(db):
    return make_user(make_unit(), "approver", stage="ixf_manager", name="Ada").memberships.get()


@pytest.fixture
def deputy(approver):
    return make_user(approver.unit, "staff", name="Dev")


def approves(user, unit):
    return may(User.objects.get(pk=user.pk), unit.pk, "approve_week")


@pytest.mark.parametrize(
    ("starts", "until", "said"),
    [(0, 0, True), (-3, -1, False), (1, 3, False), (-1, 1, True)],
)
def test_it_holds_on_its_days_alone(approver, deputy, starts, until, said):
    today = timezone.localdate()
    dates = {"starts": today + starts * DAY, "until": today + until * DAY}
    name_deputy(approver=approver, user=deputy, today=today - 9 * DAY, **dates)
    assert approves(deputy, approver.unit) is said


def test_who_approves_already_or_dates_that_are_over_are_refused(approver, deputy):
    dates = {"starts": TODAY, "until": TODAY, "today": TODAY}
    with pytest.raises(PlaceRefused, match="Ada approves at that stage already"):
        name_deputy(approver=approver, user=approver.user, **dates)
    with pytest.raises(PlaceRefused, match="has passed"):
        name_deputy(approver=approver, user=deputy, **dates | {"today": TODAY + DAY})
    assert Membership.objects.count() == 2


def test_naming_again_moves_the_dates_and_ending_stops_today(approver, deputy):
    said = {"approver": approver, "user": deputy, "today": TODAY}
    name_deputy(**said, starts=TODAY, until=TODAY)
    held = name_deputy(**said, starts=TODAY - DAY, until=TODAY + 9 * DAY)
    assert Membership.objects.filter(stage="ixf_manager").count() == 2
    end_deputy(deputy=held, today=TODAY)
    held.refresh_from_db()
    assert held.until == TODAY - DAY
    later = name_deputy(**said, starts=TODAY + DAY, until=TODAY + DAY)
    end_deputy(deputy=later, today=TODAY)
    assert not Membership.objects.filter(pk=later.pk).exists()


def test_naming_again_never_drops_dates_that_were_promised(approver, deputy):
    said = {"approver": approver, "user": deputy, "today": TODAY}
    name_deputy(**said, starts=TODAY, until=TODAY + 5 * DAY)
    with pytest.raises(PlaceRefused, match="Dev is a deputy of Ada from 2 November 2026 to 7 Nov"):
        name_deputy(**said, starts=TODAY + 7 * DAY, until=TODAY + 9 * DAY)
    name_deputy(**said, starts=TODAY + 6 * DAY, until=TODAY + 9 * DAY)  # it reaches those
    other = make_user(approver.unit, "approver", stage="ixf_manager", name="Bo").memberships.get()
    with pytest.raises(PlaceRefused, match="Dev is a deputy of Ada from 8 November 2026"):
        name_deputy(**said | {"approver": other}, starts=TODAY + 6 * DAY, until=TODAY + 9 * DAY)
    over = {"today": TODAY + 10 * DAY, "starts": TODAY + 20 * DAY, "until": TODAY + 21 * DAY}
    assert name_deputy(**said | over).starts == TODAY + 20 * DAY


def test_the_administrator_names_one_by_the_form(client, approver, deputy):
    client.force_login(make_user(approver.unit, "administrator"))
    today = timezone.localdate()
    said = {"approver": approver.pk, "user": deputy.pk, "starts": str(today), "until": str(today)}
    address = reverse("deputies", args=[approver.unit.pk])
    refused = client.post(address, {"approver": approver.pk}).content.decode()
    assert "Choose who is the deputy." in refused
    assert refused.count("</a>: Say a date.") == 2
    assert client.post(address, said).status_code == 302
    page = client.get(address).content.decode()
    assert "<b>Dev</b> for Ada (IXF manager)" in page
    assert ">Ada, IXF manager</option>" in page
    assert approves(deputy, approver.unit)


def test_an_approver_names_and_ends_their_own_and_nobody_elses(client, approver, deputy):
    unit, today = approver.unit, timezone.localdate()
    other = make_user(unit, "approver", stage="operations_manager", name="Bo").memberships.get()
    dates = {"starts": str(today), "until": str(today)}
    theirs = name_deputy(approver=other, user=deputy, starts=today, until=today, today=today)
    client.force_login(approver.user)
    address = reverse("deputies", args=[unit.pk])
    assert address in client.get(reverse("rotas")).content.decode()
    page = client.get(address)
    assert list(page.context["form"].fields["approver"].queryset) == [approver]
    assert page.context["deputies"] == []
    assert (
        client.post(address, dates | {"approver": other.pk, "user": deputy.pk}).status_code == 422
    )
    assert (
        client.post(address, dates | {"approver": approver.pk, "user": deputy.pk}).status_code
        == 302
    )
    end = reverse("end-deputy", args=[unit.pk, theirs.pk])
    assert client.post(end).status_code == 404
    own = Membership.objects.get(deputy_for=approver.user)
    assert client.post(reverse("end-deputy", args=[unit.pk, own.pk])).status_code == 302
    assert not Membership.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("role", ["viewer", "staff", "rota_manager"])
def test_who_approves_nothing_names_no_deputy(client, approver, deputy, role):
    client.force_login(make_user(approver.unit, role))
    address = reverse("deputies", args=[approver.unit.pk])
    assert address not in client.get(reverse("rotas")).content.decode()
    assert client.get(address).status_code == 403


def test_a_deputy_names_no_deputy_of_their_own(client, approver, deputy):
    today = timezone.localdate()
    name_deputy(approver=approver, user=deputy, starts=today, until=today, today=today)
    client.force_login(deputy)
    said = {"approver": approver.pk, "user": approver.user.pk}
    said |= {"starts": str(today), "until": str(today)}
    address = reverse("deputies", args=[approver.unit.pk])
    assert address not in client.get(reverse("rotas")).content.decode()
    assert client.post(address, said).status_code == 422


def test_more_deputies_take_no_more_queries(
    client, approver, deputy, django_assert_max_num_queries
):
    client.force_login(make_user(approver.unit, "administrator"))
    today = timezone.localdate()
    dates = {"starts": today, "until": today, "today": today}

    def cost():
        with django_assert_max_num_queries(20) as queries:
            page = client.get(reverse("deputies", args=[approver.unit_id]))
        return len(queries), len(page.context["deputies"])

    name_deputy(approver=approver, user=deputy, **dates)
    cost()  # what is signed in is written down once
    few, _ = cost()
    for stage in ("ixf_manager", "operations_manager") * 3:
        other = make_user(approver.unit, "approver", stage=stage).memberships.get()
        name_deputy(approver=other, user=make_user(approver.unit, "staff"), **dates)
    assert cost() == (few, 7)
