"""Rolling weeks forward."""

from datetime import date, timedelta

import pytest

from roster.copying import copy_weeks
from roster.editing import ImpossibleEdit
from roster.models import DutyChange
from roster.snapshot import problem_of
from roster.undoing import undo
from staff.models import Employment, Unavailability
from tests.factories import NOW, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
WEEK = timedelta(days=7)


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N")
    make_person(unit, reference="dev", name="Dev P")
    return make_rota(unit, starts=MONDAY, weeks=4)


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager")


def plan(rota, person, day, shift="E", **facts):
    make_duty(rota, rota.unit.people.get(reference=person), day, shift=shift, **facts)


def copy(rota, by, source=MONDAY, target=MONDAY + WEEK, weeks=1):
    return copy_weeks(rota=rota, by=by, source=source, target=target, weeks=weeks, now=NOW)


def held(rota, person):
    return [(d.date.day, d.shift) for d in problem_of(rota).duties if d.person == person]


def test_a_week_is_laid_down_again_on_the_same_weekdays(rota, manager):
    plan(rota, "asha", MONDAY)
    plan(rota, "dev", MONDAY + timedelta(days=6), "L")
    copy(rota, manager)
    assert held(rota, "asha") == [(2, "E"), (9, "E")]
    assert held(rota, "dev") == [(8, "L"), (15, "L")]


def test_an_earlier_rota_rolls_forward(rota, manager):
    earlier = make_rota(rota.unit, MONDAY - 4 * WEEK)
    plan(earlier, "asha", MONDAY - 4 * WEEK)
    plan(earlier, "asha", MONDAY - WEEK)
    copy(rota, manager, MONDAY - 4 * WEEK, MONDAY, 4)
    assert held(rota, "asha") == [(2, "E"), (23, "E")]


def test_pressing_twice_does_nothing_twice(rota, manager):
    plan(rota, "asha", MONDAY)
    copy(rota, manager)
    with pytest.raises(ImpossibleEdit, match="holds nothing that could be copied"):
        copy(rota, manager)
    assert DutyChange.objects.count() == 1


def test_a_cell_that_is_taken_stays(rota, manager):
    plan(rota, "asha", MONDAY)
    plan(rota, "asha", MONDAY + WEEK, "L")
    plan(rota, "dev", MONDAY)
    copy(rota, manager)
    assert held(rota, "asha") == [(2, "E"), (9, "L")]


def test_who_is_away_or_gone_is_left_out_and_counted(rota, manager):
    for person in ("asha", "dev"):
        plan(rota, person, MONDAY)
        plan(rota, person, MONDAY + timedelta(days=2))
    asha = rota.unit.people.get(reference="asha")
    tuesday = MONDAY + WEEK + timedelta(days=1)
    Unavailability.objects.create(person=asha, kind="AL", starts_on=MONDAY, until=tuesday)
    Employment.objects.filter(person__reference="dev").update(until=tuesday)
    copied = copy(rota, manager)
    assert (held(rota, "asha")[2:], held(rota, "dev")[2:]) == ([(11, "E")], [(9, "E")])
    assert copied.skipped == 2


def test_what_belonged_to_the_one_date_is_not_copied(rota, manager):
    plan(rota, "asha", MONDAY, additional=True, fixed=True, role="assist", supervised_by=["dev"])
    copy(rota, manager)
    copied = problem_of(rota).duties[1]
    assert (copied.additional, copied.fixed) == (False, False)
    assert (copied.role, copied.supervised_by) == ("assist", ("dev",))


def test_one_undo_takes_it_back(rota, manager):
    plan(rota, "asha", MONDAY)
    plan(rota, "dev", MONDAY)
    copy(rota, manager)
    undo(rota=rota, by=manager, now=NOW)
    assert held(rota, "asha") + held(rota, "dev") == [(2, "E"), (2, "E")]


@pytest.mark.parametrize(
    ("source", "target", "weeks", "said"),
    [
        (MONDAY + timedelta(days=1), MONDAY + WEEK, 1, "must be Mondays"),
        (MONDAY, MONDAY, 1, "onto itself"),
        (MONDAY, MONDAY + 3 * WEEK, 2, "23 November to 6 December do not lie within this rota"),
        (MONDAY, MONDAY + WEEK, 0, "must be Mondays"),
        (MONDAY + WEEK, MONDAY, 1, "The week of 9 November holds nothing"),
    ],
)
def test_what_cannot_be_copied_is_said(rota, manager, source, target, weeks, said):
    plan(rota, "asha", MONDAY)
    with pytest.raises(ImpossibleEdit, match=said):
        copy(rota, manager, source, target, weeks)
