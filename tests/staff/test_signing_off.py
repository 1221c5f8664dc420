"""Several people are signed off for several areas and competencies with one form."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from staff.models import HeldCompetency, ScopeEntry
from staff.signing_off import sign_off
from tests.factories import NOW, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
FIRST, REVIEW = date(2026, 1, 5), date(2028, 1, 5)


@pytest.fixture
def unit(client):
    unit = make_unit()
    unit.competencies.create(code="FL", name="Fluoroscopy")
    client.force_login(make_user(unit, "rota_manager", name="Mo"))
    return unit


def person(unit, reference, **fields):
    found = make_person(unit, reference, role="assistant_practitioner", band="4", **fields)
    found.scope.all().delete()
    return found


def post(client, unit, people, areas=(), competencies=(), **said):
    values = {"starts": "5 Jan 2026", "review_due": "5 Jan 2028", "signed_off_by": "Ada"} | said
    values |= {"people": [one.pk for one in people], "areas": [one.pk for one in areas]}
    values["competencies"] = [one.pk for one in competencies]
    return client.post(reverse("sign-off", args=[unit.pk]), values, follow=True)


def areas_of(unit):
    return list(unit.sites.get(code="TH").areas.all())


def test_everybody_is_signed_off_for_everything_ticked(client, unit):
    people = [person(unit, "asha"), person(unit, "ben")]
    areas, competencies = areas_of(unit), unit.competencies.all()
    answer = post(client, unit, people, areas, competencies).content.decode()
    assert "6 entries signed off." in answer
    held = ScopeEntry.objects.values_list("person", "area", "starts", "review_due", "signed_off_by")
    assert set(held) == {(p.pk, a.pk, FIRST, REVIEW, "Ada") for p in people for a in areas}
    held = HeldCompetency.objects.values_list("person", "starts", "until")
    assert set(held) == {(p.pk, FIRST, date(2028, 1, 4)) for p in people}
    assert people[0].record.count() == 3


def test_what_is_held_already_stays_and_is_counted(client, unit):
    asha, area = person(unit, "asha"), areas_of(unit)[0]
    asha.scope.create(area=area, starts=FIRST, review_due=date(2026, 2, 1), signed_off_by="Bea")
    answer = post(client, unit, [asha, person(unit, "ben")], [area]).content.decode()
    assert "1 entry signed off; 1 was there already and stays as before." in answer
    assert asha.scope.get().signed_off_by == "Bea"


def test_one_that_ends_before_it_begins_anew_is_in_nobodys_way(client, unit):
    asha, area = person(unit, "asha"), areas_of(unit)[0]
    asha.scope.create(area=area, starts=date(2025, 1, 5), review_due=FIRST)
    post(client, unit, [asha], [area])
    assert asha.scope.count() == 2


def test_competencies_alone_may_hold_without_an_end(client, unit):
    post(client, unit, [person(unit, "asha")], competencies=unit.competencies.all(), review_due="")
    assert HeldCompetency.objects.get().until is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"review_due": ""}, "A scope in an area has a review."),
        ({"review_due": "5 Jan 2026"}, "The review lies after the first day."),
        ({"signed_off_by": " "}, "This field is required."),
        ({"people": []}, "This field is required."),
        ({"areas": []}, "Choose an area or a competency."),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_signed_off(client, unit, said, sentence):
    given = {"people": [person(unit, "asha")], "areas": areas_of(unit)} | said
    answer = post(client, unit, **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ScopeEntry.objects.exists()


def test_neither_people_nor_areas_of_another_unit_can_be_ticked(client, unit):
    other = make_unit("B")
    stranger, asha = person(other, "stranger"), person(unit, "asha")
    assert post(client, unit, [stranger], areas_of(unit)).status_code == 422
    assert post(client, unit, [asha], areas_of(other)).status_code == 422
    assert not ScopeEntry.objects.exists()


def test_more_people_and_areas_take_no_more_queries(unit):
    def count(people, areas):
        said = {"starts": FIRST, "review_due": REVIEW, "signed_off_by": "Ada"}
        said |= {"competencies": [], "by": None, "now": NOW}
        with CaptureQueriesContext(connection) as captured:
            sign_off(people=people, areas=areas, **said)
        return len(captured)

    people, areas = [person(unit, f"p{n}") for n in range(9)], areas_of(unit)
    assert count(people[:1], areas[:1]) == count(people[1:], areas)
    assert ScopeEntry.objects.count() == 17
