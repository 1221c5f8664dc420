"""A shift type with other times from a date on."""

from dataclasses import replace
from datetime import date, time

import pytest

from roster.problem import Request
from roster.rules.timeline import Timeline
from roster.supposed_people import NoSuchThing
from roster.supposed_shifts import names_of_shifts
from roster.supposing import said, supposed
from tests.roster.rules import build

MONDAY, TUESDAY = date(2026, 3, 23), date(2026, 3, 24)


def then(times, stood=None, code="E"):
    return supposed(stood or build.rota(), {"shift": [[code, times]]}, TUESDAY)


def shifts(problem):
    return {shift.code: shift for shift in problem.shift_types}


def test_duties_and_wishes_from_a_date_on_have_the_other_times_and_past_ones_their_own():
    stood = build.rota(
        build.row("dev", "E E L"),
        requests=(Request("ed", MONDAY, "E"), Request("ed", TUESDAY, "E")),
        following=(build.duty("dev", "2026-03-30", "E"),),
    )
    found = then(["07:00", "14:30", None], stood)
    new = "E 07:00–14:30"
    assert [duty.shift for duty in (*found.duties, *found.following)] == ["E", new, "L", new]
    assert [wish.wants for wish in found.requests] == ["E", new]
    held = Timeline(found).held["dev"]
    assert [(item.start % 1440, item.minutes) for item in held[:2]] == [(480, 450), (420, 420)]


def test_the_old_times_are_not_planned_any_more():
    found = shifts(then(["07:00", None, 20]))
    assert found["E"].until == MONDAY
    new = found["E 07:00–16:00"]
    assert (new.starts, new.ends, new.break_minutes, new.until) == (time(7), time(16), 20, None)
    gone = replace(build.rota(), shift_types=(replace(build.SHIFTS[0], until=MONDAY),))
    assert names_of_shifts(gone, TUESDAY) == {}


@pytest.mark.parametrize(
    ("times", "breaks"),
    [
        (["07:00", None, None], ((time(12), time(12, 30)),)),
        (["12:15", "20:00", None], None),
        ([None, "20:00", 60], None),
    ],
)
def test_a_fixed_break_stays_where_it_still_lies_within(times, breaks):
    fixed = build.shift("E", "08:00", "16:00", 30, breaks=["12:00-12:30"])
    assert then(times, build.rota(shifts=(fixed,))).shift_types[-1].breaks == breaks


def test_a_shift_may_go_over_midnight():
    new = then(["20:00", "06:00", 60]).shift_types[-1]
    assert (new.starts, new.ends) == (time(20), time(6))


@pytest.mark.parametrize(
    ("code", "times", "words"),
    [
        ("E", ["08:00", None, None], "E is 08:00 to 16:00 with 30 min unpaid already."),
        ("E", ["16:00", None, None], "start and end at the same time"),
        ("E", [None, "08:30", None], "The break is as long as the shift."),
        ("X", ["08:00", None, None], "not there any more"),
    ],
)
def test_times_that_change_nothing_or_cannot_be_are_refused(code, times, words):
    with pytest.raises(NoSuchThing, match=words):
        then(times, code=code)


def test_the_times_are_said_with_those_there_were():
    changes = {"shift": [["SH", [None, "16:00", 30]]]}
    assert list(said(build.rota(), changes, MONDAY)) == [
        "SH at 08:00 to 16:00 in place of 08:00 to 14:00, with a break of 30 min in place of 0 min."
    ]
    changes = {"shift": [["E", ["07:00", None, None]]]}
    assert list(said(build.rota(), changes, MONDAY)) == [
        "E at 07:00 to 16:00 in place of 08:00 to 16:00."
    ]
