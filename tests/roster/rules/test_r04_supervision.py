"""R-04: an assistant practitioner is never unsupervised."""

from dataclasses import replace
from datetime import date

import pytest

from roster.problem import Place
from tests.roster.rules.build import (
    ASHA,
    CORA,
    DEV,
    FAY,
    away,
    breach,
    breaches,
    credential,
    duty,
    employed,
    person,
    rota,
    sentences,
    shift,
)

SUNDAY = "2026-03-29"
MUST = "must"


def alone(minutes, at, who="asha", on=SUNDAY, place=("TH", "XR")):
    site, area = place
    facts = {"measured": minutes, "limit": 0, "unit": "minutes", "site": site, "area": area}
    return breach("R-04", MUST, who, on, at=f"{on}T{at}", **facts)


ALL_DAY = alone(480, "08:00")


def asha(code="E", on=SUNDAY, place="TH/XR", **facts):
    return duty("asha", on, code, place, **facts)


def dev(code="E", on=SUNDAY, place="TH/XR", **facts):
    return duty("dev", on, code, place, **facts)


def test_a_radiographer_for_the_whole_duty_is_enough():
    assert breaches(rota(asha(), dev()), "R-04") == []
    assert breaches(rota(asha(), dev("LD")), "R-04") == []


def test_the_hour_before_the_radiographer_comes_is_unsupervised():
    problem = rota(asha(), dev("D"))
    assert breaches(problem, "R-04") == [alone(60, "08:00")]
    assert sentences(problem, "R-04") == [
        "Asha works E on Sunday 29 March in General X-ray, Teaching Hospital, with too few "
        "supervising radiographers for 1 h, from 08:00."
    ]


def test_a_radiographer_at_another_site_or_in_another_area_does_not_count():
    assert breaches(rota(asha(), dev(place="GH/XR")), "R-04") == [ALL_DAY]
    assert breaches(rota(asha(), dev(place="TH/ED")), "R-04") == [ALL_DAY]


def test_the_group_may_be_the_whole_site():
    rules = {"R-04": {"group": "site"}}
    assert breaches(rota(asha(), dev(place="TH/ED"), rules=rules), "R-04") == []
    assert breaches(rota(asha(), dev(place="GH/XR"), rules=rules), "R-04") == [ALL_DAY]


def test_in_a_site_the_supervisor_must_be_entitled_where_the_assistant_works():
    only_ed = replace(DEV, justifies=(Place("TH", "ED"),))
    rules = {"R-04": {"group": "site"}}
    problem = rota(asha(), dev(place="TH/ED"), people=[only_ed], rules=rules)
    assert breaches(problem, "R-04") == [ALL_DAY]


@pytest.mark.parametrize(
    "facts",
    [
        {"justifies": ()},
        {"justifies": (Place("GH"), Place("TH", "ED"))},
        {"supervises": False},
        {"credentials": (credential("HCPC", "2026-03-28"),)},
        {"credentials": (credential("HCPC", since="2026-03-30"),)},
        {"preceptee_until": date(2026, 3, 29)},
        {"employments": (employed("radiographer", 4),)},
        {"employments": (employed("radiographer", None),)},
        {"employments": (employed("radiologist", None),)},
        {"employments": (employed("manager", 8),), "supervises": True},
        {"employments": (employed("radiographer", 6, until="2026-03-28"),)},
    ],
)
def test_who_may_not_supervise(facts):
    assert breaches(rota(asha(), dev(), people=[replace(DEV, **facts)]), "R-04") == [ALL_DAY]


@pytest.mark.parametrize(
    "facts",
    [
        {"justifies": (Place("TH"),)},
        {"justifies": (Place("TH", "XR"),)},
        {"credentials": ()},
        {"credentials": (credential("HCPC", "2026-03-29"),)},
        {"credentials": (credential("HCPC", "2020-01-01"), credential("HCPC", since=SUNDAY))},
        {"preceptee_until": date(2026, 3, 28)},
        {"employments": (employed("radiographer", 5),)},
        {"employments": (employed("radiographer", "8a"),)},
        {"employments": (employed("radiologist", None),), "supervises": True},
    ],
)
def test_who_may(facts):
    assert breaches(rota(asha(), dev(), people=[replace(DEV, **facts)]), "R-04") == []


