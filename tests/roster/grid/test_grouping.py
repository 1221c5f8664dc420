"""People in another order: by home site, by usual area; and where each can be sent."""

import pytest

from roster.grid.grouping import grouped
from roster.grid.reaching import competencies_of, places_of
from roster.grid.sheet import lay_out
from roster.problem import HeldCompetency
from tests.roster.rules.build import (
    MONDAY,
    SCOPES,
    day,
    duty,
    employed,
    person,
    rota,
    row,
    scope,
)


def groups(problem, by):
    found = grouped(lay_out(problem, (), {}), by)
    return [(group.title, [r.person.id for r in group.rows]) for group in found]


def everybody_at(*sites, ids=("asha", "ben", "cora", "dev", "ed", "fay")):
    return [person(who, employed("radiographer", 6), sites=sites) for who in ids]


def test_people_stand_by_their_home_site_in_the_order_of_the_sites():
    people = everybody_at("TH") + everybody_at("GH", "TH", ids=["ed"]) + everybody_at(ids=["fay"])
    assert groups(rota(people=people), "site") == [
        ("Teaching Hospital", ["asha", "ben", "cora", "dev"]),
        ("General Teaching Hospital", ["ed"]),
        ("No site", ["fay"]),
    ]


def test_people_stand_by_the_area_they_mostly_work_in():
    problem = rota(
        row("asha", "E E E", place="TH/ED"),
        duty("asha", "2026-03-26", "E", "GH/XR"),
        row("dev", "E E", place="TH/FL"),
        row("ed", "AD AD AD", place="TH"),
        duty("ed", "2026-03-26", "E", "GH/XR"),
        people=everybody_at("TH"),
    )
    assert groups(problem, "area") == [
        ("Emergency X-ray, TH", ["asha"]),
        ("Fluoroscopy, TH", ["dev"]),
        ("General X-ray, GH", ["ed"]),
        ("In no area", ["ben", "cora", "fay"]),
    ]


def test_of_two_areas_worked_equally_the_first_is_the_usual_one():
    duties = duty("asha", MONDAY, "E", "GH/XR"), duty("asha", "2026-03-24", "E", "TH/FL")
    titles = groups(rota(*duties, people=everybody_at("TH")), "area")
    assert titles[0] == ("Fluoroscopy, TH", ["asha"])


@pytest.mark.parametrize("word", ["band", "", None, "colour"])
def test_any_other_word_is_by_band(word):
    assert groups(rota(), word)[0] == ("Band 7 · radiographers", ["fay"])


def test_nobody_is_lost_in_any_order():
    for by in ("band", "site", "area"):
        assert sorted(who for _, ids in groups(rota(), by) for who in ids) == [
            *("asha", "ben", "cora", "dev", "ed", "fay")
        ]


def test_an_assistant_reaches_the_places_of_their_scope_and_others_every_area():
    problem = rota()
    asha, dev = problem.people[0], problem.people[3]
    assert places_of(problem, asha) == ["TH/XR", "TH/ED", "GH/XR"]
    assert places_of(problem, dev) == ["TH/XR", "TH/ED", "TH/FL", "TH/TR", "GH/XR"]


@pytest.mark.parametrize(
    ("entry", "reached"),
    [
        (scope("TH/FL", since="2026-03-29"), True),
        (scope("TH/FL", since="2026-03-30"), False),
        (scope("TH/FL", review_due=MONDAY), False),
        (scope("TH/FL", review_due="2026-03-24"), True),
    ],
)
def test_scope_that_holds_on_one_date_of_the_rota_is_enough(entry, reached):
    asha = person("asha", employed("assistant_practitioner", 4), scope=(*SCOPES, entry))
    problem = rota(people=[asha])
    assert ("TH/FL" in places_of(problem, asha)) is reached


def test_competencies_count_while_they_are_held():
    held = HeldCompetency("FL", day("2020-01-01"), day("2026-03-22"))
    dev = person("dev", employed("radiographer", 6), competencies=(held,))
    assert competencies_of(rota(people=[dev]), dev) == []
    assert competencies_of(rota(), rota().people[5]) == ["IR", "FL"]
