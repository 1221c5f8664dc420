"""What it would take, told of a gap, meets it when the rota is filled again with it."""

from dataclasses import replace
from types import SimpleNamespace

from roster.autofill.easing import _somebody
from roster.autofill.explaining import reasons
from roster.autofill.filling import fill
from roster.problem import WEEKDAYS
from tests.roster.autofill import test_sharing
from tests.roster.autofill.tiny import department


def filled(problem, keep=False):
    return fill(problem, seconds=10, workers=1, keep=keep)


def with_more(problem, more, count):
    """The department with so many people more who are fit for a line, on each of its dates."""
    line = {"demand": more.demand, "site": more.demand.site, "area": more.demand.area}
    people = tuple(
        _somebody(f"{day}/{number}", SimpleNamespace(**line, date=day))
        for day in more.dates
        for number in range(count)
    )
    return replace(problem, people=(*problem.people, *people))


def is_short(more, problem, count):
    """Whether a line is still short on its dates when filled around what is there."""
    uncovered = filled(with_more(problem, more, count), keep=True).uncovered
    short = {(breach.detail["demand"], breach.first) for breach in uncovered}
    return bool(short & {(more.demand, day) for day in more.dates})


def test_so_many_people_more_meet_a_line_and_no_fewer():
    """With all rules as they are, and everybody else where they were."""
    told = 0
    for seed in range(40):
        proposal = filled(department(seed))
        for more in filter(None, (one.more for one in reasons(proposal, seconds=0))):
            told += 1
            assert not is_short(more, proposal.problem, more.count), seed
            assert is_short(more, proposal.problem, more.count - 1), seed
    assert told > 15


def test_a_sixth_day_meets_a_line_and_no_other_rule_stands_in_the_way():
    problem = test_sharing.department(WEEKDAYS[:6], "E", (37.5,), weeks=1)
    proposal = filled(_of_days(problem, 5))
    (reason,) = reasons(proposal, seconds=60)
    (breach,) = (breach for one in reason.standing.easings for breach in one.breaches)
    assert (breach.rule, breach.measured, len(proposal.uncovered)) == ("R-17", 6, 1)
    assert filled(_of_days(problem, breach.measured)).uncovered == ()


def _of_days(problem, most):
    return replace(problem, rules=problem.rules | {"R-17": {"soft": 5, "hard": most}})
