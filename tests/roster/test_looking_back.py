"""What lies before a rota's history, read for fairness alone."""

from datetime import date, timedelta

import pytest

from roster import snapshot
from roster.looking_back import looking_back
from roster.models import Request
from roster.problem import HISTORY_WEEKS
from roster.rules.checker import check
from staff.models import Unavailability
from tests.factories import make_duty, make_person, make_rota, make_unit

pytestmark = pytest.mark.django_db
STARTS = date(2026, 11, 2)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
HISTORY = STARTS - HISTORY_WEEKS * WEEK


@pytest.fixture
def rota():
    unit = make_unit()
    asha = make_person(unit, reference="asha")
    old = make_rota(unit, STARTS - 30 * WEEK, weeks=30)
    for on in (STARTS - 27 * WEEK, STARTS - 26 * WEEK, HISTORY - DAY, HISTORY, STARTS - DAY):
        make_duty(old, asha, on)
    for first, until in ((HISTORY - 9 * DAY, HISTORY - DAY), (HISTORY - DAY, HISTORY)):
        Unavailability.objects.create(person=asha, kind="AL", starts_on=first, until=until)
    return make_rota(unit, STARTS)


def back(rota, weeks):
    return looking_back(rota, snapshot.take(rota), weeks)


def test_it_goes_as_far_as_is_asked_and_ends_where_the_history_begins(rota):
    problem = back(rota, 26)
    assert [duty.date for duty in problem.earlier] == [STARTS - 26 * WEEK, HISTORY - DAY]
    assert [duty.date for duty in problem.history] == [HISTORY, STARTS - DAY]
    assert next(duty.date for duty in back(rota, 27).earlier) == STARTS - 27 * WEEK


def test_each_absence_is_known_once(rota):
    problem = back(rota, 26)
    assert [away.until for away in problem.earlier_unavailable] == [HISTORY - DAY]
    assert [away.until for away in problem.unavailable] == [HISTORY]


def test_no_more_than_the_history_is_what_is_known_anyway(rota, django_assert_num_queries):
    taken = snapshot.take(rota)
    with django_assert_num_queries(1):
        assert looking_back(rota, taken, HISTORY_WEEKS) == taken.problem
    with django_assert_num_queries(3):
        looking_back(rota, taken, HISTORY_WEEKS + 1)


REFUSED, GRANTED, ASKED = Request.State.REFUSED, Request.State.GRANTED, Request.State.ASKED


@pytest.mark.parametrize(
    ("wishes", "known"),
    [
        ({-9: REFUSED}, {"asha"}),
        ({-9: REFUSED, -3: GRANTED}, set()),
        ({-9: GRANTED, -3: REFUSED, -2: ASKED}, {"asha"}),
        ({0: REFUSED}, set()),
        ({-7 * 26 - 1: REFUSED}, set()),
    ],
)
def test_whose_last_wish_before_the_rota_was_refused_is_known(rota, wishes, known):
    asha = rota.unit.people.get()
    for days, state in wishes.items():
        Request.objects.create(person=asha, date=STARTS + days * DAY, wants="off", state=state)
    assert back(rota, 26).refused == known


def test_no_rule_reads_it(rota):
    assert check(back(rota, 26)) == check(snapshot.problem_of(rota))
