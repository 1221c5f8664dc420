"""Taking a rota out of the database as the bytes of a rota file."""

from roster.models import Rota
from roster.rotafile.writing import write
from roster.snapshot import problem_of
from sites.models import Unit


class NoSuchRota(Exception):
    """There is no such unit, date or rota; the message says what there is."""


def dump_rota(unit: str, starts: str) -> bytes:
    """The rota file of a unit's rota, by the unit's code and the rota's first date."""
    return write(problem_of(_rota(_unit(unit), starts)))


def _unit(code):
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        known = ", ".join(Unit.objects.order_by("code").values_list("code", flat=True))
        raise NoSuchRota(f'There is no unit "{code}". There are: {known or "none yet"}.')
    return unit


def _rota(unit, starts):
    rotas = {str(rota.starts): rota for rota in Rota.objects.filter(unit=unit)}
    if starts not in rotas:
        known = ", ".join(rotas) or "none yet"
        raise NoSuchRota(f'{unit.code} has no rota that starts on "{starts}". There are: {known}.')
    rotas[starts].unit = unit
    return rotas[starts]
