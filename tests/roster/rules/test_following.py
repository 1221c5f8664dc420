"""What is planned after the rota counts: no run and no rest ends at its last Sunday."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from roster.rules.checker import check
from roster.rules.rechecking import check_whole, recheck
from tests.oracles.departments import department
from tests.roster.rules.build import breaches, duty, rota, row, shift

SUNDAY, NEXT = "2026-03-29", "2026-03-30"


def followed(problem, *duties):
    return replace(problem, following=tuple(duties))


def test_a_run_goes_on_into_the_next_rota():
    this = rota(row("dev", "- - - - E E E"))
    assert breaches(this, "R-17") == []
    (found,) = breaches(followed(this, *row("dev", "E E E E E", NEXT)), "R-17")
    assert (str(found.first), str(found.last), found.measured) == ("2026-03-27", "2026-04-03", 8)


def test_a_run_that_ends_before_the_last_day_does_not():
    this = rota(row("dev", "E E E E E E -"))
    (found,) = breaches(followed(this, *row("dev", "E E", NEXT)), "R-17")
    assert found.measured == 6


def test_the_rest_before_the_next_rota_counts():
    late = rota(duty("dev", SUNDAY, "X"), shifts=[shift("X", "15:00", "23:00")])
    (found,) = breaches(followed(late, duty("dev", NEXT, "E")), "R-19")
    assert (found.measured, str(found.last)) == (540, NEXT)


def test_an_overlap_with_the_next_rota_is_seen():
    this = rota(duty("dev", SUNDAY, "N"), shifts=[shift("N", "22:00", "09:00")])
    (found,) = breaches(followed(this, duty("dev", NEXT, "E")), "R-14")
    assert (found.measured, str(found.first), str(found.last)) == (60, SUNDAY, NEXT)


@pytest.mark.parametrize("seed", range(80))
def test_two_rotas_side_by_side_are_judged_as_one_at_their_edge(seed):
    """Runs, spells and overlaps of the first week are the same, cut in two or not."""
    problem = department(Random(seed))
    problem = replace(problem, weeks=max(2, problem.weeks))
    middle = problem.starts + timedelta(days=7)
    first = replace(
        problem,
        weeks=1,
        duties=tuple(d for d in problem.duties if d.date < middle),
        following=tuple(d for d in problem.duties if d.date >= middle),
    )
    rules = {"R-14", "R-16", "R-17", "R-39"}
    assert at_the_edge(check(first), rules, middle) == at_the_edge(check(problem), rules, middle)


def at_the_edge(found, rules, middle):
    return [b for b in found if b.rule in rules and b.first < middle]


@pytest.mark.parametrize("seed", range(20))
def test_a_recheck_sees_what_follows_too(seed):
    random = Random(seed)
    problem = department(random)
    later = tuple(
        replace(d, date=d.date + timedelta(days=7 * problem.weeks), fold=None, called=())
        for d in problem.duties
        if random.random() < 0.5
    )
    problem = replace(problem, following=later)
    person, on = random.choice(problem.people).id, problem.until
    kept = tuple(d for d in problem.duties if (d.person, d.date) != (person, on))
    again = recheck(check_whole(problem), {(person, on): ()})
    assert again.breaches == check(replace(problem, duties=kept))
