"""Payroll, the ledger and the grid count the same minutes: over any plan, over both changes of the
clocks and over bank holidays. No database.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from roster.exporting.payroll import SUMS, Known, pay_lines
from roster.grid.balances import balances
from roster.problem import Employment, Person, Problem, Unavailability
from roster.rules.timeline import Timeline
from roster.walltime import span
from staff.entitlement import Year, taken
from tests.roster.rules.build import SHIFTS, SITES
from tests.roster.rules.build import duty as written

DAY = timedelta(days=1)
STARTS = [
    date(2026, 3, 23),  # 23 hours on its last day; Good Friday and Easter Monday follow
    date(2026, 10, 19),  # 25 hours on its last day
    date(2026, 12, 21),
]
HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)}
CONTRACTS = [(2250, None), (1350, 3), (2251, 4.5), (1800, 4), (0, None)]
AWAY = ["AL", "TOIL", "BH", "SL"]
PAID = {*AWAY, "SD"}


def person(number):
    weekly, days = CONTRACTS[number]
    held = Employment(date(2020, 1, 1), None, 6, "radiographer", weekly, days)
    return Person(f"p{number}", f"Person {number}", ("TH", "GH"), (held,))


PEOPLE = tuple(map(person, range(len(CONTRACTS))))


def days(starts):
    return [starts + n * DAY for n in range(14)]


@st.composite
def plans(draw):
    """Two weeks with duties, extra duties and days away, on record and by the contract."""
    starts = draw(st.sampled_from(STARTS))
    duties, away = [], []
    for who in PEOPLE:
        for on in days(starts):
            what = draw(
                st.sampled_from(["", "", "E", "L", "LD", "SH", "OC", "SD", "extra", "part", *PAID])
            )
            if what in AWAY:
                minutes = draw(st.sampled_from([None, 450, 660, 0]))
                away.append(Unavailability(who.id, what, on, on, paid_minutes=minutes))
            elif what == "part":  # works until noon, and is away from then on
                kind, minutes = draw(st.sampled_from(AWAY)), draw(st.sampled_from([None, 210]))
                part = {"starts": time(12), "ends": time(16), "paid_minutes": minutes}
                away.append(Unavailability(who.id, kind, on, on, **part))
                duties.append(written(who.id, on.isoformat(), "SH"))
            elif what:
                code = "LD" if what == "extra" else what
                duties.append(written(who.id, on.isoformat(), code, additional=what == "extra"))
    return Problem(
        "IXF",
        starts,
        2,
        sites=SITES,
        shift_types=SHIFTS,
        people=PEOPLE,
        duties=tuple(duties),
        unavailable=tuple(away),
        bank_holidays=frozenset(HOLIDAYS),
    )


def totals(problem, owed=None):
    """{person: {column: minutes}} of the lines called total."""
    return {
        line.said[1]: dict(zip(SUMS, line.minutes, strict=True))
        for line in pay_lines([problem], Known(owed or {}), problem.starts, problem.until)
        if line.said[0] == "total"
    }


def length(problem, held):
    """Paid minutes of a duty by the wall clock alone: elapsed, less the break; none on call."""
    shift = next(s for s in problem.shift_types if s.code == held.shift)
    starts, ends = span(held.date, shift.starts, shift.ends, problem.timezone)
    return 0 if shift.work_class == "on_call" else ends - starts - shift.break_minutes


@settings(deadline=None, max_examples=60)
@given(plans())
def test_a_total_is_the_balance_of_the_grid_and_the_sum_of_its_duties(problem):
    grid = balances(Timeline(problem), {}, problem.people)
    found = totals(problem)
    assert {who: sums["Paid hours"] for who, sums in found.items()} == {
        who: balance.paid for who, balance in grid.items() if who in found
    }
    assert all(not balance.paid for who, balance in grid.items() if who not in found)
    duties, extra = Counter(), Counter()
    for held in problem.duties:
        (extra if held.additional else duties)[held.person] += length(problem, held)
    for who, sums in found.items():
        classes = sum(sums[name] for name in SUMS[1:-2])
        assert (classes, sums["Extra hours"]) == (duties[who], extra[who])


@settings(deadline=None, max_examples=60)
@given(plans())
def test_the_paid_absence_is_that_of_the_ledger_up_to_the_contract(problem):
    """Beside duties, also of the same date, as without any."""
    year = Year(problem.starts, problem.until)
    bare, beside = totals(replace(problem, duties=())), totals(problem)
    for who in problem.people:
        own = [away for away in problem.unavailable if away.person == who.id]
        by_week = [
            min(
                taken(Year(monday, monday + 6 * DAY), own, who.employments, PAID),
                who.employments[0].weekly_minutes,
            )
            for monday in (year.first, year.first + 7 * DAY)
        ]
        assert bare.get(who.id, {}).get("Paid hours", 0) == sum(by_week)
        sums = beside.get(who.id, dict.fromkeys(SUMS, 0))
        assert sums["Paid hours"] - sum(sums[name] for name in SUMS[1:-2]) == sum(by_week)
        by_kind = [taken(year, own, who.employments, (kind,)) for kind in PAID]
        assert sum(by_kind) == taken(year, own, who.employments, PAID)


@settings(deadline=None, max_examples=30)
@given(plans(), st.integers(1, 900))
def test_what_is_owed_as_time_is_not_paid_as_well(problem, minutes):
    extra = [held for held in problem.duties if held.additional]
    owed = {(held.person, held.date, held.shift): minutes for held in extra}
    before, after = totals(problem), totals(problem, owed)
    for who, sums in after.items():
        both = sums["Extra hours"] + sums["Owed as time"]
        assert both == before[who]["Extra hours"]
        mine = [held for held in extra if held.person == who]
        assert sums["Owed as time"] == sum(min(minutes, length(problem, held)) for held in mine)
        assert sums["Paid hours"] == before[who]["Paid hours"]
