"""Demand out of a rota file: on the rota's own dates the file is the truth.

A file that says what the database says already changes nothing, whether that stands there as lines
of the week or with dates (rotafile/weekly.py).
"""

from dataclasses import replace
from datetime import timedelta

from django.db.models import Q

from roster.demand_rows import demand_of
from roster.facts import facts_of
from roster.keeping import create, delete
from roster.models import Demand, DemandException
from roster.problem import Problem
from roster.rotafile.weekly import weekly
from sites.models import Unit

DAY = timedelta(days=1)
LINE = ["days", "starts", "ends", "role", "least", "ideal", "critical"]


def load_demand(problem: Problem, unit: Unit, areas, competencies) -> None:
    """`areas` and `competencies` are the database's keys for what the file names by code."""
    if _held(problem, unit) == problem.demand:
        return
    _end_lines(problem, unit)
    _end_exceptions(problem, unit)
    lines = Demand.objects.filter(unit=unit, in_force_from__gt=problem.starts)
    later = min(lines.values_list("in_force_from", flat=True), default=None)
    fixed = {"in_force_from": problem.starts, "in_force_until": later and later - DAY}
    create(
        Demand,
        [
            {
                "unit": unit,
                "area_id": areas[line.site, line.area],
                "competency_id": competencies.get(line.competency),
                "position": position,
                **fixed,
                **{name: getattr(line, name) for name in LINE},
                "days": list(line.days),
            }
            for position, line in enumerate(problem.demand)
        ],
    )


def _held(problem, unit):
    """The lines that a file of this rota would have as the database stands."""
    facts = facts_of(unit, problem.starts, problem.until)
    lines, closures = demand_of(facts, problem.starts, problem.until)
    return weekly(replace(problem, demand=lines, closures=closures))[0].demand


def _end_lines(problem, unit):
    """Lines in force end the day before the rota; those that begin within it, begin after it."""
    lines = Demand.objects.filter(unit=unit)
    lines = lines.filter(Q(in_force_until=None) | Q(in_force_until__gte=problem.starts))
    within = lines.filter(in_force_from__gt=problem.starts, in_force_from__lte=problem.until)
    within.filter(in_force_until__lte=problem.until).delete()
    within.update(in_force_from=problem.until + DAY)
    lines.filter(in_force_from=problem.starts).delete()
    before = lines.filter(Q(in_force_from=None) | Q(in_force_from__lt=problem.starts))
    before.update(in_force_until=problem.starts - DAY)


def _end_exceptions(problem, unit):
    """The file says what is asked on its dates: of an exception stays what lies before or after."""
    rows = list(
        DemandException.objects.filter(
            unit=unit, starts_on__lte=problem.until, until__gte=problem.starts
        )
    )
    delete(DemandException, [row.pk for row in rows])
    parts = []
    for row in rows:
        row.pk = None
        before, after = problem.starts - DAY, problem.until + DAY
        parts += [_part(row, until=before)] * (row.starts_on <= before)
        parts += [_part(row, starts_on=after)] * (row.until >= after)
    DemandException.objects.bulk_create(parts)


def _part(row, **dates):
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return DemandException(**values | dates)
