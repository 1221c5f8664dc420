"""R-15: no duty touches an absence."""

import pytest

from tests.roster.rules.build import away, breach, breaches, duty, rota, row, sentences, shift

FRIDAY, SATURDAY = "2026-03-27", "2026-03-28"


def during(minutes, date=FRIDAY, who="asha"):
    facts = {"measured": minutes, "limit": 0, "unit": "minutes"}
    return breach("R-15", "must", who, date, **facts)


def judged(*duties, off, **facts):
    return breaches(rota(*duties, unavailable=off, **facts), "R-15")


def test_a_duty_on_a_day_of_leave_is_a_breach():
    problem = rota(duty("asha", FRIDAY, "E"), unavailable=[away("asha", "AL", FRIDAY)])
    assert breaches(problem, "R-15") == [during(480)]
    assert sentences(problem, "R-15") == [
        "Asha works E on Friday 27 March while away: 8 h of it in an agreed absence."
    ]


def test_the_day_after_leave_ends_is_free_for_duty():
    leave = [away("asha", "AL", "2026-03-23", FRIDAY)]
    assert judged(duty("asha", SATURDAY, "E"), off=leave) == []


@pytest.mark.parametrize("kind", ["AL", "SL", "SD", "MT", "BH", "TOIL", "PL", "OTHER"])
def test_every_kind_of_absence_counts(kind):
    assert judged(duty("asha", FRIDAY, "E"), off=[away("asha", kind, FRIDAY)]) == [during(480)]


@pytest.mark.parametrize(("ends", "found"), [("12:00", []), ("12:01", [during(1)])])
def test_part_of_a_day_is_judged_by_the_minute(ends, found):
    part = [away("asha", "OTHER", FRIDAY, starts="12:00", ends="14:00")]
    extra = shift("X", "08:00", ends)
    assert judged(duty("asha", FRIDAY, "X"), off=part, shifts=[extra]) == found


def test_minutes_in_two_absences_count_once():
    both = [
        away("asha", "SD", FRIDAY, starts="08:00", ends="10:00"),
        away("asha", "SL", FRIDAY, starts="09:00", ends="11:00"),
    ]
    assert judged(duty("asha", FRIDAY, "E"), off=both) == [during(180)]


def test_a_night_on_call_runs_into_the_day_away():
    assert judged(duty("asha", FRIDAY, "OC"), off=[away("asha", "AL", SATURDAY)]) == [during(480)]


def test_a_day_away_ends_at_the_local_midnight_when_the_clocks_change():
    sunday = [away("asha", "SL", "2026-03-29")]
    assert judged(duty("asha", SATURDAY, "OC"), off=sunday) == [during(420, SATURDAY)]


def test_an_absence_may_have_no_end_in_sight():
    ages = [away("asha", "SL", "2020-01-01", "9999-12-31")]
    assert judged(duty("asha", FRIDAY, "E"), off=ages) == [during(480)]


def test_a_colleagues_absence_is_no_matter():
    assert judged(duty("asha", FRIDAY, "E"), off=[away("ben", "AL", FRIDAY)]) == []


def test_the_history_is_not_judged():
    absent = [away("asha", "AL", "2026-03-20")]
    assert judged(row("asha", "E", starts="2026-03-20"), off=absent) == []


def test_a_last_night_that_runs_past_the_rota_is_judged():
    absent = [away("asha", "AL", "2026-03-30")]
    assert judged(duty("asha", "2026-03-29", "OC"), off=absent) == [during(480, "2026-03-29")]


def test_it_can_be_switched_off():
    off = {"R-15": {"enabled": False}}
    absent = [away("asha", "AL", FRIDAY)]
    assert judged(duty("asha", FRIDAY, "E"), off=absent, rules=off) == []
