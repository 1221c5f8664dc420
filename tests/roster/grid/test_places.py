"""The rota by place, and a day by the half-hour."""

from roster.grid.hours import by_half_hour
from roster.grid.places import by_place
from roster.grid.sheet import lay_out
from roster.problem import Demand
from tests.roster.rules.build import MONDAY, at, duty, rota


def laid(problem):
    return lay_out(problem, (), {})


def need(least, starts="08:00", ends="20:00", **facts):
    given = {"site": "TH", "area": "XR", "days": ("mon",), "role": "radiographer"} | facts
    return Demand(**given, starts=at(starts), ends=at(ends), least=least)


def rows(problem, days=1):
    sheet = laid(problem)
    return by_place(sheet, sheet.columns[:days])


def names(row):
    return [[(one.duty.shift, one.name) for one in day.entries] for day in row.days]


def test_everybody_stands_where_they_work_in_the_order_they_begin():
    problem = rota(
        duty("dev", MONDAY, "L"), duty("asha", MONDAY, "E"), duty("fay", MONDAY, "AD", "GH")
    )
    found = {(row.site, row.area): names(row) for row in rows(problem)}
    assert found == {
        ("TH", "XR"): [[("E", "Asha"), ("L", "Dev")]],
        ("TH", "ED"): [[]],
        ("TH", "FL"): [[]],
        ("TH", "TR"): [[]],
        ("GH", "XR"): [[]],
        ("GH", None): [[("AD", "Fay")]],
    }


def test_a_day_that_is_short_says_by_how_many():
    problem = rota(duty("dev", MONDAY, "E"), demand=[need(2)])
    assert [day.short for day in rows(problem, days=2)[0].days] == [2, 0]


def hours(problem):
    sheet = laid(problem)
    return by_half_hour(sheet, by_place(sheet, sheet.columns[:1]))


def test_a_day_runs_over_what_is_worked_and_needed():
    found = hours(rota(duty("dev", MONDAY, "L"), demand=[need(1, "09:15", "13:00")]))
    assert (found.labels[0], found.labels[-1], len(found.labels)) == ("09:00", "19:30", 22)


def test_each_half_hour_counts_its_worst_minute_against_the_need():
    (area,) = hours(rota(duty("dev", MONDAY, "L"), demand=[need(1, "11:00", "13:00")])).areas
    assert area.lines[0].counts == [0, 0, 1, 1, *[None] * 14]


def test_a_duty_is_a_bar_with_what_lies_before_and_after():
    problem = rota(duty("dev", MONDAY, "LD"), duty("ed", MONDAY, "D"))
    (area,) = hours(problem).areas
    assert [(one.before, one.length, one.after) for one in area.lanes] == [(0, 24, 0), (2, 16, 6)]


def test_a_day_without_anything_is_empty():
    assert hours(rota()).areas == []
