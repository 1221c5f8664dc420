"""Loading and dumping a rota file: the identity, nothing twice, nothing by halves."""

import json
from dataclasses import replace
from datetime import time
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roster.loading import load_rota
from roster.models import Duty, DutyChange, Rota
from roster.rotafile.reading import read
from roster.rotafile.writing import write
from roster.snapshot import MARGIN, problem_of
from sites.models import Unit
from staff.models import Person
from tests.factories import NOW
from tests.roster.rotafile.random_rotas import rich_department, without_overlaps

pytestmark = pytest.mark.django_db


def load(problem):
    return load_rota(problem, by=None, now=NOW)


def dump(rota):
    return write(problem_of(rota))


def random_problem(seed):
    return without_overlaps(rich_department(Random(seed)))


def empty_the_database():
    for model in (DutyChange, Duty, Rota, Person, Unit):
        model.objects.all().delete()


def writes(queries):
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(verbs)]


def near(problem):
    """The rota without what lies more than 17 weeks away, which a dump leaves out."""
    first, last = problem.starts - MARGIN, problem.until + MARGIN
    absences = (a for a in problem.unavailable if a.starts_on <= last and a.until >= first)
    people = tuple(replace(p, sites=tuple(dict.fromkeys(p.sites))) for p in problem.people)
    return replace(problem, unavailable=tuple(absences), people=people)


SEEDS = [pytest.param(seed, marks=pytest.mark.smoke) for seed in range(5)] + [*range(5, 20)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dump_is_the_file_that_was_loaded(seed):
    problem = random_problem(seed)
    assert dump(load(problem)) == write(near(problem))


@pytest.mark.parametrize("seed", SEEDS)
def test_dump_load_dump_is_the_identity_in_the_same_and_in_an_empty_database(seed):
    first = dump(load(random_problem(seed)))
    assert dump(load(read(first))) == first
    empty_the_database()
    assert dump(load(read(first))) == first


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_load_writes_nothing(seed):
    problem = random_problem(seed)
    load(problem)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load(problem)
    assert writes(queries) == []


def changed_everywhere(problem, random):
    """The rota with other facts about the same people, places and dates."""
    other = rich_department(random)
    shift_types = tuple(
        replace(shift, starts=time(8, 10), break_minutes=0) if shift.code == "E" else shift
        for shift in problem.shift_types[::-1]
    )
    people = tuple(
        replace(now, id=then.id) for then, now in zip(problem.people, other.people, strict=False)
    )
    return without_overlaps(
        replace(
            problem,
            rules=other.rules,
            travel=other.travel[::-1],
            shift_types=shift_types,
            people=(people + problem.people[len(people) :])[::-1],
            demand=other.demand[::-1],
            requests=tuple(r for r in problem.requests if r.wants != "off"),
            duties=tuple(d for d in problem.duties if random.random() < 0.7),
        )
    )


def far_from(problem, facts):
    """Those that lie on none of the rota's dates, which a load never takes away."""
    return tuple(r for r in facts if not problem.starts <= r.date <= problem.until)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_file_changed_everywhere_is_dumped_as_changed(seed):
    first = random_problem(seed)
    load(first)
    second = changed_everywhere(first, Random(seed + 1))
    dumped = json.loads(dump(load(second)))
    wanted = json.loads(write(near(second)))
    kept = far_from(first, first.requests)
    for key in ("requests", "travel_minutes"):  # what the first file said of other dates and ways
        dumped.pop(key, None), wanted.pop(key, None)
    assert dumped == wanted
    assert set(kept) <= set(problem_of(Rota.objects.get(starts=first.starts)).requests)
