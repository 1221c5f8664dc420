"""A setting that begins in the middle of a rota judges what ends on its date or later."""

from dataclasses import replace
from datetime import date

import pytest

from roster.rules.checker import check, checked
from roster.rules.rechecking import check_whole, recheck
from tests.roster.rules.build import day, duty, rota, row

SHORT = {"R-17": {"soft": 3, "hard": 4}}
OFF = {"R-17": {"enabled": False}}


def runs(problem):
    """(level, measured, first, last) of each run of days."""
    return [
        (b.level, b.measured, b.first.isoformat(), b.last.isoformat())
        for b in check(problem)
        if b.rule == "R-17"
    ]


def days(count, starts, **facts):
    return rota(row("asha", " ".join(["E"] * count), starts=starts), weeks=2, **facts)


def test_a_run_is_judged_by_what_is_set_on_its_last_day():
    five = days(5, "2026-03-26")  # until Monday the 30th
    assert runs(five) == []
    wanted = [("overridable", 5, "2026-03-26", "2026-03-30")]
    assert runs(replace(five, later_rules=((day("2026-03-30"), SHORT),))) == wanted
    assert runs(replace(five, later_rules=((day("2026-03-31"), SHORT),))) == []


def test_a_rule_is_switched_off_and_on_in_the_middle():
    eight = days(8, "2026-03-24")  # until Tuesday the 31st
    assert len(runs(eight)) == 1
    assert runs(replace(eight, later_rules=((day("2026-03-31"), OFF),))) == []
    assert len(runs(replace(eight, later_rules=((day("2026-04-01"), OFF),)))) == 1
    late = replace(eight, rules=OFF, later_rules=((day("2026-03-31"), {}),))
    assert len(runs(late)) == 1
    assert "R-17" in checked(late)


@pytest.mark.parametrize(
    ("on", "soft"),
    [("2026-03-01", 2), ("2026-03-24", 2), ("2026-03-25", 3), ("2026-04-01", 4), ("2027-01-01", 4)],
)
def test_what_is_in_force_on_a_date(on, soft):
    later = ((day("2026-03-25"), {"R-17": {"soft": 3}}), (day("2026-04-01"), {"R-17": {"soft": 4}}))
    problem = rota(weeks=2, rules={"R-17": {"soft": 2}}, later_rules=later)
    assert problem.rules_on(date.fromisoformat(on)) == {"R-17": {"soft": soft}}


def test_a_recheck_keeps_to_the_dates_too():
    problem = replace(days(4, "2026-03-27"), later_rules=((day("2026-03-30"), SHORT),))
    longer = duty("asha", "2026-03-31", "E")
    again = recheck(check_whole(problem), {("asha", day("2026-03-31")): (longer,)})
    whole = replace(problem, duties=(*problem.duties, longer))
    assert again.breaches == check(whole)
    assert [b.measured for b in again.breaches if b.rule == "R-17"] == [5]
