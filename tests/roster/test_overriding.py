"""Accepting a breach: on the record, for exactly the breach that was seen."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from roster.models import Override
from roster.overriding import OverrideRefused, facts_of, key_of, override_breach, standing_of
from roster.snapshot import problem_of
from tests.factories import NOW, judge_only, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


@pytest.fixture
def rota():
    """Cora, a trainee, works six days; Asha stands alone without a supervisor on Tuesday."""
    unit = make_unit()
    judge_only(unit, "R-02", "R-04")
    cora = make_person(unit, reference="cora", name="Cora T", role="trainee", band="3")
    asha = make_person(
        unit, reference="asha", name="Asha N", role="assistant_practitioner", band="4"
    )
    rota = make_rota(unit, starts=MONDAY, weeks=2)
    for n in range(6):
        make_duty(rota, cora, MONDAY + timedelta(days=n), shift="AD", area=None)
    make_duty(rota, asha, MONDAY + timedelta(days=1))
    return rota


@pytest.fixture
def approver(rota):
    return make_user(rota.unit, "approver", name="Ina IXF")


def standing(rota, monday=MONDAY):
    return standing_of(rota=rota, problem=problem_of(rota), monday=monday)


def rules(judged):
    return {j.breach.rule for j in judged}


def weekend(rota):
    return next(j for j in standing(rota).blocking if j.breach.rule == "R-02")


def accept(rota, by, key, reason="Agreed with Cora."):
    week = rota.rota_weeks.get(monday=MONDAY)
    return override_breach(week=week, key=key, by=by, reason=reason, now=NOW)


def test_an_accepted_breach_no_longer_blocks_and_says_who_and_why(rota, approver):
    accept(rota, approver, weekend(rota).key)
    stands = standing(rota)
    assert "R-02" not in rules(stands.blocking)
    (accepted,) = stands.overridden
    assert (accepted.override.by, accepted.override.reason) == (approver, "Agreed with Cora.")
    assert accepted.override.sentence == accepted.sentence
    assert accepted.override.person.reference == "cora"


def test_it_lapses_when_its_facts_change(rota, approver):
    key = weekend(rota).key
    accept(rota, approver, key)
    cora = rota.unit.people.get(reference="cora")
    make_duty(rota, cora, MONDAY + timedelta(days=6), shift="AD", area=None)
    assert weekend(rota).key != key
    assert standing(rota).overridden == ()


@pytest.mark.parametrize(
    "other",
    [
        {"rule": "R-03"},
        {"person": "asha"},
        {"first": MONDAY + timedelta(days=1)},
        {"last": MONDAY},
        {"measured": 6},
        {"limit": 3},
        {"unit": "minutes"},
        {"site": "TH"},
        {"area": "XR"},
        {"at": datetime(2026, 11, 2, 8)},  # noqa: DTZ001 (a wall time)
        {"others": ("asha",)},
    ],
)
def test_every_fact_counts(rota, other):
    breach = weekend(rota).breach
    assert key_of(facts_of(replace(breach, **other))) != key_of(facts_of(breach))


def test_it_holds_while_something_else_changes(rota, approver):
    accept(rota, approver, weekend(rota).key)
    rota.duties.filter(person__reference="asha").delete()
    assert rules(standing(rota).overridden) == {"R-02"}


def test_what_must_be_cannot_be_accepted(rota, approver):
    must = next(j for j in standing(rota).blocking if j.breach.level == "must")
    assert must.can_be_overridden is False
    with pytest.raises(OverrideRefused) as refused:
        accept(rota, approver, must.key)
    assert str(refused.value) == f"Nobody can accept this; it must be mended. {must.sentence}"
    assert Override.objects.count() == 0


def test_a_breach_that_is_gone_cannot_be_accepted(rota, approver):
    key = weekend(rota).key
    rota.duties.filter(date=MONDAY).delete()
    with pytest.raises(OverrideRefused, match="no longer stands as you saw it"):
        accept(rota, approver, key)


def test_it_cannot_be_accepted_twice(rota, approver):
    key = weekend(rota).key
    accept(rota, approver, key)
    with pytest.raises(OverrideRefused, match="no longer stands"):
        accept(rota, approver, key)
    assert Override.objects.count() == 1


def test_it_cannot_be_accepted_without_a_reason(rota, approver):
    with pytest.raises(OverrideRefused, match="Say why this is acceptable"):
        accept(rota, approver, weekend(rota).key, reason=" ")


def test_only_breaches_that_touch_the_week_are_its(rota):
    later = standing(rota, MONDAY + timedelta(days=7))
    assert (later.blocking, later.overridden) == ((), ())


def test_the_worst_comes_first(rota):
    levels = [j.breach.level for j in standing(rota).blocking]
    assert levels == sorted(levels, key=["must", "overridable"].index)
    assert set(levels) == {"must", "overridable"}
