"""The page of demand: lines with who could cover them, and the week's need by half hour."""

from datetime import timedelta

from roster import snapshot
from roster.coverers import could_cover, needed
from roster.models import Rota
from roster.problem import DAY_TYPES
from roster.problem import Demand as Plain
from roster.rules.phrases import ROLE_WORDS
from roster.setting_forms import DAY_WORDS
from roster.templating import in_force

SHORT = dict(zip(DAY_TYPES, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "BH"), strict=True))


def demand_page(unit, on, today):
    """The demand in force on a date, and the lines of other seasons."""
    problem = _problem(unit, on)
    held = list(in_force(unit, on, on))
    others = [
        line for line in in_force(unit, today, None) if line.pk not in {row.pk for row in held}
    ]
    return {
        "unit": unit,
        "on": on,
        "lines": [_line(line, problem, on) for line in held],
        "others": [_line(line, problem, line.in_force_from or on) for line in others],
        "week": _week(held),
        "impossible": sum(len(_able(line, problem, on)) < line.least for line in held),
    }


def covering(unit, line, on):
    """The people who could cover one line, kept or not."""
    return _able(line, _problem(unit, on), on)


def _problem(unit, on):
    """The unit's facts as a rota of that week would have them."""
    monday = on - timedelta(days=on.weekday())
    return snapshot.problem_of(Rota(unit=unit, starts=monday, weeks=1))


def _able(line, problem, on):
    plain = Plain(
        site=line.area.site.code,
        area=line.area.code,
        days=tuple(line.days),
        starts=line.starts,
        ends=line.ends,
        role=line.role,
        least=line.least,
        competency=line.competency and line.competency.code,
    )
    return could_cover(problem, plain, on)


def _line(line, problem, on):
    able = _able(line, problem, on)
    return {
        "line": line,
        "role": ROLE_WORDS[line.role][0],
        "days": ", ".join(SHORT[day] for day in DAY_TYPES if day in line.days),
        "able": able,
        "short": len(able) < line.least,
    }


def _week(lines):
    """Rows of the picture: (half hour, [(day, people), ...]) where anybody is needed at all."""
    days = [day for day in DAY_TYPES if any(day in line.days for line in lines)]
    columns = [needed(lines, day) for day in days]
    names = [DAY_WORDS[DAY_TYPES.index(day)] for day in days]
    rows = [
        (row[0][0], [(name, count) for name, (_, count) in zip(names, row, strict=True)])
        for row in zip(*columns, strict=True)
    ]
    busy = [n for n, (_, cells) in enumerate(rows) if any(count for _, count in cells)]
    shown = rows[busy[0] : busy[-1] + 1] if busy else []
    most = max((count for _, cells in shown for _, count in cells), default=0)
    return {
        "days": [(SHORT[day], DAY_WORDS[DAY_TYPES.index(day)]) for day in days],
        "rows": _shaded(shown, most),
    }


def _shaded(rows, most):
    """Each count with a shade from 0 to 4 of the most: the number says it, the shade helps."""
    return [
        (at, [(day, count, -(-4 * count // most) if most else 0) for day, count in cells])
        for at, cells in rows
    ]
