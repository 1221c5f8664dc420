"""R-07: an assistant practitioner works within the scope of practice."""

from dataclasses import replace

import pytest

from tests.roster.rules.build import ASHA, away, breach, breaches, duty, rota, scope, sentences
from tests.roster.rules.build import shift as kind

THURSDAY = "2026-04-02"
WEEK = {"starts": "2026-03-30"}
GENERAL = (scope("TH/XR"),)


def asha(*scopes):
    return replace(ASHA, scope=scopes)


def outside(place=("TH", "TR"), on=THURSDAY, who="asha"):
    site, area = place
    return breach("R-07", "must", who, on, site=site, area=area)


def on_duty(place="TH/TR", code="E", **facts):
    return duty("asha", THURSDAY, code, place, **facts)


def judged(*duties, scopes=GENERAL, **facts):
    return breaches(rota(*duties, people=[asha(*scopes)], **WEEK, **facts), "R-07")


def test_an_operator_in_theatre_needs_a_scope_for_theatre():
    assert judged(on_duty()) == [outside()]
    assert judged(on_duty(), scopes=[scope("TH/XR"), scope("TH/TR")]) == []
    problem = rota(on_duty(), people=[asha(scope("TH/XR"))], **WEEK)
    assert sentences(problem, "R-07") == [
        "Asha works E on Thursday 2 April in Theatre, Teaching Hospital, but no signed scope of "
        "practice covers it."
    ]


def test_the_same_area_of_another_site_is_another_area():
    assert judged(on_duty("GH/XR")) == [outside(("GH", "XR"))]


@pytest.mark.parametrize(("review", "found"), [("2026-04-03", []), (THURSDAY, [outside()])])
def test_an_entry_holds_to_the_day_before_its_review(review, found):
    assert judged(on_duty(), scopes=[scope("TH/TR", review_due=review)]) == found


def test_it_says_on_which_day_it_ends():
    people = [asha(scope("TH/TR", review_due=THURSDAY))]
    assert sentences(rota(on_duty(), people=people, **WEEK), "R-07") == [
        "Asha works E on Thursday 2 April in Theatre, Teaching Hospital, but the scope of practice "
        "there ends on 1 April 2026."
    ]


def test_it_says_on_which_day_the_last_of_several_ends():
    reviews = ("2025-04-01", "2026-04-01", "2024-04-01")
    people = [asha(*(scope("TH/TR", review_due=review) for review in reviews))]
    (said,) = sentences(rota(on_duty(), people=people, **WEEK), "R-07")
    assert said.endswith("ends on 31 March 2026.")


@pytest.mark.parametrize(("since", "found"), [(THURSDAY, []), ("2026-04-03", [outside()])])
def test_an_entry_holds_from_its_first_day(since, found):
    assert judged(on_duty(), scopes=[scope("TH/TR", since)]) == found


def test_any_entry_for_the_place_will_do():
    old, new = scope("TH/TR", review_due="2026-01-01"), scope("TH/TR", "2026-04-01")
    assert judged(on_duty(), scopes=[new, old]) == []


@pytest.mark.parametrize(("grace", "found"), [(0, [outside()]), (1, [])])
def test_days_of_grace_follow_the_review(grace, found):
    rules = {"R-07": {"grace_days": grace}}
    assert judged(on_duty(), scopes=[scope("TH/TR", review_due=THURSDAY)], rules=rules) == found


def test_a_lifetime_of_grace_is_no_fault():
    rules = {"R-07": {"grace_days": 10**12}}
    assert judged(on_duty(), scopes=[scope("TH/TR", review_due="2016-01-01")], rules=rules) == []


def test_no_entry_at_all_may_be_allowed():
    rules = {"R-07": {"scope_default": "allow"}}
    assert judged(on_duty(), rules=rules) == []
    expired = [scope("TH/TR", review_due=THURSDAY)]
    assert judged(on_duty(), scopes=expired, rules=rules) == [outside()]


@pytest.mark.parametrize(
    ("role", "found"),
    [("operator", [outside()]), ("assist", []), ("training", []), ("supernumerary", [])],
)
def test_under_a_named_supervisor_one_may_assist_and_train(role, found):
    dev = duty("dev", THURSDAY, "LD", "TH/TR")
    assert judged(on_duty(role=role, by="dev"), dev) == found


@pytest.mark.parametrize(
    ("role", "found"), [("assist", [outside()]), ("training", [outside()]), ("supernumerary", [])]
)
def test_without_a_name_one_may_only_watch(role, found):
    dev = duty("dev", THURSDAY, "LD", "TH/TR")
    assert judged(on_duty(role=role), dev) == found
    assert judged(on_duty(role=role, by="fay"), dev) == found


def assisting(*there, by=("dev", "fay"), **facts):
    shifts = [kind("A", "08:00", "12:00"), kind("B", "12:01", "16:00"), kind("C", "12:00", "16:00")]
    return judged(on_duty(role="assist", by=by), *there, shifts=shifts, **facts)


def test_the_named_are_there_for_the_whole_duty_one_after_the_other():
    first = duty("dev", THURSDAY, "A", "TH/TR")
    assert assisting(first, duty("fay", THURSDAY, "C", "TH/TR")) == []
    assert assisting(first, duty("fay", THURSDAY, "B", "TH/TR")) == [outside()]
    assert assisting(first) == [outside()]


def test_the_named_are_there_in_that_area():
    assert assisting(duty("dev", THURSDAY, "E", "TH/XR")) == [outside()]


def test_the_named_must_be_able_to_supervise():
    assert assisting(duty("ed", THURSDAY, "E", "TH/TR"), by="ed") == [outside()]
    assert assisting(duty("dev", THURSDAY, "E", "TH/TR", role="training")) == [outside()]


def test_the_named_must_not_be_away():
    ill = [away("dev", "SL", THURSDAY, starts="15:59", ends="16:00")]
    assert assisting(duty("dev", THURSDAY, "E", "TH/TR"), unavailable=ill) == [outside()]


def test_whoever_is_no_assistant_practitioner_is_not_judged():
    others = [duty(who, THURSDAY, "E", "TH/TR") for who in ("cora", "dev", "ed")]
    assert judged(*others) == []


def test_only_clinical_duties_of_this_rota_are_judged():
    training, last_week = on_duty("TH", "SD"), duty("asha", "2026-03-29", "E", "TH/TR")
    assert judged(training, last_week) == []


def test_each_duty_is_a_breach():
    second = duty("asha", "2026-04-03", "L", "TH/TR")
    assert judged(on_duty(), second) == [outside(), outside(on="2026-04-03")]


def test_it_can_be_switched_off():
    assert judged(on_duty(), rules={"R-07": {"enabled": False}}) == []
