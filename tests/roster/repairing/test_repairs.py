"""What is offered for the breaches that the rules' own examples make, and what never is."""

from dataclasses import replace
from datetime import date, time

import pytest

from roster.problem import (
    DAY_TYPES,
    AgreedPattern,
    Area,
    Demand,
    Need,
    Request,
    Site,
    StudyPlan,
)
from roster.repairing import plan
from roster.rules.checker import check
from tests.roster.repairing.judging import offered, put, repairs
from tests.roster.rules.build import (
    CORA,
    DEV,
    ED,
    FAY,
    HCPC,
    MONDAY,
    away,
    credential,
    day,
    duty,
    employed,
    only,
    person,
    rota,
    row,
    shift,
)

SIX_DAYS = row("asha", "E E E E E E")
GONE = (employed("radiographer", 5, until="2020-01-01"),)


def needed(least=1, starts=8, ends=16, critical=True, area="XR", days=DAY_TYPES):
    return Demand(
        "TH", area, days, time(starts), time(ends), "radiographer", least, critical=critical
    )


# ── a duty less, another day, another shift, another place ──


def test_a_weekday_off_is_given_for_weekend_work():
    assert "Give Asha Tuesday 24 March off: one duty fewer in General X-ray." in offered(
        rota(SIX_DAYS), "R-02"
    )


def test_two_weekdays_off_are_given_where_one_is_too_little():
    found = offered(rota(row("asha", "E E E E E E E")), "R-02")
    assert found[0] == (
        "Give Asha Friday 27 March off, and give Asha Monday 23 March off: "
        "2 duties fewer in General X-ray."
    )


def test_a_duty_on_a_day_of_leave_moves_within_its_week():
    problem = rota(duty("asha", "2026-03-27", "E"), unavailable=[away("asha", "AL", "2026-03-27")])
    assert offered(problem, "R-15")[0] == "Move Asha's E from Friday 27 March to Thursday 26 March."


@pytest.mark.parametrize(
    ("rule", "duties", "shifts", "sentence"),
    [
        (
            "R-01",
            [duty("asha", MONDAY, "X")],
            [shift("X", "12:15", "20:15", 30)],
            "Let Asha work E instead of X on Monday 23 March.",
        ),
        (
            "R-16",
            [duty("dev", MONDAY, "X")],
            [shift("X", "08:00", "20:01", 60)],
            "Let Dev work LD instead of X on Monday 23 March.",
        ),
        (
            "R-19",
            [duty("dev", "2026-03-28", "X"), duty("dev", "2026-03-29", "E")],
            [shift("X", "12:30", "20:30", 30)],
            "Let Dev work E instead of X on Saturday 28 March.",
        ),
        (
            "R-20",
            [*row("dev", "E E E E E X - E")],
            [shift("X", "12:15", "20:15", 30)],
            "Let Dev work E instead of X on Saturday 28 March.",
        ),
        (
            "R-22",
            [duty("dev", MONDAY, "X")],
            [shift("X", "08:00", "14:01")],
            "Let Dev work E instead of X on Monday 23 March.",
        ),
        (
            "R-39",
            [*row("dev", "- - - LD LD LD LD")],
            [],
            "Let Dev work E instead of LD on Friday 27 March.",
        ),
    ],
)
def test_another_shift_keeps_the_rules_on_hours(rule, duties, shifts, sentence):
    assert sentence in offered(rota(*duties, weeks=2, shifts=shifts), rule)


def test_a_study_day_becomes_a_study_day_again():
    cora = replace(CORA, study=StudyPlan(1, ((date(2026, 9, 1), date(2026, 12, 18)),)))
    problem = rota(duty("cora", "2026-10-06", "E", by="dev"), starts="2026-10-05", people=[cora])
    assert (
        "Let Cora work SD instead of E on Tuesday 6 October: one duty fewer in General X-ray."
        in (offered(problem, "R-10"))
    )


def test_a_run_is_broken_in_its_middle():
    """Seven of the eight days left at an end would still be a warning."""
    found = repairs(rota(row("asha", "- - E E E E E E E E"), weeks=2), "R-17")
    off = next(repair for repair in found if repair.kinds == ("off",))
    assert off.sentence.startswith("Give Asha Saturday 28 March off")
    assert off.left == ()


