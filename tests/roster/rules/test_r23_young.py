"""R-23: shorter hours and longer rests for somebody under eighteen."""

from dataclasses import replace

import pytest

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

MONDAY, TUESDAY, SUNDAY = "2026-03-23", "2026-03-24", "2026-03-29"
H = 60
ENOUGH = {"day_minutes": 10**6, "week_minutes": 10**6, "rest_minutes": 1, "weekly_rest_minutes": 1}


def gita(born="2008-12-24"):
    return person("gita", employed("trainee", 3), born=day(born))


def wrong(minutes, limit, first=MONDAY, last=None):
    facts = {"measured": minutes, "limit": limit, "unit": "minutes"}
    return breach("R-23", "must", "gita", first, last, **facts)


def problem(*duties, born="2008-12-24", rules=None, **facts):
    """Of a 17-year-old; `rules` are the rule's."""
    people = [gita(born)]
    return rota(*duties, people=people, rules={"R-23": rules or {}}, **facts)


def judged(*duties, **facts):
    return breaches(problem(*duties, **facts), "R-23")


def but(*kept):
    """Settings nobody reaches, but for those named."""
    return {name: value for name, value in ENOUGH.items() if name not in kept}


def test_a_long_day_is_too_long():
    long = problem(row("gita", "LD"))
    assert breaches(long, "R-23") == [wrong(11 * H, 8 * H)]
    assert sentences(long, "R-23") == ["Under 18: Gita works 11 h, Monday 23 March; at most 8 h."]


def test_an_early_with_its_break_is_in_order():
    assert judged(row("gita", "E")) == []


@pytest.mark.parametrize(("ends", "found"), [("16:30", []), ("16:31", [wrong(481, 480)])])
def test_eight_hours_a_date_are_enough(ends, found):
    assert judged(row("gita", "X"), shifts=[shift("X", "08:00", ends, 30)]) == found


def test_all_jobs_of_a_date_count_together():
    bank = elsewhere("gita", f"{MONDAY}T17:00", f"{MONDAY}T18:00")
    assert judged(row("gita", "E"), other_work=[bank]) == [wrong(8 * H + 30, 8 * H)]
    assert judged(row("gita", "- E"), other_work=[bank], rules=but()) == []


def test_a_date_of_other_work_alone_is_not_ours_to_judge():
    bank = elsewhere("gita", f"{TUESDAY}T06:00", f"{TUESDAY}T18:00")
    rules = but("day_minutes")
    assert judged(row("gita", "- - E"), other_work=[bank], rules=rules) == []


def test_forty_hours_a_week_are_enough():
    day_long = [shift("X", "08:00", "16:30", 30), shift("Y", "08:00", "16:31", 30)]
    rules = but("week_minutes", "weekly_rest_minutes")
    assert judged(row("gita", "X X X X X"), shifts=day_long, rules=rules) == []
    over = problem(row("gita", "X X X X Y"), shifts=day_long, rules=rules)
    assert breaches(over, "R-23") == [wrong(2401, 2400, MONDAY, SUNDAY)]
    assert sentences(over, "R-23") == [
        "Under 18: Gita works 40 h 1 min, Monday 23 to Sunday 29 March; at most 40 h."
    ]


def test_all_jobs_of_a_week_count_together():
    bank = elsewhere("gita", f"{SUNDAY}T08:00", f"{SUNDAY}T12:00")
    rules = but("week_minutes")
    found = judged(row("gita", "E E E E E"), other_work=[bank], rules=rules)
    assert found == [wrong(41 * H + 30, 40 * H, MONDAY, SUNDAY)]


@pytest.mark.parametrize(
    ("ends", "found"), [("20:00", []), ("20:01", [wrong(719, 720, MONDAY, TUESDAY)])]
)
def test_twelve_hours_between_days_are_enough(ends, found):
    late = [shift("X", "14:00", ends)]
    assert (
        judged(row("gita", "X E"), shifts=late, rules={"break_threshold_minutes": 10**6}) == found
    )


def test_a_short_rest_says_so():
    late = [shift("X", "16:00", "20:30")]
    assert sentences(problem(row("gita", "X E"), shifts=late), "R-23") == [
        "Under 18: Gita has 11 h 30 min of rest between X on Monday 23 March, which ends at 20:30, "
        "and E on Tuesday 24 March, which begins at 08:00; 12 h are needed."
    ]


def test_a_rest_is_elapsed_time():
    late = [shift("X", "16:00", "20:00")]
    assert judged(row("gita", "- - - - - X E"), shifts=late) == [
        wrong(11 * H, 12 * H, "2026-03-28", SUNDAY)
    ]


