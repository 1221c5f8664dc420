"""What a fill aims at: each weight in words, set from a date on, refused in sentences."""

from dataclasses import asdict, fields
from datetime import date, timedelta

import pytest

from roster.autofill.aims import AIMS
from roster.autofill.weights import Weights
from roster.models import WeightSetting
from roster.setting_weights import StaleWeights, WeightsRefused, set_weights, weights_on
from tests.factories import NOW, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)
USUAL = asdict(Weights())


@pytest.fixture
def unit():
    return make_unit()


def put(unit, since=MONDAY, *, seen=None, by=None, reason="", **wanted):
    newest = unit.weight_settings.order_by("-pk").values_list("pk", flat=True).first() or 0
    return set_weights(
        unit=unit,
        wanted=USUAL | wanted,
        in_force_from=since,
        by=by,
        now=NOW,
        seen=newest if seen is None else seen,
        reason=reason,
    )


def refused(*arguments, **wanted):
    before = WeightSetting.objects.count()
    with pytest.raises(WeightsRefused) as refusal:
        put(*arguments, **wanted)
    assert WeightSetting.objects.count() == before
    return list(refusal.value.sentences)


def test_every_weight_is_said_once_in_words_and_may_be_what_it_usually_is():
    assert sorted(aim.name for aim in AIMS) == sorted(field.name for field in fields(Weights))
    assert [aim.name for aim in AIMS if not 0 <= USUAL[aim.name] <= aim.most] == []


def test_where_nothing_was_set_they_are_as_usual(unit):
    assert weights_on(unit.pk, MONDAY) == Weights()


def test_a_setting_holds_from_its_date_and_keeps_only_what_differs(unit):
    setting = put(unit, request=900, reason=" More wishes. ")
    assert (setting.weights, setting.reason) == ({"request": 900}, "More wishes.")
    assert weights_on(unit.pk, MONDAY - DAY) == Weights()
    assert weights_on(unit.pk, MONDAY) == Weights(request=900)


def test_the_newest_of_two_from_one_date_holds(unit):
    put(unit, request=900)
    put(unit, away=0)
    assert weights_on(unit.pk, MONDAY) == Weights(away=0)
    assert unit.weight_settings.count() == 2


def test_another_unit_keeps_its_own(unit):
    put(unit, request=900)
    assert weights_on(make_unit("MRI").pk, MONDAY) == Weights()


def test_what_would_change_nothing_is_refused(unit):
    assert refused(unit) == ["Nothing would change: on 2 November 2026 they are set so."]
    put(unit, request=900)
    assert refused(unit, MONDAY + DAY, request=900) == [
        "Nothing would change: on 3 November 2026 they are set so."
    ]


def test_what_is_out_of_bounds_is_refused_by_its_name(unit):
    assert refused(unit, away=1001, duty=-1) == [
        "“Away from home” must be a whole number from 0 to 1000.",
        "“A duty more” must be a whole number from 0 to 1000.",
    ]


def test_what_somebody_else_set_meanwhile_is_not_replaced_unseen(unit):
    put(unit, request=900, by=make_user(unit, "rota_manager", name="Mo Manager"))
    with pytest.raises(StaleWeights, match=r"^Mo Manager set the weights on .* after you opened"):
        put(unit, away=0, seen=0)
    assert weights_on(unit.pk, MONDAY) == Weights(request=900)
