"""A rota file on other dates, and what its bank holidays close."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from roster.problem import Demand, StudyPlan
from roster.rotafile.moving import closed, moved
from roster.rotafile.reading import read
from roster.rotafile.writing import write
from tests.roster.rules.build import ASHA, CORA, away, duty, elsewhere, rota

EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "bank_holiday")
OPEN = Demand("TH", "ED", EVERY_DAY, time(8), time(20), "radiographer", 1)
SHUT = Demand("TH", "XR", EVERY_DAY[:5], time(9), time(17), "radiographer", 1)


def on_new_dates(problem, monday):
    return moved(write(problem), date.fromisoformat(monday))


def test_everything_moves_by_the_same_whole_weeks():
    term = date(2026, 3, 2), date(2026, 5, 1)
    student = replace(CORA, study=StudyPlan(1, (term,)), born=date(2006, 2, 28))
    before = rota(
        duty("asha", "2026-03-24", "E"),
        duty("asha", "2026-03-20", "E"),
        people=(student,),
        unavailable=[away("dev", "AL", "2026-03-26", "2026-03-30")],
    )
    after = on_new_dates(before, "2026-04-06")
    assert (after.starts, after.duties[0].date) == (date(2026, 4, 6), date(2026, 4, 7))
    assert after.history[0].date == date(2026, 4, 3)
    assert after.unavailable == (away("dev", "AL", "2026-04-09", "2026-04-13"),)
    cora = next(p for p in after.people if p.id == "cora")
    assert cora.study.terms == ((date(2026, 3, 16), date(2026, 5, 15)),)
    assert cora.born == date(2006, 3, 14)


def test_moved_back_it_is_the_same_file():
    before = write(rota(duty("asha", "2026-03-24", "E")))
    assert write(moved(write(moved(before, date(2027, 1, 4))), date(2026, 3, 23))) == before


def test_times_stay_on_the_wall_when_the_clocks_change_on_the_way():
    work = [elsewhere("asha", "2026-03-24T17:00", "2026-03-24T22:00")]
    after = on_new_dates(rota(other_work=work), "2026-03-30")
    assert after.other_work[0].starts == datetime(2026, 3, 31, 16, tzinfo=UTC)


def test_what_looks_like_no_date_is_left_alone():
    named = replace(ASHA, name="Asha 2026-3-1 of 12026")
    assert on_new_dates(rota(people=(named,)), "2026-04-06").people[0].name == named.name


def bank_holiday(problem, *dates):
    return closed(problem, map(date.fromisoformat, dates))


def test_where_nobody_is_needed_on_a_bank_holiday_people_have_it_off():
    given = bank_holiday(
        rota(
            duty("dev", "2026-03-24", "LD"),
            duty("fay", "2026-03-24", "E", "TH/ED"),
            duty("dev", "2026-03-25", "E"),
            demand=[OPEN, SHUT],
        ),
        "2026-03-24",
    )
    assert given.bank_holidays == {date(2026, 3, 24)}
    assert [(d.person, d.date.day) for d in given.duties] == [("fay", 24), ("dev", 25)]
    assert given.unavailable == (away("dev", "BH", "2026-03-24", paid_minutes=660),)


def test_study_and_office_days_are_off_on_a_bank_holiday_in_history_too():
    given = bank_holiday(
        rota(
            duty("cora", "2026-03-20", "SD", "TH"),
            duty("fay", "2026-03-20", "AD", "TH"),
            demand=[OPEN],
        ),
        "2026-03-20",
    )
    assert given.history == ()
    assert [(a.person, a.kind, a.paid_minutes) for a in given.unavailable] == [
        ("cora", "BH", 450),
        ("fay", "BH", 450),
    ]


def test_without_bank_holidays_nothing_changes():
    before = rota(duty("dev", "2026-03-24", "LD"), demand=[SHUT])
    assert bank_holiday(before) == before


def test_the_moved_rota_can_be_written_and_read():
    after = bank_holiday(on_new_dates(rota(duty("dev", "2026-03-24", "E")), "2026-04-06"))
    assert read(write(after)) == after
