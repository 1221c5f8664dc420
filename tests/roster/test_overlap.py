"""The database itself refuses two duties of one person at one time, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from roster.models import Duty
from roster.overlap import restore_triggers
from tests.factories import make_person, make_rota, make_unit

MONDAY = date(2026, 11, 2)


def at(hour):
    return datetime(2026, 11, 2, hour, tzinfo=UTC)


@pytest.fixture
def rota(db):
    unit = make_unit()
    make_person(unit, reference="asha")
    make_person(unit, reference="dev")
    return make_rota(unit, starts=MONDAY, weeks=1)


def row(rota, starts, ends, person="asha"):
    return Duty(
        rota=rota,
        person=rota.unit.people.get(reference=person),
        date=MONDAY,
        shift_type=rota.unit.shift_types.first(),
        site=rota.unit.sites.first(),
        starts_at=at(starts),
        ends_at=at(ends),
    )


def test_duties_that_touch_are_accepted(rota):
    Duty.objects.bulk_create([row(rota, 8, 12), row(rota, 12, 20)])
    assert Duty.objects.count() == 2


def test_another_person_may_work_at_the_same_time(rota):
    Duty.objects.bulk_create([row(rota, 8, 12), row(rota, 8, 12, "dev")])
    assert Duty.objects.count() == 2


@pytest.mark.parametrize(("starts", "ends"), [(8, 12), (7, 13), (9, 10), (11, 20), (7, 9)])
def test_an_overlap_is_refused_whichever_way_it_is_written(rota, starts, ends):
    row(rota, 8, 12).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(rota, starts, ends).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.bulk_create([row(rota, starts, ends)])


def test_moving_a_duty_onto_another_is_refused(rota):
    row(rota, 8, 12).save()
    row(rota, 13, 14).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(starts_at=at(13)).update(starts_at=at(11))


def test_giving_a_duty_to_somebody_busy_is_refused(rota):
    row(rota, 8, 12).save()
    row(rota, 8, 12, "dev").save()
    asha = rota.unit.people.get(reference="asha")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(person__reference="dev").update(person=asha)


def test_a_duty_without_length_is_refused(rota):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(rota, 12, 12).save()


def test_a_duty_does_not_clash_with_itself(rota):
    row(rota, 8, 12).save()
    Duty.objects.get().save()


def test_sqlite_gets_its_triggers_back(rota):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER one_duty_at_a_time_insert")
    restore_triggers()
    row(rota, 8, 12).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(rota, 8, 12).save()


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_write_at_once_one_succeeds():
    unit = make_unit()
    make_person(unit, reference="asha")
    rota = make_rota(unit, starts=MONDAY, weeks=1)

    def write(_):
        try:
            row(rota, 8, 12).save()
            return True
        except (IntegrityError, OperationalError):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(write, range(8)))
    assert written.count(True) == 1
    assert Duty.objects.count() == 1
