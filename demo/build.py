"""Writes demo/ixf.json: the demonstration department and its rota. `python -m demo.build`."""

from pathlib import Path

from demo import department, facts
from demo.planning import absences, duties
from demo.slips import slip
from roster import problem as plain
from roster.rotafile.writing import write

FILE = Path(__file__).with_name("ixf.json")
# The fourth week is not planned yet, so everybody is a week short of the contract.
RULES = {"R-24": {"limit_minutes": 2700, "carry_limit_minutes": 3150}}


def problem():
    first = -department.HISTORY_WEEKS
    return plain.Problem(
        unit="IXF",
        starts=department.STARTS,
        weeks=department.WEEKS,
        rules=RULES,
        sites=tuple(map(_site, department.SITES)),
        travel=tuple(plain.Travel(*row) for row in department.TRAVEL),
        competencies=tuple(plain.Competency(*row) for row in department.COMPETENCIES),
        shift_types=department.SHIFT_TYPES,
        people=facts.people(),
        unavailable=(*absences(first, 3), facts.late_leave()),
        other_work=facts.other_work(),
        demand=department.DEMAND,
        requests=facts.requests(),
        duties=slip(duties(0, 2)),
        history=duties(first, -1),
    )


def _site(row):
    code, name, areas = row
    return plain.Site(code, name, tuple(map(_area, areas.split())))


def _area(code):
    needs = (plain.Need(code, 1),) if code in department.SKILLED_AREAS else ()
    return plain.Area(code, department.AREA_NAMES[code], needs)


if __name__ == "__main__":
    FILE.write_bytes(write(problem()))
