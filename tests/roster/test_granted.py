"""R-42: what was granted of what was asked for, of each kind, beside the unit's median."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from roster.asked_page import asked_page
from roster.granted import Part, Share, granted, own_granted
from roster.models import Request, RuleSetting, Swap
from roster.swapping import NOBODY
from staff.models import LeaveRequest
from tests.factories import make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def asha(unit):
    return make_person(unit, "asha", name="Asha N")


def wishes(person, states, wants="off"):
    for n, state in enumerate(states):
        Request.objects.create(person=person, date=TODAY + n * DAY, wants=wants, state=state)


def leave(person, state):
    on = {"starts_on": TODAY, "until": TODAY, "minutes": 450, "left": 0}
    LeaveRequest.objects.create(person=person, state=state, asked_at=NOW, **on)


def swap(rota, person, state, reason="", n=0):
    duty = {"shift": "E", "site": "TH", "area": "XR"}
    of = {"rota": rota, "person": person, "date": TODAY + n * DAY, "duty": duty}
    Swap.objects.create(state=state, reason=reason, asked_at=NOW, **of)


@pytest.fixture
def answered(unit, asha):
    """Asha asked for something of every kind; some of it waits, was withdrawn or nobody took."""
    rota = make_rota(unit, starts=TODAY, weeks=2)
    wishes(asha, ["granted", "refused", "asked", "withdrawn"])
    wishes(asha, ["granted"], wants="E")
    leave(asha, "granted")
    leave(asha, "refused")
    leave(asha, "asked")
    swap(rota, asha, "done")
    swap(rota, asha, "refused", "Too few supervisors", n=1)
    swap(rota, asha, "refused", NOBODY, n=2)
    swap(rota, None, "done", n=3)
    return asha


def test_every_kind_that_was_answered_counts(unit, answered):
    parts = Part("days off", 1, 2), Part("shifts", 1, 1), Part("leave", 1, 2), Part("swaps", 1, 2)
    assert granted(unit, 5).people == (Share("Asha N", Part("", 4, 7), parts),)


def test_fewer_answers_than_the_setting_say_nothing(unit, answered):
    assert len(asked_page(unit, TODAY).granted.people) == 1
    RuleSetting.objects.create(
        unit=unit, rule="R-42", parameters={"min_sample": 8}, in_force_from=TODAY
    )
    assert asked_page(unit, TODAY).granted.people == ()


def team(unit, size):
    """The first was granted all of five days off, the next four of them, and so on."""
    for n in range(size):
        wishes(make_person(unit), ["refused"] * n + ["granted"] * (5 - n))


def test_a_median_is_of_five_people_at_least(unit):
    team(unit, 4)
    assert granted(unit, 5).medians == ()
    wishes(make_person(unit), ["granted"] * 5)
    assert granted(unit, 5).medians == (("", 80), ("days off", 80))


def test_another_department_does_not_count(unit, answered):
    assert granted(make_unit("CT"), 1).people == ()


@pytest.mark.parametrize("size", [1, 20])
def test_four_queries_whatever_the_size(unit, answered, size, django_assert_num_queries):
    team(unit, min(size, 5))
    for _ in range(size):
        make_person(unit)
    with django_assert_num_queries(4):
        granted(unit, 1)


def test_one_s_own_stands_beside_the_median_and_names_no_colleague(unit, answered, client):
    client.force_login(make_user(unit, "staff", person=answered))
    team(unit, 5)
    said = client.get(reverse("my-shares")).content.decode()
    assert "<b>4 of 7</b>: days off 1 of 2, shifts 1 of 1, leave 1 of 2, swaps 1 of 2" in said
    assert "the median of its people: <b>58 %, days off 55 %</b>" in said
    assert "Person-" not in said


def test_one_s_own_opens_to_the_dates_it_counts(unit, answered, client):
    client.force_login(make_user(unit, "staff", person=answered))
    team(unit, 5)
    answers = own_granted(answered, 5).answers
    assert (sum(granted for *_, granted in answers), len(answers)) == (4, 7)
    said = client.get(reverse("my-shares")).content.decode()
    assert "<li>Tuesday 3 November 2026, swap: refused</li>" in said
    assert "<li>Monday 2 November 2026, day off: granted</li>" in said


def test_few_answers_are_shown_and_not_compared(unit, asha, client):
    client.force_login(make_user(unit, "staff", person=asha))
    assert "has been answered yet" in client.get(reverse("my-shares")).content.decode()
    wishes(asha, ["granted"])
    said = client.get(reverse("my-shares")).content.decode()
    assert "From 5 answers on" in said
    assert not own_granted(asha, 5).is_counted
    wishes(asha, ["granted"] * 4)
    assert "Too few people have had 5 answers" in client.get(reverse("my-shares")).content.decode()


def test_who_answers_reads_it_person_by_person(unit, answered, client):
    client.force_login(make_user(unit, "rota_manager"))
    said = client.get(reverse("asked")).content.decode()
    assert "Asha N: 4 of 7 (days off 1 of 2, shifts 1 of 1, leave 1 of 2, swaps 1 of 2)" in said
