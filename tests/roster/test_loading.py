"""Loading and dumping a rota file: the identity, nothing twice, nothing by halves."""

from dataclasses import replace
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


SEEDS = [pytest.param(seed, marks=pytest.mark.smoke) for seed in range(5)] + [*range(5, 40)]


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
