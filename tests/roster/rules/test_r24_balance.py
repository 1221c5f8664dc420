"""R-24: paid hours over the rota come close to the contract."""

from dataclasses import replace

import pytest

from tests.roster.rules.build import (
    ASHA,
    away,
    breach,
    breaches,
    duty,
    elsewhere,
    employed,
    moment,
    rota,
    row,
    sentences,
    shift,
)

MONDAY, SUNDAY = "2026-03-23", "2026-03-29"
H = 60


def balance(minutes, limit=450, first=MONDAY, last=SUNDAY):
    limit = limit if minutes > 0 else -limit
    facts = {"measured": minutes, "limit": limit, "unit": "minutes"}
    return breach("R-24", "should", "asha", first, last, **facts)


def judged(*duties, carried=0, employment=ASHA.employments[0], **facts):
    asha = replace(ASHA, employments=(employment,), carried_minutes=carried)
    return breaches(rota(*duties, people=[asha], **facts), "R-24")


LONG = shift("LD", "08:00", "20:00", 30)  # 11 h 30 min
FOUR_WEEKS = {"weeks": 4, "shifts": [LONG]}


def four_weeks(long_days, earlies):
    weeks = ["LD"] * long_days + ["E"] * earlies
    return row("asha", " ".join(weeks))


def test_thirteen_long_days_and_two_earlies_are_too_much_for_four_weeks():
    found = judged(four_weeks(13, 2), **FOUR_WEEKS)
    assert found == [balance(870, last="2026-04-19")]
    problem = rota(four_weeks(13, 2), **FOUR_WEEKS)
    assert sentences(problem, "R-24") == [
        "Asha is paid 14 h 30 min above the contract, Monday 23 March to Sunday 19 April; should "
        "be at most 7 h 30 min."
    ]


def test_thirteen_long_days_are_close_to_the_contract():
    assert judged(four_weeks(13, 0), **FOUR_WEEKS) == []  # half an hour below
    assert judged(four_weeks(13, 1), weeks=4) == []  # half an hour above, with an hour of break


@pytest.mark.parametrize(("ends", "found"), [("16:30", []), ("16:31", [balance(451)])])
def test_seven_and_a_half_hours_above_are_enough(ends, found):
    extra = shift("X", "09:00", ends)
    assert judged(row("asha", "E E E E E X"), shifts=[extra]) == found


@pytest.mark.parametrize(("ends", "found"), [("15:30", []), ("15:29", [balance(-451)])])
def test_and_as_many_below(ends, found):
    extra = shift("X", "08:00", ends)
    assert judged(row("asha", "E E E X"), shifts=[extra]) == found


def test_it_says_which_way():
    assert sentences(rota(row("asha", "E")), "R-24") == [
        "Asha is paid 30 h below the contract, Monday 23 to Sunday 29 March, counting what was "
        "carried in; should be at most 15 h.",
        "Asha is paid 30 h below the contract, Monday 23 to Sunday 29 March; should be at most "
        "7 h 30 min.",
    ]


def test_the_limit_is_the_same_however_long_the_rota():
    assert judged(row("asha", "E E E E E E - E E E E E"), weeks=2) == []
    assert judged(row("asha", "E E E E E E - E E E E E E"), weeks=2) == [
        balance(900, last="2026-04-05")
    ]


@pytest.mark.parametrize(
    ("carried", "found"),
    [
        (900, []),
        (901, [balance(901, 900)]),
        (-900, []),
        (-901, [balance(-901, 900)]),
    ],
)
def test_what_is_carried_into_the_rota_counts_against_a_limit_of_its_own(carried, found):
    assert judged(row("asha", "E E E E E"), carried=carried) == found


def test_both_limits_are_judged():
    found = judged(row("asha", "E E E"), carried=-1)
    assert found == [balance(-901, 900), balance(-900)]
    assert judged(row("asha", "E E E"), carried=60) == [balance(-900)]


def test_paid_absence_counts_and_unpaid_does_not():
    week = row("asha", "E E E")
    assert judged(week, unavailable=[away("asha", "AL", "2026-03-26", "2026-03-27")]) == []
    assert judged(week, unavailable=[away("asha", "OTHER", "2026-03-26", "2026-03-27")]) == [
        balance(-900)
    ]
    part = away("asha", "SD", "2026-03-26", starts="08:00", ends="15:29")
    assert judged(week, unavailable=[part]) == [balance(-451)]
    on_record = away("asha", "SL", "2026-03-26", paid_minutes=449)
    assert judged(week, unavailable=[on_record]) == [balance(-451)]


def test_absence_of_a_week_is_at_most_the_contract():
    absence = away("asha", "AL", MONDAY, SUNDAY, paid_minutes=600)
    found = judged(row("asha", "E E"), unavailable=[absence])
    assert found == [balance(900)]


def test_agreed_extra_duties_other_jobs_and_waiting_on_call_are_left_out():
    week = row("asha", "E E E E E")
    extra = row("asha", "- - - - - LD LD", additional=True)
    bank = elsewhere("asha", f"{SUNDAY}T08:00", f"{SUNDAY}T20:00")
    waiting = duty("asha", "2026-03-27", "OC")
    assert judged(week, extra, waiting, other_work=[bank]) == []
    calls = ((moment("2026-03-27T20:00"), moment("2026-03-28T03:31")),)
    assert judged(week, duty("asha", "2026-03-27", "OC", called=calls)) == [balance(451)]


def test_the_contract_is_that_of_each_week():
    starts_later = employed("assistant_practitioner", 4, since="2026-04-01")
    assert (
        judged(row("asha", "- - - - - - - - - E E E E E"), weeks=2, employment=starts_later) == []
    )
    half = employed("assistant_practitioner", 4, 22.5)
    assert judged(row("asha", "E E E E"), employment=half) == []
    assert judged(row("asha", "E E E E E"), employment=half) == [balance(900)]


def test_people_without_a_duty_in_the_rota_are_not_judged():
    assert judged(row("asha", "E", starts="2026-03-20")) == []


def test_the_history_is_not_paid_in_the_rota():
    assert judged(row("asha", "E E E E E", starts="2026-03-16"), row("asha", "E E E E E")) == []


def test_the_limits_can_be_set():
    rules = {"R-24": {"limit_minutes": 900, "carry_limit_minutes": 899}}
    assert judged(row("asha", "E E E"), rules=rules) == [balance(-900, 899)]


def test_it_can_be_switched_off():
    assert judged(row("asha", "E"), rules={"R-24": {"enabled": False}}) == []
