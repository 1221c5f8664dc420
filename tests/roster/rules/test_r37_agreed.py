"""R-37: what was agreed with a person is kept."""

from dataclasses import replace

import pytest

from roster.problem import AgreedPattern, Place
from tests.roster.rules.build import (
    ASHA,
    at,
    breach,
    breaches,
    day,
    duty,
    moment,
    rota,
    row,
    sentences,
    shift,
)

THURSDAY, FRIDAY = "2026-03-26", "2026-03-27"


def against(on=FRIDAY):
    return breach("R-37", "overridable", "asha", on)


def due(on=FRIDAY):
    return breach("R-37", "should", "asha", on)


def pattern(days=(4,), since="2020-01-01", until=None, review_due=None, **facts):
    times = {name: at(facts.pop(name, None)) for name in ("earliest", "latest")}
    return AgreedPattern(day(since), day(until), day(review_due), days, **times, **facts)


def problem(*duties, agreed, **facts):
    agreed = agreed if isinstance(agreed, tuple) else (agreed,)
    return rota(*duties, people=[replace(ASHA, agreed_patterns=agreed)], **facts)


def judged(*duties, agreed, **facts):
    return breaches(problem(*duties, agreed=agreed, **facts), "R-37")


def on(code, date=FRIDAY, **facts):
    return duty("asha", date, code, **facts)


SUNSET = pattern(latest="18:15")


def test_a_late_past_an_agreed_end_is_a_breach():
    late = problem(on("L"), agreed=SUNSET)
    assert breaches(late, "R-37") == [against()]
    assert sentences(late, "R-37") == [
        "Asha works L on Friday 27 March from 12:00 to 20:00, against an agreed pattern: no end "
        "after 18:15."
    ]


def test_an_early_keeps_it():
    assert judged(on("E"), agreed=SUNSET) == []


@pytest.mark.parametrize(("ends", "found"), [("18:15", []), ("18:16", [against()])])
def test_the_agreed_end_itself_is_in_order(ends, found):
    assert judged(on("X"), agreed=SUNSET, shifts=[shift("X", "12:00", ends)]) == found


@pytest.mark.parametrize(("starts", "found"), [("09:30", []), ("09:29", [against()])])
def test_the_agreed_start_itself_is_in_order(starts, found):
    extra = [shift("X", starts, "16:00")]
    assert judged(on("X"), agreed=pattern(earliest="09:30"), shifts=extra) == found


@pytest.mark.parametrize("ends", ["00:00", "02:00"])
def test_what_runs_past_midnight_ends_after_any_time(ends):
    extra = [shift("X", "18:00", ends)]
    assert judged(on("X"), agreed=pattern(latest="23:59"), shifts=extra) == [against()]


def test_a_day_off_is_kept_free_of_every_class_of_duty():
    off = pattern(off=True)
    assert judged(on("SD"), on("E", THURSDAY), agreed=off) == [against()]
    assert sentences(problem(on("E"), agreed=off), "R-37") == [
        "Asha works E on Friday 27 March from 08:00 to 16:00, against an agreed pattern: a day off."
    ]


def test_only_its_weekdays_and_dates_count():
    every_day = pattern(days=(0, 1, 2, 3, 4, 5, 6), latest="18:15")
    week = row("asha", "L L L L L L L")
    assert len(judged(week, agreed=every_day)) == 7
    assert judged(week, agreed=pattern(days=(), latest="18:15")) == []
    dated = replace(every_day, starts=day(THURSDAY), until=day(FRIDAY))
    assert judged(week, agreed=dated) == [against(THURSDAY), against()]


def test_an_area_or_a_whole_site_can_be_left_out():
    not_fluoroscopy = pattern(not_areas=(Place("TH", "FL"),))
    assert judged(on("E", place="TH/FL"), agreed=not_fluoroscopy) == [against()]
    assert judged(on("E", place="TH/XR"), agreed=not_fluoroscopy) == []
    assert judged(on("AD", place="TH"), agreed=not_fluoroscopy) == []
    not_there = pattern(not_areas=(Place("TH"),))
    assert judged(on("E", place="TH/XR"), agreed=not_there) == [against()]
    assert judged(on("AD", place="TH"), agreed=not_there) == [against()]
    assert judged(on("E", place="GH/XR"), agreed=not_there) == []


def test_a_place_left_out_is_said():
    not_fluoroscopy = pattern(not_areas=(Place("TH", "FL"),))
    assert sentences(problem(on("E", place="TH/FL"), agreed=not_fluoroscopy), "R-37") == [
        "Asha works E on Friday 27 March from 08:00 to 16:00, against an agreed pattern: not in "
        "this place."
    ]


def test_a_duty_against_a_pattern_in_two_ways_is_one_breach():
    strict = pattern(earliest="09:00", latest="15:00")
    assert judged(on("E"), agreed=strict) == [against()]
    assert sentences(problem(on("E"), agreed=strict), "R-37") == [
        "Asha works E on Friday 27 March from 08:00 to 16:00, against an agreed pattern: no start "
        "before 09:00 and no end after 15:00."
    ]


def test_each_pattern_and_each_duty_is_judged_by_itself():
    two = (SUNSET, pattern(off=True))
    assert judged(on("L"), agreed=two) == [against(), against()]
    assert judged(on("L"), on("X"), agreed=SUNSET, shifts=[shift("X", "19:00", "20:00")]) == [
        against(),
        against(),
    ]


@pytest.mark.parametrize(("review", "found"), [("2026-03-28", []), (FRIDAY, [due()])])
def test_on_the_date_of_its_review_a_pattern_begins_to_warn(review, found):
    assert judged(on("E"), agreed=replace(SUNSET, review_due=day(review))) == found


def test_past_its_review_a_pattern_still_holds():
    old = replace(SUNSET, review_due=day("2026-01-31"))
    assert judged(on("L"), agreed=old) == [against(), due()]
    assert sentences(problem(on("E"), agreed=old), "R-37") == [
        "Asha works E on Friday 27 March under an agreed pattern that was due for review on "
        "31 January 2026; it still holds."
    ]


def test_waiting_on_call_is_no_duty_and_being_called_is():
    calls = ((moment(f"{FRIDAY}T21:00"), moment(f"{FRIDAY}T22:00")),)
    off = pattern(off=True)
    assert judged(on("OC"), agreed=off) == []
    assert judged(on("OC", called=calls), agreed=off) == [against()]


def test_colleagues_and_the_history_are_not_judged():
    off = pattern(days=(4, 6), off=True)
    assert judged(duty("ben", FRIDAY, "E"), row("asha", "E", starts="2026-03-22"), agreed=off) == []


def test_it_can_be_switched_off():
    assert judged(on("L"), agreed=SUNSET, rules={"R-37": {"enabled": False}}) == []
