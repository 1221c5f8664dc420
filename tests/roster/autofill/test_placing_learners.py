"""Study days and duties beside a supervisor: what is placed, beside whom, and what never is."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from hypothesis import given, settings

from roster import problem as plain
from roster.autofill.explaining import reasons
from roster.autofill.filling import fill
from roster.autofill.placing_learners import learners, with_learners
from roster.autofill.study_days import with_study_days
from roster.rotafile.files import read_file
from roster.rules.checker import check
from roster.rules.hours import absence_minutes, contract_minutes
from roster.rules.supervision import is_supervisor
from roster.rules.timeline import Timeline
from roster.walltime import monday_of
from tests.oracles import departments as random_departments
from tests.roster.autofill.learning import (
    DAYS,
    MONDAY,
    PLACES,
    at_work,
    department,
    departments,
    radiographer,
    student,
    trainee,
)

DEMO = Path(__file__).parents[3] / "demo" / "ixf.json"
WEEK = DAYS[:5]


def placed(problem, within=None):
    """(rota with both, study days added, duties beside somebody added)"""
    studying = with_study_days(problem, within)
    after, late = with_learners(studying, within, monotonic() + 60)
    assert late == []
    return after, _added(problem, studying), _added(studying, after)


def _added(before, after):
    assert set(before.duties) <= set(after.duties)
    return [duty for duty in after.duties if duty not in set(before.duties)]


def new_breaches(before, after):
    return [b for b in set(check(after)) - set(check(before)) if b.level != "should"]


def days_of(duties, who):
    return [duty.date for duty in duties if duty.person == who]


# ── whatever the department ──


def assert_sound(problem):
    after, study, beside = placed(problem)
    timeline = Timeline(after)
    assert new_breaches(problem, after) == []
    for duty in beside:
        item = timeline.item(duty, True)
        named = [i for i in timeline.by_person[duty.supervised_by[0]] if i.date == duty.date]
        assert len(duty.supervised_by) == 1
        assert duty.role == {"trainee": "training", "student": "supernumerary"}[item.role]
        assert any(
            is_supervisor(other, duty.site, duty.area)
            and (other.duty.site, other.duty.area) == (duty.site, duty.area)
            and other.start <= item.start < item.end <= other.end
            for other in named
        )
    for duty in (*study, *beside):
        week = monday_of(duty.date)
        own = [i for i in timeline.held[duty.person] if monday_of(i.date) == week]
        paid = sum(item.minutes for item in own if not item.duty.additional)
        paid += absence_minutes(timeline, duty.person, week)
        assert paid <= contract_minutes(timeline, duty.person, week)
        assert sum(item.date == duty.date for item in own) == 1
    return after, study, beside


@settings(max_examples=60, deadline=None)
@given(departments())
def test_no_rule_is_broken_and_every_duty_names_a_supervisor_in_its_room(problem):
    _, study, _ = assert_sound(problem)
    for person in problem.people:
        taken = {d.date for d in problem.duties if d.person == person.id}
        taken |= {a.starts_on for a in problem.unavailable if a.person == person.id}
        timeline = Timeline(problem)
        for day in DAYS if person.study else ():
            first, last = person.study.terms[0]
            due = day.weekday() == person.study.weekday and first <= day <= last
            week = monday_of(day)
            left = 2250 - absence_minutes(timeline, person.id, week)
            left -= sum(i.minutes for i in timeline.held[person.id] if monday_of(i.date) == week)
            free = due and day not in taken | problem.bank_holidays and left >= 450
            assert (day in days_of(study, person.id)) <= bool(due)
            if free:
                assert day in days_of(study, person.id)


@pytest.mark.parametrize("seed", range(40))
def test_nor_in_departments_of_every_kind(seed):
    assert_sound(random_departments.department(Random(seed)))


# ── study days ──


def test_the_study_day_is_the_usual_shift_of_training_at_home():
    problem = department([trainee("t")])
    _, study, _ = placed(problem)
    assert [(d.date, d.shift, d.site, d.area) for d in study] == [
        (MONDAY + timedelta(days=1), "SD", "TH", None),
        (MONDAY + timedelta(days=8), "SD", "TH", None),
    ]


def test_a_study_day_is_at_a_site_that_is_in_use():
    problem = department([trainee("t")])
    first, *others = problem.sites
    sites = (replace(first, until=MONDAY), *others)
    _, study, _ = placed(replace(problem, sites=sites))
    assert {duty.site for duty in study} == {others[0].code}
    closed = tuple(replace(site, until=MONDAY) for site in problem.sites)
    assert placed(replace(problem, sites=closed))[1] == []


@pytest.mark.parametrize(
    "change",
    [
        {"bank_holidays": frozenset({DAYS[1]})},
        {"unavailable": (plain.Unavailability("t", "AL", DAYS[1], DAYS[1]),)},
        {"duties": (plain.Duty("t", DAYS[1], "HD", "TH"),)},
        {"rules": {"R-10": {"enabled": False}}},
    ],
    ids=["bank holiday", "away", "something on", "not judged"],
)
def test_no_study_day_where_none_is_due_or_there_is_something(change):
    _, study, _ = placed(replace(department([trainee("t")]), **change))
    assert DAYS[1] not in [duty.date for duty in study]


def test_no_study_day_after_the_term_or_beyond_the_contract():
    one = trainee("t", 4)  # the term ends on the second Wednesday
    full = [*at_work("t", DAYS[:4]), plain.Duty("t", DAYS[5], "E", *PLACES[0])]
    assert placed(department([one]))[1][0].date == DAYS[4]
    assert placed(department([one], full))[1] == []


# ── beside somebody ──


def test_a_trainee_works_beside_one_radiographer_on_all_days_but_the_study_day():
    problem = department(
        [radiographer("a"), radiographer("b"), trainee("t")],
        [*at_work("a", DAYS[:2]), *at_work("b", WEEK)],
    )
    _, _, beside = placed(problem)
    assert [(d.date, d.shift, d.role, d.supervised_by) for d in beside] == [
        (day, "E", "training", ("b",)) for day in WEEK if day != DAYS[1]
    ]


def test_one_trainee_a_radiographer_and_with_a_student_two():
    people = [radiographer("a"), student("s", 5), trainee("t"), trainee("u")]
    _, _, beside = placed(department(people, at_work("a", WEEK)))
    monday = [duty.person for duty in beside if duty.date == MONDAY]
    assert sorted(monday) == ["s", "t"]


def test_a_student_of_four_days_gets_four_and_one_away_fewer():
    away = (plain.Unavailability("s", "AL", DAYS[0], DAYS[1]),)
    problem = department([radiographer("a"), student("s")], at_work("a"))
    assert days_of(placed(problem)[2], "s") == [*DAYS[:4], *DAYS[7:11]]
    less = placed(replace(problem, unavailable=away))[2]
    assert days_of(less, "s") == [*DAYS[2:4], *DAYS[7:11]]


def test_a_shift_may_lie_within_longer_hours_of_the_supervisor():
    problem = department([radiographer("a"), student("s")], at_work("a", WEEK, "LD"))
    assert {duty.shift for duty in placed(problem)[2]} == {"E"}


def test_dates_asked_off_stay_free_and_weekends_too_unless_asked_for():
    wanted = [("s", DAYS[0], "off"), ("s", DAYS[5], "on"), ("s", DAYS[4], "E")]
    everyday = [plain.Duty("a", day, "E", *PLACES[0]) for day in DAYS[:7]]
    problem = department([radiographer("a"), student("s")], everyday)
    asked = replace(problem, requests=tuple(plain.Request(*one) for one in wanted))
    assert sorted(days_of(placed(asked)[2], "s")) == [*DAYS[1:3], *DAYS[4:6]]
    assert days_of(placed(problem)[2], "s") == DAYS[:4]
    leave = replace(problem, leave_asked=(plain.Unavailability("s", "AL", *DAYS[:2]),))
    assert days_of(placed(leave)[2], "s") == DAYS[2:5]


def test_what_is_warned_of_comes_last_and_keeps_nobody_away():
    late = date(2025, 1, 1)
    people = [radiographer("a"), student("s", 5), student("u", 5, other_work_declared=late)]
    saturday = plain.Duty("s", DAYS[5], "E", *PLACES[0], "supernumerary", ("a",))
    duties = [*at_work("a", DAYS), plain.Duty("a", DAYS[5], "E", *PLACES[0]), saturday]
    _, _, beside = placed(department(people, duties, rules={"R-17": {"soft": 3}}))
    assert days_of(beside, "u") == [*DAYS[:5], *DAYS[7:12]]
    assert sorted(days_of(beside, "s")) == [*DAYS[:3], DAYS[4], *DAYS[7:12]]


def test_nobody_is_placed_where_it_was_not_asked():
    problem = department([radiographer("a"), student("s"), trainee("t")], at_work("a"))
    _, study, beside = placed(problem, lambda duty: duty.date == DAYS[1] and duty.person == "t")
    assert [duty.date for duty in study] == [DAYS[1]]
    assert beside == []


def test_of_whom_no_time_was_left_the_weeks_are_told():
    """Of the second week the student is away for all of it, and the trainee was not asked about."""
    away = plain.Unavailability("s", "AL", DAYS[7], DAYS[13])
    people = [radiographer("a"), student("s"), trainee("t")]
    problem = department(people, at_work("a"), unavailable=(away,))
    after, late = with_learners(problem, lambda duty: (duty.person, duty.date) < ("t", DAYS[7]), 0)
    assert after is problem
    assert late == [("t", MONDAY), ("s", MONDAY)]


def test_whoever_counts_for_the_demand_is_planned_by_the_search():
    problem = department([trainee("t"), student("s")])
    assert learners(problem) == {"t", "s"}
    rules = {"R-08": {"counts_toward_demand": True}}
    assert learners(replace(problem, rules=rules)) == {"s"}


# ── a fill ──


def test_a_fill_places_them_and_costs_what_it_would_without():
    """Not even where they asked for something."""
    wanted = (plain.Request("t", DAYS[2], "on", 3), plain.Request("s", DAYS[1], "off", 3))
    people = [radiographer("a"), radiographer("b"), trainee("t"), student("s")]
    problem = department(people, requests=wanted)
    both = [fill(problem, 60, workers=1, learners=learn) for learn in (True, False)]
    after, without = both
    assert after.proved
    assert without.proved
    assert (after.objective, after.bound) == (without.objective, without.bound)
    assert {duty.person for duty in without.added} <= {"a", "b"}
    assert {duty.person for duty in after.added} == {"a", "b", "t", "s"}
    assert set(problem.duties).union(after.added) == set(after.problem.duties)
    assert [b for b in check(after.problem) if b.level == "must" and b.rule != "R-33"] == []


def conflict(reason):
    return reason.date, reason.could, set(reason.standing.conflict.elements)


def test_why_somebody_is_missing_is_told_as_if_nobody_learned():
    """A supervisor who is named stands where they are; the search knew nothing of that."""
    week = plain.WEEKDAYS[:5]
    wanted = [plain.Demand(*PLACES[n], week, time(8), time(16), "radiographer", 1) for n in (0, 1)]
    people = [radiographer("a"), student("s", 5)]
    alone = {"R-35": {"enabled": False}}
    problem = department(people, demand=tuple(wanted), rules=alone)
    proposal = fill(problem, 60, workers=1)
    duties = tuple(duty for duty in proposal.problem.duties if duty.person == "a")
    bare = replace(proposal, problem=replace(proposal.problem, duties=duties), added=duties)
    assert len(proposal.added) == 2 * len(duties) == 20
    assert proposal.uncovered
    found, known = (reasons(one, most=1, seconds=60) for one in (proposal, bare))
    assert [conflict(one) for one in found] == [conflict(one) for one in known]


def test_the_demonstration_department_has_its_learners_placed_again():
    problem = read_file(DEMO)
    theirs = learners(problem)
    bare = replace(problem, duties=tuple(d for d in problem.duties if d.person not in theirs))
    after, study, beside = placed(bare)
    assert new_breaches(bare, after) == []
    assert len(theirs) == 4
    assert len(study) == 12
    assert len(beside) == 45
    named = {(d.person, monday_of(d.date)): set() for d in beside}
    for duty in beside:
        named[duty.person, monday_of(duty.date)] |= set(duty.supervised_by)
    assert max(map(len, named.values())) == 1
    assert date(2026, 11, 24) in days_of(study, "cora-lind")
