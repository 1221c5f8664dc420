"""R-34: the right skill is in the room while it is in use."""

from dataclasses import replace

import pytest

from roster.problem import HeldCompetency, Need
from tests.roster.rules.build import (
    ED,
    SITES,
    away,
    breach,
    breaches,
    day,
    duty,
    rota,
    row,
    sentences,
    shift,
)

MONDAY, TUESDAY = "2026-03-23", "2026-03-24"
ROOM = "TH/FL"


def room(*needs):
    """The two sites, with needs in the fluoroscopy room."""
    hospital, other = SITES
    areas = tuple(replace(a, needs=needs) if a.code == "FL" else a for a in hospital.areas)
    return (replace(hospital, areas=areas), other)


IR = Need("IR", 1)


def missing(have=0, need=1, begins="08:00", on=MONDAY):
    facts = {"measured": have, "limit": need, "unit": "people", "site": "TH", "area": "FL"}
    return breach("R-34", "must", None, on, at=f"{on}T{begins}", **facts)


def on(who, code="E", date=MONDAY, **facts):
    return duty(who, date, code, ROOM, **facts)


def judged(*duties, needs=(IR,), **facts):
    return breaches(rota(*duties, sites=room(*needs), **facts), "R-34")


def test_a_room_without_the_skill_is_a_breach():
    problem = rota(on("asha"), on("ed"), sites=room(IR))
    assert breaches(problem, "R-34") == [missing()]
    assert sentences(problem, "R-34") == [
        "Fluoroscopy, Teaching Hospital, Monday 23 March from 08:00 to 16:00: 1 person with "
        "intervention needed, none is there."
    ]


def test_somebody_who_holds_it_beside_an_assistant_is_in_order():
    assert judged(on("fay"), on("asha", role="assist")) == []


def test_an_empty_room_needs_nobody():
    assert judged() == []
    assert judged(duty("asha", MONDAY, "E", "TH/XR")) == []


def test_it_is_judged_by_the_minute():
    assert judged(on("asha", "LD"), on("fay", "D")) == [missing(), missing(begins="17:00")]
    late = shift("X", "08:01", "16:00")
    assert judged(on("asha"), on("fay", "X"), shifts=[late]) == [missing()]


def test_enough_people_hold_it():
    two = [Need("FL", 2)]
    assert judged(on("dev"), on("fay"), needs=two) == []
    problem = rota(on("dev"), on("ed"), sites=room(*two))
    assert breaches(problem, "R-34") == [missing(1, 2)]
    assert sentences(problem, "R-34") == [
        "Fluoroscopy, Teaching Hospital, Monday 23 March from 08:00 to 16:00: 2 people with "
        "fluoroscopy needed, only 1 is there."
    ]


def test_a_stretch_is_measured_by_the_fewest():
    assert judged(on("dev", "LD"), on("fay"), needs=[Need("FL", 3)]) == [missing(1, 3)]


def test_each_need_is_judged_by_itself_and_one_person_may_meet_both():
    both = [Need("IR", 1), Need("FL", 1)]
    assert judged(on("fay"), needs=both) == []
    assert judged(on("dev"), needs=both) == [missing()]
    assert judged(on("ed"), needs=both) == [missing(), missing()]


def test_a_competency_is_held_on_the_date():
    ed = replace(ED, competencies=(HeldCompetency("IR", day(MONDAY), day(MONDAY)),))
    assert judged(on("ed"), people=[ed]) == []
    assert judged(on("ed", date=TUESDAY), people=[ed]) == [missing(on=TUESDAY)]


def test_who_is_away_is_not_there():
    sick = [away("fay", "SL", MONDAY, starts="10:00", ends="12:00")]
    assert judged(on("fay"), on("asha"), unavailable=sick) == [missing(begins="10:00")]
    assert judged(on("fay"), unavailable=sick) == []  # nobody is there then
    assert judged(on("asha"), unavailable=[away("asha", "AL", MONDAY)]) == []


@pytest.mark.parametrize("role", ["training", "supernumerary"])
def test_who_learns_or_watches_counts_nothing_and_uses_no_room(role):
    assert judged(on("fay", role=role), on("asha")) == [missing()]
    assert judged(on("asha", role=role)) == []


def test_admin_work_in_the_room_is_no_use_of_it():
    assert judged(on("asha", "AD")) == []
    assert judged(on("fay", "AD"), on("asha")) == [missing()]


def test_a_person_with_two_duties_at_once_counts_once():
    assert judged(on("fay"), on("fay", "D"), needs=[Need("FL", 2)]) == [missing(1, 2)]


def test_a_night_is_judged_on_each_of_its_dates():
    night = shift("N", "20:00", "08:00")
    assert judged(on("asha", "N"), shifts=[night]) == [
        missing(begins="20:00"),
        missing(begins="00:00", on=TUESDAY),
    ]


def test_a_night_of_the_history_is_judged_on_the_first_date_of_the_rota():
    night = shift("N", "20:00", "08:00")
    before = row("asha", "N", starts="2026-03-22", place=ROOM)
    assert judged(before, shifts=[night]) == [missing(begins="00:00")]
    last = on("asha", "N", "2026-03-29")
    assert judged(last, shifts=[night]) == [missing(begins="20:00", on="2026-03-29")]


def test_it_can_be_switched_off():
    assert judged(on("asha"), rules={"R-34": {"enabled": False}}) == []


def test_a_duty_of_a_site_without_an_area_needs_no_skill():
    assert judged(duty("asha", MONDAY, "E", "TH")) == []
