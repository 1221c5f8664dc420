"""R-11: credentials are current."""

from dataclasses import replace

import pytest

from tests.roster.rules.build import ASHA, DEV, breach, breaches, credential, duty, rota, sentences

LAST = "2026-03-31"
WEEK = {"starts": "2026-03-30"}
REGISTERED = (credential("HCPC", LAST),)


def dev(*held):
    return replace(DEV, credentials=held)


def stale(level, first, last=None, who="dev"):
    return breach("R-11", level, who, first, last)


def judged(*days, held=REGISTERED, code="E", role="operator", **facts):
    place = "TH/XR" if code == "E" else "TH"
    duties = [duty("dev", on, code, place, role) for on in days]
    return breaches(rota(*duties, people=[dev(*held)], **{**WEEK, **facts}), "R-11")


def test_the_last_valid_day_is_valid():
    assert judged(LAST) == []


def test_the_day_after_is_not():
    assert judged("2026-04-01") == [stale("must", "2026-04-01")]
    problem = rota(duty("dev", "2026-04-01", "E"), people=[dev(credential("HCPC", LAST))], **WEEK)
    assert sentences(problem, "R-11") == [
        "Dev is on clinical duty on Wednesday 1 April; HCPC on file ended on 31 March 2026."
    ]


def test_one_breach_from_the_first_to_the_last_duty_concerned():
    days = ["2026-03-30", LAST, "2026-04-01", "2026-04-03"]
    assert judged(*days) == [stale("must", "2026-04-01", "2026-04-03")]


def test_a_kind_is_the_same_however_it_was_typed():
    assert judged("2026-04-01", held=(credential("hcpc ", LAST),)) == [stale("must", "2026-04-01")]
    renewed = credential("Hcpc", LAST), credential("HCPC", "2028-03-31")
    assert judged("2026-04-01", held=renewed) == []


def test_a_kind_that_is_not_on_file_is_not_judged():
    assert judged("2026-04-01", held=()) == []


@pytest.mark.parametrize(
    ("since", "found"),
    [("2026-04-01", []), ("2026-04-02", [stale("must", "2026-04-01")]), (None, [])],
)
def test_a_credential_begins_on_a_day(since, found):
    assert judged("2026-04-01", held=[credential("HCPC", since=since)]) == found


def test_it_says_when_it_begins():
    people = [dev(credential("HCPC", since="2026-04-02"))]
    assert sentences(rota(duty("dev", "2026-04-01", "E"), people=people, **WEEK), "R-11") == [
        "Dev is on clinical duty on Wednesday 1 April; HCPC on file begins on 2 April 2026."
    ]


def test_any_valid_entry_of_a_kind_will_do():
    old, new = credential("HCPC", LAST), credential("HCPC", since="2026-04-01")
    assert judged(LAST, "2026-04-01", held=[new, old]) == []


def test_a_valid_entry_of_another_kind_will_not():
    held = [credential("HCPC", LAST), credential("SoR")]
    assert judged("2026-04-01", held=held) == [stale("must", "2026-04-01")]


def test_it_says_when_the_last_of_several_ended_or_the_first_begins():
    old = [credential("HCPC", "2025-12-31"), credential("HCPC", LAST)]
    later = [credential("HCPC", since="2026-04-09"), credential("HCPC", since="2026-04-08")]
    said = [
        sentences(rota(duty("dev", "2026-04-01", "E"), people=[dev(*held)], **WEEK), "R-11")
        for held in (old, later)
    ]
    assert [text.split("; ")[1] for (text,) in said] == [
        "HCPC on file ended on 31 March 2026.",
        "HCPC on file begins on 8 April 2026.",
    ]


def test_radiation_protection_induction_stops_as_well():
    assert judged("2026-04-01", held=[credential("RPI", LAST)]) == [stale("must", "2026-04-01")]


def test_which_kinds_stop_may_be_set():
    rules = {"R-11": {"clinical_stop": ["SoR"]}}
    held = [credential("SoR", LAST), credential("HCPC", LAST)]
    assert judged("2026-04-01", held=held, rules=rules) == [
        stale("must", "2026-04-01"),
        stale("should", "2026-04-01"),
    ]


@pytest.mark.parametrize(
    ("until", "found"),
    [
        ("2026-05-02", []),
        ("2026-05-01", [stale("should", "2026-04-01")]),
        ("2026-04-01", [stale("should", "2026-04-01")]),
        ("2026-03-31", [stale("should", "2026-04-01")]),
    ],
)
def test_other_kinds_warn_thirty_days_before_the_last(until, found):
    assert judged("2026-04-01", held=[credential("SoR", until)]) == found


@pytest.mark.parametrize(
    ("days", "found"), [(0, []), (9, []), (10, [stale("should", "2026-04-01")])]
)
def test_how_long_before_may_be_set(days, found):
    rules = {"R-11": {"warn_days": days}}
    assert judged("2026-04-01", held=[credential("SoR", "2026-04-11")], rules=rules) == found


def test_stopping_kinds_do_not_warn():
    assert judged("2026-03-30", held=[credential("HCPC", LAST)]) == []


def test_a_renewal_on_file_ends_the_warning():
    old, new = credential("SoR", LAST), credential("SoR", "2028-03-31")
    assert judged("2026-03-30", held=[old, new]) == []


def test_it_warns_for_so_many_days_that_all_do():
    rules = {"R-11": {"warn_days": 10**12}}
    assert judged("2026-04-01", held=[credential("SoR")], rules=rules) == [
        stale("should", "2026-04-01")
    ]


def test_each_kind_is_a_breach():
    held = [credential("SoR", LAST), credential("MT", LAST), credential("HCPC", LAST)]
    problem = rota(duty("dev", "2026-04-01", "E"), people=[dev(*held)], **WEEK)
    assert breaches(problem, "R-11") == [
        stale("must", "2026-04-01"),
        stale("should", "2026-04-01"),
        stale("should", "2026-04-01"),
    ]
    assert [text.split(";")[1].split()[0] for text in sentences(problem, "R-11")] == [
        "HCPC",
        "MT",
        "SoR",
    ]


def test_assistant_practitioners_are_warned_of_their_accreditation():
    asha = replace(ASHA, credentials=(credential("SoR", LAST),))
    problem = rota(duty("asha", LAST, "E"), people=[asha], **WEEK)
    assert breaches(problem, "R-11") == [stale("should", LAST, who="asha")]
    assert sentences(problem, "R-11") == [
        "Asha is on clinical duty on Tuesday 31 March; SoR on file ends on 31 March 2026."
    ]


@pytest.mark.parametrize("role", ["assist", "training", "supernumerary"])
def test_whatever_one_does_there(role):
    assert judged("2026-04-01", role=role) == [stale("must", "2026-04-01")]


def test_only_clinical_duties_of_this_rota_are_judged():
    assert judged("2026-04-01", code="AD") == []
    assert judged("2026-04-01", starts="2026-04-06") == []


def test_it_can_be_switched_off():
    assert judged("2026-04-01", rules={"R-11": {"enabled": False}}) == []
