"""The demonstration's file is what it promises: the department, a clean week, honest drafts."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from demo import build
from roster.compensation import days_given_back
from roster.problem import DAY_TYPES
from roster.rotafile.files import read_file
from roster.rotafile.writing import write
from roster.rules.checker import check
from roster.rules.cover import fits

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


@pytest.fixture(scope="module")
def problem():
    return read_file(build.FILE)


@pytest.fixture(scope="module")
def breaches(problem):
    return check(problem)


def beginning_in(problem, breaches, week):
    """The breaches that begin in a week of the rota, counted from 0; week 0 has the history's."""
    first = problem.starts + week * WEEK
    return [b for b in breaches if (week == 0 or b.first >= first) and b.first < first + WEEK]


def hard(breaches):
    return Counter(b.rule for b in breaches if b.level != "should")


def test_the_file_is_what_its_builder_builds():
    assert build.FILE.read_bytes() == write(build.problem())


def test_people_are_in_the_proportions_of_the_job_description(problem):
    employed = (p.employment_on(problem.starts) for p in problem.people)
    assert Counter((e.role, e.band) for e in employed) == {
        ("manager", "8b"): 1,
        ("manager", "8a"): 3,
        ("radiographer", 7): 5,
        ("radiographer", 6): 11,
        ("radiographer", 5): 8,
        ("assistant_practitioner", 4): 12,
        ("trainee", 3): 3,
        ("student", None): 1,
    }


def test_two_teaching_hospitals_and_two_satellites_have_five_areas_between_them(problem):
    assert {site.code: [area.code for area in site.areas] for site in problem.sites} == {
        "TH": ["XR", "ED", "FL", "IR", "TR"],
        "GH": ["XR", "ED", "FL", "TR"],
        "RH": ["XR"],
        "LH": ["XR"],
    }


def test_somebody_is_an_example_of_each_kind(problem):
    assert [p.name for p in problem.people if p.preceptee_until] == ["Eleanor Fitch"]
    assert sum(p.study is not None for p in problem.people) == 3
    assert sum(p.employments[-1].weekly_minutes < 2250 for p in problem.people) == 5
    assert sum(bool(p.agreed_patterns) for p in problem.people) == 3
    assert {w.person for w in problem.other_work} == {
        "patience-moyo",
        "kwabena-asare",
        "liam-doherty",
    }
    assert {a.kind for a in problem.unavailable} == {"AL", "SL", "TOIL"}


def test_nobody_was_a_child_when_they_began_or_trains_for_ever(problem):
    began = {p.id: p.employments[0].starts for p in problem.people}
    for person in problem.people:
        if person.born:
            assert began[person.id] - person.born > 16 * 366 * DAY
        post = person.employment_on(problem.starts)
        if post.role in ("trainee", "student"):
            assert post.starts > problem.starts - 104 * WEEK


def test_nothing_was_signed_agreed_or_declared_before_somebody_began(problem):
    early = [
        (person.id, fact)
        for person in problem.people
        for fact in (*person.scope, *person.competencies, *person.opt_outs, *person.agreed_patterns)
        if fact.starts < person.employments[0].starts
    ]
    assert early == []
    declared = [(p.other_work_declared, p.employments[0].starts) for p in problem.people]
    assert all(on >= began for on, began in declared if on)


def test_every_day_of_the_week_and_bank_holidays_have_demand(problem):
    assert {day for line in problem.demand for day in line.days} == set(DAY_TYPES)
    assert all(line.ideal >= line.least for line in problem.demand)


def test_every_line_of_demand_has_more_candidates_than_it_needs(problem):
    short = [
        (line.site, line.area, line.role)
        for line in problem.demand
        if sum(could_stand(problem, person, line) for person in problem.people) <= line.ideal
    ]
    assert short == []


def could_stand(problem, person, line):
    in_scope = any((s.site, s.area) == (line.site, line.area) for s in person.scope)
    employment = person.employment_on(problem.starts)

    class Item:
        role, date = employment.role, problem.starts

    Item.person = person
    needs_scope = employment.role == "assistant_practitioner" and line.area != "IR"
    return (
        line.site in person.sites
        and fits(Item, line, {"substitution": "none"})
        and (in_scope or not needs_scope)
    )


def test_the_first_week_has_no_hard_breach_and_two_warnings(problem, breaches):
    found = beginning_in(problem, breaches, 0)
    assert sorted((b.rule, b.person, b.level) for b in found) == [
        ("R-11", "nadia-rahimi", "should"),
        ("R-12", "rhys-pughe", "should"),
    ]


def test_the_drafts_hold_ten_slips_of_ten_kinds(problem, breaches):
    assert hard(beginning_in(problem, breaches, 1)) == {
        "R-02": 1,
        "R-04": 1,
        "R-07": 1,
        "R-15": 1,
        "R-17": 1,  # begins on the second week's Saturday
        "R-19": 1,
    }
    assert hard(beginning_in(problem, breaches, 2)) == {
        "R-09": 1,
        "R-10": 1,
        "R-33": 1,
        "R-37": 1,
    }


def test_the_drafts_have_cover_gaps(problem, breaches):
    drafts = beginning_in(problem, breaches, 1) + beginning_in(problem, breaches, 2)
    gaps = [b.first.strftime("%a") for b in drafts if b.rule == "R-33"]
    assert sorted(gaps) == ["Fri", "Mon", "Sun", "Tue"]


def test_the_fourth_week_is_empty(problem):
    assert [d for d in problem.duties if d.date >= problem.starts + 3 * WEEK] == []


def test_seventeen_weeks_of_history_are_without_a_hard_breach(problem):
    """Judged as if they were the rota; the earliest week has no neighbour, which harms nothing."""
    past = replace(
        problem,
        starts=problem.starts - 17 * WEEK,
        weeks=17,
        duties=problem.history,
        history=(),
    )
    assert {d.date - (d.date - past.starts) % WEEK for d in past.duties} == {
        past.starts + n * WEEK for n in range(17)
    }
    assert hard(check(past)) == {}


def test_weekend_work_in_the_first_week_is_given_back_in_it(problem):
    """Everybody with duties at the weekend has as many CO days, all before it."""
    saturday = problem.starts + 5 * DAY
    worked = {(d.person, d.date) for d in problem.duties if 0 <= (d.date - saturday).days <= 1}
    given = {
        (person, weekend): day
        for (person, day), weekend in days_given_back(problem).items()
        if day < saturday
    }
    assert len(worked) == 15
    assert set(given) == worked
    own = {day for (person, _), day in given.items() if person == "asha-kulkarni"}
    assert own == {problem.starts + DAY, problem.starts + 3 * DAY}
