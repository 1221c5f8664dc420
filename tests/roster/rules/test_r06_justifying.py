"""R-06: while an assistant practitioner may expose, somebody on the site can justify."""

from dataclasses import replace

import pytest

from roster.problem import Place
from tests.roster.rules.build import (
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


def nobody(minutes=480, at="08:00", who="asha", place=("TH", "ED")):
    site, area = place
    facts = {"measured": minutes, "limit": 0, "unit": "minutes", "site": site, "area": area}
    return breach("R-06", "must", who, SUNDAY, at=f"{SUNDAY}T{at}", **facts)


def asha(code="E", place="TH/ED", **facts):
    return duty("asha", SUNDAY, code, place, **facts)


def fay(code="E", place="TH/ED", **facts):
    return duty("fay", SUNDAY, code, place, **facts)


def test_a_senior_in_the_office_cannot_justify():
    office = shift("AD", "08:00", "16:00", work_class="admin")
    two = [asha(), duty("ben", SUNDAY, "E", "TH/ED")]
    problem = rota(*two, fay("AD", "TH"), shifts=[office])
    assert breaches(problem, "R-06") == [nobody(), nobody(who="ben")]
    assert sentences(problem, "R-06")[0] == (
        "Asha works E on Sunday 29 March in Emergency X-ray, Teaching Hospital, and nobody on the "
        "site may justify exposures there for 8 h, from 08:00."
    )


def test_a_senior_on_clinical_duty_can():
    assert breaches(rota(asha(), duty("ben", SUNDAY, "E", "TH/ED"), fay()), "R-06") == []


def test_anywhere_on_the_site_will_do():
    assert breaches(rota(asha(), fay(place="TH/XR")), "R-06") == []
    assert breaches(rota(asha(), fay(place="GH/XR")), "R-06") == [nobody()]


def test_it_is_the_assistants_area_one_must_be_entitled_for():
    only = {area: replace(FAY, justifies=(Place("TH", area),)) for area in ("XR", "ED")}
    assert breaches(rota(asha(), fay(place="TH/XR"), people=[only["ED"]]), "R-06") == []
    assert breaches(rota(asha(), fay(place="TH/XR"), people=[only["XR"]]), "R-06") == [nobody()]
    whole = replace(FAY, justifies=(Place("TH"),))
    assert breaches(rota(asha(), fay(place="TH/XR"), people=[whole]), "R-06") == []


def test_a_preceptee_may_justify_and_so_may_whoever_does_not_supervise():
    assert breaches(rota(asha(), duty("ed", SUNDAY, "E", "TH/ED")), "R-06") == []
    quiet = replace(DEV, supervises=False)
    assert breaches(rota(asha(), duty("dev", SUNDAY, "E", "TH/ED"), people=[quiet]), "R-06") == []


def test_a_radiologist_may_justify():
    hana = person("hana", employed("radiologist", None))
    assert breaches(rota(asha(), duty("hana", SUNDAY, "E", "TH/FL"), people=[hana]), "R-06") == []


@pytest.mark.parametrize("role", ["manager", "student", "trainee", "assistant_practitioner"])
def test_nobody_else_may(role):
    iris = person("iris", employed(role, 7))
    there = duty("iris", SUNDAY, "E", "TH/ED", role="assist")
    assert breaches(rota(asha(), there, people=[iris]), "R-06") == [nobody()]


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ((credential("HCPC", "2026-03-29"),), []),
        ((credential("HCPC", "2026-03-28"),), [nobody()]),
        ((credential("SoR", "2020-03-28"),), []),
    ],
)
def test_registration_must_be_valid_where_it_is_on_file(held, found):
    problem = rota(asha(), fay(), people=[replace(FAY, credentials=held)])
    assert breaches(problem, "R-06") == found


@pytest.mark.parametrize(
    ("role", "found"), [("assist", []), ("training", [nobody()]), ("supernumerary", [nobody()])]
)
def test_who_is_training_or_supernumerary_justifies_nothing(role, found):
    assert breaches(rota(asha(), fay(role=role)), "R-06") == found


@pytest.mark.parametrize(
    ("role", "found"), [("training", [nobody()]), ("assist", []), ("supernumerary", [])]
)
def test_only_who_may_expose_needs_it(role, found):
    assert breaches(rota(asha(role=role)), "R-06") == found


def test_minutes_are_counted_wherever_they_lie():
    problem = rota(asha("LD"), fay("SH"), duty("dev", SUNDAY, "X", "TH/XR"))
    problem = replace(problem, shift_types=(*problem.shift_types, shift("X", "15:00", "19:59")))
    assert breaches(problem, "R-06") == [nobody(61, "14:00")]


def test_who_is_away_justifies_nothing():
    morning = [away("fay", "SD", SUNDAY, starts="08:00", ends="12:00")]
    assert breaches(rota(asha(), fay(), unavailable=morning), "R-06") == [nobody(240)]


def test_justifying_from_elsewhere_may_be_allowed():
    rules = {"R-06": {"remote_justification": True}}
    assert breaches(rota(asha(), rules=rules), "R-06") == []


def test_history_other_classes_and_trainees_are_not_judged():
    assert breaches(rota(duty("asha", "2026-03-22", "E")), "R-06") == []
    assert breaches(rota(asha("SD"), duty("cora", SUNDAY, "E")), "R-06") == []


def test_who_came_in_the_last_rota_still_justifies():
    shifts = [shift("N", "20:00", "08:00"), shift("X", "06:00", "08:30")]
    early = duty("asha", "2026-03-23", "X", "TH/ED")
    problem = rota(duty("fay", "2026-03-22", "N", "TH/XR"), early, shifts=shifts)
    assert [(b.measured, f"{b.at:%H:%M}") for b in breaches(problem, "R-06")] == [(30, "08:00")]


def test_it_can_be_switched_off():
    assert breaches(rota(asha(), rules={"R-06": {"enabled": False}}), "R-06") == []
