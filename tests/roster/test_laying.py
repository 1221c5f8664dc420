"""Rota lines laid over weeks, and weeks cleared: one edit each."""

from datetime import date, timedelta

import pytest

from roster.editing import ImpossibleEdit
from roster.laying import clear_weeks, laid_words, lay_lines
from roster.models import DutyChange
from roster.patterning import assign_line, end_line, keep_date, write_line
from roster.snapshot import problem_of
from roster.undoing import undo
from staff.models import Employment, Unavailability
from tests.factories import NOW, make_duty, make_person, make_rota, make_unit, make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
OFF = [""] * 7


@pytest.fixture
def rota():
    unit = make_unit()
    make_person(unit, reference="asha", name="Asha N")
    make_person(unit, reference="dev", name="Dev P")
    return make_rota(unit, starts=MONDAY, weeks=4)


@pytest.fixture
def manager(rota):
    return make_user(rota.unit, "rota_manager")


def person(rota, reference):
    return rota.unit.people.get(reference=reference)


def work(rota, reference, pattern, *, first_week=1, starts=MONDAY, name="A"):
    line = rota.unit.rota_lines.filter(name=name).first()
    line = line or write_line(unit=rota.unit, name=name, pattern=pattern)
    who = person(rota, reference)
    assign_line(line=line, people=[who], starts=starts, first_week=first_week)


def week(**days):
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    return [days.get(name, "") for name in names]


def lay(rota, by, people=("asha",), first=MONDAY, weeks=4, **how):
    asked = {"people": list(people), "first": first, "weeks": weeks}
    return lay_lines(rota=rota, by=by, now=NOW, **asked, **how)


def held(rota, reference):
    duties = [d for d in problem_of(rota).duties if d.person == reference]
    return [(d.date.strftime("%-d %b"), d.shift) for d in duties]


def test_a_line_goes_round_from_the_week_that_a_person_starts_with(rota, manager):
    three = [week(mon="E"), week(tue="L"), week(wed="LD")]
    work(rota, "asha", three, first_week=2)
    work(rota, "dev", three, first_week=1)
    lay(rota, manager, ["asha", "dev"])
    assert held(rota, "asha") == [
        ("3 Nov", "L"),
        ("11 Nov", "LD"),
        ("16 Nov", "E"),
        ("24 Nov", "L"),
    ]
    assert held(rota, "dev") == [("2 Nov", "E"), ("10 Nov", "L"), ("18 Nov", "LD"), ("23 Nov", "E")]


def test_a_line_begun_months_ago_is_in_step(rota, manager):
    work(rota, "asha", [week(mon="E"), week(mon="L")], starts=MONDAY - 27 * WEEK)
    lay(rota, manager, weeks=2)
    assert held(rota, "asha") == [("2 Nov", "L"), ("9 Nov", "E")]


def test_it_is_one_edit_and_one_undo_and_nothing_the_second_time(rota, manager):
    for who in ("asha", "dev"):
        work(rota, who, [week(mon="E", fri="L")])
    laid = lay(rota, manager, ["asha", "dev"])
    assert laid_words(laid) == "Laid 16 cells."
    assert DutyChange.objects.values("batch").distinct().count() == 1
    again = lay(rota, manager, ["asha", "dev"])
    assert (laid_words(again), again.edit.changes) == ("There was nothing to change.", ())
    assert DutyChange.objects.count() == 16
    undo(rota=rota, by=manager, now=NOW)
    assert held(rota, "asha") + held(rota, "dev") == []


def test_only_the_weeks_asked_for_are_laid(rota, manager):
    work(rota, "asha", [week(mon="E")])
    lay(rota, manager, first=MONDAY + WEEK, weeks=2)
    assert held(rota, "asha") == [("9 Nov", "E"), ("16 Nov", "E")]


def test_a_place_typed_in_the_line_is_where_the_duty_is(rota, manager):
    work(rota, "asha", [week(mon="E GH/XR", tue="SH TH/ED + L TH/XR")])
    lay(rota, manager, weeks=1)
    places = [(d.shift, d.site, d.area) for d in problem_of(rota).duties]
    assert places == [("E", "GH", "XR"), ("SH", "TH", "ED"), ("L", "TH", "XR")]


def test_what_stands_in_the_way_is_left_and_counted_by_reason(rota, manager):
    work(rota, "asha", [week(mon="E", tue="E", wed="E", thu="E", fri="E", sat="E")])
    asha = person(rota, "asha")
    Unavailability.objects.create(person=asha, kind="AL", starts_on=MONDAY, until=MONDAY)
    keep_date(person=asha, on=MONDAY + DAY)
    make_duty(rota, asha, MONDAY + 2 * DAY, shift="L", fixed=True)
    make_duty(rota, asha, MONDAY + 3 * DAY, shift="L")
    make_duty(rota, asha, MONDAY + 4 * DAY, shift="E", site="GH")
    Employment.objects.filter(person=asha).update(until=MONDAY + 4 * DAY)
    laid = lay(rota, manager, weeks=1)
    assert laid.edit.changes == ()
    assert laid_words(laid) == (
        "There was nothing to change. Left as they are: 1 of people not employed then, "
        "1 of people who are away, 1 on dates agreed otherwise, 1 fixed and "
        "1 planned otherwise already."
    )


