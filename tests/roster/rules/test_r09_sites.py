"""R-09: people know the site they work at, and have the time to get there."""

from dataclasses import replace

import pytest

from roster.problem import Travel
from tests.roster.rules.build import (
    ASHA,
    breach,
    breaches,
    duty,
    moment,
    rota,
    sentences,
    shift,
)

TUESDAY = "2026-03-24"
ONE_SITE = replace(ASHA, sites=("TH",))


def close(gap, needed=45, first=TUESDAY, last=None, who="asha"):
    facts = {"measured": gap, "limit": needed, "unit": "minutes"}
    return breach("R-09", "must", who, first, last, **facts)


def stranger(site="GH", on=TUESDAY):
    return breach("R-09", "must", "asha", on, unit="minutes", site=site)


def two_sites(starts, ends="16:00", places=("TH/XR", "GH/XR"), **facts):
    shifts = [shift("A", "08:00", "12:00"), shift("B", starts, ends)]
    first, second = places
    duties = duty("asha", TUESDAY, "A", first), duty("asha", TUESDAY, "B", second)
    return rota(*duties, shifts=shifts, **facts)


def test_a_quarter_of_an_hour_is_too_little_for_three():
    problem = two_sites("12:15")
    assert breaches(problem, "R-09") == [close(15)]
    assert sentences(problem, "R-09") == [
        "Asha works A on Tuesday 24 March at Teaching Hospital and B on Tuesday 24 March at "
        "General Teaching Hospital, with 15 min between them; 45 min is needed to travel."
    ]


@pytest.mark.parametrize(("starts", "found"), [("12:45", []), ("12:44", [close(44)])])
def test_exactly_the_time_to_travel_is_enough(starts, found):
    assert breaches(two_sites(starts), "R-09") == found


def test_two_areas_of_one_site_need_none():
    assert breaches(two_sites("12:00", places=("TH/XR", "TH/ED")), "R-09") == []


def test_at_two_sites_at_once():
    problem = two_sites("11:00")
    assert breaches(problem, "R-09") == [close(-60)]
    assert sentences(problem, "R-09") == [
        "Asha works A on Tuesday 24 March at Teaching Hospital and B on Tuesday 24 March at "
        "General Teaching Hospital, with no time between them; 45 min is needed to travel."
    ]


def test_travel_holds_both_ways_unless_the_other_has_its_own_line():
    back = ("GH/XR", "TH/XR")
    assert breaches(two_sites("12:44", places=back), "R-09") == [close(44)]
    slow = [Travel("TH", "GH", 45), Travel("GH", "TH", 50)]
    assert breaches(two_sites("12:49", places=back, travel=slow), "R-09") == [close(49, 50)]
    assert breaches(two_sites("12:50", places=back, travel=slow), "R-09") == []
    assert breaches(two_sites("12:45", travel=slow), "R-09") == []


def test_an_hour_where_no_line_says():
    assert breaches(two_sites("12:59", travel=()), "R-09") == [close(59, 60)]
    assert breaches(two_sites("13:00", travel=()), "R-09") == []
    rules = {"R-09": {"default_travel_minutes": 30}}
    assert breaches(two_sites("12:29", travel=(), rules=rules), "R-09") == [close(29, 30)]
    assert breaches(two_sites("12:30", travel=(), rules=rules), "R-09") == []


def test_training_and_administration_are_at_a_site_too():
    study = shift("S", "12:15", "16:00", work_class="training")
    problem = rota(
        duty("asha", TUESDAY, "A", "TH/XR"),
        duty("asha", TUESDAY, "S", "GH"),
        shifts=[shift("A", "08:00", "12:00"), study],
    )
    assert breaches(problem, "R-09") == [close(15)]


def test_only_consecutive_duties_are_compared():
    shifts = [
        shift("A", "08:00", "10:00"),
        shift("B", "11:00", "13:00"),
        shift("C", "13:30", "16:00"),
    ]
    duties = [duty("asha", TUESDAY, code, p) for code, p in [("A", "TH/XR"), ("B", "GH/XR")]]
    last = duty("asha", TUESDAY, "C", "TH/XR")
    assert breaches(rota(*duties, last, shifts=shifts), "R-09") == [close(30)]


