"""R-03: paid hours of a week stay within the contract."""

import pytest

from tests.roster.rules.build import (
    away,
    breach,
    breaches,
    duty,
    employed,
    moment,
    person,
    rota,
    row,
    sentences,
    shift,
)


def over(paid, most, until="2026-03-29", who="asha", level="should", since="2026-03-23"):
    return breach("R-03", level, who, since, until, measured=paid, limit=most, unit="minutes")


def test_two_long_days_and_two_short_ones_fit():
    assert breaches(rota(row("asha", "E E - - - LD LD")), "R-03") == []


def test_two_long_days_and_three_short_ones_do_not():
    problem = rota(row("asha", "E E E - - LD LD"))
    assert breaches(problem, "R-03") == [over(2670, 2250)]
    assert sentences(problem, "R-03") == [
        "Asha has 44 h 30 min of paid time, from Monday 23 to Sunday 29 March: 7 h more than the "
        "contract, 37 h 30 min."
    ]


@pytest.mark.parametrize(("ends", "found"), [("15:30", []), ("15:31", [over(2251, 2250)])])
def test_exactly_the_contract_is_enough(ends, found):
    friday = shift("X", "08:00", ends)
    assert breaches(rota(row("asha", "E E E E X"), shifts=[friday]), "R-03") == found


@pytest.mark.parametrize(("tolerance", "found"), [(450, []), (449, [over(2700, 2699)])])
def test_a_tolerance_is_added_to_the_contract(tolerance, found):
    rules = {"R-03": {"tolerance_minutes": tolerance}}
    assert breaches(rota(row("asha", "E E E E E E"), rules=rules), "R-03") == found


def test_everybody_is_judged():
    assert breaches(rota(row("dev", "E E E E E E")), "R-03") == [over(2700, 2250, who="dev")]
    assert breaches(rota(row("ben", "E E E E")), "R-03") == [over(1800, 1350, who="ben")]


def test_agreed_extra_duties_are_left_out():
    extra = duty("asha", "2026-03-28", "LD", additional=True)
    assert breaches(rota(row("asha", "E E E E E"), extra), "R-03") == []


def test_training_and_administration_are_paid():
    assert breaches(rota(row("asha", "SD AD E E E AD")), "R-03") == [over(2700, 2250)]


def test_on_call_is_paid_while_called():
    calls = ((moment("2026-03-27T22:00"), moment("2026-03-27T22:01")),)
    called = duty("dev", "2026-03-27", "OC", called=calls)
    waiting = duty("dev", "2026-03-28", "OC")
    assert breaches(rota(row("dev", "E E E E E"), waiting), "R-03") == []
    assert breaches(rota(row("dev", "E E E E E"), waiting, called), "R-03") == [
        over(2251, 2250, who="dev")
    ]


def test_the_night_the_clocks_go_forward_has_an_hour_less():
    night = shift("N", "20:00", "08:00")
    problem = rota(row("asha", "- E E E E N -"), shifts=[night])
    assert breaches(problem, "R-03") == [over(1800 + 660, 2250)]


@pytest.mark.parametrize("kind", ["AL", "SL", "SD", "MT", "BH", "TOIL", "PL"])
def test_a_day_of_paid_absence_is_a_standard_day(kind):
    absence = [away("asha", kind, "2026-03-27")]
    problem = rota(row("asha", "E E E E - E"), unavailable=absence)
    assert breaches(problem, "R-03") == [over(2700, 2250)]
    assert sentences(problem, "R-03") == [
        "Asha has 45 h of paid time, 7 h 30 min of it away, from Monday 23 to Sunday 29 "
        "March: 7 h 30 min more than the contract, 37 h 30 min."
    ]


def test_other_absence_is_unpaid():
    absence = [away("asha", "OTHER", "2026-03-27")]
    assert breaches(rota(row("asha", "E E E E - E"), unavailable=absence), "R-03") == []


def test_a_standard_day_is_the_contract_by_its_days():
    asha = person("asha", employed("assistant_practitioner", 4, 37.5, days=3))
    absence = [away("asha", "AL", "2026-03-27")]
    problem = rota(row("asha", "LD LD LD"), people=[asha], unavailable=absence)
    assert breaches(problem, "R-03") == [over(1980 + 750, 2250)]


def test_half_minutes_are_left_out_week_by_week():
    """A standard day of 562.5 minutes: the two weeks add up to what each of them shows."""
    asha = person("asha", employed("assistant_practitioner", 4, 37.5, days=4))
    leave = [away("asha", "AL", "2026-03-23"), away("asha", "AL", "2026-03-30")]
    weeks = row("asha", "- LD LD LD"), row("asha", "- LD LD LD", "2026-03-30")
    facts = {"weeks": 2, "people": [asha], "unavailable": leave}
    second = {"since": "2026-03-30", "until": "2026-04-05"}
    assert breaches(rota(*weeks, **facts), "R-03") == [over(2542, 2250), over(2542, 2250, **second)]
    both = rota(*weeks, **facts, rules={"R-03": {"averaging_weeks": 2}})
    assert breaches(both, "R-03") == [over(5084, 4500, "2026-04-05")]


