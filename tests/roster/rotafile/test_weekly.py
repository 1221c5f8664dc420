"""Demand with dates, as a rota file can say it or not."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from roster.problem import Closure
from roster.rotafile.weekly import untrue_of, weekly
from roster.rules import cover
from roster.rules.catalogue import CATALOGUE
from roster.rules.checker import check
from roster.rules.parameters import values_of
from roster.rules.timeline import Timeline
from tests.oracles.departments import department, with_dates
from tests.roster.rules.build import rota
from tests.roster.rules.test_r33_cover import ALL_WEEK, needed

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 23)


def closed(first, last=None):
    return Closure("TH", "XR", first, last or first, "refit")


def dated(first, last=None, **facts):
    return needed(days=(), starts_on=first, until=last or first, **facts)


def test_demand_without_dates_is_written_as_it_is():
    problem = rota(demand=[needed(days=("tue", "mon")), needed(days=("bank_holiday",))], weeks=2)
    assert weekly(problem) == (problem, ())


def test_of_one_week_everything_can_be_said():
    demand = [
        needed(least=1, days=ALL_WEEK),
        needed(least=2, days=("mon", "tue"), until=MONDAY),
        dated(MONDAY + DAY, least=3),
    ]
    problem = rota(demand=demand, closures=[closed(MONDAY + 2 * DAY)])
    said, differing = weekly(problem)
    assert differing == ()
    assert [(line.least, line.days) for line in said.demand] == [
        (1, ("mon", "tue", "thu", "fri", "sat", "sun")),
        (2, ("mon",)),
        (3, ("tue",)),
    ]
    assert not said.closures
    assert {(line.starts_on, line.until, line.reason) for line in said.demand} == {(None, None, "")}


def test_what_holds_for_the_whole_rota_can_be_said():
    demand = [needed(least=1, days=("mon",)), dated(MONDAY, MONDAY + 13 * DAY, least=2)]
    problem = rota(demand=demand, closures=[closed(MONDAY - DAY, MONDAY + 20 * DAY)], weeks=2)
    said, differing = weekly(problem)
    assert differing == ()
    assert [(line.least, line.days) for line in said.demand] == [(2, ALL_WEEK)]


@pytest.mark.parametrize("week", [0, 1, 2])
def test_one_date_of_several_weeks_cannot_be_said_and_is_named(week):
    tuesday = MONDAY + DAY + week * 7 * DAY
    line = needed(least=1, days=("mon", "tue"))
    problem = rota(demand=[line], closures=[closed(tuesday)], weeks=3)
    said, differing = weekly(problem)
    assert (said.demand, differing) == ((line,), (("TH", "XR", tuesday),))
    day = f"{tuesday.day} {tuesday:%B %Y}"
    assert untrue_of(problem, differing) == f"General X-ray, Teaching Hospital on {day}"


def test_of_two_halves_the_first_is_written():
    demand = [
        needed(least=1, days=("mon",), until=MONDAY + 6 * DAY),
        needed(least=2, days=("mon",), starts_on=MONDAY + 7 * DAY),
    ]
    said, differing = weekly(rota(demand=demand, weeks=2))
    assert [(line.least, line.days) for line in said.demand] == [(1, ("mon",))]
    assert differing == (("TH", "XR", MONDAY + 7 * DAY),)


def test_day_types_that_the_rota_has_no_date_of_stay():
    line = needed(days=("mon", "bank_holiday"))
    said, differing = weekly(rota(demand=[line], closures=[closed(MONDAY)]))
    assert [line.days for line in said.demand] == [("bank_holiday",)]
    assert differing == ()


def test_many_dates_are_counted():
    problem = rota(demand=[needed(days=ALL_WEEK)], weeks=3)
    found = untrue_of(problem, [("TH", "XR", MONDAY + n * DAY) for n in range(9)])
    assert found.endswith("28 March 2026 and 3 more dates")


@pytest.mark.slow
def test_what_can_be_said_is_judged_alike_and_what_cannot_is_told_by_its_dates():
    exact = 0
    for seed in range(200):
        problem = with_dates(Random(seed), department(Random(seed)))
        said, differing = weekly(problem)
        assert not said.closures
        assert all(line.days and not line.starts_on and not line.until for line in said.demand)
        told = {
            (place, day)
            for place in Timeline(problem).demand_by_place
            for day in cover.dates(problem)
            if asked(problem, place, day) != asked(said, place, day)
        }
        assert told == {((site, area), day) for site, area, day in differing}, seed
        if not differing:
            exact += 1
            assert gaps(said) == gaps(problem), seed
    assert exact > 30


def asked(problem, place, day):
    timeline = Timeline(replace(problem, duties=(), history=(), following=()))
    values = values_of(CATALOGUE["R-33"], problem.rules, CATALOGUE)
    lines = cover.lines_on(timeline, place, day, values)
    none = {"days": (), "starts_on": None, "until": None, "reason": ""}
    return sorted(repr(replace(line.demand, **none)) for line in lines)


def gaps(problem):
    return [breach for breach in check(problem) if breach.rule == "R-33"]
