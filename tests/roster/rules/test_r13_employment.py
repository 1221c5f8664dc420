"""R-13: band and role are those of the date, and nobody works without employment."""

from dataclasses import replace

from tests.roster.rules.build import (
    CORA,
    breach,
    breaches,
    duty,
    employed,
    person,
    rota,
    row,
    sentences,
)

FIRST = employed("trainee", 3, until="2026-05-31")
THEN = employed("assistant_practitioner", 4, since="2026-06-01")
LEAVER = replace(CORA, employments=(FIRST,))
QUALIFIED = replace(CORA, employments=(FIRST, THEN))
MAY = {"starts": "2026-05-25", "weeks": 2}


def unemployed(on, who="cora"):
    return breach("R-13", "must", who, on)


def test_the_day_after_the_last_is_without_employment():
    days = duty("cora", "2026-05-31", "E"), duty("cora", "2026-06-01", "E")
    problem = rota(*days, people=[LEAVER], **MAY)
    assert breaches(problem, "R-13") == [unemployed("2026-06-01")]
    assert sentences(problem, "R-13") == [
        "Cora works E on Monday 1 June but is not employed that day."
    ]


def test_so_is_the_day_before_the_first():
    starter = person("gita", employed("radiographer", 5, since="2026-05-27"))
    days = duty("gita", "2026-05-26", "E"), duty("gita", "2026-05-27", "E")
    assert breaches(rota(*days, people=[starter], **MAY), "R-13") == [
        unemployed("2026-05-26", "gita")
    ]


def test_one_employment_may_follow_another():
    days = duty("cora", "2026-05-31", "E"), duty("cora", "2026-06-01", "E")
    assert breaches(rota(*days, people=[QUALIFIED], **MAY), "R-13") == []


def test_each_duty_of_any_class_is_a_breach_but_not_the_history():
    days = row("cora", "SD OC E", "2026-06-01")
    facts = {"starts": "2026-06-02", "people": [LEAVER]}
    problem = rota(days, **{**facts, "starts": "2026-06-01"})
    assert breaches(problem, "R-13") == [
        unemployed("2026-06-01"),
        unemployed("2026-06-02"),
        unemployed("2026-06-03"),
    ]
    later = rota(days, people=[LEAVER], starts="2026-06-08")
    assert breaches(later, "R-13") == []


def test_a_trainee_is_no_cover_and_an_assistant_practitioner_is_from_the_date():
    """R-08 asks for a name on 31 May; R-04 and R-07 judge from 1 June."""
    days = duty("cora", "2026-05-31", "E"), duty("cora", "2026-06-01", "E")
    problem = rota(*days, people=[QUALIFIED], **MAY)
    found = {rule: [str(b.first) for b in breaches(problem, rule)] for rule in ("R-08", "R-04")}
    assert found == {"R-08": ["2026-05-31"], "R-04": ["2026-06-01"]}
    assert [str(b.first) for b in breaches(problem, "R-07")] == ["2026-06-01"]


def test_somebody_without_employment_has_no_role_for_the_other_rules():
    problem = rota(duty("cora", "2026-06-06", "LD"), people=[LEAVER], **MAY)
    for rule in ("R-01", "R-02", "R-03", "R-04", "R-05", "R-06", "R-07", "R-08", "R-10"):
        assert breaches(problem, rule) == []


def test_it_can_be_switched_off():
    rules = {"R-13": {"enabled": False}}
    problem = rota(duty("cora", "2026-06-01", "E"), people=[LEAVER], rules=rules, **MAY)
    assert breaches(problem, "R-13") == []