def test_what_is_planned_otherwise_gives_way_where_that_is_asked(rota, manager):
    work(rota, "asha", [week(mon="E")])
    asha = person(rota, "asha")
    make_duty(rota, asha, MONDAY, shift="L")
    make_duty(rota, asha, MONDAY + DAY, shift="L")
    make_duty(rota, asha, MONDAY + 2 * DAY, shift="L", fixed=True)
    laid = lay(rota, manager, weeks=1, over=True)
    assert held(rota, "asha") == [("2 Nov", "E"), ("4 Nov", "L")]
    assert laid_words(laid) == "Laid 2 cells. Left as they are: 1 fixed."
    assert lay(rota, manager, weeks=1, over=True).edit.changes == ()


@pytest.mark.parametrize("state", ["published", "closed"])
def test_weeks_that_people_were_told_of_stay(rota, manager, state):
    work(rota, "asha", [week(mon="E")])
    rota.rota_weeks.filter(monday=MONDAY).update(state=state)
    laid = lay(rota, manager, weeks=2)
    assert held(rota, "asha") == [("9 Nov", "E")]
    assert "1 in weeks that are published or closed" in laid_words(laid)


def test_the_line_that_starts_last_holds_and_one_that_is_over_does_not(rota, manager):
    work(rota, "asha", [week(mon="E")])
    work(rota, "asha", [week(mon="L")], starts=MONDAY + WEEK, name="B")
    end_line(
        held=person(rota, "asha").held_lines.get(line__name="B"), until=MONDAY + 2 * WEEK - DAY
    )
    laid = lay(rota, manager, ["asha", "dev"])
    assert held(rota, "asha") == [("2 Nov", "E"), ("9 Nov", "L")]
    assert laid_words(laid) == "Laid 2 cells. 1 person works no line then."


def test_a_shift_type_that_is_gone_is_said_and_the_rest_is_laid(rota, manager):
    work(rota, "asha", [week(mon="E", tue="SH")])
    rota.unit.shift_types.filter(code="SH").delete()
    laid = lay(rota, manager, weeks=1)
    assert held(rota, "asha") == [("2 Nov", "E")]
    assert "Asha N, Tuesday 3 November: There is no shift type SH." in laid_words(laid)


def test_a_learner_is_supervised_by_somebody_laid_in_the_same_edit(rota, manager):
    make_person(rota.unit, reference="tia", name="Tia", role="trainee", band="3")
    work(rota, "tia", [week(mon="E")])
    work(rota, "dev", [week(mon="E")])
    lay(rota, manager, ["tia", "dev"], weeks=1)
    learner = next(d for d in problem_of(rota).duties if d.person == "tia")
    assert (learner.role, learner.supervised_by) == ("training", ("dev",))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"people": []}, "Choose people of IXF"),
        ({"people": ["nobody"]}, "Choose people of IXF"),
        ({"first": MONDAY + DAY}, "whole weeks of this rota"),
        ({"weeks": 0}, "whole weeks of this rota"),
        ({"first": MONDAY + WEEK, "weeks": 4}, "whole weeks of this rota"),
    ],
)
def test_what_cannot_be_laid_is_said(rota, manager, asked, said):
    with pytest.raises(ImpossibleEdit, match=said):
        lay(rota, manager, **asked)


def test_weeks_are_cleared_but_for_what_is_fixed_or_told_in_one_edit(rota, manager):
    asha, dev = person(rota, "asha"), person(rota, "dev")
    for day in (MONDAY, MONDAY + DAY, MONDAY + WEEK, MONDAY + 2 * WEEK):
        make_duty(rota, asha, day)
    make_duty(rota, asha, MONDAY + 2 * DAY, fixed=True)
    make_duty(rota, dev, MONDAY)
    rota.rota_weeks.filter(monday=MONDAY + WEEK).update(state="published")
    asked = {"people": ["asha"], "first": MONDAY, "weeks": 2}
    cleared = clear_weeks(rota=rota, by=manager, now=NOW, **asked)
    assert held(rota, "asha") == [("4 Nov", "E"), ("9 Nov", "E"), ("16 Nov", "E")]
    assert held(rota, "dev") == [("2 Nov", "E")]
    assert laid_words(cleared, "Cleared") == (
        "Cleared 2 cells. Left as they are: 1 in weeks that are published or closed and 1 fixed."
    )
    undo(rota=rota, by=manager, now=NOW)
    assert len(held(rota, "asha")) == 5
