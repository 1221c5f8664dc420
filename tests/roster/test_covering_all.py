"""Changes that cover all of an absence at once, over several duties."""

import pytest
from django.urls import reverse

from roster.models import DutyChange
from tests.factories import make_absence, make_duty, make_person, make_user
from tests.roster.test_covering_absences import DAY, from_a_file, monday, page_of, rota

__all__ = ["monday", "rota"]
pytestmark = pytest.mark.django_db
DAYS = 3


@pytest.fixture
def row(client, rota, monday):
    """Asha, who worked Monday to Wednesday, is sick; Dev and Ben are free."""
    asha = rota.unit.people.get(reference="asha")
    make_person(rota.unit, "ben", name="Ben O")
    for n in range(1, DAYS):
        make_duty(rota, asha, monday + n * DAY)
    row = from_a_file(rota, monday, monday + (DAYS - 1) * DAY)
    client.post(reverse("free-absence", args=[row.batch]))
    return row


def offers(client, row):
    return [offer for _, found in page_of(client, row).context["page"].whole for offer in found]


def people(offer):
    return len(offer.text.split("; "))


def test_up_to_five_cover_all_of_it_fewest_people_first(client, row):
    found = offers(client, row)
    assert len(found) == len({offer.text for offer in found}) == 5
    assert [people(offer) for offer in found] == [1, 1, 2, 2, 2]
    assert [offer.notes[0] for offer in found][1:3] == ["1 person moved", "2 people moved"]
    assert "All of it at once" in page_of(client, row).content.decode()


def test_one_that_is_chosen_is_planned_as_one_edit(client, row, rota, monday):
    first, *_ = offers(client, row)
    told = {"rota": rota.pk, "token": first.token}
    client.post(reverse("cover-absence", args=[row.batch]), told)
    who, _ = first.text.split(": ")
    held = rota.duties.filter(person__name=who).order_by("date")
    assert [duty.date for duty in held] == [monday + n * DAY for n in range(DAYS)]
    assert len({change.batch for change in DutyChange.objects.filter(person__name=who)}) == 1
    assert offers(client, row) == []


def test_of_one_duty_there_is_nothing_more_to_say(client, rota, monday):
    row = from_a_file(rota, monday)
    client.post(reverse("free-absence", args=[row.batch]))
    assert offers(client, row) == []


def test_none_is_offered_where_a_date_has_nobody(client, row, rota, monday):
    for reference in ("dev", "ben"):
        person = rota.unit.people.get(reference=reference)
        make_absence(person, monday + DAY)
    assert offers(client, row) == []


def test_a_viewer_sees_nothing_of_it(client, row, rota):
    client.force_login(make_user(rota.unit, "viewer"))
    assert page_of(client, row).status_code == 404


def test_what_the_same_people_would_mend_is_told_once_and_covered_at_once(client, rota, monday):
    """Cara is left unsupervised on both days: several gaps a day, closed by the same people."""
    rota.unit.rule_settings.filter(rule__in=("R-04", "R-05", "R-06")).delete()
    cara = make_person(rota.unit, "cara", name="Cara J", role="assistant_practitioner", band="4")
    asha = rota.unit.people.get(reference="asha")
    make_duty(rota, asha, monday + DAY)
    for n in range(2):
        make_duty(rota, cara, monday + n * DAY)
    for n in range(6):
        make_person(rota.unit, f"more-{n}")
    row = from_a_file(rota, monday, monday + DAY)
    client.post(reverse("free-absence", args=[row.batch]))
    page = page_of(client, row)
    for freed in page.context["page"].freed:
        (gap,) = freed.missing
        assert len(gap.could) == 7
        assert len(gap.also) >= 2
        assert all(said.startswith("Cara J works E") for said in gap.also)
    assert "2 more who could" in page.content.decode()
    assert [people(offer) for offer in offers(client, row)] == [1] * 5