def test_what_is_left_as_a_warning_is_said():
    problem = rota(row("dev", "E E E E E E E E"), weeks=2, demand=[needed()])
    kept = {("dev", day(f"2026-03-{number}")) for number in range(24, 30)}
    found = repairs(problem, "R-17", "R-33", kept=kept)
    assert {b.measured for repair in found for b in repair.left} == {7}


def test_somebody_not_inducted_works_at_another_site():
    problem = rota(duty("dev", MONDAY, "E", "GH/XR"), people=[replace(DEV, sites=("TH",))])
    assert offered(problem, "R-09")[0] == (
        "Let Dev work E in General X-ray, Teaching Hospital instead of General X-ray, General "
        "Teaching Hospital on Monday 23 March."
    )


# ── a colleague ──


def test_a_duty_is_given_to_a_colleague_where_cover_must_stand():
    problem = rota(row("dev", "E E E E E E E E"), weeks=2, demand=[needed()])
    assert offered(problem, "R-17", "R-33")[0] == "Give Dev's E on Thursday 26 March to Ed."


def test_a_late_shift_is_swapped_with_a_colleagues_early_one():
    dev = replace(DEV, agreed_patterns=(AgreedPattern(date(2026, 1, 1), latest=time(18)),))
    friday = "2026-03-27"
    problem = rota(
        *(duty("dev", friday, "L"), duty("fay", friday, "E")),
        people=[dev, replace(ED, employments=GONE)],
        demand=[needed(ends=20)],
    )
    assert offered(problem, "R-37", "R-33") == ["Swap Dev's L and Fay's E on Friday 27 March."]


def test_two_dates_are_swapped_with_a_colleague():
    sunday = "2026-03-29"
    problem = rota(
        *(duty("dev", sunday, "E"), duty("fay", "2026-03-25", "E")),
        people=[replace(ED, employments=GONE)],
        unavailable=[away("dev", "AL", sunday)],
        demand=[needed(days=("wed", "sun"))],
    )
    found = offered(problem, "R-15", "R-33")
    assert "Swap Dev's E on Sunday 29 March with Fay's E on Wednesday 25 March." in found


def test_a_trainee_follows_to_whoever_takes_the_supervisors_duty():
    problem = rota(
        *(row("dev", "E E E E E E E E"), row("cora", "- - - E", by="dev", role="training")),
        people=[replace(ED, employments=GONE)],
        weeks=2,
        demand=[needed()],
    )
    thursday = day("2026-03-26")
    found = repairs(problem, "R-17", "R-33", "R-08", most=99)
    given = next(repair for repair in found if ("fay", thursday) in repair.changes)
    assert given.sentence == "Give Dev's E on Thursday 26 March to Fay."
    assert given.changes["cora", thursday][0].supervised_by == ("fay",)


def test_who_asked_for_the_day_off_is_asked_last():
    problem = rota(row("dev", "E E E E E E E E"), weeks=2, demand=[needed()])
    asked = replace(problem, requests=tuple(Request("ed", d.date, "off") for d in problem.duties))
    assert offered(asked, "R-17", "R-33")[0] == "Give Dev's E on Thursday 26 March to Fay."


# ── supervision ──


def test_a_supervisor_who_comes_late_comes_early_or_another_is_planned():
    problem = rota(duty("asha", MONDAY, "E", "GH/XR"), duty("dev", MONDAY, "D", "GH/XR"))
    assert offered(problem, "R-04")[:2] == [
        "Let Dev work E instead of D on Monday 23 March.",
        "Plan Fay for E in General X-ray, General Teaching Hospital on Monday 23 March.",
    ]


def test_a_supervisor_is_brought_over_from_another_area():
    problem = rota(
        *(duty("asha", MONDAY, "E"), duty("dev", MONDAY, "E", "TH/ED")),
        people=[replace(FAY, employments=GONE)],
    )
    assert offered(problem, "R-04")[0] == (
        "Let Dev work E in General X-ray instead of Emergency X-ray on Monday 23 March."
    )


def test_somebody_stays_to_the_last_image():
    late = shift("X", "11:30", "19:30")
    problem = rota(duty("asha", MONDAY, "L"), duty("dev", MONDAY, "X"), shifts=[late])
    assert "Let Dev work LD instead of X on Monday 23 March." in offered(problem, "R-05")


