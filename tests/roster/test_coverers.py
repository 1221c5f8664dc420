"""Who could stand in a line of demand at all, on the edges of what they hold."""

from datetime import date, timedelta

import pytest

from roster.coverers import could_cover
from roster.entitled_rows import entitled
from roster.models import Demand
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 11, 2), timedelta(days=1)
VALUES = values_of(CATALOGUE["R-33"], {}, CATALOGUE)


@pytest.fixture
def unit():
    return make_unit()


def able(unit, on, role="radiographer", area="XR", competency=None, **values):
    place = unit.sites.get(code="TH").areas.get(code=area)
    line = Demand(unit=unit, area=place, role=role, competency=competency, least=1)
    found = could_cover(entitled(unit).on(on), line, VALUES | values)
    return sorted(unit.people.filter(pk__in=found).values_list("reference", flat=True))


def test_a_post_counts_on_its_first_and_last_day(unit):
    make_person(unit, "bea").employments.update(starts=TODAY, until=TODAY + DAY)
    days = [TODAY + n * DAY for n in (-1, 0, 1, 2)]
    assert [able(unit, day) for day in days] == [[], ["bea"], ["bea"], []]


def test_each_post_counts_on_its_own_dates(unit):
    bea = make_person(unit, "bea", role="assistant_practitioner", band="4")
    bea.employments.update(until=TODAY)
    bea.employments.create(starts=TODAY + DAY, band="5", role="radiographer", weekly_minutes=2250)
    assert (able(unit, TODAY), able(unit, TODAY + DAY)) == ([], ["bea"])


def test_another_site_or_unit_does_not_count(unit):
    make_person(unit, "bea").inductions.filter(site__code="TH").delete()
    make_person(make_unit("OTHER"), "zed")
    assert able(unit, TODAY) == []


def test_scope_counts_from_its_first_day_to_the_day_before_its_review(unit):
    asha = make_person(unit, "asha", role="assistant_practitioner", band="4")
    asha.scope.filter(area__code="XR").update(starts=TODAY, review_due=TODAY + 2 * DAY)
    days = [TODAY + n * DAY for n in (-1, 0, 1, 2)]
    found = [able(unit, day, role="assistant_practitioner") for day in days]
    assert found == [[], ["asha"], ["asha"], []]
    assert able(unit, TODAY + 2 * DAY, role="assistant_practitioner", area="ED") == ["asha"]


def test_a_competency_counts_on_its_first_and_last_day(unit):
    skill = unit.competencies.create(code="FL", name="Fluoroscopy")
    make_person(unit, "cora")
    held = {"competency": skill, "starts": TODAY, "until": TODAY + DAY}
    make_person(unit, "bea").held_competencies.create(**held)
    days = [TODAY + n * DAY for n in (-1, 0, 1, 2)]
    assert [able(unit, day, competency=skill) for day in days] == [[], ["bea"], ["bea"], []]


def test_who_stands_in_for_an_assistant_is_as_the_rule_is_set(unit):
    make_person(unit, "bea")
    tess = make_person(unit, "tess", role="trainee", band="3")
    far = {"starts": TODAY, "review_due": TODAY + DAY}
    tess.scope.create(area=unit.sites.get(code="TH").areas.get(code="XR"), **far)

    def stand_in(**values):
        return able(unit, TODAY, role="assistant_practitioner", **values)

    assert stand_in(substitution="down_only", counts_toward_demand=False) == ["bea"]
    assert stand_in(substitution="down_only", counts_toward_demand=True) == ["bea", "tess"]
    assert stand_in(substitution="none", counts_toward_demand=True) == ["tess"]
