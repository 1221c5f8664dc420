"""The card: rests as elapsed time, scope of practice, other work, and what gives a weekend back."""

from dataclasses import replace

import pytest

from roster.compensation import days_given_back
from roster.grid.cards import card, of_one
from roster.grid.saying import Saying
from roster.grid.telling import account, card_facts
from roster.rules.timeline import Timeline
from tests.roster.rules.build import (
    MONDAY,
    SCOPES,
    away,
    day,
    duty,
    elsewhere,
    employed,
    person,
    rota,
    row,
    scope,
)


def facts(problem, who="asha", on=MONDAY, reasons=True):
    """{label: sentence}; what has more than one sentence as a list."""
    own = of_one(problem, who)
    found = {}
    say = Saying(problem, {}, reasons)
    for label, said in card_facts(card(Timeline(own), days_given_back(own), who, day(on)), say):
        found.setdefault(label, []).append(said)
    return {label: said[0] if len(said) == 1 else said for label, said in found.items()}


def test_a_card_says_what_the_person_is_and_what_the_duty_pays():
    found = facts(rota(row("asha", "E")))
    assert found["Employed"] == "Band 4 assistant practitioner, 37.5 h a week"
    assert found["Paid"] == "7 h 30 min"


def test_somebody_not_employed_on_the_date_is_said_to_be_so():
    late = person("late", employed("radiographer", 6, since="2026-03-25"))
    assert facts(rota(people=[late]), "late") == {"Employed": "not on this date"}


def test_rests_are_counted_to_other_dates_and_into_the_history():
    problem = rota(duty("asha", "2026-03-22", "L"), row("asha", "E - L"))
    found = facts(problem)
    assert found["Rest before"] == "12 h, after L on Sunday 22 March"
    assert found["Rest after"] == "44 h, before L on Wednesday 25 March"


def test_a_rest_reaches_into_what_is_planned_after_the_rota():
    problem = replace(rota(), following=(duty("asha", "2026-03-30", "E"),))
    sunday = replace(problem, duties=(duty("asha", "2026-03-29", "L"),))
    found = facts(sunday, on="2026-03-29")
    assert found["Rest after"] == "12 h, before E on Monday 30 March"


def test_a_rest_over_the_change_of_clocks_is_what_has_passed():
    problem = rota(duty("asha", "2026-03-28", "LD"), duty("asha", "2026-03-29", "E"))
    assert facts(problem, on="2026-03-29")["Rest before"] == "11 h, after LD on Saturday 28 March"


def test_other_work_ends_a_rest_and_its_employer_is_named_as_the_breaches_do():
    problem = rota(
        row("asha", "E"),
        other_work=[elsewhere("asha", "2026-03-23T18:00", "2026-03-23T22:00")],
    )
    found = facts(problem)
    assert found["Other work"] == "18:00 to 22:00"
    assert found["Rest before"] == "no work known"
    assert found["Rest after"] == "no work known"
    tuesday = facts(problem, on="2026-03-24")
    assert "Free" not in tuesday


def test_a_date_without_work_says_how_long_the_person_is_free():
    found = facts(rota(row("asha", "E - - E")), on="2026-03-24")
    assert found["Free"] == "64 h, from E on Monday 23 March to E on Thursday 26 March"
    assert "Rest before" not in found


def test_an_assistants_scope_is_of_the_area_they_stand_in():
    found = facts(rota(duty("asha", MONDAY, "E", "TH/ED")))
    assert found["Scope"] == ("Emergency X-ray, Teaching Hospital: review due 31 December 2035")
    outside = facts(rota(duty("asha", MONDAY, "E", "TH/FL")))
    assert outside["Scope"] == "Fluoroscopy, Teaching Hospital: none signed on this date"


def test_without_a_duty_every_scope_of_the_date_is_listed():
    expired = scope("TH/FL", review_due=MONDAY)
    asha = person("asha", employed("assistant_practitioner", 4), scope=(*SCOPES[:1], expired))
    assert facts(rota(people=[asha]))["Scope"] == "TH/XR review due 31 December 2035"


def test_a_radiographer_needs_no_scope():
    assert "Scope" not in facts(rota(row("dev", "E")), "dev")


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ("- E E E E E -", "given back by Monday 23 March"),
        ("E E E E E E -", "not given back by a weekday off"),
    ],
)
def test_a_weekend_duty_says_what_gives_it_back(codes, said):
    assert facts(rota(row("asha", codes)), on="2026-03-28")["CO"] == said


def test_extra_duty_is_owed_nothing_and_counts_nothing():
    found = facts(rota(duty("asha", "2026-03-28", "E", additional=True)), on="2026-03-28")
    assert found["Paid"] == "7 h 30 min, extra: not counted against the contract"
    assert "CO" not in found


def test_an_account_tells_why_somebody_is_away_only_to_those_who_may_know():
    problem = rota(unavailable=[away("asha", "SL", MONDAY)])
    for reasons, said in ((True, "sick"), (False, "not available")):
        found = account(Timeline(problem), {}, "asha", Saying(problem, {}, reasons))
        assert [line["what"] for line in found["lines"]] == [said]
