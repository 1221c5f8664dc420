"""What managers are mailed of the unit's week: what is published, on one page, without reasons."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.managers import write_unit_week
from roster.models import OutboxMessage
from staff.models import Unavailability
from tests.factories import (
    make_duty,
    make_person,
    make_release,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 13, 12, 0, tzinfo=UTC)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def rota(unit):
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    asha = make_person(unit, "asha", name="Asha <N>")
    dev = make_person(unit, "dev", name="Dev P")
    make_person(unit, "eve", name="Eve R")
    make_duty(rota, dev, MONDAY, shift="L")
    make_duty(rota, asha, MONDAY)
    make_duty(rota, dev, MONDAY + timedelta(days=6), site="GH")
    Unavailability.objects.create(person=asha, kind="SL", starts_on=MONDAY, until=MONDAY)
    return rota


def written(unit, now=NOW):
    return write_unit_week(unit=unit, monday=MONDAY, now=now)


TEXT = """\
IXF: Monday 16 to Sunday 22 November 2026

Mo <M>,
this is the week of your unit as it is published: release 1, 2 people.

Monday 16 November
  08:00–16:00  E  Asha <N>, General X-ray, Teaching Hospital
  12:00–20:00  L  Dev P, General X-ray, Teaching Hospital

Tuesday 17 November
  Nobody.

Wednesday 18 November
  Nobody.

Thursday 19 November
  Nobody.

Friday 20 November
  Nobody.

Saturday 21 November
  Nobody.

Sunday 22 November
  08:00–16:00  E  Dev P, General X-ray, General Hospital

The week's page (you will be asked to sign in):
http://localhost:8000/rotas/{rota}/weeks/2026-11-16/

Times are Europe/London.
IXF department

"""


def test_the_units_week_in_full(rota, unit):
    manager = make_user(unit, "rota_manager", name="Mo <M>", email="mo@example.org")
    make_release(rota, MONDAY)
    assert written(unit) == 1
    message = OutboxMessage.objects.get()
    assert message.text == TEXT.format(rota=rota.pk)
    assert (message.user, message.person, message.recipient) == (manager, None, "mo@example.org")
    assert (message.kind, message.monday, message.state) == ("unit_week", MONDAY, "waiting")


def test_the_html_is_a_table_of_people_and_days_and_says_nothing_of_absence(rota, unit):
    make_user(unit, "rota_manager", name="Mo <M>")
    make_release(rota, MONDAY)
    written(unit)
    html = OutboxMessage.objects.get().html
    assert html.count("<tr>") == 4  # the days, two people, the sums
    assert "Asha &lt;N&gt;" in html
    assert "<b>E</b> <span" in html
    assert "Eve" not in html
    for word in ("SL", "sick", "leave", "absen"):
        assert word not in html


def test_it_is_written_once_a_week_whatever_is_published_later(rota, unit):
    make_user(unit, "rota_manager")
    make_release(rota, MONDAY)
    assert (written(unit), written(unit, NOW + timedelta(days=1))) == (1, 0)
    make_release(rota, MONDAY, number=2)
    assert written(unit, NOW + timedelta(days=2)) == 0


def test_a_week_that_is_not_published_is_not_written(rota, unit):
    make_user(unit, "rota_manager")
    assert written(unit) == 0


def test_the_draft_is_never_told(rota, unit):
    make_user(unit, "rota_manager")
    make_release(rota, MONDAY)
    make_duty(rota, unit.people.get(reference="eve"), MONDAY, shift="OC")
    written(unit)
    message = OutboxMessage.objects.get()
    assert "OC" not in message.text
    assert "Eve" not in message.text + message.html


def test_a_deputy_is_written_to_from_their_first_day_to_their_last(rota, unit):
    deputy = make_user(unit, "approver", email="deputy@example.org")
    today = NOW.date()
    make_release(rota, MONDAY)
    deputy.memberships.update(starts=today - timedelta(days=9), until=today - timedelta(days=1))
    assert written(unit) == 0
    deputy.memberships.update(until=today)
    assert written(unit) == 1
