"""R-40: few quick returns and few turns backward."""

import pytest

from tests.roster.rules.build import (
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

MONDAY, TUESDAY, FRIDAY, SUNDAY = "2026-03-23", "2026-03-24", "2026-03-27", "2026-03-29"
NONE = {"R-40": {"most": 0}}


def turns(count, first, last, most=2):
    facts = {"measured": count, "limit": most, "unit": "turns"}
    return breach("R-40", "should", "asha", first, last, **facts)


def one(date=TUESDAY):
    return turns(1, date, date, 0)


def judged(*duties, weeks=4, **facts):
    return breaches(rota(*duties, weeks=weeks, **facts), "R-40")


def pair(first, second, on=MONDAY, rules=NONE, **facts):
    """Two days of two shift types, written as times."""
    shifts = [shift(code, *span.split("-")) for code, span in (("X", first), ("Y", second))]
    return judged(row("asha", "X Y", on), shifts=shifts, rules=rules, **facts)


def test_late_then_early_three_times_in_four_weeks_is_too_often():
    problem = rota(row("asha", "L E - L E - L E"), weeks=4)
    assert breaches(problem, "R-40") == [turns(3, TUESDAY, "2026-03-30")]
    assert sentences(problem, "R-40") == [
        "Asha has 3 quick returns or earlier starts, Tuesday 24 to Monday 30 March; should be at "
        "most 2 in 4 weeks."
    ]


def test_a_single_turn_is_said_as_one():
    problem = rota(row("asha", "L E"), rules={"R-40": {"most": 0}})
    assert sentences(problem, "R-40") == [
        "Asha has 1 quick return or earlier start, Tuesday 24 March; should be at most 0 in "
        "4 weeks."
    ]


def test_twice_is_in_order():
    assert judged(row("asha", "L E - L E")) == []


def test_turning_forward_is_in_order():
    assert judged(row("asha", "E D L - E D L"), rules=NONE) == []


def test_the_night_the_clocks_go_back_is_a_quick_return_of_13_hours():
    october = row("asha", "- - - - - L E", "2026-10-19")
    assert judged(october, starts="2026-10-19", rules=NONE) == [one("2026-10-25")]


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ("18:00", []),  # 14 h
        ("18:01", [one()]),
        ("21:00", [one()]),  # 11 h
        ("21:01", []),  # too short a rest is for R-19
    ],
)
def test_rests_from_eleven_hours_to_under_fourteen_are_quick(ends, found):
    assert pair(f"08:00-{ends}", "08:00-12:00") == found


@pytest.mark.parametrize(("starts", "found"), [("10:00", [one()]), ("10:01", [])])
def test_a_start_two_hours_earlier_on_the_next_date_turns_backward(starts, found):
    assert pair("12:00-16:00", f"{starts}-16:00") == found


def test_the_clock_on_the_wall_counts():
    spring = pair("10:00-16:00", "08:00-16:00", on="2026-03-28")
    assert spring == [one(SUNDAY)]
    assert pair("10:00-16:00", "08:01-16:00", on="2026-03-28") == []


def test_a_day_between_is_no_turn():
    assert judged(row("asha", "L - E"), rules=NONE) == []


def test_a_quick_return_that_turns_backward_is_one_turn():
    assert judged(row("asha", "L E"), rules=NONE) == [one()]


def test_a_split_day_turns_from_its_last_start():
    halves = [shift("A", "08:00", "10:00"), shift("B", "14:00", "16:00")]
    split = [duty("asha", MONDAY, "A"), duty("asha", MONDAY, "B")]
    assert judged(split, duty("asha", TUESDAY, "D"), shifts=halves, rules=NONE) == [one()]
    assert judged(split, shifts=halves, rules=NONE) == []


def test_a_rest_begins_with_the_last_end():
    inside = [shift("A", "08:00", "20:00"), shift("B", "10:00", "11:00")]
    both = [duty("asha", MONDAY, "A"), duty("asha", MONDAY, "B")]
    found = judged(both, duty("asha", TUESDAY, "D"), shifts=inside, rules=NONE)
    assert found == [one()]  # 13 h, though B ended 22 h before


def test_on_call_begins_with_the_first_call():
    def night(*calls):
        spans = tuple((moment(start), moment(end)) for start, end in calls)
        return duty("asha", MONDAY, "OC", called=spans)

    late = duty("asha", TUESDAY, "L")
    assert judged(night(), late, rules=NONE) == []
    evening = night((f"{MONDAY}T20:30", f"{MONDAY}T21:00"))
    assert judged(evening, late, rules=NONE) == [one()]
    morning = night((f"{TUESDAY}T02:00", f"{TUESDAY}T03:00"))
    assert judged(morning, late, rules=NONE) == []
    assert judged(duty("asha", MONDAY, "L"), morning, rules=NONE) == [one()]


def test_work_for_others_is_no_turn():
    bank = elsewhere("asha", f"{MONDAY}T12:00", f"{MONDAY}T20:00")
    assert judged(duty("asha", TUESDAY, "E"), other_work=[bank], rules=NONE) == []


def test_the_window_is_any_four_weeks():
    three = row("asha", "L E - - L E"), row("asha", "L E", "2026-04-19")
    assert judged(*three, weeks=5) == [turns(3, TUESDAY, "2026-04-20")]  # 28 days
    later = row("asha", "L E - - L E"), row("asha", "L E", "2026-04-20")
    assert judged(*later, weeks=5) == []


def test_the_first_window_over_the_limit_is_told_and_all_its_turns():
    four = row("asha", "L E - L E - L E - L E")
    assert judged(four) == [turns(4, TUESDAY, "2026-04-02")]


def test_turns_of_the_history_count_with_one_of_the_rota():
    history = row("asha", "L E - L E", "2026-03-16")
    assert judged(history, row("asha", "L E")) == [turns(3, "2026-03-17", TUESDAY)]
    before = row("asha", "L", "2026-03-22")
    assert judged(history, before, duty("asha", MONDAY, "E")) == [turns(3, "2026-03-17", MONDAY)]


def test_a_window_of_the_history_alone_is_not_reported():
    history = row("asha", "L E - L E - L E", "2026-02-02")
    assert judged(history, duty("dev", "2026-01-01", "E"), row("asha", "L E")) == []
    nearer = row("asha", "L E - L E - L E", "2026-03-09")
    assert judged(nearer, duty("asha", MONDAY, "D")) == []


def test_the_settings_can_be_changed():
    two_weeks = {"R-40": {"most": 1, "window_weeks": 2}}
    assert judged(row("asha", "L E - L E"), rules=two_weeks) == [turns(2, TUESDAY, FRIDAY, 1)]
    apart = row("asha", "L E"), row("asha", "L E", "2026-04-06")
    assert judged(*apart, rules=two_weeks) == []
    shorter = {"R-40": {"most": 0, "below_minutes": 720, "backward_minutes": 241}}
    assert judged(row("asha", "L E"), rules=shorter) == []
    longer_rest = {"R-40": {"most": 0, "backward_minutes": 241}, "R-19": {"rest_minutes": 721}}
    assert judged(row("asha", "L E"), rules=longer_rest) == []
    ages = {"R-40": {"most": 0, "window_weeks": 10**12, "below_minutes": 10**12}}
    assert judged(row("asha", "L E"), rules=ages) == [one()]


def test_it_can_be_switched_off():
    off = {"R-40": {"enabled": False}}
    assert judged(row("asha", "L E - L E - L E"), rules=off) == []