def test_a_preceptee_does_not_supervise():
    assert breaches(rota(asha(), duty("ed", SUNDAY, "E")), "R-04") == [ALL_DAY]


@pytest.mark.parametrize("role", ["training", "supernumerary"])
def test_a_radiographer_in_training_does_not_supervise(role):
    assert breaches(rota(asha(), dev(role=role)), "R-04") == [ALL_DAY]


def test_an_assisting_radiographer_does():
    assert breaches(rota(asha(), dev(role="assist")), "R-04") == []


def test_a_radiographer_in_the_office_does_not():
    office = shift("AD", "08:00", "16:00", work_class="admin")
    assert breaches(rota(asha(), dev("AD"), shifts=[office]), "R-04") == [ALL_DAY]


@pytest.mark.parametrize("role", ["operator", "assist", "training", "supernumerary"])
def test_whatever_the_assistant_does_there(role):
    assert breaches(rota(asha(role=role)), "R-04") == [ALL_DAY]


def test_only_clinical_duties_need_it():
    assert breaches(rota(asha("SD")), "R-04") == []
    assert breaches(rota(duty("cora", SUNDAY, "E")), "R-04") == []


def test_the_assistant_turns_red_when_the_only_supervisor_falls_ill():
    ill = [away("dev", "SL", SUNDAY)]
    assert breaches(rota(asha(), dev(), unavailable=ill), "R-04") == [ALL_DAY]


def test_an_absence_of_an_hour_is_counted_by_the_minute():
    hour = [away("dev", "OTHER", SUNDAY, starts="10:30", ends="11:31")]
    assert breaches(rota(asha(), dev(), unavailable=hour), "R-04") == [alone(61, "10:30")]


def test_one_breach_for_all_the_minutes_of_a_duty():
    problem = rota(
        asha("LD"), dev("SH"), duty("fay", SUNDAY, "X"), shifts=[shift("X", "15:00", "19:00")]
    )
    assert breaches(problem, "R-04") == [alone(120, "14:00")]


@pytest.mark.parametrize(
    ("starts", "found"), [("14:00", []), ("14:01", [alone(1, "14:00")]), ("13:59", [])]
)
def test_supervisors_may_hand_over(starts, found):
    problem = rota(
        asha("LD"), dev("SH"), duty("fay", SUNDAY, "X"), shifts=[shift("X", starts, "20:00")]
    )
    assert breaches(problem, "R-04") == found


def test_assistants_of_one_date_may_have_different_supervisors():
    shifts = [
        shift("A", "08:00", "12:00"),
        shift("B", "12:00", "16:00"),
        shift("C", "16:00", "20:00"),
    ]
    there = [dev("A"), duty("fay", SUNDAY, "B"), dev("C")]
    both = [asha(), duty("ben", SUNDAY, "L")]
    assert breaches(rota(*both, *there, shifts=shifts), "R-04") == []
    assert breaches(rota(*both, *there[1:], shifts=shifts), "R-04") == [alone(240, "08:00")]
    assert breaches(rota(*both, *there[:2], shifts=shifts), "R-04") == [alone(240, "16:00", "ben")]


def test_a_third_assistant_needs_a_second_radiographer():
    gita = replace(ASHA, id="gita", name="Gita")
    three = [asha(), duty("ben", SUNDAY, "E"), duty("gita", SUNDAY, "L")]
    assert breaches(rota(*three[:2], dev(), people=[gita]), "R-04") == []
    problem = rota(*three, dev("LD"), people=[gita])
    assert breaches(problem, "R-04") == [
        alone(240, "12:00"),
        alone(240, "12:00", "ben"),
        alone(240, "12:00", "gita"),
    ]
    assert breaches(rota(*three, dev("LD"), duty("fay", SUNDAY, "L"), people=[gita]), "R-04") == []


def test_trainees_are_left_out_of_the_ratio():
    others = [asha(), duty("ben", SUNDAY, "E"), duty("cora", SUNDAY, "E")]
    assert breaches(rota(*others, dev()), "R-04") == []