def test_an_assistant_with_nobody_to_justify_assists_only():
    problem = rota(duty("asha", MONDAY, "E"), duty("fay", MONDAY, "AD", "TH"))
    assert "Let Asha assist only on Monday 23 March." in offered(problem, "R-06")


def test_out_of_scope_an_assistant_assists_under_a_name():
    thursday = "2026-04-02"
    problem = rota(
        *(duty("asha", thursday, "E", "TH/TR"), duty("dev", thursday, "LD", "TH/TR")), weeks=2
    )
    found = repairs(problem, "R-07", "R-36")
    assert found[0].sentence == "Let Asha assist under Dev on Thursday 2 April."
    (changed,) = found[0].changes["asha", day(thursday)]
    assert (changed.role, changed.supervised_by) == ("assist", ("dev",))
    assert "Let Asha work E in General X-ray instead of Theatre on Thursday 2 April." in (
        [repair.sentence for repair in found]
    )


def test_a_trainee_names_two_one_after_the_other():
    problem = rota(
        duty("cora", MONDAY, "E", by="dev", role="training"),
        *(duty("dev", MONDAY, "AM"), duty("fay", MONDAY, "L")),
        shifts=[shift("AM", "08:00", "12:00")],
    )
    assert "Name Dev and Fay to supervise Cora on Monday 23 March." in offered(problem, "R-08")


def test_of_two_trainees_with_one_radiographer_one_names_another():
    both = [duty(who, MONDAY, "E", by="dev", role="training") for who in ("cora", "cyd")]
    problem = rota(
        *(both, duty("dev", MONDAY, "E"), duty("fay", MONDAY, "E")),
        people=[person("cyd", employed("trainee", 3))],
    )
    assert offered(problem, "R-08")[:2] == [
        "Name Fay to supervise Cora on Monday 23 March.",
        "Name Fay to supervise Cyd on Monday 23 March.",
    ]


def test_a_supervisor_is_planned_for_a_trainee_and_named():
    problem = rota(duty("cora", MONDAY, "E", role="training"), people=[replace(FAY, sites=())])
    planned = next(r for r in repairs(problem, "R-08", "R-09") if r.kinds == ("plan",))
    assert planned.sentence == (
        "Plan Dev for E in General X-ray, Teaching Hospital on Monday 23 March, named to supervise."
    )
    assert planned.changes["cora", day(MONDAY)][0].supervised_by == ("dev",)


def test_one_of_too_many_learners_names_somebody_else():
    learners = [
        duty(who, MONDAY, "E", by="dev", role="supernumerary") for who in ("cora", "sid", "sue")
    ]
    problem = rota(
        *(learners, duty("dev", MONDAY, "E"), duty("fay", MONDAY, "E")),
        people=[person("sid", employed("student", None)), person("sue", employed("student", None))],
    )
    assert offered(problem, "R-36")[0] == "Name Fay to supervise Cora on Monday 23 March."


# ── somebody more ──


def test_a_gap_is_filled_by_somebody_free_or_by_a_longer_shift():
    gil = person("gil", employed("radiographer", 6), credentials=HCPC)
    problem = rota(
        *(duty("dev", MONDAY, "E"), duty("fay", MONDAY, "L")),
        people=[gil, replace(ED, employments=GONE)],
        demand=[needed(2, ends=20)],
    )
    found = offered(problem, "R-33")
    assert found[0] == "Plan Gil for E in General X-ray, Teaching Hospital on Monday 23 March."
    assert "Let Fay work LD instead of L on Monday 23 March." in found


def test_a_missing_skill_is_brought_by_somebody_who_has_it():
    interventional = Site(
        "TH",
        "Teaching Hospital",
        (Area("XR", "General X-ray"), Area("IR", "Interventional", (Need("IR", 1),))),
    )
    problem = rota(duty("ed", MONDAY, "E", "TH/IR"), sites=[interventional])
    assert offered(problem, "R-34")[0] == (
        "Plan Fay for E in Interventional, Teaching Hospital on Monday 23 March."
    )


def test_company_is_planned_for_whoever_is_new():
    sunday = "2026-03-29"
    problem = rota(duty("ed", sunday, "E"), duty("asha", sunday, "E"))
    assert offered(problem, "R-35")[:2] == [
        "Plan Dev for E in General X-ray, Teaching Hospital on Sunday 29 March.",
        "Plan Fay for E in General X-ray, Teaching Hospital on Sunday 29 March.",
    ]


