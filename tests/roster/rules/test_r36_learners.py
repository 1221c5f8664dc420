"""R-36: whoever learns names a supervisor, and no supervisor has too many."""

import pytest

from tests.roster.rules.build import (
    breach,
    breaches,
    duty,
    employed,
    person,
    rota,
    row,
    sentences,
    shift,
)

MONDAY, TUESDAY = "2026-03-23", "2026-03-24"
SAM, SUE = (person(who, employed("student", None)) for who in ("sam", "sue"))
HALVES = [shift("A", "08:00", "12:00"), shift("B", "12:00", "16:00")]


def nameless(who, on=MONDAY):
    facts = {"measured": 0, "limit": 1, "unit": "people", "site": "TH", "area": "XR"}
    return breach("R-36", "must", who, on, **facts)


def too_many(count, *others, on=MONDAY, who="dev", limit=2):
    facts = {"measured": count, "limit": limit, "unit": "people", "others": others}
    return breach("R-36", "must", who, on, **facts)


def learns(who, by=(), code="E", on=MONDAY, **facts):
    return duty(who, on, code, by=by, **facts)


def judged(*duties, people=(SAM, SUE), shifts=HALVES, **facts):
    return breaches(rota(*duties, people=people, shifts=shifts, **facts), "R-36")


def test_one_supervisor_for_a_trainee_and_two_students_is_too_few():
    problem = rota(
        learns("cora", "dev"), learns("sam", "dev"), learns("sue", "dev"), people=[SAM, SUE]
    )
    assert breaches(problem, "R-36") == [too_many(3, "cora", "sam", "sue")]
    assert sentences(problem, "R-36") == [
        "Dev supervises up to 3 learners at once on Monday 23 March (Cora, Sam and Sue); at most 2."
    ]


def test_a_trainee_with_one_and_two_students_with_another_are_in_order():
    assert judged(learns("cora", "dev"), learns("sam", "fay"), learns("sue", "fay")) == []


def test_a_learner_without_a_name_is_a_breach():
    problem = rota(learns("sam"), people=[SAM])
    assert breaches(problem, "R-36") == [nameless("sam")]
    assert sentences(problem, "R-36") == [
        "Sam learns on E on Monday 23 March in General X-ray, Teaching Hospital, but nobody is "
        "named to supervise."
    ]


def test_learners_are_students_trainees_and_whoever_is_supernumerary():
    assert judged(learns("cora"), learns("sam")) == [nameless("cora"), nameless("sam")]
    assert judged(learns("asha", role="supernumerary")) == [nameless("asha")]
    assert judged(learns("asha", role="training"), learns("dev")) == []


def test_only_clinical_duties_are_judged():
    assert judged(learns("sam", code="SD"), learns("cora", code="OC")) == []
    studying = [learns(who, "dev", "SD") for who in ("cora", "sam", "sue")]
    assert judged(studying) == []


def test_learners_are_counted_at_each_minute():
    morning = [learns("sam", "dev", "A"), learns("sue", "dev", "B")]
    assert judged(learns("cora", "dev"), morning) == []
    earlier = shift("B", "11:59", "16:00")
    assert judged(learns("cora", "dev"), morning, shifts=[HALVES[0], earlier]) == [
        too_many(3, "cora", "sam", "sue")
    ]


def test_a_duty_with_two_names_counts_for_both():
    both = [learns("cora", ("dev", "fay")), learns("sam", ("dev", "fay"))]
    assert judged(both, learns("sue", "fay")) == [too_many(3, "cora", "sam", "sue", who="fay")]


def test_a_learner_with_two_duties_at_once_is_one_person():
    assert judged(learns("cora", "dev"), learns("sam", "dev"), learns("sam", "dev", "A")) == []


def test_the_most_at_one_minute_is_measured_and_all_who_make_it_too_many_are_named():
    one = {"R-36": {"limit": 1}}
    day = [learns("cora", "dev"), learns("sam", "dev", "A"), learns("sue", "dev", "B")]
    assert judged(day, rules=one) == [too_many(2, "cora", "sam", "sue", limit=1)]


@pytest.mark.parametrize(("two", "three"), [("A", "B"), ("B", "A")])
def test_the_worst_minute_may_be_early_or_late(two, three):
    one = {"R-36": {"limit": 1}}
    gita, hal = (person(who, employed("student", None)) for who in ("gita", "hal"))
    day = [learns(who, "dev", two) for who in ("gita", "hal")]
    day += [learns(who, "dev", three) for who in ("cora", "sam", "sue")]
    found = too_many(3, "cora", "gita", "hal", "sam", "sue", limit=1)
    assert judged(day, people=(SAM, SUE, gita, hal), rules=one) == [found]


def test_each_date_is_judged_by_itself():
    trio = ("cora", "sam", "sue")
    days = [learns(who, "dev", on=on) for who in trio for on in (MONDAY, TUESDAY)]
    assert judged(days) == [too_many(3, *trio), too_many(3, *trio, on=TUESDAY)]


def test_the_place_is_no_matter():
    learners = [learns("cora", "dev"), learns("sam", "dev", place="TH/ED")]
    assert judged(learners, learns("sue", "dev", place="GH/XR")) == [
        too_many(3, "cora", "sam", "sue")
    ]


def test_the_history_counts_only_where_it_overlaps_the_rota():
    night, early = shift("N", "20:00", "08:00"), shift("F", "06:00", "14:00")
    before = [row(who, "N", starts="2026-03-22", by=("dev",)) for who in ("cora", "sam")]
    assert judged(*before, learns("sue", "dev", "F"), shifts=[night, early]) == [
        too_many(3, "cora", "sam", "sue")
    ]
    assert judged(*before, learns("sue", "dev"), shifts=[night, early]) == []
    assert judged(row("sam", "E", starts="2026-03-22")) == []


def test_the_limit_can_be_set_and_the_rule_switched_off():
    trio = [learns(who, "dev") for who in ("cora", "sam", "sue")]
    assert judged(trio, rules={"R-36": {"limit": 3}}) == []
    assert (
        judged(trio, learns("asha", role="supernumerary"), rules={"R-36": {"enabled": False}}) == []
    )
