"""A rota as it might be, and what two rotas come to side by side."""

from dataclasses import replace
from datetime import date, time

import pytest

from roster.problem import DAY_TYPES, Demand
from roster.rules.checker import check
from roster.supposed_figures import GROUPS, ROWS, figures
from roster.supposing import (
    NEW,
    NoSuchThing,
    names_of_lines,
    newcomers,
    said,
    settings_of,
    supposed,
)
from tests.roster.rules import build

MONDAY, TUESDAY, SATURDAY = date(2026, 3, 23), date(2026, 3, 24), date(2026, 3, 28)
DAY = TUESDAY - MONDAY
LINE = Demand("TH", "XR", ("mon",), time(8), time(16), "radiographer", least=1, ideal=2)


def rota(*duties, **facts):
    """The tiny department; a radiographer is wanted at TH/XR on Monday."""
    return build.rota(*(build.duty(*one) for one in duties), demand=(LINE,), **facts)


def key():
    return next(iter(names_of_lines(rota())))


def test_a_line_of_demand_is_named_by_place_time_days_and_people():
    assert list(names_of_lines(rota()).values()) == [
        "General X-ray, Teaching Hospital, Monday 08:00 to 16:00: 1 radiographer"
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (DAY_TYPES, "Monday to Sunday and bank holidays"),
        (("mon", "tue", "wed", "thu", "fri"), "Monday to Friday"),
        (("sat", "sun", "bank_holiday"), "Saturday, Sunday and bank holidays"),
        (("mon", "wed", "thu", "fri", "sun"), "Monday, Wednesday to Friday and Sunday"),
    ],
)
def test_the_days_of_a_line_are_said_as_people_say_them(days, said):
    stood = replace(rota(), demand=(replace(LINE, days=days),))
    assert list(names_of_lines(stood).values()) == [
        f"General X-ray, Teaching Hospital, {said} 08:00 to 16:00: 1 radiographer"
    ]


def test_only_the_line_named_asks_for_more_and_its_ideal_is_never_less():
    other = replace(LINE, area="ED")
    stood = replace(rota(), demand=(LINE, other))
    before = replace(LINE, until=TUESDAY - DAY)
    then = supposed(stood, {"demand": [[key(), 3]]}, TUESDAY)
    assert then.demand == (before, replace(LINE, least=3, ideal=3, starts_on=TUESDAY), other)
    none = supposed(stood, {"demand": [[key(), 0]]}, TUESDAY)
    assert none.demand[1] == replace(LINE, least=0, starts_on=TUESDAY)


def test_a_line_with_dates_keeps_them():
    early = replace(LINE, until=MONDAY)
    late = replace(LINE, starts_on=SATURDAY)
    stood = replace(rota(), demand=(early, late))
    over, goes_on = names_of_lines(stood)
    then = supposed(stood, {"demand": [[goes_on, 3]]}, TUESDAY)
    assert then.demand == (early, replace(late, least=3, ideal=3))
    with pytest.raises(NoSuchThing, match="not asked any more from 24 March 2026 on"):
        supposed(stood, {"demand": [[over, 3]]}, TUESDAY)


def test_without_somebody_their_duties_from_a_date_on_are_open():
    own = [build.duty("dev", f"2026-03-{day}", "E", "TH/XR") for day in (23, 24)]
    led = [build.duty("cora", f"2026-03-{day}", "E", "TH/XR", by=("dev", "ed")) for day in (23, 25)]
    later = build.duty("dev", "2026-03-30", "E", "TH/XR")
    stood = replace(rota(), duties=(*own, *led), following=(later,))
    then = supposed(stood, {"without": ["dev"]}, TUESDAY)
    assert then.duties == (own[0], led[0], replace(led[1], supervised_by=("ed",)))
    assert then.following == ()
    left = next(one for one in then.people if one.id == "dev")
    assert [post.until for post in left.employments] == [MONDAY]
    assert [one for one in then.people if one.id != "dev"] == [
        one for one in stood.people if one.id != "dev"
    ]


def test_without_somebody_no_one_is_planned_for_them():
    absent = build.away("dev", "AL", "2026-03-25")
    stood = rota(("dev", "2026-03-24", "E", "TH/XR"), unavailable=(absent,))
    then = supposed(stood, {"without": ["dev"]}, MONDAY)
    assert figures(then)["under"] == figures(stood)["under"] - 1
    assert figures(then)["paid"] == 0


