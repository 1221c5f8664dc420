"""Exempting a person from a rule: for how long, from what, by whom it is seen, and its end."""

from datetime import date, timedelta

import pytest

from roster.access import exemptions_visible_to
from roster.exempted import shown_to
from roster.exempting import ExemptionRefused, end_exemption, exempt
from roster.models import Exemption
from roster.problem import Exemption as Plain
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.snapshot import problem_of
from tests.factories import (
    NOW,
    judge_only,
    make_duty,
    make_exemption,
    make_person,
    make_rota,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
SUNDAY = date(2026, 11, 8)
TODAY = date(2026, 11, 1)
DAY = timedelta(days=1)


@pytest.fixture
def asha():
    return make_person(make_unit(), "asha", name="Asha N", role="assistant_practitioner", band="4")


def put(person, rule="R-02", starts=MONDAY, review_by=SUNDAY, reason="Agreed", **given):
    return exempt(
        person=person,
        rule=CATALOGUE[rule],
        starts=starts,
        review_by=review_by,
        reason=reason,
        **{"by": None, "now": NOW, "today": TODAY} | given,
    )


def refusal(*arguments, **given):
    """(sentence, field) of a refusal that kept nothing."""
    before = Exemption.objects.count()
    with pytest.raises(ExemptionRefused) as refused:
        put(*arguments, **given)
    assert Exemption.objects.count() == before
    return str(refused.value), refused.value.field


def test_an_exemption_is_kept_with_who_when_and_why(asha):
    user = make_user(asha.unit, "rota_manager")
    put(asha, reason="  Carer on weekdays ", by=user)
    kept = Exemption.objects.get()
    assert (kept.person, kept.rule, kept.starts, kept.review_by) == (asha, "R-02", MONDAY, SUNDAY)
    assert (kept.reason, kept.by, kept.at, kept.ended_from) == (
        "Carer on weekdays",
        user,
        NOW,
        None,
    )


def test_the_rota_is_judged_without_what_it_lifts(asha):
    judge_only(asha.unit, "R-02")
    rota = make_rota(asha.unit, MONDAY, 1)
    for n in range(6):
        make_duty(rota, asha, MONDAY + n * DAY)
    assert [breach.rule for breach in check(problem_of(rota))] == ["R-02"]
    put(asha)
    assert check(problem_of(rota)) == ()


@pytest.mark.parametrize(
    ("ended_from", "until"), [(None, SUNDAY), (SUNDAY, SUNDAY - DAY), (MONDAY, MONDAY - DAY)]
)
def test_a_snapshot_holds_it_to_the_day_before_it_was_ended(asha, ended_from, until):
    make_exemption(asha, "R-02", MONDAY, SUNDAY, ended_from=ended_from)
    problem = problem_of(make_rota(asha.unit, MONDAY, 1))
    assert problem.exemptions == (Plain("asha", "R-02", MONDAY, until),)


def test_a_snapshot_holds_those_near_its_dates_of_its_own_unit_in_two_queries(
    asha, django_assert_num_queries
):
    make_exemption(asha, "R-17", date(2020, 1, 6))
    make_exemption(make_person(make_unit(code="OTHER")), "R-02", MONDAY)
    for rule in ("R-02", "R-38"):
        make_exemption(asha, rule, MONDAY)
    rota = make_rota(asha.unit, MONDAY, 1)
    with django_assert_num_queries(2):
        assert [held.rule for held in problem_of(rota).exemptions] == ["R-02", "R-38"]


# ── what is refused ──


@pytest.mark.parametrize("rule", ["R-04", "R-19", "R-33", "R-37"])
def test_a_must_the_law_and_what_is_not_about_one_person_bind_everybody(asha, rule):
    sentence, _ = refusal(asha, rule)
    assert sentence.startswith(("Nobody can be exempt", "It keeps what was agreed"))


@pytest.mark.parametrize(
    ("starts", "review_by", "today", "refused"),
    [
        (MONDAY, MONDAY, MONDAY, False),
        (MONDAY, MONDAY - DAY, TODAY, True),
        (MONDAY, SUNDAY, SUNDAY, False),
        (MONDAY, SUNDAY, SUNDAY + DAY, True),
        (MONDAY, MONDAY + timedelta(days=366), TODAY, False),
        (MONDAY, MONDAY + timedelta(days=367), TODAY, True),
    ],
)
def test_the_review_lies_ahead_and_within_a_year(asha, starts, review_by, today, refused):
    given = {"starts": starts, "review_by": review_by, "today": today}
    if refused:
        assert refusal(asha, **given)[1] == "review_by"
    else:
        assert put(asha, **given).review_by == review_by


def test_a_reason_is_asked_for(asha):
    assert refusal(asha, reason=" \n ") == ("Say why. Only those who plan read it.", "reason")


@pytest.mark.parametrize(
    ("starts", "review_by", "refused"),
    [
        (MONDAY - 5 * DAY, MONDAY - DAY, False),
        (MONDAY - 5 * DAY, MONDAY, True),
        (SUNDAY, SUNDAY + 9 * DAY, True),
        (SUNDAY + DAY, SUNDAY + 9 * DAY, False),
    ],
)
def test_nobody_is_exempt_twice_at_a_time(asha, starts, review_by, refused):
    put(asha)
    if refused:
        assert refusal(asha, starts=starts, review_by=review_by) == (
            "Asha N is exempt from R-02 from 2 November 2026 to 8 November 2026 already. Let this "
            "one begin after it, or end that one.",
            "starts",
        )
    else:
        assert put(asha, starts=starts, review_by=review_by).pk


def test_another_rule_another_person_and_what_was_ended_are_no_hindrance(asha):
    put(asha)
    assert put(asha, "R-17").pk
    assert put(make_person(asha.unit)).pk
    Exemption.objects.filter(rule="R-02", person=asha).update(ended_from=MONDAY + 2 * DAY)
    assert refusal(asha, starts=MONDAY + DAY)[1] == "starts"
    assert put(asha, starts=MONDAY + 2 * DAY).pk


# ── its end ──


@pytest.mark.parametrize(
    ("today", "ended_from"),
    [
        (MONDAY - 9 * DAY, MONDAY),  # not begun: it never holds
        (MONDAY + 2 * DAY, MONDAY + 2 * DAY),  # what was exempt until yesterday stays so
        (SUNDAY + 30 * DAY, SUNDAY + DAY),  # over: nothing but that somebody has looked
    ],
)
def test_an_end_binds_from_today_and_never_further_back(asha, today, ended_from):
    user = make_user(asha.unit, "rota_manager")
    ended = end_exemption(exemption=put(asha), by=user, today=today)
    fresh = Exemption.objects.get(pk=ended.pk)
    assert (fresh.ended_from, fresh.ended_by) == (ended_from, user)


def test_it_ends_once(asha):
    kept = put(asha)
    end_exemption(exemption=kept, by=None, today=MONDAY)
    with pytest.raises(ExemptionRefused, match="ended already, from 2 November 2026"):
        end_exemption(exemption=kept, by=None, today=SUNDAY)


# ── who sees what ──


@pytest.mark.parametrize(
    ("role", "names", "reason"),
    [
        ("viewer", True, ""),
        ("staff", False, ""),
        ("rota_manager", True, "Agreed for now"),
        ("approver", True, "Agreed for now"),
        ("administrator", True, "Agreed for now"),
    ],
)
def test_names_are_for_who_sees_drafts_and_reasons_for_who_plans(asha, role, names, reason):
    make_exemption(asha)
    user = make_user(asha.unit, role)
    shown = shown_to(user, exemptions_visible_to(user), TODAY)
    assert [(held.exemption.person, held.reason) for held in shown] == [(asha, reason)] * names


def test_a_person_sees_that_they_are_exempt_themselves_and_a_stranger_nothing(asha):
    make_exemption(asha)
    own = make_user(asha.unit, "staff", person=asha)
    stranger = make_user(make_unit(code="OTHER"), "administrator")
    assert [held.person for held in exemptions_visible_to(own)] == [asha]
    assert list(exemptions_visible_to(stranger)) == []


# ── what somebody must look at ──


def standings(person, today):
    user = make_user(person.unit, "rota_manager")
    shown = shown_to(user, exemptions_visible_to(user).order_by("starts", "pk"), today)
    return [held.standing for held in shown]


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (MONDAY - DAY, "later"),
        (MONDAY, "holds"),
        (MONDAY + 69 * DAY, "holds"),
        (MONDAY + 70 * DAY, "due"),
        (MONDAY + 100 * DAY, "due"),
        (MONDAY + 101 * DAY, "lapsed"),
    ],
)
def test_a_review_is_asked_for_a_month_ahead_and_until_somebody_looks(asha, today, standing):
    make_exemption(asha, "R-02", MONDAY, MONDAY + 100 * DAY)
    assert standings(asha, today) == [standing]


def test_one_that_another_follows_needs_no_look(asha):
    make_exemption(asha, "R-02", MONDAY, SUNDAY)
    make_exemption(asha, "R-02", SUNDAY + DAY, SUNDAY + 90 * DAY)
    assert standings(asha, SUNDAY) == ["holds", "later"]
    assert standings(asha, SUNDAY + DAY) == ["over", "holds"]


@pytest.mark.parametrize("other", [{"rule": "R-17"}, {"ended_from": SUNDAY + DAY}])
def test_one_of_another_rule_or_ended_at_once_does_not_follow(asha, other):
    make_exemption(asha, "R-02", MONDAY, SUNDAY)
    make_exemption(asha, **{"rule": "R-02", "starts": SUNDAY + DAY} | other)
    assert standings(asha, SUNDAY + DAY)[0] == "lapsed"


def test_one_that_was_ended_is_off_the_list(asha):
    make_exemption(asha, "R-02", MONDAY, SUNDAY, ended_from=SUNDAY + DAY)
    assert standings(asha, SUNDAY + 5 * DAY) == ["ended"]
