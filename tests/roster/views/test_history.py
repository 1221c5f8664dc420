"""The log of a rota as a page, and putting a cell back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from roster.editing import Cell, edit_rota
from roster.models import Duty, DutyChange
from tests.factories import NOW, make_duty, make_person, make_rota, make_unit, make_user
from tests.roster.test_editing import duty

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha <N>")
    make_person(unit, reference="dev", name="Dev P")
    return make_rota(unit, starts=MONDAY, weeks=4)


@pytest.fixture
def manager(client, rota):
    user = make_user(rota.unit, "rota_manager", name="Mo Manager")
    client.force_login(user)
    return user


def put(rota, by, *duties, person="asha", day=MONDAY, reason=""):
    edit_rota(rota=rota, by=by, wanted=[Cell(person, day, duties)], now=NOW, reason=reason)


def page(client, rota, **asked):
    return client.get(reverse("rota-history", args=[rota.pk]), asked).content.decode()


def test_each_change_says_who_when_from_to_and_why(client, rota, manager):
    put(rota, manager, duty("E"))
    put(rota, manager, duty("L", area="ED"), reason="Sickness cover")
    html = page(client, rota)
    newest = html[html.index("<tbody>") : html.index("</tr>", html.index("<tbody>"))]
    for said in ("1 Oct, 09:30", "Mo Manager", "Asha &lt;N&gt;, Mon 2 Nov", "E TH/XR", "L TH/ED"):
        assert said in newest
    assert "Sickness cover" in newest


def test_the_list_can_be_of_one_cell(client, rota, manager):
    put(rota, manager, duty("E"))
    put(rota, manager, duty("L"), person="dev")
    put(rota, manager, duty("LD"), day=MONDAY + timedelta(days=1))
    html = page(client, rota, person="asha", date=MONDAY.isoformat())
    assert ("E TH/XR" in html, "L TH/XR" in html, "LD TH/XR" in html) == (True, False, False)


def test_a_deleted_duty_is_put_back_whoever_deleted_it(client, rota, manager):
    put(rota, manager, duty("E"))
    put(rota, make_user(rota.unit, "rota_manager"))
    deleted = DutyChange.objects.order_by("sequence").last()
    response = client.post(reverse("put-back", args=[rota.pk, deleted.pk]), follow=True)
    assert "Asha &lt;N&gt;, Monday 2 November, is as it was." in response.content.decode()
    assert Duty.objects.get().shift_type.code == "E"


def test_what_cannot_be_put_back_says_why(client, rota, manager):
    put(rota, manager, duty("OC"))
    put(rota, manager)
    deleted = DutyChange.objects.order_by("sequence").last()
    put(rota, manager, duty("EE"), day=MONDAY + timedelta(days=1))
    response = client.post(reverse("put-back", args=[rota.pk, deleted.pk]), follow=True)
    assert "already works EE on Tuesday 3 November" in response.content.decode()


def test_a_change_of_another_rota_is_not_found(client, rota, manager):
    other = make_rota(rota.unit, MONDAY + timedelta(weeks=4))
    put(other, manager, duty("E"), day=other.starts)
    change = DutyChange.objects.get()
    assert client.post(reverse("put-back", args=[rota.pk, change.pk])).status_code == 404


@pytest.mark.parametrize("cells", [1, 40])
def test_the_page_takes_a_constant_number_of_queries(
    client, rota, manager, cells, django_assert_max_num_queries
):
    for n in range(cells):
        put(rota, manager, duty("E"), day=MONDAY + timedelta(days=n % 28))
    with django_assert_max_num_queries(6):
        assert page(client, rota)


def test_nothing_changed_yet_is_said(client, rota, manager):
    make_duty(rota, rota.unit.people.get(reference="dev"), MONDAY)
    assert "Nothing has been changed here yet" in page(client, rota)
