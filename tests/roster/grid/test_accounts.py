"""The lines behind a balance: dated, in order, and adding up to the number at the sheet's edge."""

import pytest

from roster.compensation import days_given_back
from roster.grid.accounts import hours_lines, lates, share, weekend_days
from roster.grid.balances import balances
from roster.problem import Duty
from roster.rules.timeline import Timeline
from tests.oracles.comparison import rota as random_rota
from tests.roster.rules.build import MONDAY, away, day, duty, employed, person, rota, row


def lines(problem, who="asha"):
    """(day of the month, code or kind, minutes, total) of each line."""
    return [
        (line.date.day, _named(line.what), line.minutes, line.total)
        for line in hours_lines(Timeline(problem), who)
    ]


def _named(what):
    if what is None:
        return "cap"
    return what.shift if isinstance(what, Duty) else what.kind


@pytest.mark.parametrize("seed", range(60))
def test_the_lines_add_up_to_what_is_shown_in_random_departments(seed):
    problem = random_rota(seed)
    timeline, given = Timeline(problem), days_given_back(problem)
    for who, balance in balances(timeline, given, problem.people).items():
        found = hours_lines(timeline, who)
        assert sum(line.minutes for line in found) == balance.paid
        assert (found[-1].total if found else 0) == balance.paid
        days = weekend_days(timeline, who, given)
        assert sum(one.in_rota for one in days) == balance.weekend_days
        assert sum(len(one.given_by) for one in days) == balance.given


def test_duties_and_absences_stand_in_order_with_a_running_total():
    problem = rota(row("asha", "E - - LD"), unavailable=[away("asha", "AL", "2026-03-25")])
    assert lines(problem) == [
        (23, "E", 450, 450),
        (25, "AL", 450, 900),
        (26, "LD", 660, 1560),
    ]


def test_an_extra_duty_is_a_line_that_counts_nothing():
    problem = rota(duty("asha", MONDAY, "E", additional=True), duty("asha", "2026-03-24", "E"))
    assert lines(problem) == [(23, "E", 0, 0), (24, "E", 450, 450)]


def test_unpaid_absence_is_no_line():
    assert lines(rota(unavailable=[away("asha", "OTHER", MONDAY)])) == []


def test_absence_beyond_the_contract_is_taken_off_on_its_own_line():
    paid = away("ben", "SL", MONDAY, "2026-03-26", paid_minutes=450)
    assert lines(rota(unavailable=[paid]), "ben") == [
        *((23 + n, "SL", 450, 450 * (n + 1)) for n in range(4)),
        (29, "cap", -450, 1350),
    ]


def test_days_that_are_no_whole_minutes_still_add_up():
    four = person("asha", employed("assistant_practitioner", 4, 37.45, 4))
    found = lines(rota(people=[four], unavailable=[away("asha", "AL", MONDAY, "2026-03-25")]))
    assert [minutes for *_, minutes, _ in found] == [561, 562, 562]
    assert found[-1][-1] == 1685


def test_a_weekend_day_names_the_weekday_that_gives_it_back_or_none():
    problem = rota(row("asha", "- E E E E E E"))
    timeline, given = Timeline(problem), days_given_back(problem)
    found = [
        (one.date.day, [d.day for d in one.given_by])
        for one in weekend_days(timeline, "asha", given)
    ]
    assert found == [(28, [23]), (29, [])]


def test_a_weekend_before_the_rota_that_it_gives_back_is_listed_too():
    problem = rota()
    given = {("asha", day(MONDAY)): day("2026-03-22")}
    (one,) = weekend_days(Timeline(problem), "asha", given)
    assert (one.date, one.in_rota) == (day("2026-03-22"), False)


def test_lates_are_counted_beside_the_median_of_the_same_role():
    problem = rota(row("asha", "L L E LD OC"), row("ben", "E"), row("dev", "L L L L L"))
    timeline = Timeline(problem)
    found = share(timeline, "asha", lates)
    assert (found.own, found.median, found.people) == (2, 1, 2)
