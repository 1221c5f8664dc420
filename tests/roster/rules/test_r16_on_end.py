"""R-16: twelve hours on end at the most."""

from dataclasses import replace

import pytest

from tests.roster.rules.build import (
    SITES,
    breach,
    breaches,
    duty,
    elsewhere,
    moment,
    rota,
    row,
    sentences,
    shift,
)

MONDAY = "2026-03-23"


def long(minutes, first=MONDAY, last=None, limit=720):
    facts = {"measured": minutes, "limit": limit, "unit": "minutes"}
    return breach("R-16", "overridable", "asha", first, last, **facts)


def on(date, *codes):
    return [duty("asha", date, code) for code in codes]


def judged(*duties, **facts):
    return breaches(rota(*duties, **facts), "R-16")


@pytest.mark.parametrize(("ends", "found"), [("20:00", []), ("20:01", [long(721)])])
def test_exactly_twelve_hours_are_enough(ends, found):
    assert judged(on(MONDAY, "X"), shifts=[shift("X", "08:00", ends)]) == found


def test_it_says_from_when_to_when():
    assert sentences(rota(on(MONDAY, "X"), shifts=[shift("X", "08:00", "20:01")]), "R-16") == [
        "Asha works 12 h 1 min on end, Monday 23 March from 08:00 to 20:01; at most 12 h."
    ]


def test_duties_that_touch_are_one_spell():
    pair = (shift("A", "08:00", "16:00"), shift("B", "16:00", "20:00"))
    assert judged(on(MONDAY, "A", "B"), shifts=pair) == []
    longer = (shift("A", "07:59", "16:00"), shift("B", "16:00", "20:00"))
    assert judged(on(MONDAY, "A", "B"), shifts=longer) == [long(721)]


@pytest.mark.parametrize(("starts", "found"), [("14:00", [long(780)]), ("14:01", [])])
def test_a_gap_of_an_hour_joins_and_a_longer_one_does_not(starts, found):
    pair = (shift("A", "08:00", "13:00"), shift("B", starts, "21:00"))
    assert judged(on(MONDAY, "A", "B"), shifts=pair) == found


def test_the_gap_that_joins_can_be_set():
    pair = (shift("A", "08:00", "13:00"), shift("B", "14:00", "21:00"))
    rules = {"R-16": {"merge_gap_minutes": 59}}
    assert judged(on(MONDAY, "A", "B"), shifts=pair, rules=rules) == []


def test_the_longest_can_be_set():
    assert judged(on(MONDAY, "LD"), rules={"R-16": {"max_minutes": 719}}) == [long(720, limit=719)]


def test_on_call_counts_only_the_time_called():
    calls = ((moment("2026-03-23T20:30"), moment("2026-03-23T22:00")),)
    called = duty("asha", MONDAY, "OC", called=calls)
    assert judged(on(MONDAY, "LD", "OC")) == []
    assert judged(on(MONDAY, "LD"), called) == [long(14 * 60)]


def test_work_for_others_does_not_count():
    bank = elsewhere("asha", "2026-03-23T20:00", "2026-03-23T23:00")
    assert judged(on(MONDAY, "LD"), other_work=[bank]) == []


def test_a_night_is_measured_by_elapsed_time():
    night = shift("N", "20:00", "08:30")
    assert judged(on("2026-03-28", "N"), shifts=[night]) == []  # 11 h 30 min
    assert judged(on("2026-10-24", "N"), starts="2026-10-19", shifts=[night]) == [
        long(810, "2026-10-24")
    ]


def test_a_time_that_the_clock_shows_twice_is_the_one_written():
    early = shift("X", "01:30", "13:00")
    first = duty("asha", "2026-10-25", "X")
    second = duty("asha", "2026-10-25", "X", fold=1)
    assert judged(first, starts="2026-10-19", shifts=[early]) == [long(750, "2026-10-25")]
    assert judged(second, starts="2026-10-19", shifts=[early]) == []  # 11 h 30 min


def test_a_spell_may_begin_in_the_history():
    late, night = row("asha", "N1", starts="2026-03-22"), on(MONDAY, "N2")
    pair = (shift("N1", "16:00", "00:00"), shift("N2", "00:30", "05:00"))
    assert judged(late, night, shifts=pair) == [long(780, "2026-03-22", MONDAY)]


def test_a_spell_of_the_history_alone_is_not_reported():
    extra = shift("X", "07:00", "20:00")
    assert judged(row("asha", "X - -", starts="2026-03-20"), on(MONDAY, "E"), shifts=[extra]) == []


def test_a_demanding_area_can_have_a_limit_of_its_own():
    hospital, other = SITES
    areas = tuple(replace(area, demanding=area.code == "XR") for area in hospital.areas)
    demanding = (replace(hospital, areas=areas), other)
    rules = {"R-16": {"demanding_max_minutes": 540}}
    assert judged(on(MONDAY, "LD"), rules=rules, sites=demanding) == [long(720, limit=540)]
    elsewhere_there = duty("asha", MONDAY, "LD", "TH/ED")
    assert judged(elsewhere_there, rules=rules, sites=demanding) == []
    assert judged(on(MONDAY, "LD"), sites=demanding) == []
    longer = {"R-16": {"max_minutes": 600, "demanding_max_minutes": 720}}
    assert judged(on(MONDAY, "LD"), rules=longer, sites=demanding) == []


def test_a_split_day_of_two_sites_is_one_spell_only_when_the_way_is_short():
    pair = (shift("A", "08:00", "14:00"), shift("B", "14:45", "20:45"))
    split = [duty("asha", MONDAY, "A", "TH/XR"), duty("asha", MONDAY, "B", "GH/XR")]
    assert judged(split, shifts=pair) == [long(765)]
    assert breaches(rota(split, shifts=pair), "R-09") == []  # 45 minutes are enough to travel


def test_it_can_be_switched_off():
    extra = shift("X", "07:00", "20:00")
    rules = {"R-16": {"enabled": False}}
    assert judged(on(MONDAY, "X"), shifts=[extra], rules=rules) == []
