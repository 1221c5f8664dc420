"""Taking a rota out of the database as the bytes of a rota file."""

import re

from roster.models import Rota
from roster.rotafile.faults import Unreadable
from roster.rotafile.reading import read
from roster.rotafile.weekly import untrue_of, weekly
from roster.rotafile.writing import write
from roster.snapshot import problem_of
from sites.models import Unit


class DumpRefused(Exception):
    """There is no such unit or rota, or it would make no rota file; the message says why."""


class DatedDemand(DumpRefused):
    """Demand on some dates is not what a rota file can say; `places` says where and when."""

    def __init__(self, places):
        self.places = places
        super().__init__(
            "A rota file says one week's demand for all weeks of a rota. This one asks for other "
            f"people in {places}: a file would not tell the truth about it."
        )


def dump_rota(unit: str, starts: str, *, weekly_demand=False) -> bytes:
    """The rota file of a unit's rota, by the unit's code and the rota's first date.

    Raises DatedDemand where the file could not say what is asked on some dates; with
    `weekly_demand` it says what most weeks ask, and leaves those dates out.
    """
    problem, differing = weekly(problem_of(_rota(_unit(unit), starts)))
    if differing and not weekly_demand:
        raise DatedDemand(untrue_of(problem, differing))
    data = write(problem)
    try:
        read(data)
    except Unreadable as fault:
        raise DumpRefused("\n".join(_said(fault.lines, problem))) from fault
    return data


def _unit(code):
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        known = ", ".join(Unit.objects.order_by("code").values_list("code", flat=True))
        raise DumpRefused(f'There is no unit "{code}". There are: {known or "none yet"}.')
    return unit


def _rota(unit, starts):
    rotas = {str(rota.starts): rota for rota in Rota.objects.filter(unit=unit)}
    if starts not in rotas:
        known = ", ".join(rotas) or "none yet"
        raise DumpRefused(f'{unit.code} has no rota that starts on "{starts}". There are: {known}.')
    rotas[starts].unit = unit
    return rotas[starts]


def _said(lines, problem):
    """What is wrong, by people's names: their places stand in a file that is not written."""
    yield "The rota would make a file that cannot be read. Put this right first:"
    for line in lines:
        yield re.sub(r"^people\[(\d+)\]", lambda found: problem.people[int(found[1])].name, line)
