"""Who could cover a gap, in what order, and what is said of those who cannot."""

from dataclasses import replace
from datetime import time

import pytest

from roster.problem import Area, Demand, Need, Request, Site
from roster.repairing.candidates import candidates_for
from roster.repairing.gaps import gaps_at
from roster.repairing.plan import Plan
from tests.roster.repairing.judging import judging
from tests.roster.rules.build import (
    ED,
    HCPC,
    MONDAY,
    away,
    day,
    duty,
    employed,
    person,
    rota,
    row,
    shift,
)

NEEDED = Demand("TH", "XR", ("mon",), time(8), time(16), "radiographer", 1)
GIL = person("gil", employed("radiographer", 6), credentials=HCPC)


def gaps(problem, *rules, area="XR", on=MONDAY):
    return gaps_at(Plan(judging(problem, *rules)), "TH", area, day(on))


def found(problem, *rules, reasons=True, area="XR", on=MONDAY, **how):
    """{name: Candidate} for the first gap, best first."""
    checked = judging(problem, *rules)
    gap = gaps_at(Plan(checked), "TH", area, day(on))[0]
    return {one.name: one for one in candidates_for(checked, gap, reasons=reasons, **how)}


def able(problem, *rules, **how):
    return [name for name, one in found(problem, *rules, **how).items() if one.can]


def why(problem, *rules, **how):
    """{name: the first thing that stops them}"""
    return {n: one.why[0] for n, one in found(problem, *rules, **how).items() if not one.can}


# ── gaps ──


def test_a_line_has_a_gap_for_each_stretch_in_which_it_is_short():
    line = replace(NEEDED, ends=time(20), least=2)
    middle = shift("M", "12:00", "14:00")
    problem = rota(duty("dev", MONDAY, "M"), duty("fay", MONDAY, "M"), shifts=[middle])
    said = [gap.said for gap in gaps(replace(problem, demand=(line,)))]
    assert said == [
        "0 of 2 radiographers, 08:00 to 12:00",
        "0 of 2 radiographers, 14:00 to 20:00",
    ]


def test_a_gap_is_one_however_its_people_come_and_go():
    line = replace(NEEDED, ends=time(20), least=2)
    problem = rota(duty("dev", MONDAY, "E"), duty("fay", MONDAY, "D"), demand=[line])
    assert [gap.said for gap in gaps(problem)] == [
        "1 of 2 radiographers, 08:00 to 09:00",
        "0 of 2 radiographers, 16:00 to 20:00",
    ]


def test_every_line_and_every_skill_has_its_own_gap():
    skilled = replace(NEEDED, role="assistant_practitioner", competency="FL")
    site = Site("TH", "Teaching Hospital", (Area("XR", "General X-ray", (Need("IR", 1),)),))
    problem = rota(duty("ben", MONDAY, "E"), sites=[site], demand=[NEEDED, skilled])
    assert [gap.said for gap in gaps(problem, "R-34")] == [
        "0 of 1 radiographer, 08:00 to 16:00",
        "0 of 1 assistant practitioner with fluoroscopy, 08:00 to 16:00",
        "0 of 1 with intervention, 08:00 to 16:00",
    ]


def test_where_enough_are_there_is_no_gap():
    assert gaps(rota(duty("dev", MONDAY, "E"), demand=[NEEDED])) == ()


def test_a_rule_that_is_off_hides_no_gap():
    """The sheet shows cover whatever is judged."""
    assert len(gaps(rota(demand=[NEEDED]))) == 1


# ── who could ──


def test_fewest_hours_over_contract_come_first():
    problem = rota(row("dev", "- E E"), row("fay", "- E"), demand=[NEEDED])
    assert able(problem) == ["Ed", "Fay", "Dev"]


def test_who_adds_a_warning_comes_after_those_who_add_none():
    problem = rota(row("dev", "- E"), row("fay", "- L"), demand=[replace(NEEDED, days=("wed",))])
    wednesday = "2026-03-25"
    rules = {"R-17": {"soft": 1, "hard": 7}}
    names = able(replace(problem, rules=rules), "R-17", on=wednesday)
    assert names == ["Ed", "Dev", "Fay"]
    dev = found(replace(problem, rules=rules), "R-17", on=wednesday)["Dev"]
    assert [breach.rule for breach in dev.adds] == ["R-17"]
    assert dev.why[-1] == "would work 2 days in a row (R-17)"


def test_at_equal_hours_home_comes_first_then_fewest_weekends():
    people = [replace(ED, sites=("GH", "TH")), GIL]
    sunday = "2026-04-05"
    problem = rota(
        *(row("dev", "- - - - - E"), row("fay", "- - - - E")),
        weeks=2,
        people=people,
        demand=[replace(NEEDED, days=("sun",))],
    )
    assert able(problem, on=sunday) == ["Gil", "Ed", "Fay", "Dev"]
    assert found(problem, on=sunday)["Dev"].why == (
        "E 08:00 to 16:00",
        "60 h under contract",
        "home site",
        "2 weekends in this rota",
    )


def test_who_asked_for_the_day_off_comes_later():
    problem = rota(demand=[NEEDED], requests=[Request("dev", day(MONDAY), "off")])
    assert able(problem) == ["Ed", "Fay", "Dev"]
    assert "asked for the day off" in found(problem)["Dev"].why


