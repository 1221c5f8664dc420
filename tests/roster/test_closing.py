"""A week that is over is closed for pay, by hand or by the job, and then stays as it is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.closing import NotClosable, close_week, close_weeks_over
from roster.editing import Cell, ImpossibleEdit, edit_rota
from roster.models import JobTimes, RotaWeek
from tests.factories import make_duty, make_person, make_release, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
AFTER = SUNDAY_NIGHT + timedelta(minutes=1)


@pytest.fixture
def rota():
    """Two weeks with a duty on their Mondays, the first published."""
    unit = make_unit()
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    person = make_person(unit, reference="asha")
    for n in (0, 7):
        make_duty(rota, person, MONDAY + timedelta(days=n))
    make_release(rota, MONDAY)
    return rota


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager")


def week_of(rota, monday=MONDAY):
    return RotaWeek.objects.select_related("rota__unit").get(rota=rota, monday=monday)


def refusal(rota, now=AFTER, monday=MONDAY):
    before = list(RotaWeek.objects.values())
    with pytest.raises(NotClosable) as refused:
        close_week(week=week_of(rota, monday), by=None, now=now)
    assert list(RotaWeek.objects.values()) == before
    return str(refused.value)


def test_a_week_is_closed_from_the_minute_after_its_sunday(rota, manager):
    assert refusal(rota, SUNDAY_NIGHT) == (
        "The week lasts until Sunday 22 November. It can be closed from the day after."
    )
    week = close_week(week=week_of(rota), by=manager, now=AFTER)
    assert (week.state, week.closed_by, week.closed_at) == ("closed", manager, AFTER)
    assert refusal(rota) == "The week is closed already."


def test_a_week_that_was_never_published_is_not_closed(rota):
    said = "Only a published week is closed. This one is draft."
    assert refusal(rota, AFTER + timedelta(days=7), MONDAY + timedelta(days=7)) == said


def test_a_change_that_nobody_was_told_stands_in_the_way(rota):
    rota.duties.filter(date=MONDAY).delete()
    assert refusal(rota) == (
        "1 change since release 1 is not published. Publish or undo it first: what is published "
        "is what is paid."
    )
    make_duty(rota, make_person(rota.unit), MONDAY)
    assert refusal(rota).startswith("2 changes since release 1 are not published.")


def test_a_closed_week_refuses_an_edit_with_a_sentence(rota, manager):
    close_week(week=week_of(rota), by=manager, now=AFTER)
    with pytest.raises(ImpossibleEdit) as refused:
        edit_rota(rota=rota, by=manager, wanted=[Cell("asha", MONDAY, ())], now=AFTER)
    assert str(refused.value) == (
        "The week of 16 November is closed for pay and cannot be changed."
    )


def closed(rota, now):
    number = close_weeks_over(unit=rota.unit, now=now)
    found = RotaWeek.objects.filter(state="closed").values_list("monday", flat=True)
    return number, list(found)


def test_the_job_closes_a_week_seven_days_after_its_sunday_once(rota):
    day = timedelta(days=1)
    assert closed(rota, SUNDAY_NIGHT + 7 * day) == (0, [])
    assert closed(rota, AFTER + 7 * day) == (1, [MONDAY])
    assert closed(rota, AFTER + 7 * day) == (0, [MONDAY])
    assert week_of(rota).closed_by is None


def test_the_job_waits_as_long_as_the_unit_has_set(rota):
    JobTimes.objects.create(unit=rota.unit, close_after=0)
    assert closed(rota, SUNDAY_NIGHT) == (0, [])
    assert closed(rota, AFTER) == (1, [MONDAY])


def test_the_job_leaves_what_it_cannot_close_and_closes_the_others(rota):
    make_release(rota, MONDAY + timedelta(days=7))
    rota.duties.filter(date=MONDAY).delete()
    assert closed(rota, AFTER + timedelta(days=28)) == (1, [MONDAY + timedelta(days=7)])


def test_the_job_leaves_another_unit_alone(rota):
    assert close_weeks_over(unit=make_unit(code="TWO"), now=AFTER + timedelta(days=28)) == 0