def test_somebody_more_can_do_the_same_and_has_nothing_planned_or_agreed():
    stood = rota(("dev", "2026-03-23", "E", "TH/XR"))
    then = supposed(stood, {"like": ["dev"]}, TUESDAY)
    dev, new = (next(p for p in then.people if p.id == who) for who in ("dev", NEW))
    assert [post.starts for post in new.employments] == [TUESDAY]
    assert replace(new, id="dev", name=dev.name, employments=dev.employments) == dev
    assert new.name == f"Somebody like {dev.name}"
    assert (then.duties, then.unavailable) == (stood.duties, stood.unavailable)


def test_one_may_go_and_another_like_them_come():
    then = supposed(rota(), {"without": ["dev"], "like": ["dev"]}, TUESDAY)
    dev, new = (next(p for p in then.people if p.id == who) for who in ("dev", NEW))
    assert [post.until for post in dev.employments] == [MONDAY]
    assert [(post.starts, post.until) for post in new.employments] == [(TUESDAY, None)]


def test_posts_that_are_over_or_not_begun_are_left_out():
    posts = (
        build.employed("radiographer", 5, since="2020-01-06", until="2026-03-23"),
        build.employed("radiographer", 6, since="2026-03-24"),
    )
    stood = rota(people=(replace(build.DEV, employments=posts),))
    then = supposed(stood, {"without": ["dev"], "like": ["dev"]}, TUESDAY)
    dev, new = (next(p for p in then.people if p.id == who) for who in ("dev", NEW))
    assert (dev.employments, new.employments) == (posts[:1], posts[1:])


def test_a_rule_is_set_and_set_for_later_dates_too_and_the_rest_stays():
    later = ((SATURDAY, {"R-17": {"soft": 4}, "R-19": {"rest_minutes": 600}}),)
    stood = replace(rota(), rules={"R-17": {"soft": 3, "hard": 6}}, later_rules=later)
    then = supposed(stood, {"rule": [["R-17 hard", 5]]}, MONDAY)
    assert then.rules == {"R-17": {"soft": 3, "hard": 5}}
    assert then.later_rules == (
        (SATURDAY, {"R-17": {"soft": 4, "hard": 5}, "R-19": {"rest_minutes": 600}}),
    )
    assert stood.rules["R-17"]["hard"] == 6


def test_a_rule_switched_off_is_not_asked_any_more():
    stood = rota(*(("dev", f"2026-03-{day}", "E", "TH/XR") for day in range(23, 29)))
    then = supposed(stood, {"rule": [["R-17 enabled", False]]}, MONDAY)
    found, left = ([b.rule for b in check(one)] for one in (stood, then))
    assert "R-17" in found
    assert left == [rule for rule in found if rule != "R-17"]


def test_what_can_be_set_is_numbers_and_flags_and_no_must_can_be_switched_off():
    settings = settings_of(replace(rota(), rules={"R-17": {"hard": 6}}))
    assert settings["R-17 hard"][1] == 6
    assert settings["R-17 soft"][1] == 5
    assert settings["R-17 enabled"][1] is True
    assert "R-14 enabled" not in settings
    assert "R-01 window_start" not in settings


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"demand": [["gone", 2]]}, "line of demand"),
        ({"without": ["zoe"]}, "person"),
        ({"like": ["zoe"]}, "person"),
        ({"rule": [["R-99 soft", 2]]}, "rule"),
        ({"demand": [[key(), 1]]}, "asks for 1 radiographer already"),
        ({"rule": [["R-17 soft", 5]]}, "so already"),
        ({"rule": [["R-17 enabled", True]]}, "so already"),
    ],
)
def test_what_the_rota_has_not_cannot_be_changed(changes, words):
    with pytest.raises(NoSuchThing, match=words):
        supposed(rota(), changes, MONDAY)


@pytest.mark.parametrize("kind", ["without", "like", "able"])
def test_whose_last_post_is_over_is_neither_gone_nor_a_model_nor_learns(kind):
    posts = (build.employed("radiographer", 5, since="2020-01-06", until="2026-03-23"),)
    stood = rota(people=(replace(build.DEV, employments=posts),))
    asked = ["dev", "skill FL"] if kind == "able" else "dev"
    with pytest.raises(NoSuchThing, match="Dev has no post from 24 March 2026 on"):
        supposed(stood, {kind: [asked]}, TUESDAY)


def test_changes_are_said_in_sentences():
    changes = {
        "demand": [[key(), 2]],
        "without": ["dev"],
        "like": ["ed"],
        "rule": [["R-17 hard", 5]],
    }
    names = {person.id: person.name for person in rota().people}
    assert list(said(rota(), changes, MONDAY)) == [
        "General X-ray, Teaching Hospital, Monday 08:00 to 16:00: 1 radiographer, tried with 2.",
        f"Without {names['dev']}.",
        f"With somebody more like {names['ed']}.",
        "R-17, Not too many days in a row, Reason above: tried with 5 days.",
    ]
    off = said(rota(), {"rule": [["R-17 enabled", False]]}, MONDAY)
    assert list(off) == ["R-17, Not too many days in a row: switched off."]


