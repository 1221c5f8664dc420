"""R-10: in term a trainee's study day is kept."""

from dataclasses import replace
from datetime import date

import pytest

from roster.problem import StudyPlan
from tests.roster.rules.build import (
    CORA,
    away,
    breach,
    breaches,
    duty,
    employed,
    rota,
    sentences,
    shift,
)

TUESDAY = "2026-10-06"
OCTOBER = {"starts": "2026-10-05"}
TERM = (date(2026, 10, 6), date(2026, 12, 15))


def student(minutes=None, terms=(TERM,), **facts):
    return replace(CORA, study=StudyPlan(1, terms, minutes), **facts)


def missed(trained=0, due=450, on=TUESDAY):
    facts = {"measured": trained, "limit": due, "unit": "minutes"}
    return breach("R-10", "overridable", "cora", on, **facts)


def judged(*duties, cora=None, **facts):
    return breaches(rota(*duties, people=[cora or student()], **{**OCTOBER, **facts}), "R-10")


def cora(code, on=TUESDAY, **facts):
    return duty("cora", on, code, "TH/XR" if code in ("E", "A") else "TH", **facts)


def test_a_study_day_replaced_by_an_early():
    assert judged(cora("E")) == [missed()]
    assert sentences(rota(cora("E"), people=[student()], **OCTOBER), "R-10") == [
        "Cora works E on Tuesday 6 October, a study day in term: no time of training, 7 h 30 min "
        "due."
    ]


def test_a_study_day_kept():
    others = [cora("E", f"2026-10-{day:02}") for day in (5, 7, 8, 9)]
    assert judged(cora("SD"), *others) == []


@pytest.mark.parametrize(("ends", "found"), [("16:30", []), ("16:29", [missed(449)])])
def test_exactly_the_training_due_is_enough(ends, found):
    training = shift("T", "08:30", ends, 30, "training")
    assert judged(cora("T"), shifts=[training]) == found


def test_too_little_training_is_said():
    half = shift("T", "09:00", "13:00", work_class="training")
    problem = rota(cora("T"), people=[student()], shifts=[half], **OCTOBER)
    assert sentences(problem, "R-10") == [
        "Cora is on duty on Tuesday 6 October, a study day in term: 4 h of training, 7 h 30 min "
        "due."
    ]


def test_no_clinical_duty_beside_the_training():
    early = shift("A", "07:00", "08:00")
    assert judged(cora("SD"), cora("A"), shifts=[early]) == [missed(450)]


def test_training_duties_add_up():
    halves = [
        shift("T", "08:00", "12:00", work_class="training"),
        shift("U", "13:00", "16:30", work_class="training"),
    ]
    assert judged(cora("T"), cora("U"), shifts=halves) == []
    assert judged(cora("T"), shifts=halves) == [missed(240)]


def test_administration_is_no_training():
    assert judged(cora("AD")) == [missed()]


def test_study_leave_counts_as_training():
    office = shift("O", "18:00", "19:00", work_class="admin")
    whole = [away("cora", "SD", TUESDAY)]
    assert judged(cora("O"), shifts=[office], unavailable=whole) == []
    part = [away("cora", "SD", TUESDAY, starts="09:00", ends="16:00")]
    assert judged(cora("O"), shifts=[office], unavailable=part) == [missed(420)]
    assert judged(cora("E"), unavailable=whole) == [missed(450)]
    others = [away("cora", "SD", "2026-10-05"), away("cora", "SD", "2026-10-07")]
    assert judged(cora("O"), shifts=[office], unavailable=others) == [missed()]
    leave = [away("cora", "AL", TUESDAY)]
    assert judged(cora("O"), shifts=[office], unavailable=leave) == [missed()]


def test_a_study_day_without_any_duty_is_not_reported():
    assert judged(cora("E", "2026-10-07")) == []
    assert judged(cora("OC")) == []


def test_other_weekdays_are_free_for_duties():
    assert judged(cora("E", "2026-10-05"), cora("E", "2026-10-07")) == []


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        (((date(2026, 10, 6), date(2026, 10, 6)),), [missed()]),
        (((date(2026, 10, 7), date(2026, 12, 15)),), []),
        (((date(2026, 9, 1), date(2026, 10, 5)),), []),
        (((date(2026, 9, 1), date(2026, 9, 30)), TERM), [missed()]),
        ((), []),
    ],
)
def test_only_in_term(terms, found):
    assert judged(cora("E"), cora=student(terms=terms)) == found


def test_who_has_no_study_plan_is_not_judged():
    assert judged(cora("E"), cora=CORA) == []


def test_only_while_a_trainee():
    trained = student(
        employments=(
            employed("trainee", 3, until=TUESDAY),
            employed("assistant_practitioner", 4, since="2026-10-07"),
        )
    )
    weeks = cora("E"), cora("E", "2026-10-13")
    assert judged(*weeks, cora=trained, weeks=2) == [missed()]


def test_each_study_day_is_a_breach_but_not_the_history():
    weeks = [cora("E", f"2026-10-{day:02}") for day in (6, 13, 20)]
    assert judged(*weeks, starts="2026-10-12", weeks=2) == [
        missed(on="2026-10-13"),
        missed(on="2026-10-20"),
    ]


@pytest.mark.parametrize(
    ("own", "setting", "due"), [(None, 420, 420), (None, 451, 451), (480, 420, 480)]
)
def test_the_minutes_due_are_the_persons_else_the_setting(own, setting, due):
    rules = {"R-10": {"study_minutes": setting}}
    found = judged(cora("SD"), cora=student(own), rules=rules)
    assert found == ([] if due <= 450 else [missed(450, due)])


def test_it_can_be_switched_off():
    assert judged(cora("E"), rules={"R-10": {"enabled": False}}) == []