def test_the_ratio_may_be_set():
    both = [asha(), duty("ben", SUNDAY, "E")]
    rules = {"R-04": {"ratio": 1}}
    assert breaches(rota(*both, dev(), rules=rules), "R-04") == [
        ALL_DAY,
        alone(480, "08:00", "ben"),
    ]
    assert breaches(rota(*both, dev(), duty("fay", SUNDAY, "E"), rules=rules), "R-04") == []


def test_nobody_counts_twice_for_two_duties_at_once():
    gita = replace(ASHA, id="gita", name="Gita")
    three = [asha(), duty("ben", SUNDAY, "E"), duty("gita", SUNDAY, "E")]
    problem = rota(*three, dev(), dev("LD"), people=[gita])
    assert [found.person for found in breaches(problem, "R-04")] == ["asha", "ben", "gita"]
    twice = rota(asha(), asha("LD"), duty("ben", SUNDAY, "E"), dev("LD"))
    assert breaches(twice, "R-04") == []


@pytest.mark.parametrize(
    ("values", "found"), [({}, []), ({"breaks_count_as_present": False}, [alone(30, "12:00")])]
)
def test_a_supervisor_on_a_break_counts_unless_set_otherwise(values, found):
    with_break = shift("E", "08:00", "16:00", 30, breaks=["12:00-12:30"])
    problem = rota(asha("SH"), dev(), shifts=[with_break], rules={"R-04": values})
    assert breaches(problem, "R-04") == found


def test_a_break_at_an_unknown_time_takes_nobody_away():
    rules = {"R-04": {"breaks_count_as_present": False}}
    assert breaches(rota(asha(), dev(), rules=rules), "R-04") == []


def test_a_night_over_the_change_of_the_clocks():
    night = shift("N", "20:00", "08:00")
    problem = rota(asha("N", on="2026-03-28"), shifts=[night])
    assert breaches(problem, "R-04") == [alone(660, "20:00", on="2026-03-28")]
    problem = rota(asha("N", on="2026-03-28"), dev("N", on="2026-03-28"), shifts=[night])
    assert breaches(problem, "R-04") == []


def test_a_supervisor_may_come_from_the_last_rota():
    night = shift("N", "20:00", "08:00")
    early = shift("X", "06:00", "08:00")
    problem = rota(dev("N", on="2026-03-22"), asha("X", on="2026-03-23"), shifts=[night, early])
    assert breaches(problem, "R-04") == []


def test_the_history_is_not_judged():
    assert breaches(rota(asha(on="2026-03-22")), "R-04") == []


def test_a_trainee_becomes_an_assistant_practitioner_on_a_date():
    """R-13: counted as a trainee on 31 May, as an assistant practitioner on 1 June."""
    cora = replace(
        CORA,
        employments=(
            employed("trainee", 3, until="2026-05-31"),
            employed("assistant_practitioner", 4, since="2026-06-01"),
        ),
    )
    days = [duty("cora", "2026-05-31", "E"), duty("cora", "2026-06-01", "E")]
    problem = rota(*days, starts="2026-05-25", weeks=2, people=[cora])
    assert breaches(problem, "R-04") == [alone(480, "08:00", "cora", "2026-06-01")]


def test_a_radiographer_supervises_from_the_date_of_the_band():
    gita = person(
        "gita",
        employed("assistant_practitioner", 4, until="2026-03-28"),
        employed("radiographer", 5, since="2026-03-29"),
    )
    week = [
        asha(on="2026-03-28"),
        asha(),
        duty("gita", "2026-03-28", "E"),
        duty("gita", SUNDAY, "E"),
    ]
    saturday = [alone(480, "08:00", who, "2026-03-28") for who in ("asha", "gita")]
    assert breaches(rota(*week, people=[gita]), "R-04") == saturday


def test_it_can_be_switched_off():
    assert breaches(rota(asha(), rules={"R-04": {"enabled": False}}), "R-04") == []


def test_a_senior_radiographer_serves_as_well():
    assert breaches(rota(asha(), duty("fay", SUNDAY, "E"), people=[FAY]), "R-04") == []
