"""R-32: the share of the team's contracted hours that is leave, exact at both ends of the band."""

import pytest

from roster.rules.leave_share import leave_share
from roster.rules.timeline import Timeline
from tests.roster.rules.build import MONDAY, away, day, employed, person, rota

TEAM = [person(f"p{n}", employed("radiographer", 6)) for n in range(10)]


def share(*absences, people=TEAM, rules=None):
    problem = rota(people=people, unavailable=list(absences), rules=rules)
    known = {p.id for p in people}
    others = [p for p in problem.people if p.id not in known]
    timeline = Timeline(problem)
    for other in others:
        del timeline.people[other.id]
    return leave_share(timeline, [day(MONDAY)])


@pytest.mark.parametrize(
    ("minutes", "above", "below"),
    [(3825, False, False), (3826, True, False), (2475, False, False), (2474, False, True)],
)
def test_the_band_holds_at_its_ends_and_not_a_minute_beyond(minutes, above, below):
    """Ten people, 375 contracted hours: 17 per cent are 63.75 h, 11 per cent 41.25 h."""
    days = (
        [("p0", 2250), ("p1", min(minutes - 2250, 2250))] if minutes > 2250 else [("p0", minutes)]
    )
    found = share(*(away(who, "AL", MONDAY, paid_minutes=paid) for who, paid in days))
    assert (found.leave, found.contract) == (minutes, 22_500)
    assert (found.is_above, found.is_below) == (above, below)


def test_bank_holidays_taken_count_and_other_absence_does_not():
    found = share(away("p0", "BH", MONDAY), away("p1", "SL", MONDAY), away("p2", "AL", MONDAY))
    assert found.leave == 900
    assert round(found.percent, 1) == 4.0


def test_nobody_has_more_leave_than_contract():
    assert share(away("p0", "AL", MONDAY, paid_minutes=9999)).leave == 2250


def test_who_is_not_employed_counts_nothing():
    gone = person("p0", employed("radiographer", 6, until="2026-03-01"))
    assert share(away("p0", "AL", MONDAY), people=[gone]).contract == 0
    assert share(people=[gone]).percent == 0.0


def test_the_band_is_a_setting():
    found = share(away("p0", "AL", MONDAY), rules={"R-32": {"low_percent": 2, "high_percent": 1}})
    assert (found.low, found.high, found.is_above) == (2, 1, True)
