"""R-20: one long rest in every week, or in every fortnight."""

from dataclasses import replace

import pytest

from roster.problem import CompensatoryRest
from tests.roster.rules.build import (
    breach,
    breaches,
    day,
    duty,
    elsewhere,
    employed,
    moment,
    person,
    rota,
    row,
    sentences,
    shift,
)

MONDAY, SUNDAY, NEXT = "2026-03-23", "2026-03-29", "2026-03-30"  # the Sunday has 23 hours
OCTOBER = "2026-10-19"
H = 60


def short(minutes, first=MONDAY, last=SUNDAY, need=35 * H):
    facts = {"measured": minutes, "limit": need, "unit": "minutes"}
    return breach("R-20", "overridable", "asha", first, last, **facts)


def judged(*duties, **facts):
    return breaches(rota(*duties, **facts), "R-20")


def six_days(ends, starts=MONDAY, weeks=2):
    """Monday to Saturday until a time, and again on the Monday after."""
    last = shift("X", "12:00", ends)
    return rota(row("asha", "E E E E E X - E", starts), starts=starts, weeks=weeks, shifts=[last])


@pytest.mark.parametrize(
    ("ends", "found"),
    [("20:00", []), ("20:01", [short(2099)]), ("20:15", [short(2085)])],
)
def test_35_hours_over_a_sunday_of_23(ends, found):
    assert breaches(six_days(ends), "R-20") == found


def test_it_says_how_long_the_longest_is():
    assert sentences(six_days("20:15"), "R-20") == [
        "Asha has too little weekly rest, Monday 23 to Sunday 29 March: the longest that counts is "
        "34 h 45 min, 35 h are needed."
    ]


def test_the_sunday_of_25_hours_gives_37():
    assert breaches(six_days("20:00", OCTOBER), "R-20") == []
    assert breaches(six_days("22:00", OCTOBER), "R-20") == []
    assert breaches(six_days("22:01", OCTOBER), "R-20") == [
        short(2099, OCTOBER, "2026-10-25"),
    ]


@pytest.mark.parametrize(("starts", "last"), [("2027-03-22", "20:00"), ("2027-10-25", "22:00")])
def test_the_year_after_too(starts, last):
    assert breaches(six_days(last, starts), "R-20") == []
    later = f"{last[:3]}01"
    assert [one.measured for one in breaches(six_days(later, starts), "R-20")] == [2099]


def test_24_hours_of_the_rest_lie_in_the_week():
    long_enough = rota(row("asha", "E E E E E E - SH"), weeks=2)
    assert breaches(long_enough, "R-20") == []
    late = shift("Z", "12:00", "23:59")
    problem = rota(row("asha", "E E E E E Z - - E"), weeks=2, shifts=[late])
    # 55 hours to Tuesday, but only 23 h 1 min before Monday: that and 11 hours count.
    assert breaches(problem, "R-20") == [short(34 * H + 1)]


def test_before_the_first_and_after_the_last_duty_is_free():
    assert judged(row("asha", "- E E E E E E")) == []
    assert judged(row("asha", "E E E E E - -")) == []
    assert judged(row("asha", "E E E E E E E")) == [short(8 * H + 11 * H)]


@pytest.mark.parametrize(("ends", "found"), [("21:00", []), ("21:01", [short(2099)])])
def test_a_rest_may_begin_in_the_history(ends, found):
    before = duty("asha", "2026-03-22", "X")
    busy = row("asha", "- E E E E E E")
    assert judged(before, busy, shifts=[shift("X", "12:00", ends)]) == found


def test_work_for_others_takes_rest_away():
    saturday = elsewhere("asha", "2026-03-28T08:00", "2026-03-28T16:00")
    sunday = elsewhere("asha", "2026-03-29T08:00", "2026-03-29T16:00")
    week = row("asha", "E E E E E")
    assert judged(week, other_work=[saturday]) == []
    assert judged(week, other_work=[saturday, sunday]) == [short(8 * H + 11 * H)]


def test_waiting_on_call_is_rest_and_being_called_is_not():
    call = moment("2026-03-29T20:30"), moment("2026-03-29T21:00")
    week = row("asha", "E E E E E E"), row("asha", "E", starts=NEXT)
    assert judged(*week, duty("asha", SUNDAY, "OC"), weeks=2) == []
    called = duty("asha", SUNDAY, "OC", called=[call])
    assert judged(*week, called, weeks=2) == [short(27 * H + 30)]


def test_a_week_without_any_rest_says_so():
    bank = elsewhere("asha", "2026-03-22T12:00", "2026-03-30T12:00")
    problem = rota(row("asha", "E"), other_work=[bank])
    assert breaches(problem, "R-20") == [short(0)]
    assert sentences(problem, "R-20") == [
        "Asha has too little weekly rest, Monday 23 to Sunday 29 March: there is none, 35 h are "
        "needed."
    ]


