"""Who carries how much of weekends, lates and bank holidays: counted in one way for all who ask."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.fairness import (
    FULL_TIME,
    KINDS,
    Looking,
    Worked,
    as_full_time,
    carried,
    minutes_there,
    shares,
)
from roster.problem import Employment
from tests.roster.rules.build import MONDAY, away, day, duty, employed, person, rota

START = date(2026, 11, 2)
DAY = timedelta(days=1)
MONDAYS = [START + 7 * n * DAY for n in range(4)]
FULL = Employment(date(2020, 1, 6), None, 6, "radiographer", FULL_TIME)


def counts(problem, who, weeks=26, duties=()):
    found = Looking(problem, weeks).carried(duties)
    return tuple(len(found[kind][who]) for kind in KINDS)


# ── what counts ──


def test_both_days_of_a_weekend_are_one_and_a_duty_may_be_of_several_kinds():
    saturday = START + 5 * DAY
    worked = [Worked("asha", saturday, 12), Worked("asha", saturday + DAY, 8)]
    found = carried(worked, {saturday})
    assert [len(found[kind]["asha"]) for kind in KINDS] == [1, 1, 1]


@pytest.mark.parametrize(
    ("code", "counted"), [("LD", 0), ("L", 1), ("SD", 0), ("OC", 0), ("AD", 0)]
)
def test_a_late_is_clinical_and_begins_late(code, counted):
    late = {s.code: s for s in rota().shift_types}[code]
    if code in ("SD", "AD"):
        late = replace(late, starts=late.starts.replace(hour=12))
    plan = rota(duty("dev", "2026-03-16", code), shifts=(late,))
    assert counts(plan, "dev") == (0, counted, 0)


def test_on_call_counts_once_it_was_called():
    saturday = day("2026-03-21")
    quiet = duty("dev", str(saturday), "OC")
    called = replace(quiet, called=((None, None),))
    assert counts(rota(quiet), "dev") == (0, 0, 0)
    assert counts(rota(called), "dev") == (1, 0, 0)


def test_no_more_weeks_count_than_are_asked_for():
    plan = rota(duty("dev", "2026-02-21", "E"), duty("dev", "2026-03-21", "E"))
    assert [counts(plan, "dev", weeks)[0] for weeks in (26, 5, 4, 1)] == [2, 2, 1, 1]
    assert [len(Looking(plan, weeks).mondays) for weeks in (26, 5, 4, 1)] == [6, 6, 2, 2]


# ── for which hours ──


def test_a_week_is_worth_its_contract_less_a_fifth_for_each_weekday_away():
    assert minutes_there([FULL], set(), MONDAYS) == 4 * FULL_TIME
    wednesday, saturday = START + 2 * DAY, START + 5 * DAY
    assert minutes_there([FULL], {wednesday, saturday}, MONDAYS) == 4 * FULL_TIME - 450


def test_each_post_counts_for_its_own_weeks_and_no_post_for_none():
    half = replace(FULL, starts=MONDAYS[2], weekly_minutes=FULL_TIME // 2)
    posts = [replace(FULL, starts=MONDAYS[1], until=MONDAYS[2] - DAY), half]
    assert minutes_there(posts, set(), MONDAYS) == 2 * FULL_TIME
    assert minutes_there([], set(), MONDAYS) == 0


def test_a_part_day_away_is_no_day_away_and_endless_leave_ends_with_the_rota():
    gil = person("gil", employed("radiographer", 6))
    hours = away("gil", "SL", MONDAY, starts="09:00", ends="10:00")
    gone = away("gil", "MT", "2026-03-25", "2099-01-01")
    minutes = Looking(rota(people=[gil], unavailable=(hours, gone)), 26).minutes()
    assert minutes["gil"] == FULL_TIME * 2 / 5


def test_a_leave_before_the_history_counts_too():
    earlier = (duty("dev", "2025-10-20", "E"),)
    gone = (away("dev", "MT", "2025-10-20", "2025-11-16"),)
    plan = replace(rota(), earlier=earlier, earlier_unavailable=gone)
    looking = Looking(plan, 26)
    assert looking.minutes()["fay"] - looking.minutes()["dev"] == 4 * FULL_TIME


def test_half_the_hours_count_double_and_no_hours_not_at_all():
    assert as_full_time(3, FULL_TIME * 4 / 2, 4) == 6
    assert as_full_time(3, 0, 4) is None


# ── what is whose ──


def test_what_comes_goes_to_whoever_had_few_for_their_hours():
    had = {"asha": 4, "ben": 1, "cora": 0}
    minutes = {"asha": 100, "ben": 50, "cora": 0}
    assert shares(4, had, minutes) == {"asha": 2, "ben": 2}


@given(
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9000)), min_size=1, max_size=9),
)
def test_nobody_is_due_more_for_each_hour_than_another(coming, people):
    """But for the rounding, and for those who had more already."""
    had = {number: own for number, (own, _) in enumerate(people)}
    minutes = {number: hours for number, (_, hours) in enumerate(people)}
    a_minute = (coming + sum(had.values())) / sum(minutes.values())
    for who, share in shares(coming, had, minutes).items():
        if share:
            assert abs(share + had[who] - a_minute * minutes[who]) < 0.501
        else:
            assert had[who] >= a_minute * minutes[who] - 0.501
