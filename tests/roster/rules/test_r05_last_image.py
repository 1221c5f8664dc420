"""R-05: somebody who supervises is there to the last image."""

import pytest

from tests.roster.rules.build import away, breach, breaches, duty, rota, sentences, shift

SUNDAY = "2026-03-29"


def alone(minutes, at, level="must", on=SUNDAY):
    facts = {"measured": minutes, "limit": 0, "unit": "minutes", "site": "TH", "area": "XR"}
    return breach("R-05", level, "asha", on, at=f"{on}T{at}", **facts)


def asha(code="L", **facts):
    return duty("asha", SUNDAY, code, **facts)


def until(ends, who="dev", starts="08:00"):
    """A supervisor's duty to a wall time, and its shift type."""
    code = f"{who}{starts}"
    return duty(who, SUNDAY, code), shift(code, starts, ends)


def judged(*supervisors, tail=0, **facts):
    duties = [one for one, _ in supervisors]
    shifts = [two for _, two in supervisors]
    rules = {"R-05": {"tail_minutes": tail}, **facts.pop("rules", {})}
    return breaches(rota(asha(), *duties, shifts=shifts, rules=rules, **facts), "R-05")


def test_an_end_at_the_same_minute_is_enough():
    assert judged(until("20:00")) == []


def test_half_an_hour_without_anybody_at_the_end():
    assert judged(until("19:30")) == [alone(30, "19:30")]


def test_it_says_so():
    supervisor, kind = until("19:30")
    assert sentences(rota(asha(), supervisor, shifts=[kind]), "R-05") == [
        "Asha works L on Sunday 29 March in General X-ray, Teaching Hospital, to 20:00, and nobody "
        "who supervises is there to the end: 30 min without, from 19:30."
    ]


def test_the_last_minute_counts():
    assert judged(until("19:59")) == [alone(1, "19:59")]


def test_gaps_before_the_end_are_left_to_supervision():
    assert judged(until("14:00"), until("20:00", "fay", "15:00")) == []
    assert judged(until("14:00"), until("19:00", "fay", "15:00")) == [alone(60, "19:00")]


def test_a_duty_with_nobody_at_all_is_alone_from_its_start():
    assert judged() == [alone(480, "12:00")]


def test_one_radiographer_is_enough_for_any_number():
    gita = [duty("ben", SUNDAY, "L"), duty("dev", SUNDAY, "L")]
    rules = {"R-04": {"ratio": 1}}
    assert breaches(rota(asha(), *gita, rules=rules), "R-05") == []


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ("20:15", []),
        ("20:14", [alone(1, "20:14", "should")]),
        ("20:00", [alone(15, "20:00", "should")]),
        ("19:30", [alone(45, "19:30", "should")]),
    ],
)
def test_a_tail_makes_it_a_warning(ends, found):
    assert judged(until(ends), tail=15) == found


def test_a_tail_may_be_handed_over():
    assert judged(until("20:05"), until("20:15", "fay", "20:05"), tail=15) == []
    late = until("20:20", "fay", "20:06")
    assert judged(until("20:05"), late, tail=15) == [alone(1, "20:05", "should")]
    assert judged(until("19:50"), late, tail=15) == [alone(16, "19:50", "should")]


def test_a_tail_is_said():
    supervisor, kind = until("20:00")
    rules = {"R-05": {"tail_minutes": 15}}
    assert sentences(rota(asha(), supervisor, shifts=[kind], rules=rules), "R-05") == [
        "Asha works L on Sunday 29 March in General X-ray, Teaching Hospital, to 20:00, and nobody "
        "who supervises is there to the end and 15 min more: 15 min without, from 20:00."
    ]


def test_a_supervisor_who_is_away_is_not_there():
    hour = [away("dev", "SL", SUNDAY, starts="19:00", ends="20:00")]
    assert judged(until("20:00"), unavailable=hour) == [alone(60, "19:00")]


def test_how_near_and_whether_on_a_break_is_as_in_supervision():
    in_ed = duty("dev", SUNDAY, "L", "TH/ED")
    assert breaches(rota(asha(), in_ed), "R-05") == [alone(480, "12:00")]
    assert breaches(rota(asha(), in_ed, rules={"R-04": {"group": "site"}}), "R-05") == []
    late = shift("L", "12:00", "20:00", 30, breaks=["19:30-20:00"])
    both = [asha("D"), duty("dev", SUNDAY, "X")]
    with_break = shift("X", "08:00", "17:00", 30, breaks=["16:30-17:00"])
    no_breaks = {"R-04": {"breaks_count_as_present": False}}
    assert breaches(rota(*both, shifts=[late, with_break]), "R-05") == []
    assert breaches(rota(*both, shifts=[late, with_break], rules=no_breaks), "R-05") == [
        alone(30, "16:30")
    ]


def test_over_midnight_the_next_day_serves():
    evening = [shift("N", "16:00", "00:00"), shift("M", "00:00", "00:30")]
    tail = {"R-05": {"tail_minutes": 30}}
    saturday = duty("asha", "2026-03-28", "N"), duty("dev", "2026-03-28", "N")
    problem = rota(*saturday, duty("fay", SUNDAY, "M"), shifts=evening, rules=tail)
    assert breaches(problem, "R-05") == []
    assert breaches(rota(*saturday, shifts=evening, rules=tail), "R-05") == [
        breach(
            "R-05",
            "should",
            "asha",
            "2026-03-28",
            measured=30,
            limit=0,
            unit="minutes",
            site="TH",
            area="XR",
            at="2026-03-29T00:00",
        )
    ]


def test_history_other_classes_and_trainees_are_not_judged():
    assert breaches(rota(duty("asha", "2026-03-22", "E")), "R-05") == []
    assert breaches(rota(asha("SD"), duty("cora", SUNDAY, "E")), "R-05") == []


def test_it_can_be_switched_off():
    assert judged(rules={"R-05": {"enabled": False}}) == []