def test_a_rest_from_the_history_and_to_other_work_counts():
    late = [shift("X", "16:00", "20:30")]
    before = row("gita", "X E", starts="2026-03-22")
    assert judged(before, shifts=late) == [wrong(690, 720, "2026-03-22", MONDAY)]
    bank = elsewhere("gita", f"{TUESDAY}T07:00", f"{TUESDAY}T08:00")
    found = judged(row("gita", "L"), other_work=[bank])
    assert found == [wrong(11 * H, 12 * H, MONDAY, TUESDAY)]


def test_48_hours_of_rest_in_the_week():
    rules = but("weekly_rest_minutes")
    late = [shift("X", "12:00", "20:00", 30)]
    kept = row("gita", "E E E E X - - D")
    assert judged(kept, weeks=2, shifts=late, rules=rules) == []
    # Saturday 08:00 to Monday 09:00 is 48 hours, as Sunday has only 23.
    saturday = [shift("S", "06:00", "08:00"), shift("T", "06:00", "08:01")]
    tight = row("gita", "E E E E E S - D")
    assert judged(tight, weeks=2, shifts=saturday, rules=rules) == []
    short = problem(row("gita", "E E E E E T - D"), weeks=2, shifts=saturday, rules=rules)
    assert breaches(short, "R-23") == [wrong(2879, 2880, MONDAY, SUNDAY)]
    assert sentences(short, "R-23") == [
        "Under 18: Gita has too little weekly rest, Monday 23 to Sunday 29 March: the longest that "
        "counts is 47 h 59 min, 48 h are needed."
    ]


def test_24_hours_of_the_weekly_rest_lie_in_the_week():
    rules = but("weekly_rest_minutes")
    late = [shift("X", "12:00", "23:59", 30)]
    found = judged(row("gita", "E E E E E X - - - E"), weeks=2, shifts=late, rules=rules)
    assert found == [wrong(23 * H + 1 + 24 * H, 48 * H, MONDAY, SUNDAY)]
    wider = {"R-20": {"inside_minutes": 23 * H}, "R-23": rules}
    eased = replace(problem(row("gita", "E E E E E X - - - E"), weeks=2, shifts=late), rules=wider)
    assert breaches(eased, "R-23") == []


@pytest.mark.parametrize(
    ("ends", "placed", "found"),
    [
        ("12:30", None, []),
        ("12:31", None, [wrong(0, 30)]),
        ("12:31", ["12:00-12:30"], []),
        ("12:31", ["08:00-08:30"], []),
        ("12:31", ["10:00-10:15", "11:00-11:15"], [wrong(15, 30)]),
    ],
)
def test_a_break_of_30_minutes_in_more_than_four_and_a_half_hours(ends, placed, found):
    extra = [shift("X", "08:00", ends, breaks=placed)]
    assert judged(row("gita", "X"), shifts=extra) == found


def test_a_missing_break_says_so():
    extra = [shift("X", "08:00", "13:00", 20)]
    assert sentences(problem(row("gita", "X"), shifts=extra), "R-23") == [
        "Under 18: Gita works X on Monday 23 March, 5 h, without a break of 30 min, only one of "
        "20 min."
    ]


def test_nobody_is_judged_from_the_eighteenth_birthday_on():
    assert judged(row("gita", "- LD LD"), born="2008-03-25", rules=but("day_minutes")) == [
        wrong(11 * H, 8 * H, TUESDAY)
    ]
    assert judged(row("gita", "LD LD LD"), born="2008-03-23") == []


def test_without_a_date_of_birth_nobody_is_judged():
    assert breaches(rota(row("asha", "LD LD LD")), "R-23") == []


def test_only_the_dates_under_age_make_up_the_week():
    rules = but("week_minutes")
    week = row("gita", "E E E E E"), row("gita", "- - - - - E")
    assert judged(*week, rules=rules) == [wrong(45 * H, 40 * H, MONDAY, SUNDAY)]
    assert judged(*week, born="2008-03-28", rules=rules) == []


def test_waiting_on_call_is_no_work():
    rules = {"break_threshold_minutes": 10**6}
    assert judged(row("gita", "OC"), rules=rules) == []
    call = moment(f"{MONDAY}T20:00"), moment(f"{TUESDAY}T05:00")
    assert judged(duty("gita", MONDAY, "OC", called=[call]), rules=rules) == [wrong(540, 480)]


def test_the_history_alone_is_not_reported():
    assert judged(row("gita", "LD LD - - -", starts="2026-03-16"), row("gita", "E")) == []


def test_the_settings_can_be_changed():
    rules = {"age": 17, **but()}
    assert judged(row("gita", "LD LD LD"), rules=rules) == []
    assert judged(row("gita", "E"), rules={"break_minutes": 31}) == [wrong(30, 31)]
    assert judged(row("gita", "E"), rules={"day_minutes": 449}) == [wrong(450, 449)]


def test_it_can_be_switched_off():
    assert judged(row("gita", "LD LD LD"), rules={"enabled": False}) == []
