"""R-01: every duty of an assistant practitioner lies inside the working day."""

import pytest

from tests.roster.rules.build import breach, breaches, duty, rota, row, sentences, shift

TUESDAY = "2026-03-24"


def outside(on, minutes, who="asha"):
    return breach("R-01", "overridable", who, on, measured=minutes, limit=0, unit="minutes")


def shifted(starts, ends, on=TUESDAY, who="asha", work_class="clinical", **facts):
    extra = shift("X", starts, ends, work_class=work_class)
    return rota(duty(who, on, "X"), shifts=[extra], **facts)


def test_a_long_day_on_the_sunday_the_clocks_change_is_inside():
    assert breaches(rota(duty("asha", "2026-03-29", "LD")), "R-01") == []


def test_a_quarter_of_an_hour_past_eight_is_outside():
    problem = shifted("12:15", "20:15")
    assert breaches(problem, "R-01") == [outside(TUESDAY, 15)]
    assert sentences(problem, "R-01") == [
        "Asha works X on Tuesday 24 March from 12:15 to 20:15: 15 min outside 08:00 to 20:00."
    ]


def test_a_quarter_of_an_hour_before_eight_is_outside():
    assert breaches(shifted("07:45", "16:00"), "R-01") == [outside(TUESDAY, 15)]


@pytest.mark.parametrize(("ends", "found"), [("20:00", []), ("20:01", [outside(TUESDAY, 1)])])
def test_the_end_of_the_window_is_inside(ends, found):
    assert breaches(shifted("12:00", ends), "R-01") == found


@pytest.mark.parametrize(("starts", "found"), [("08:00", []), ("07:59", [outside(TUESDAY, 1)])])
def test_the_start_of_the_window_is_inside(starts, found):
    assert breaches(shifted(starts, "16:00"), "R-01") == found


def test_what_runs_past_midnight_is_outside_even_after_eight():
    assert breaches(shifted("19:00", "09:00"), "R-01") == [outside(TUESDAY, 13 * 60)]


def test_a_duty_may_be_outside_altogether():
    assert breaches(shifted("20:30", "22:00"), "R-01") == [outside(TUESDAY, 90)]
    assert breaches(shifted("05:00", "06:00"), "R-01") == [outside(TUESDAY, 60)]


def test_every_class_of_duty_counts():
    assert breaches(shifted("07:00", "09:00", work_class="admin"), "R-01") == [outside(TUESDAY, 60)]


def test_a_radiographer_may_work_at_any_hour():
    assert breaches(shifted("06:00", "22:00", who="dev"), "R-01") == []


def test_history_is_not_judged():
    early = shift("X", "06:00", "14:00")
    assert breaches(rota(duty("asha", "2026-03-22", "X"), shifts=[early]), "R-01") == []


def test_a_site_may_have_its_own_window():
    early = shift("X", "07:30", "15:30")
    rules = {"R-01": {"sites": {"GH": {"window_start": "07:30"}}}}
    at_th, at_gh = row("asha", "X"), row("asha", "- X", place="GH/XR")
    problem = rota(at_th, at_gh, shifts=[early], rules=rules)
    assert breaches(problem, "R-01") == [outside("2026-03-23", 30)]


def test_a_site_may_have_its_own_end():
    late = shift("X", "13:00", "21:00")
    rules = {"R-01": {"sites": {"GH": {"window_end": "21:00"}}}}
    problem = rota(row("asha", "X"), row("asha", "- X", place="GH/XR"), shifts=[late], rules=rules)
    assert breaches(problem, "R-01") == [outside("2026-03-23", 60)]


def test_the_roles_judged_may_be_set():
    problem = shifted("06:00", "14:00", who="dev", rules={"R-01": {"roles": ["radiographer"]}})
    assert breaches(problem, "R-01") == [outside(TUESDAY, 120, "dev")]


def test_it_can_be_switched_off():
    assert breaches(shifted("06:00", "14:00", rules={"R-01": {"enabled": False}}), "R-01") == []
