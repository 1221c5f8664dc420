"""R-38: weekends are shared."""

import pytest

from tests.roster.rules.build import breach, breaches, duty, elsewhere, moment, rota, sentences

# Mondays of the rota's first week, and of those before and after it.
MONDAYS = {
    n: f"2026-{month:02}-{day:02}"
    for n, (month, day) in enumerate(
        [(3, 2), (3, 9), (3, 16), (3, 23), (3, 30), (4, 6), (4, 13)], start=-3
    )
}
SATURDAYS = {-3: "2026-03-07", -2: "2026-03-14", -1: "2026-03-21", 0: "2026-03-28"}
SATURDAYS |= {1: "2026-04-04", 2: "2026-04-11", 3: "2026-04-18"}
SUNDAYS = {-3: "2026-03-08", -2: "2026-03-15", -1: "2026-03-22", 0: "2026-03-29"}
SUNDAYS |= {1: "2026-04-05", 2: "2026-04-12", 3: "2026-04-19"}


def most(count, first, last, limit=2):
    return _found(count, first, last, limit)


def without_a_free_one(count, first, last, limit=2):
    return _found(count, first, last, limit)


def _found(count, first, last, limit):
    facts = {"measured": count, "limit": limit, "unit": "weekends"}
    return breach("R-38", "should", "asha", MONDAYS[first], SUNDAYS[last], **facts)


def on(*weeks, dates=SATURDAYS, code="E", **facts):
    return [duty("asha", dates[week], code, **facts) for week in weeks]


def judged(*duties, weeks=4, **facts):
    return breaches(rota(*duties, weeks=weeks, **facts), "R-38")


def test_four_weekends_in_a_row_are_too_many_and_leave_none_free():
    problem = rota(on(0, 1, 2, 3), weeks=4)
    assert breaches(problem, "R-38") == [
        most(4, 0, 3),
        without_a_free_one(4, 0, 3),
    ]
    assert sentences(problem, "R-38") == [
        "Asha works 4 of the 4 weekends from Monday 23 March to Sunday 19 April; should be at most "
        "2.",
        "Asha has no free weekend in 4 weeks, Monday 23 March to Sunday 19 April; one in any 3 "
        "should be free.",
    ]


def test_the_first_and_third_of_four_are_in_order():
    assert judged(on(0, 2)) == []


def test_two_of_four_are_the_most():
    assert judged(on(0, 1)) == []
    assert judged(on(0, 1, 3)) == [most(3, 0, 3)]


def test_a_saturday_a_sunday_or_both_are_one_weekend():
    assert judged(on(0, 1), on(0, 1, dates=SUNDAYS)) == []
    assert judged(on(0), on(1, 3, dates=SUNDAYS)) == [most(3, 0, 3)]


def test_fridays_are_no_weekend():
    friday_nights = [duty("asha", f, "OC") for f in ("2026-03-27", "2026-04-03", "2026-04-10")]
    assert judged(friday_nights) == []


def test_the_first_of_the_worst_windows_is_told():
    assert judged(on(0, 1, 2), rules={"R-38": {"free_weekend_weeks": 9}}) == [most(3, 0, 2)]


def test_the_history_is_part_of_a_window_that_ends_in_the_rota():
    assert judged(on(-2, -1), on(0), weeks=1) == [
        most(3, -2, 0),
        without_a_free_one(3, -2, 0),
    ]
    assert judged(on(-3, -1), on(0), weeks=1) == [most(3, -3, 0)]
    assert judged(on(-3, -2), on(1), weeks=2) == []  # four weeks hold two of them


def test_a_window_of_the_history_alone_is_not_reported():
    history = on(-3, -2, -1)
    assert judged(history, duty("asha", "2026-03-24", "E"), weeks=1) == []
    assert judged(history, on(3)) == []


def test_a_run_of_weekends_goes_on_from_the_history():
    assert judged(on(-3, -2, -1, 0), weeks=1) == [
        most(4, -3, 0),
        without_a_free_one(4, -3, 0),
    ]


def test_only_the_first_run_without_a_free_weekend_is_told():
    two = {"R-38": {"free_weekend_weeks": 2, "max_weekends": 9}}
    six_weeks = on(-3, -2), on(0, 1), on(3)
    assert judged(*six_weeks, rules=two) == [without_a_free_one(2, 0, 1, 1)]


def test_any_class_of_duty_and_agreed_extra_ones_count():
    others = on(1, code="SD"), on(3, code="AD", additional=True)
    assert judged(on(0), *others) == [most(3, 0, 3)]


def test_work_for_others_does_not_count():
    bank = elsewhere("asha", f"{SATURDAYS[1]}T08:00", f"{SATURDAYS[1]}T16:00")
    assert judged(on(0, 3), other_work=[bank]) == []


def test_waiting_on_call_is_no_weekend_worked_and_being_called_is():
    call = moment(f"{SATURDAYS[1]}T21:00"), moment(f"{SATURDAYS[1]}T22:00")
    assert judged(on(0, 3), on(1, code="OC")) == []
    assert judged(on(0, 3), on(1, code="OC", called=(call,))) == [most(3, 0, 3)]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ({"max_weekends": 3}, []),
        ({"window_weeks": 3}, []),
        ({"window_weeks": 2, "max_weekends": 1}, [most(2, 0, 1, 1)]),
        ({"free_weekend_weeks": 2}, [most(3, 0, 3), without_a_free_one(2, 0, 1, 1)]),
        ({"window_weeks": 10**9, "free_weekend_weeks": 10**9}, [most(3, 0, 3)]),
    ],
)
def test_the_settings_can_be_changed(rules, found):
    ordered = sorted(found, key=lambda one: one.order)
    assert judged(on(0, 1, 3), rules={"R-38": rules}) == ordered


def test_it_can_be_switched_off():
    assert judged(on(0, 1, 2, 3), rules={"R-38": {"enabled": False}}) == []
