"""Changes of a what-if that cannot be meant together, each in a sentence."""

from dataclasses import replace

import pytest

from roster.contradicting import contradictions
from roster.supposing import supposed
from tests.roster.test_supposing import MONDAY, key, rota

LINE = key()


def said(changes):
    return list(contradictions(rota(), changes))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"demand": [[LINE, 2], [LINE, 3]]}, "Choose each line of demand once: General X-ray"),
        ({"without": ["dev", "dev"]}, "Choose each person once: Dev is chosen twice."),
        ({"hours": [["dev", 900]] * 3}, "person’s hours once: Dev is chosen 3 times."),
        ({"able": [["dev", "skill FL"]] * 2}, "of a person once: Dev is chosen twice."),
        ({"shift": [["E", [None, None, 0]]] * 2}, "each shift type once: E is chosen twice."),
        ({"rule": [["R-17 soft", 3], ["R-17 soft", 4]]}, "once: R-17, Warning above is chosen"),
        ({"rule": [["R-19 enabled", False]] * 2}, "each setting once: R-19 is chosen twice."),
        (
            {"without": ["dev"], "hours": [["dev", 900]]},
            "Dev is to be gone, and to have other hours too: choose one of them.",
        ),
        (
            {"without": ["dev"], "able": [["dev", "skill FL"], ["dev", "site GH"]]},
            "Dev is to be gone, and to be able to do more too: choose one of them.",
        ),
        (
            {"rule": [["R-17 enabled", False], ["R-17 soft", 3]]},
            "R-17 is to be off, and set otherwise too: choose one of them.",
        ),
        (
            {"rule": [["R-17 soft", 9]]},
            "R-17: “Warning above” may not be above “Reason above”, 9 above 7.",
        ),
        (
            {"rule": [["R-17 soft", 6], ["R-17 hard", 4]]},
            "R-17: “Warning above” may not be above “Reason above”, 6 above 4.",
        ),
    ],
)
def test_what_cannot_be_meant_together_is_said_once(changes, sentence):
    (only,) = said(changes)
    assert sentence in only


@pytest.mark.parametrize(
    "changes",
    [
        {"without": ["dev"], "like": ["dev", "dev"]},
        {"hours": [["dev", 900]], "able": [["dev", "skill FL"], ["dev", "site GH"]]},
        {"rule": [["R-17 soft", 8], ["R-17 hard", 9], ["R-19 enabled", False]]},
        {"rule": [["R-17 enabled", False], ["R-39 soft", 3]]},
        {},
    ],
)
def test_what_can_be_meant_together_is_not_held_against_anybody(changes):
    assert said(changes) == []


def test_a_site_and_an_area_of_it_are_given_in_either_order():
    both = [["asha", "area GH/XR"], ["asha", "site GH"]]
    people = tuple(replace(person, sites=("TH",), scope=()) for person in rota().people)
    stood = replace(rota(), people=people)
    one, other = (supposed(stood, {"able": order}, MONDAY) for order in (both, both[::-1]))
    assert one == other
