"""The list of rotas: the newest first, and what is over out of the way."""

from datetime import date, timedelta

import pytest

from roster.models import Rota
from roster.queries import rotas_page
from tests.factories import make_rota, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.smoke]
MONDAY, WEEK = date(2026, 11, 2), timedelta(weeks=1)


@pytest.mark.parametrize(
    ("today", "folded"),
    [
        (MONDAY + 2 * WEEK - timedelta(days=1), ["", ""]),  # its last Sunday
        (MONDAY + 2 * WEEK, ["", "2 weeks: all closed"]),
    ],
)
def test_a_rota_folds_away_on_the_day_after_its_last(today, folded):
    unit = make_unit()
    make_rota(unit, MONDAY, 2, state="closed")
    make_rota(unit, MONDAY + 2 * WEEK, 1)
    page = rotas_page(Rota.objects.all(), today)
    assert [entry["rota"].starts for entry in page] == [MONDAY + 2 * WEEK, MONDAY]
    assert [entry["folded"] for entry in page] == folded


def test_states_are_counted_the_most_common_first(django_assert_num_queries):
    rota = make_rota(make_unit(), MONDAY, 3, state="closed")
    rota.rota_weeks.filter(monday=MONDAY).update(state="published")
    with django_assert_num_queries(2):
        (entry,) = rotas_page(Rota.objects.all(), MONDAY + 9 * WEEK)
    assert entry["folded"] == "3 weeks: 2 closed, 1 published"
