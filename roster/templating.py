"""Demand kept under a name, and laid over later weeks.

A rota is planned for the demand in force on its first date (see snapshot), so what is laid from a
Monday on is met by the rotas that start from then on.
"""

from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from roster.locking import Refused
from roster.models import Demand, DemandChange, DemandTemplate
from roster.rules.phrases import full, listed, number
from sites.models import Area, Unit

DAY = timedelta(days=1)
PLAIN = ("days", "role", "least", "ideal", "critical", "position")


def save_template(*, unit, name, on: date, by, now) -> DemandTemplate:
    """Keep the demand in force on a date under a name; one of that name is replaced.

    Raises Refused where there is no name, or no demand on that date.
    """
    name = " ".join(name.split())
    lines = [_plain(line) for line in in_force(unit, on, on)]
    if not name:
        raise Refused("Give the template a name.")
    if not lines:
        raise Refused(f"Nobody is needed anywhere on {full(on)}: there is nothing to keep.")
    kept, _ = DemandTemplate.objects.update_or_create(
        unit=unit, name=name, defaults={"lines": lines, "saved_by": by, "saved_at": now}
    )
    return kept


def in_force(unit, first: date, last: date | None):
    """The lines of demand in force on some date from `first` to `last`; null: without an end."""
    starts = Q(in_force_from=None) | Q(in_force_from__lte=last or date.max)
    ends = Q(in_force_until=None) | Q(in_force_until__gte=first)
    lines = Demand.objects.filter(starts, ends, unit=unit)
    return lines.select_related("area__site", "competency")


def _plain(line):
    return {key: getattr(line, key) for key in PLAIN} | {
        "site": line.area.site.code,
        "area": line.area.code,
        "starts": f"{line.starts:%H:%M}",
        "ends": f"{line.ends:%H:%M}",
        "competency": line.competency and line.competency.code,
    }


@transaction.atomic
def lay_template(*, template, starts: date, until: date | None, by, now) -> int:
    """Let the template's lines be the unit's demand from a Monday on, to a Sunday or without end.

    What was in force then is over the day before, and again in force the day after; the history
    says it in one line. Raises Refused; returns how many lines the template has.
    """
    unit = Unit.objects.select_for_update().get(pk=template.unit_id)
    _refuse_dates(starts, until, localdate(now))
    lines = _lines(unit, template, starts, until)
    for line in in_force(unit, starts, until):
        _give_way(line, starts, until)
    Demand.objects.bulk_create(lines)
    said = f"{laid(template, starts, until)}: {number(len(lines), 'line')}"
    DemandChange.objects.create(unit=unit, at=now, by=by, after=said)
    return len(lines)


def laid(template, starts, until) -> str:
    when = f"from {full(starts)} " + (f"to {full(until)}" if until else "on")
    return f"{template.name} is the demand {when}"


def _refuse_dates(starts, until, today):
    if starts.weekday() or (until and (until.weekday() != 6 or until < starts)):
        raise Refused("Demand is laid over whole weeks: from a Monday, to a Sunday after it.")
    if starts < today - timedelta(days=today.weekday()):
        raise Refused("Demand of weeks that are over stays as it was. Choose a later Monday.")


def _give_way(line, starts, until):
    """Cut these dates out of a line."""
    last = line.in_force_until
    if until and (last is None or last > until):
        later = Demand.objects.get(pk=line.pk)
        later.pk, later.in_force_from = None, until + DAY
        later.save(force_insert=True)
    if line.in_force_from is None or line.in_force_from < starts:
        line.in_force_until = starts - DAY
        line.save()
    else:
        line.delete()


def _lines(unit, template, starts, until):
    """The template as rows. Raises Refused where an area or a competency of it is gone."""
    areas = {
        (area.site.code, area.code): area
        for area in Area.objects.filter(site__unit=unit).select_related("site")
    }
    competencies = {one.code: one for one in unit.competencies.all()} | {None: None}
    gone = [line["area"] for line in template.lines if (line["site"], line["area"]) not in areas]
    gone += [
        line["competency"] for line in template.lines if line["competency"] not in competencies
    ]
    if gone:
        names = listed(dict.fromkeys(gone))
        raise Refused(f"{template.name} asks for {names}, which this unit has no more.")
    return [
        Demand(
            unit=unit,
            area=areas[line["site"], line["area"]],
            competency=competencies[line["competency"]],
            starts=time.fromisoformat(line["starts"]),
            ends=time.fromisoformat(line["ends"]),
            in_force_from=starts,
            in_force_until=until,
            **{key: line[key] for key in PLAIN},
        )
        for line in template.lines
    ]