def test_an_empty_site_takes_two():
    found = repairs(rota(demand=[needed(days=("mon",))]), "R-33", "R-35")
    assert found[0].kinds == ("plan", "plan")
    assert found[0].sentence == (
        "Plan Dev and Asha for E in General X-ray, Teaching Hospital on Monday 23 March."
    )


def test_too_few_hours_are_made_up_with_the_usual_shift():
    problem = rota(row("dev", "E E E - - - -"), rules={"R-24": {"limit_minutes": 450}})
    assert offered(problem, "R-24")[0] == (
        "Plan Dev for E in General X-ray, Teaching Hospital on Thursday 26 March."
    )


# ── what is never offered ──


def test_cover_that_must_stand_is_never_given_up():
    problem = rota(SIX_DAYS, demand=[replace(needed(), role="assistant_practitioner")])
    assert not any("off" in repair.kinds for repair in repairs(problem, "R-02", "R-33"))


def test_cover_given_up_is_said_and_comes_last():
    line = replace(needed(critical=False), role="assistant_practitioner")
    found = repairs(rota(SIX_DAYS, demand=[line]), "R-02", "R-33", most=30)
    uncovering = [repair.cost.uncovers for repair in found]
    assert uncovering == sorted(uncovering)
    assert found[-1].sentence == (
        "Give Asha Saturday 28 March off: General X-ray, Teaching Hospital is then 1 assistant "
        "practitioner short on Saturday 28 March, 08:00 to 16:00."
    )
    assert [breach.rule for breach in found[-1].adds] == ["R-33"]


def test_nothing_fixed_called_out_kept_or_past_is_changed():
    history = row("asha", "E E", starts="2026-03-21")
    week = row("asha", "E E E E E E")
    problem = rota(history, [replace(one, fixed=True) for one in week[:3]], week[3:])
    kept = frozenset({("asha", day("2026-03-26")), ("ben", day("2026-03-28"))})
    touched = {key for r in repairs(problem, "R-17", kept=kept, most=99) for key in r.changes}
    assert touched
    assert not {on for who, on in touched if who == "asha"} - {
        *(day("2026-03-27"), day("2026-03-28"), day("2026-03-29"))
    }
    assert not touched & kept


def test_where_everything_is_fixed_nothing_is_offered():
    problem = rota([replace(one, fixed=True) for one in SIX_DAYS])
    assert repairs(problem, "R-02") == ()


def test_a_duty_is_not_moved_to_an_hour_that_the_clock_skips():
    night = shift("N", "01:30", "07:00")
    problem = rota(
        duty("dev", "2026-03-28", "N"),
        shifts=[night],
        unavailable=[away("dev", "AL", "2026-03-23", "2026-03-28")],
    )
    assert not any("day" in repair.kinds for repair in repairs(problem, "R-15", most=99))


@pytest.mark.parametrize("tries", [0, 1, 7, 60])
def test_the_tries_are_bounded(monkeypatch, tries):
    asked = []
    real = plan.recheck
    monkeypatch.setattr(plan, "recheck", lambda *given: asked.append(1) or real(*given))
    found = repairs(rota(row("asha", "E E E E E E E")), "R-02", tries=tries)
    assert len(asked) <= tries
    assert bool(found) == (tries == 60)


def test_the_same_rota_gives_the_same_repairs():
    problem = rota(row("dev", "E E E E E E E E"), row("fay", "L - L - L"), weeks=2)
    assert repairs(problem, "R-17", "R-40") == repairs(problem, "R-17", "R-40")


def test_an_expired_registration_is_mended_for_each_of_its_duties():
    dev = replace(DEV, credentials=(credential("HCPC", "2026-03-31"),))
    problem = rota(row("dev", "E E E", starts="2026-03-31"), weeks=2, people=[dev])
    best = repairs(problem, "R-11")[0]
    assert [b.rule for b in check(only(put(problem, best.changes), "R-11"))] == []
    assert len(best.kinds) == 2


def test_a_breach_that_another_change_already_mended_gets_no_repair_twice():
    """Each repair is offered once, however many ways lead to it."""
    found = repairs(rota(row("asha", "E E E E E E E")), "R-02", most=99)
    changes = [frozenset(repair.changes.items()) for repair in found]
    assert len(changes) == len(set(changes))