def test_a_week_in_which_the_rota_has_no_part_is_not_reported():
    bank = elsewhere("asha", "2026-03-22T12:00", "2026-04-06T12:00")
    assert judged(row("asha", "E", starts=NEXT), weeks=2, other_work=[bank]) == [
        short(0, NEXT, "2026-04-05")
    ]


def test_a_reason_on_record_lowers_the_need_to_24_hours():
    def recorded(ends, monday=MONDAY, rule="R-20", who="asha"):
        reason = CompensatoryRest(who, rule, day(monday), reason="two colleagues sick")
        return breaches(replace(six_days(ends), compensatory_rest=(reason,)), "R-20")

    without = short(32 * H)
    assert breaches(six_days("23:00"), "R-20") == [without]
    assert recorded("23:00") == []
    assert recorded("23:01") == [short(24 * H - 1, need=24 * H)]
    assert recorded("23:00", monday=NEXT) == [without]
    assert recorded("23:00", rule="R-19") == [without]
    assert recorded("23:00", who="ben") == [without]


def test_what_is_needed_can_be_set():
    def found(ends, **rules):
        return breaches(replace(six_days(ends), rules={"R-20": rules}), "R-20")

    assert found("20:00", need_minutes=2101) == [short(2100, need=2101)]
    assert found("20:01", inside_minutes=1680) == [short(1619 + 2100 - 1680)]
    assert found("20:00", inside_minutes=1620) == []
    assert found("20:00", inside_minutes=1621) == [short(2099)]  # 27 hours lie in the week


# ── fortnights ──

FORTNIGHT = "2026-04-05"


def fortnightly(*duties, since="2026-03-25", weeks=2, shifts=(), **rules):
    asha = person("asha", employed("assistant_practitioner", 4, since=since))
    rules = {"R-20": {"mode": "14d", **rules}}
    return judged(*duties, weeks=weeks, people=[asha], shifts=shifts, rules=rules)


def in_fortnight(minutes, first=MONDAY, last=FORTNIGHT, need=59 * H):
    return short(minutes, first, last, need)


@pytest.mark.parametrize(("ends", "found"), [("20:00", []), ("20:01", [in_fortnight(3539)])])
def test_one_rest_of_59_hours_is_enough_for_a_fortnight(ends, found):
    late = [shift("X", "12:00", ends)]
    assert fortnightly(row("asha", "E E E E X - - E E E E E E E"), shifts=late) == found


@pytest.mark.parametrize(("ends", "found"), [("21:00", []), ("21:01", [in_fortnight(40 * H)])])
def test_so_are_two_of_35_hours(ends, found):
    late = [shift("X", "12:00", ends)]
    assert fortnightly(row("asha", "E E - E E E E E E E E X - E"), shifts=late) == found


def test_a_fortnight_begins_in_the_week_employment_began():
    no_rest = row("asha", "E E E E E E E E E E E E E E", starts="2026-03-16")
    found = fortnightly(no_rest, since="2026-03-16", weeks=1)
    assert found == [in_fortnight(8 * H + 11 * H, "2026-03-16", SUNDAY)]
    later = fortnightly(no_rest, row("asha", "E E", NEXT), since="2026-03-30", weeks=2)
    assert later == []


def test_a_reason_on_record_is_no_matter_in_a_fortnight():
    asha = person("asha", employed("assistant_practitioner", 4, since="2026-03-25"))
    reason = CompensatoryRest("asha", "R-20", day(MONDAY), reason="two colleagues sick")
    facts = {"people": [asha], "rules": {"R-20": {"mode": "14d"}}, "compensatory_rest": [reason]}
    every_day = row("asha", " ".join(["E"] * 14))
    assert judged(every_day, weeks=2, **facts) == [in_fortnight(19 * H)]


def test_what_a_fortnight_needs_can_be_set():
    late = [shift("X", "12:00", "20:00")]
    fortnight = row("asha", "E E E E X - - E E E E E E E")
    assert fortnightly(fortnight, shifts=late, need_14d_minutes=3541) == [
        in_fortnight(3540, need=3541)
    ]
    assert fortnightly(fortnight, shifts=late, inside_14d_minutes=59 * H) == []
    assert fortnightly(fortnight, shifts=late, inside_14d_minutes=59 * H + 1) == [
        in_fortnight(59 * H - 1)
    ]


def test_it_can_be_switched_off():
    problem = replace(six_days("23:00"), rules={"R-20": {"enabled": False}})
    assert breaches(problem, "R-20") == []