def test_on_call_counts_from_the_call():
    on_call = {"who": "dev", "on": TUESDAY, "code": "OC", "place": "GH"}
    early = duty("dev", "2026-03-25", "E")
    assert breaches(rota(duty(**on_call), early), "R-09") == []
    calls = tuple(
        (moment(f"2026-03-25T{start}"), moment(f"2026-03-25T{end}"))
        for start, end in [("07:00", "07:16"), ("01:00", "02:00")]
    )
    found = breaches(rota(duty(**on_call, called=calls), early), "R-09")
    assert found == [close(44, first=TUESDAY, last="2026-03-25", who="dev")]


def test_on_call_is_reached_for_the_first_call():
    calls = tuple(
        (moment(f"{TUESDAY}T{start}"), moment(f"{TUESDAY}T{end}"))
        for start, end in [("22:00", "23:00"), ("20:30", "21:00")]
    )
    on_call = duty("dev", TUESDAY, "OC", "GH", called=calls)
    assert breaches(rota(duty("dev", TUESDAY, "L"), on_call), "R-09") == [close(30, who="dev")]


def test_two_areas_of_one_site_need_none_on_the_way_to_another():
    shifts = [
        shift("A", "08:00", "10:00"),
        shift("B", "10:00", "12:00"),
        shift("C", "13:00", "16:00"),
    ]
    places = [("A", "TH/XR"), ("B", "TH/ED"), ("C", "GH/XR")]
    duties = [duty("asha", TUESDAY, code, place) for code, place in places]
    assert breaches(rota(*duties, shifts=shifts), "R-09") == []


def test_the_last_duty_of_the_last_rota_counts():
    night = shift("N", "20:00", "08:00")
    problem = rota(
        duty("asha", "2026-03-22", "N", "GH/XR"), duty("asha", "2026-03-23", "E"), shifts=[night]
    )
    assert breaches(problem, "R-09") == [close(0, first="2026-03-22", last="2026-03-23")]
    problem = rota(
        duty("asha", "2026-03-21", "N", "GH/XR"), duty("asha", "2026-03-22", "E"), shifts=[night]
    )
    assert breaches(problem, "R-09") == []


def test_a_site_without_induction():
    problem = rota(duty("asha", TUESDAY, "E", "GH/XR"), people=[ONE_SITE])
    assert breaches(problem, "R-09") == [stranger()]
    assert sentences(problem, "R-09") == [
        "Asha works E on Tuesday 24 March at General Teaching Hospital, but has no induction there."
    ]


def test_every_duty_there_is_a_breach_of_whatever_class_but_not_the_history():
    duties = [
        duty("asha", "2026-03-22", "E", "GH/XR"),
        duty("asha", TUESDAY, "SD", "GH"),
        duty("asha", "2026-03-26", "E", "GH/XR"),
        duty("asha", "2026-03-27", "E", "TH/XR"),
    ]
    found = breaches(rota(*duties, people=[ONE_SITE]), "R-09")
    assert found == [stranger(), stranger(on="2026-03-26")]


def test_induction_may_be_left_out():
    rules = {"R-09": {"induction_required": False}}
    assert breaches(two_sites("12:15", people=[ONE_SITE], rules=rules), "R-09") == [close(15)]


def test_a_split_day_is_one_spell_and_still_too_close():
    """R-16 joins the two halves where R-09 wants time between them."""
    problem = two_sites("12:15", "20:15")
    assert breaches(problem, "R-09") == [close(15)]
    facts = {"measured": 735, "limit": 720, "unit": "minutes"}
    assert breaches(problem, "R-16") == [breach("R-16", "overridable", "asha", TUESDAY, **facts)]


def test_it_can_be_switched_off():
    rules = {"R-09": {"enabled": False}}
    assert breaches(two_sites("12:00", people=[ONE_SITE], rules=rules), "R-09") == []