# ── figures ──


def test_every_row_has_its_figure():
    assert {name for name, *_ in ROWS} == set(figures(rota()))
    assert [name for name, *_ in ROWS] == [name for _, names in GROUPS for name in names]


def test_cover_is_counted_by_area_and_date_and_in_hours_of_people_missing():
    stood = replace(rota(), demand=(replace(LINE, least=2, ideal=2),))
    found = figures(stood)
    assert (found["short"], found["missing"]) == (1, 2 * 480)
    one = replace(stood, duties=(build.duty("dev", "2026-03-23", "L", "TH/XR"),))
    assert figures(one)["missing"] == 2 * 240 + 240
    full = replace(one, demand=(replace(LINE, least=0),))
    assert (figures(full)["short"], figures(full)["missing"]) == (0, 0)


def test_weekends_are_counted_once_each_and_beside_the_one_in_the_middle():
    stood = rota(
        ("dev", "2026-03-28", "E", "TH/XR"),
        ("dev", "2026-03-29", "E", "TH/XR"),
        ("ed", "2026-03-29", "E", "TH/XR"),
    )
    found = figures(stood)
    assert (found["weekends"], found["weekends_most"], found["weekends_middle"]) == (2, 1, 0)


def test_enhancement_is_paid_by_the_band_and_the_pay_class():
    """7.5 paid hours each: 30 % on a Saturday and 60 % on a Sunday from band 4 up."""
    saturday = figures(rota(("dev", "2026-03-28", "E", "TH/XR")))
    sunday = figures(rota(("dev", "2026-03-29", "E", "TH/XR")))
    monday = figures(rota(("dev", "2026-03-23", "E", "TH/XR")))
    assert [found["unsocial"] for found in (saturday, sunday, monday)] == [450, 450, 0]
    assert [found["enhanced"] for found in (saturday, sunday, monday)] == [135, 270, 0]


def test_an_assistant_of_band_three_has_the_rates_of_band_three():
    stood = rota(("dev", "2026-03-29", "E", "TH/XR"))
    assert figures(_with_band(stood, 3))["enhanced"] == round(450 * 0.69)
    assert figures(_with_band(stood, 2))["enhanced"] == 0
    assert figures(_with_band(stood, "8a"))["enhanced"] == 270
    assert figures(_with_band(stood, None))["enhanced"] == 0


def _with_band(problem, band):
    people = [
        replace(person, employments=tuple(replace(e, band=band) for e in person.employments))
        for person in problem.people
    ]
    return replace(problem, people=tuple(people))


def test_a_setting_of_one_is_a_number_and_not_a_yes():
    changes = {"rule": [["R-17 soft", 1]]}
    assert list(said(rota(), changes, MONDAY)) == [
        "R-17, Not too many days in a row, Warning above: tried with 1 day."
    ]


def test_several_changes_of_each_kind_hold_together():
    other = replace(LINE, area="ED")
    stood = replace(rota(), demand=(LINE, other))
    first, second = names_of_lines(stood)
    changes = {
        "demand": [[first, 2], [second, 3]],
        "without": ["dev", "ed"],
        "like": ["dev", "dev", "fay"],
        "rule": [["R-17 soft", 3], ["R-17 hard", 4], ["R-19 rest_minutes", 600]],
    }
    then = supposed(stood, changes, MONDAY)
    new = [line for line in then.demand if line.starts_on]
    assert [(line.area, line.least) for line in new] == [("XR", 2), ("ED", 3)]
    assert [p.id for p in then.people if not p.employment_on(MONDAY)] == ["dev", "ed"]
    assert newcomers(stood, changes) == {
        "somebody-new": "Somebody like Dev",
        "somebody-new-2": "Somebody like Dev",
        "somebody-new-3": "Somebody like Fay",
    }
    assert {p.id: p.name for p in then.people if p.id.startswith(NEW)} == newcomers(stood, changes)
    assert then.rules == {"R-17": {"soft": 3, "hard": 4}, "R-19": {"rest_minutes": 600}}
    assert len(list(said(stood, changes, MONDAY))) == 10


def test_a_newcomer_like_somebody_who_left_meanwhile_is_somebody_new():
    assert newcomers(rota(), {"like": ["zoe"]}) == {NEW: "Somebody new"}