def test_the_shift_covers_the_gap_and_is_one_worked_there():
    late = replace(NEEDED, starts=time(14), ends=time(20))
    problem = rota(row("fay", "- L"), demand=[late])
    (dev,) = found(problem)["Dev"].changes.values()
    assert dev[0].shift == "L"


def test_what_no_shift_covers_whole_is_covered_as_far_as_can_be():
    long = replace(NEEDED, starts=time(7), ends=time(21))
    dev = found(rota(demand=[long]))["Dev"]
    assert dev.covers == 720
    assert "12 h of the 14 h" in dev.why


def test_somebody_there_already_stays_longer():
    line = replace(NEEDED, ends=time(20))
    one = found(rota(duty("dev", MONDAY, "E"), demand=[line]), "R-33")["Dev"]
    assert one.text == "let Dev work LD instead of E on Monday 23 March"
    assert one.adds == ()


def test_somebody_at_work_elsewhere_is_brought_over_where_that_leaves_no_gap():
    both = [NEEDED, replace(NEEDED, area="ED", critical=True)]
    elsewhere = duty("dev", MONDAY, "E", "TH/ED")
    assert "Dev" in able(rota(elsewhere, demand=[NEEDED]), "R-33")
    assert why(rota(elsewhere, demand=both), "R-33")["Dev"] == "too few people (R-33)"


# ── who cannot ──


def test_the_first_rule_that_stops_somebody_is_said():
    problem = rota(
        row("dev", "E E E E E E E - E E E", starts="2026-03-16"),
        duty("fay", "2026-03-22", "N"),
        shifts=[shift("N", "22:00", "06:00")],
        demand=[NEEDED],
    )
    stops = why(problem, "R-17", "R-19")
    assert stops["Dev"] == "would work 11 days in a row (R-17)"
    assert stops["Fay"] == "would have only 2 h of rest (R-19)"


@pytest.mark.parametrize(
    ("competency", "said"),
    [(None, "not a radiographer"), ("FL", "no fluoroscopy")],
)
def test_who_is_not_fit_for_the_line_is_told_apart(competency, said):
    line = replace(NEEDED, competency=competency)
    assert why(rota(demand=[line]))["Asha"] == said


def test_a_students_hands_do_not_count():
    student = person("sid", employed("student", None))
    line = replace(NEEDED, role="student")
    assert why(rota(people=[student], demand=[line]))["Sid"] == "does not count as cover"


def test_leave_is_named_to_those_who_may_know_only():
    problem = rota(
        demand=[NEEDED],
        unavailable=[away("dev", "AL", MONDAY), away("fay", "SL", MONDAY)],
    )
    assert why(problem)["Dev"] == "on annual leave"
    assert why(problem)["Fay"] == "sick"
    blind = why(problem, reasons=False)
    assert blind["Dev"] == blind["Fay"] == "not available"


def test_an_absence_for_some_hours_stops_what_lies_in_them():
    part = away("dev", "PL", MONDAY, starts="09:00", ends="11:00")
    assert why(rota(demand=[NEEDED], unavailable=[part]))["Dev"] == "not available for all of it"


def test_what_else_somebody_does_is_said():
    problem = rota(
        duty("dev", MONDAY, "AD", "TH"),
        replace(duty("fay", MONDAY, "E", "TH/ED"), fixed=True),
        people=[replace(ED, employments=(employed("radiographer", 5, until="2020-01-01"),))],
        demand=[NEEDED],
    )
    stops = why(problem)
    assert stops["Dev"] == "works AD"
    assert stops["Fay"] == "works E in Emergency X-ray, which stays as it is"
    assert stops["Ed"] == "not employed that day"


def test_a_kept_cell_is_settled_too():
    kept = frozenset({("dev", day(MONDAY))})
    problem = rota(duty("dev", MONDAY, "E", "TH/ED"), demand=[NEEDED])
    assert why(problem, kept=kept)["Dev"] == "works E in Emergency X-ray, which stays as it is"


def test_anothers_breach_that_stops_it_names_them():
    problem = rota(
        *(duty("asha", MONDAY, "E", "TH/ED"), duty("dev", MONDAY, "E", "TH/ED")),
        demand=[NEEDED],
    )
    assert why(problem, "R-04")["Dev"] == "Asha would be unsupervised (R-04)"


def test_everybody_is_in_the_answer_once_but_those_who_are_there():
    line = replace(NEEDED, least=2)
    problem = rota(duty("dev", MONDAY, "E"), demand=[line])
    assert sorted(found(problem)) == ["Asha", "Ben", "Cora", "Ed", "Fay"]


def test_the_tries_are_bounded_and_that_is_said():
    problem = rota(demand=[NEEDED])
    assert able(problem, tries=1) == ["Dev"]
    assert why(problem, tries=1)["Fay"] == "not tried: too many others were"


def test_out_of_scope_is_said_by_the_rule():
    line = replace(NEEDED, role="assistant_practitioner", area="FL")
    assert why(rota(demand=[line]), "R-07", area="FL")["Asha"] == "outside scope of practice (R-07)"