def test_absence_at_the_weekend_is_paid_only_where_that_is_on_record():
    week = row("asha", "E E E E E")
    unpaid = [away("asha", "SL", "2026-03-28", "2026-03-29")]
    assert breaches(rota(week, unavailable=unpaid), "R-03") == []
    paid = [away("asha", "SL", "2026-03-28", "2026-03-29", paid_minutes=60)]
    assert breaches(rota(week, unavailable=paid), "R-03") == [over(2370, 2250)]


def test_part_of_a_day_is_paid_by_its_length():
    morning = [away("asha", "AL", "2026-03-27", starts="08:00", ends="12:00")]
    problem = rota(row("asha", "E E E E L"), unavailable=morning)
    assert breaches(problem, "R-03") == [over(2490, 2250)]


def test_paid_absence_is_at_most_the_contract_of_the_week():
    week = [away("ben", "AL", "2026-03-23", "2026-03-27")]
    assert breaches(rota(row("ben", "- - - - - E"), unavailable=week), "R-03") == [
        over(1350 + 450, 1350, who="ben")
    ]


def test_leave_over_two_weeks_counts_in_each_with_its_own_days():
    leave = [away("asha", "AL", "2026-03-19", "2026-03-23")]
    assert breaches(rota(row("asha", "- E E E E"), unavailable=leave), "R-03") == []
    assert breaches(rota(row("asha", "- E E E E E"), unavailable=leave), "R-03") == [
        over(2700, 2250)
    ]
    leave = [away("asha", "AL", "2026-03-27", "2026-03-31")]
    assert breaches(rota(row("asha", "E E E E"), unavailable=leave), "R-03") == []


def test_a_contract_of_no_hours_has_no_paid_leave():
    asha = person("asha", employed("assistant_practitioner", 4, 0))
    leave = [away("asha", "AL", "2026-03-27")]
    problem = rota(row("asha", "E"), people=[asha], unavailable=leave)
    assert breaches(problem, "R-03") == [over(450, 0)]


def test_leave_alone_is_never_too_much():
    leave = [away("asha", "AL", "2026-03-23", "2026-03-29", paid_minutes=600)]
    assert breaches(rota(row("dev", "E"), unavailable=leave), "R-03") == []


def test_blocks_of_weeks_are_judged_together():
    rules = {"R-03": {"averaging_weeks": 2}}
    long, short = row("asha", "E E E E E E"), row("asha", "E E E E", "2026-03-30")
    full = row("asha", "E E E E E", "2026-03-30")
    assert breaches(rota(long, short, weeks=2, rules=rules), "R-03") == []
    problem = rota(long, full, weeks=2, rules=rules)
    assert breaches(problem, "R-03") == [over(4950, 4500, "2026-04-05")]
    assert sentences(problem, "R-03") == [
        "Asha has 82 h 30 min of paid time, from Monday 23 March to Sunday 5 April: 7 h 30 min "
        "more than the contract, 75 h."
    ]


def test_the_tolerance_is_for_each_week_of_a_block():
    rules = {"R-03": {"averaging_weeks": 2, "tolerance_minutes": 100}}
    both = row("asha", "E E E E E E"), row("asha", "E E E E E", "2026-03-30")
    problem = rota(*both, weeks=2, rules=rules)
    assert breaches(problem, "R-03") == [over(4950, 4700, "2026-04-05")]
    assert sentences(problem, "R-03") == [
        "Asha has 82 h 30 min of paid time, from Monday 23 March to Sunday 5 April: 4 h 10 min "
        "more than the contract with 3 h 20 min allowed above it, 78 h 20 min."
    ]


def test_a_shorter_last_block_is_not_judged():
    rules = {"R-03": {"averaging_weeks": 2}}
    assert breaches(rota(row("asha", "E E E E E E"), rules=rules), "R-03") == []
    third = row("asha", "E E E E E E", "2026-04-06")
    assert breaches(rota(third, weeks=3, rules=rules), "R-03") == []


def test_the_contract_of_a_week_is_that_of_its_first_employed_day():
    asha = person(
        "asha",
        employed("trainee", 3, 22.5, until="2026-03-23"),
        employed("assistant_practitioner", 4, since="2026-03-24"),
    )
    problem = rota(row("asha", "E E E E"), people=[asha])
    assert breaches(problem, "R-03") == [over(1800, 1350)]


def test_without_any_employment_there_is_no_contract_to_judge_by():
    asha = person("asha", employed("trainee", 3, until="2026-03-22"))
    assert breaches(rota(row("asha", "E"), people=[asha]), "R-03") == []


def test_the_history_is_not_judged():
    assert breaches(rota(row("asha", "E E E E E E", "2026-03-16")), "R-03") == []


def test_it_needs_a_reason_where_weekends_are_given_back_in_hours():
    rules = {"R-02": {"mode": "hours"}}
    problem = rota(row("asha", "E E E - - LD LD"), rules=rules)
    assert breaches(problem, "R-03") == [over(2670, 2250, level="overridable")]
    assert breaches(rota(row("asha", "E E - - - LD LD"), rules=rules), "R-03") == []


def test_it_can_be_switched_off():
    rules = {"R-03": {"enabled": False}}
    assert breaches(rota(row("asha", "E E E E E E"), rules=rules), "R-03") == []
