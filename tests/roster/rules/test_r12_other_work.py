"""R-12: other work is declared, and lies beside no duty."""

from dataclasses import replace
from datetime import date

import pytest

from roster.rules.standing import months_later
from tests.roster.rules.build import (
    ASHA,
    breach,
    breaches,
    duty,
    elsewhere,
    moment,
    rota,
    row,
    sentences,
    shift,
)

SATURDAY = "2026-03-28"


def declared(on):
    return replace(ASHA, other_work_declared=date.fromisoformat(on))


def stale(first, last=None):
    return breach("R-12", "should", "asha", first, last, unit="minutes")


def clash(minutes, on=SATURDAY, who="asha"):
    facts = {"measured": minutes, "limit": 0, "unit": "minutes"}
    return breach("R-12", "should", who, on, **facts)


def judged(*duties, on="2025-03-25", **facts):
    return breaches(rota(*duties, people=[declared(on)], **facts), "R-12")


def test_a_declaration_holds_to_the_same_day_a_year_later():
    assert judged(duty("asha", "2026-03-25", "E")) == []
    assert judged(duty("asha", "2026-03-26", "E")) == [stale("2026-03-26")]


def test_one_breach_for_all_the_duties_after_it():
    problem = rota(row("asha", "E E E E - SD -"), people=[declared("2025-03-24")])
    assert breaches(problem, "R-12") == [stale("2026-03-25", SATURDAY)]
    assert sentences(problem, "R-12") == [
        "Asha is on duty on Wednesday 25 to Saturday 28 March; other work was last declared on 24 "
        "March 2025, which held until 24 March 2026."
    ]


def test_who_never_declared_anything_in_the_file_is_not_judged():
    assert breaches(rota(duty("asha", SATURDAY, "E")), "R-12") == []


def test_without_a_duty_nothing_is_reported():
    assert judged(on="2020-01-01") == []
    assert judged(duty("asha", "2026-03-22", "E"), on="2020-01-01") == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2025-11-02", 12, "2026-11-02"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-11-30", 1, "2025-12-30"),
        ("2025-11-30", 10**12, "9999-12-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, then):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(then)


def test_how_long_a_declaration_holds_may_be_set():
    rules = {"R-12": {"declaration_months": 24}}
    assert judged(duty("asha", SATURDAY, "E"), rules=rules) == []
    rules = {"R-12": {"declaration_months": 6}}
    assert judged(duty("asha", SATURDAY, "E"), on="2025-09-27", rules=rules) == [stale(SATURDAY)]
    assert judged(duty("asha", SATURDAY, "E"), on="2025-09-28", rules=rules) == []


def test_declarations_may_be_left_unjudged():
    rules = {"R-12": {"declaration_required": False}}
    bank = [elsewhere("asha", f"{SATURDAY}T12:00", f"{SATURDAY}T22:00")]
    early = duty("asha", SATURDAY, "E")
    assert judged(early, on="2020-01-01", rules=rules) == []
    assert judged(early, on="2020-01-01", rules=rules, other_work=bank) == [clash(240)]


def working(*works, code="E", on=SATURDAY, who="asha", **facts):
    return rota(duty(who, on, code), other_work=[elsewhere(who, *work) for work in works], **facts)


@pytest.mark.parametrize(
    ("starts", "found"), [("16:00", []), ("15:59", [clash(1)]), ("12:00", [clash(240)])]
)
def test_other_work_may_begin_as_the_duty_ends(starts, found):
    work = f"{SATURDAY}T{starts}", f"{SATURDAY}T22:00"
    assert breaches(working(work), "R-12") == found


def test_it_says_how_long():
    problem = working((f"{SATURDAY}T12:00", f"{SATURDAY}T22:00"))
    assert sentences(problem, "R-12") == [
        "Asha works E on Saturday 28 March and elsewhere at the same time, for 4 h."
    ]


def test_minutes_with_two_employers_count_once():
    morning = f"{SATURDAY}T07:00", f"{SATURDAY}T10:00"
    later = f"{SATURDAY}T09:00", f"{SATURDAY}T11:00"
    assert breaches(working(morning, later), "R-12") == [clash(180)]


def test_each_duty_is_a_breach():
    work = elsewhere("asha", "2026-03-27T15:00", "2026-03-28T09:00")
    duties = duty("asha", "2026-03-27", "E"), duty("asha", SATURDAY, "E")
    found = breaches(rota(*duties, other_work=[work]), "R-12")
    assert found == [clash(60, "2026-03-27"), clash(60)]


def test_the_night_the_clocks_go_forward_has_an_hour_less():
    night = shift("N", "20:00", "08:00")
    work = "2026-03-28T23:00", "2026-03-29T03:00"
    assert breaches(working(work, code="N", shifts=[night]), "R-12") == [clash(180)]


def test_on_call_clashes_while_called():
    calls = ((moment("2026-03-28T22:00"), moment("2026-03-28T23:00")),)
    work = elsewhere("dev", "2026-03-28T22:30", "2026-03-29T02:00")
    waiting, called = duty("dev", SATURDAY, "OC"), duty("dev", SATURDAY, "OC", called=calls)
    assert breaches(rota(waiting, other_work=[work]), "R-12") == []
    assert breaches(rota(called, other_work=[work]), "R-12") == [clash(30, who="dev")]


def test_somebody_elses_work_and_the_history_are_left_alone():
    work = elsewhere("asha", "2026-03-22T12:00", "2026-03-22T22:00")
    duties = duty("asha", "2026-03-22", "E"), duty("dev", SATURDAY, "E")
    assert breaches(rota(*duties, other_work=[work]), "R-12") == []


@pytest.mark.parametrize(("ends", "measured"), [("22:00", [540]), ("20:00", [])])
def test_its_hours_count_in_the_rest(ends, measured):
    """R-19 over the night of the clock change: 9 h of rest before an early, or 11 h."""
    work = elsewhere("asha", "2026-03-28T12:00", f"2026-03-28T{ends}")
    problem = rota(duty("asha", "2026-03-29", "E"), other_work=[work])
    assert breaches(problem, "R-12") == []
    assert [found.measured for found in breaches(problem, "R-19")] == measured


def test_it_can_be_switched_off():
    rules = {"R-12": {"enabled": False}}
    assert judged(duty("asha", SATURDAY, "E"), on="2020-01-01", rules=rules) == []
