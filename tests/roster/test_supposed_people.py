"""Somebody with other hours, and somebody who may do more, from a date on."""

from dataclasses import replace
from datetime import date

import pytest

from roster.problem import HeldCompetency, ScopeEntry
from roster.rules.checker import check
from roster.supposed_people import NoSuchThing
from roster.supposing import said, supposed
from tests.roster.rules import build

MONDAY, TUESDAY = date(2026, 3, 23), date(2026, 3, 24)


def then(changes, stood=None, first=TUESDAY):
    found = supposed(stood or build.rota(), changes, first)
    return {person.id: person for person in found.people}


def test_hours_are_others_from_a_date_on_on_days_as_long():
    posts = (build.employed("radiographer", 6, 37.5, days=5),)
    stood = build.rota(people=(replace(build.DEV, employments=posts),))
    before, later = then({"hours": [["dev", 1350]]}, stood)["dev"].employments
    assert before == replace(posts[0], until=MONDAY)
    assert later == replace(posts[0], starts=TUESDAY, weekly_minutes=1350, days_per_week=3)


def test_days_that_were_never_said_stay_unsaid_and_a_week_has_seven():
    assert then({"hours": [["dev", 1800]]})["dev"].employments[1].days_per_week is None
    posts = (build.employed("radiographer", 6, 20, days=4),)
    stood = build.rota(people=(replace(build.DEV, employments=posts),))
    assert then({"hours": [["dev", 2400]]}, stood)["dev"].employments[1].days_per_week == 7


def test_the_contract_is_judged_by_the_hours_that_are_tried():
    stood = build.rota(build.row("dev", "E E E E E - -"))
    fewer = supposed(stood, {"hours": [["dev", 1350]]}, MONDAY)
    found = [{b.rule for b in check(one) if b.person == "dev"} for one in (stood, fewer)]
    assert ["R-03" in rules for rules in found] == [False, True]


def test_somebody_gone_by_then_has_no_hours_to_change():
    posts = (build.employed("radiographer", 6, until="2026-03-23"),)
    stood = build.rota(people=(replace(build.DEV, employments=posts),))
    with pytest.raises(NoSuchThing, match="Dev has no post from 24 March 2026 on"):
        then({"hours": [["dev", 1350]]}, stood)


@pytest.mark.parametrize(
    ("person", "ability", "gained"),
    [
        ("ed", "skill FL", {"competencies": (HeldCompetency("FL", TUESDAY),)}),
        (
            "asha",
            "area TH/FL",
            {"scope": (*build.SCOPES, ScopeEntry("TH", "FL", TUESDAY, date.max))},
        ),
    ],
)
def test_somebody_may_do_more_from_a_date_on(person, ability, gained):
    stood = next(one for one in build.PEOPLE if one.id == person)
    assert then({"able": [[person, ability]]})[person] == replace(stood, **gained)


def test_a_sign_off_brings_the_site_and_says_so():
    stood = build.rota(people=(replace(build.ASHA, sites=("TH",), scope=()),))
    asked = {"able": [["asha", "area GH/XR"]]}
    asha = then(asked, stood)["asha"]
    assert (asha.sites, [entry.site for entry in asha.scope]) == (("TH", "GH"), ["GH"])
    assert list(said(stood, asked, TUESDAY)) == [
        "Asha signed off for General X-ray, General Teaching Hospital, and able to work there."
    ]
    assert then({"able": [["asha", "site GH"]]}, stood)["asha"].sites == ("TH", "GH")


@pytest.mark.parametrize(
    ("person", "ability", "words"),
    [
        ("dev", "skill FL", "Dev is trained for fluoroscopy already."),
        ("asha", "area TH/XR", "Asha is signed off for General X-ray, Teaching Hospital already."),
        ("dev", "area TH/XR", "Dev needs no sign-off"),
        ("dev", "site TH", "Dev is able to work at Teaching Hospital already."),
        ("dev", "skill MR", "not there any more"),
        ("zoe", "skill FL", "not on this rota any more"),
    ],
)
def test_what_somebody_may_already_or_never_is_refused(person, ability, words):
    with pytest.raises(NoSuchThing, match=words):
        then({"able": [[person, ability]]})


def test_what_is_changed_of_people_is_said():
    changes = {"hours": [["ben", 1800]], "able": [["ed", "skill FL"], ["ed", "skill IR"]]}
    assert list(said(build.rota(), changes, MONDAY)) == [
        "Ben with 30 h a week in place of 22 h 30 min.",
        "Ed trained for fluoroscopy.",
        "Ed trained for intervention.",
    ]
