"""R-18: at most 48 hours a week on average; R-21: who has opted out of it."""

from datetime import date, timedelta

import pytest

from roster.problem import OptOut
from roster.rules.average import at_most_48_hours_a_week_on_average
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import checked
from roster.rules.timeline import Timeline
from tests.roster.rules.build import (
    ASHA,
    away,
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

MONDAY, SUNDAY = "2026-03-23", "2026-03-29"
ONE_WEEK = {"R-18": {"weeks": 1}}
H = 60


def average(minutes, first=MONDAY, last=SUNDAY, weeks=1, level="overridable"):
    limit = {"overridable": 48, "should": 44}[level] * H * weeks
    facts = {"measured": minutes, "limit": limit, "unit": "minutes"}
    return breach("R-18", level, "asha", first, last, **facts)


def judged(*duties, rules=ONE_WEEK, **facts):
    return breaches(rota(*duties, rules=rules, **facts), "R-18")


# ── 17 weeks with ten days of leave, then two more; bank work on Saturdays besides ──

FIRST = date(2025, 12, 1)
LEAVE = (10, 11)
EVERY_SATURDAY = dict.fromkeys(range(17), 660)


def of_week(number, weekday=0):
    return str(FIRST + timedelta(weeks=number, days=weekday))


def seventeen_weeks(bank, **facts):
    """The rota begins with the last of them. `bank` is {week: minutes on its Saturday}."""
    earlies = [row("asha", "E E E E E", of_week(n)) for n in range(19) if n not in LEAVE]
    leave = [away("asha", "AL", of_week(n), of_week(n, 4)) for n in LEAVE]
    saturdays = [
        elsewhere("asha", f"{of_week(n, 5)}T07:00", f"{of_week(n, 5)}T{7 + m // H:02}:{m % H:02}")
        for n, m in bank.items()
    ]
    facts = {"unavailable": leave, "other_work": saturdays, **facts}
    return rota(*earlies, starts=of_week(16), weeks=3, **facts)


def window(minutes, week, level):
    return average(minutes, of_week(week), of_week(week + 16, 6), 17, level)


def test_leave_is_made_up_by_the_days_worked_after_the_window():
    problem = seventeen_weeks(EVERY_SATURDAY)
    assert breaches(problem, "R-18") == [
        window(49470, 0, "overridable"),  # 749.5 h and 75 h after them: 48.5 h a week
        window(46560, 1, "should"),  # half of the days to make up lie beyond the rota
    ]
    assert sentences(problem, "R-18")[0] == (
        "Asha works 824 h 30 min in 17 weeks, Monday 1 December to Sunday 29 March, 75 h of it "
        "after them in place of days away: on average 48 h 30 min a week, at most 48 h."
    )


def test_one_long_day_less_is_only_a_warning():
    problem = seventeen_weeks(dict.fromkeys(range(1, 17), 660))
    assert breaches(problem, "R-18") == [window(48810, 0, "should"), window(46560, 1, "should")]


@pytest.mark.parametrize(
    ("extra", "found"),
    [(150, window(48960, 0, "should")), (151, window(48961, 0, "overridable"))],
)
def test_exactly_48_hours_a_week_are_enough(extra, found):
    problem = seventeen_weeks(EVERY_SATURDAY | {0: extra})
    assert breaches(problem, "R-18") == [found, window(46560, 1, "should")]


def test_the_shape_holds_the_limit_that_is_said():
    timeline = Timeline(seventeen_weeks(EVERY_SATURDAY))
    shapes = list(at_most_48_hours_a_week_on_average(timeline, "asha", CATALOGUE["R-18"].defaults))
    assert [shape.most for shape in shapes] == [48 * H * 17, 44 * H * 17]
    assert [shape.case.limit for shape in shapes] == [48 * H * 17, 44 * H * 17]


def test_leave_may_stay_in_as_days_without_work():
    kept_in = {"R-18": {"exclude_all_annual_leave": False}}
    problem = seventeen_weeks(EVERY_SATURDAY, rules=kept_in)
    assert breaches(problem, "R-18") == [window(44970, 0, "should")]  # 749.5 h


def test_planned_days_may_be_left_out():
    problem = seventeen_weeks(EVERY_SATURDAY, rules={"R-18": {"projection": False}})
    assert breaches(problem, "R-18") == [window(44970, 0, "should")]


# ── one week at a time ──


def test_warnings_begin_above_44_hours_and_breaches_above_48():
    extra = [
        shift("M", "08:00", "08:01"),
        shift("F", "08:00", "12:00"),
        shift("G", "08:00", "12:01"),
    ]

    def found(codes):
        return judged(row("asha", codes), shifts=extra)

    assert found("LD LD LD LD") == []
    assert found("LD LD LD LD M") == [average(44 * H + 1, level="should")]
    assert found("LD LD LD LD F") == [average(48 * H, level="should")]
    assert found("LD LD LD LD G") == [average(48 * H + 1)]


def test_an_average_just_over_is_never_said_to_be_the_limit():
    two_weeks = {"R-18": {"weeks": 2}}
    extra = [shift("F", "08:00", "12:00"), shift("G", "08:00", "12:01")]
    history = row("asha", "LD LD LD LD F", starts="2026-03-16")
    problem = rota(history, row("asha", "LD LD LD LD G"), shifts=extra, rules=two_weeks)
    assert sentences(problem, "R-18") == [
        "Asha works 96 h 1 min in 2 weeks, Monday 16 to Sunday 29 March: on average 48 h 1 min a "
        "week, at most 48 h."
    ]


def test_unpaid_breaks_and_waiting_on_call_are_no_working_time():
    calls = (
        (moment("2026-03-28T21:00"), moment("2026-03-29T03:00")),
    )  # 5 h, the clocks go forward
    waiting, called = (
        duty("asha", "2026-03-28", "OC"),
        duty("asha", "2026-03-28", "OC", called=calls),
    )
    week = row("asha", "LD LD LD LD")
    assert judged(week, waiting) == []
    assert judged(week, called) == [average(49 * H)]


def test_training_agreed_extra_duties_and_other_jobs_count():
    week = row("asha", "LD LD LD LD")
    training = duty("asha", "2026-03-27", "SD")
    extra = duty("asha", "2026-03-27", "E", additional=True)
    bank = elsewhere("asha", "2026-03-29T20:00", "2026-03-30T03:30")
    assert judged(week, training) == [average(51 * H + 30)]
    assert judged(week, extra) == [average(51 * H + 30)]
    assert judged(week, other_work=[bank]) == [average(51 * H + 30)]


@pytest.mark.parametrize("kind", ["AL", "SL", "PL"])
def test_leave_and_sickness_take_the_next_worked_day(kind):
    off = [away("asha", kind, "2026-03-27")]
    week, later = row("asha", "LD LD LD LD"), row("asha", "- - SH LD", starts="2026-03-30")
    assert judged(week, later, weeks=2, unavailable=off) == [average(50 * H)]


def test_the_first_date_of_the_window_counts_as_away():
    off = [away("asha", "AL", "2026-03-23")]
    week, later = row("asha", "- LD LD LD LD"), row("asha", "- - SH LD", starts="2026-03-30")
    assert judged(week, later, weeks=2, unavailable=off) == [average(50 * H)]


@pytest.mark.parametrize("kind", ["SD", "MT", "BH", "TOIL", "OTHER"])
def test_other_absence_takes_none(kind):
    off = [away("asha", kind, "2026-03-27")]
    week, later = row("asha", "LD LD LD LD"), row("asha", "- - SH LD", starts="2026-03-30")
    assert judged(week, later, weeks=2, unavailable=off) == []


def test_part_of_a_day_away_takes_none():
    off = [away("asha", "AL", "2026-03-27", starts="08:00", ends="12:00")]
    week, later = row("asha", "LD LD LD LD"), row("asha", "SH", starts="2026-03-30")
    assert judged(week, later, weeks=2, unavailable=off) == []


def test_a_date_away_twice_takes_one_day():
    off = [away("asha", "AL", "2026-03-27"), away("asha", "SL", "2026-03-27")]
    week, later = row("asha", "LD LD LD LD"), row("asha", "SH SH", starts="2026-03-30")
    assert judged(week, later, weeks=2, unavailable=off) == [average(50 * H)]


def test_work_elsewhere_after_the_rota_takes_the_place_of_days_away():
    off = [away("asha", "AL", "2026-03-27")]
    bank = elsewhere("asha", "2026-03-31T08:00", "2026-03-31T14:00")
    week = row("asha", "LD LD LD LD")
    assert judged(week, unavailable=off, other_work=[bank]) == [average(50 * H)]


# ── the edges of the file and of an employment ──


def test_a_window_from_before_the_history_is_silent():
    busy = row("asha", "LD LD LD LD LD")
    assert judged(busy, rules={"R-18": {"weeks": 2}}) == []
    history = duty("dev", "2026-03-18", "E")
    assert judged(history, busy, rules={"R-18": {"weeks": 2, "limit_minutes": 1649}}) == [
        breach(
            "R-18",
            "overridable",
            "asha",
            "2026-03-16",
            SUNDAY,
            measured=3300,
            limit=3298,
            unit="minutes",
        )
    ]


def test_a_new_starter_is_judged_on_the_weeks_since_they_began():
    began = person("asha", employed("assistant_practitioner", 4, since="2026-03-19"))
    history, busy = row("asha", "LD LD LD LD", starts="2026-03-19"), row("asha", "LD LD LD LD LD")
    assert judged(history, busy, people=[began], rules={}) == [
        average(99 * H, "2026-03-16", SUNDAY, 2)
    ]


@pytest.mark.parametrize("since", ["2026-03-30", "9999-12-31"])
def test_nobody_is_judged_for_weeks_before_they_begin(since):
    later = person("asha", employed("assistant_practitioner", 4, since=since))
    assert judged(row("asha", "LD LD LD LD LD"), people=[later], rules={}) == []


def test_history_in_which_the_rota_has_no_part_is_not_reported():
    history = row("asha", "LD LD LD LD LD", starts="2026-03-16")
    bank = elsewhere("asha", "2026-03-24T08:00", "2026-03-24T20:00")
    two_weeks = {"R-18": {"weeks": 2, "limit_minutes": 60}}
    assert judged(history, other_work=[bank], rules=two_weeks) == []
    only_later = row("asha", "E", starts="2026-03-30")
    found = judged(history, only_later, weeks=2, rules=two_weeks)
    assert [str(one.first) for one in found] == [MONDAY]


def test_it_can_be_switched_off():
    rules = {"R-18": {"weeks": 1, "enabled": False}}
    assert judged(row("asha", "LD LD LD LD LD"), rules=rules) == []


def test_a_window_longer_than_any_file_is_silent():
    assert judged(row("asha", "LD LD LD LD LD"), rules={"R-18": {"weeks": 10**12}}) == []


# ── R-21: opting out ──

OVER = average(55 * H)


def opted(*opt_outs, **rules):
    asha = person("asha", *ASHA.employments, opt_outs=opt_outs)
    rules = ONE_WEEK | {rule.replace("_", "-"): values for rule, values in rules.items()}
    return judged(row("asha", "LD LD LD LD LD"), people=[asha], rules=rules)


def opt_out(starts, until=None, withdrawn=None, notice_days=None):
    return OptOut(day(starts), day(until), day(withdrawn), notice_days)


def test_an_opt_out_for_the_whole_window_silences_it():
    assert opted() == [OVER]
    assert opted(opt_out(MONDAY)) == []
    assert opted(opt_out(MONDAY, SUNDAY)) == []


def test_an_opt_out_for_part_of_the_window_does_not():
    assert opted(opt_out("2026-03-24")) == [OVER]
    assert opted(opt_out(MONDAY, "2026-03-28")) == [OVER]


def test_one_opt_out_covers_all_of_the_window():
    assert opted(opt_out("2026-03-27"), opt_out(MONDAY, "2026-03-26")) == [OVER]
    assert opted(opt_out("2026-03-27"), opt_out("2026-03-20", SUNDAY)) == []


def test_once_withdrawn_it_holds_until_its_notice_is_over():
    assert opted(opt_out("2026-01-01", withdrawn="2026-03-22")) == []
    assert opted(opt_out("2026-01-01", withdrawn="2026-03-21")) == [OVER]


def test_an_opt_out_may_have_its_own_notice():
    assert opted(opt_out("2026-01-01", withdrawn="2026-01-01", notice_days=87)) == []
    assert opted(opt_out("2026-01-01", withdrawn="2026-01-01", notice_days=86)) == [OVER]
    assert opted(opt_out("2026-01-01", withdrawn="2026-03-29", notice_days=0)) == []


def test_the_usual_notice_can_be_set():
    assert opted(opt_out("2026-01-01", withdrawn="2026-03-21"), R_21={"notice_days": 8}) == []


def test_an_opt_out_lifts_no_rest():
    asha = person("asha", *ASHA.employments, opt_outs=(opt_out("2020-01-01"),))
    late = shift("X", "12:00", "22:00")
    problem = rota(row("asha", "X E"), people=[asha], shifts=[late])
    facts = {"measured": 600, "limit": 660, "unit": "minutes"}
    short = breach("R-19", "overridable", "asha", MONDAY, "2026-03-24", **facts)
    assert breaches(problem, "R-19") == [short]


def test_opting_out_is_among_the_rules_checked_unless_switched_off():
    assert "R-21" in checked(rota())
    assert "R-21" not in checked(rota(rules={"R-21": {"enabled": False}}))
