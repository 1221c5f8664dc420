"""Writing rota lines, saying who works which from when, and dates on which none is laid."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.db import transaction

from roster import entry
from roster import problem as plain
from roster.locking import Refused
from roster.models import HeldLine, KeptDate, RotaLine
from roster.models.building import MOST_WEEKS
from roster.rules.phrases import number

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def write_line(*, unit, name, pattern, line=None) -> RotaLine:
    """Keep a new rota line, or another name and pattern of one. Raises Refused.

    A line that somebody works may not change its length: their weeks would be counted anew.
    """
    name = " ".join(name.split())
    pattern = [[" ".join(text.upper().split()) for text in week] for week in pattern]
    _refuse(unit, name, pattern, line)
    line = line or RotaLine(unit=unit)
    line.name, line.pattern = name, pattern
    line.save()
    return line


def _refuse(unit, name, pattern, line):
    said = list(_faults(codes_of(unit), pattern))
    if not name:
        said.insert(0, "Give the line a name.")
    others = unit.rota_lines.exclude(pk=line.pk if line else None)
    if others.filter(name__iexact=name).exists():
        said.insert(0, f"There is a line named {name} already.")
    if not 1 <= len(pattern) <= MOST_WEEKS:
        said.insert(0, f"A line has 1 to {MOST_WEEKS} weeks.")
    elif line and line.weeks != len(pattern) and line.held.exists():
        said.insert(
            0, f"Somebody works {line.name}: it keeps its length, {number(line.weeks, 'week')}."
        )
    if said:
        raise Refused(*said)


def codes_of(unit):
    """The shift types and sites of a unit, as entry.check asks for them."""
    sites = unit.sites.prefetch_related("areas")
    return SimpleNamespace(
        shift_types=list(unit.shift_types.all()),
        sites=[
            plain.Site(
                site.code, site.name, tuple(plain.Area(a.code, a.name) for a in site.areas.all())
            )
            for site in sites
        ],
    )


def _faults(codes, pattern):
    for week_number, week in enumerate(pattern, start=1):
        for weekday, text in zip(WEEKDAYS, week, strict=True):
            try:
                entry.check(text, codes)
            except entry.NotUnderstood as fault:
                yield f"Week {week_number}, {weekday}: {fault}"


@transaction.atomic
def assign_line(*, line, people, starts, first_week, step=0) -> int:
    """Let people work a line from a Monday on; each begins `step` weeks of it after the one before.

    What they worked is over the day before. Raises Refused; returns how many they are.
    """
    _refuse_start(line, people, starts, first_week)
    HeldLine.objects.filter(person__in=people, starts=starts).delete()
    HeldLine.objects.bulk_create(
        HeldLine(
            person=person,
            line=line,
            starts=starts,
            first_week=(first_week - 1 + place * step) % line.weeks + 1,
        )
        for place, person in enumerate(people)
    )
    return len(people)


def _refuse_start(line, people, starts, first_week):
    if not people:
        raise Refused("Choose who works the line.")
    if starts.weekday():
        raise Refused("A line starts on a Monday.")
    if not 1 <= first_week <= line.weeks:
        raise Refused(f"{line.name} has weeks 1 to {line.weeks}.")


def end_line(*, held: HeldLine, until: date) -> None:
    """Let somebody's line be over after a Sunday. Before it began: it never was."""
    if until.weekday() != 6:
        raise Refused("A line ends on a Sunday.")
    if until < held.starts:
        held.delete()
    else:
        held.until = until
        held.save()


def delete_line(*, line) -> None:
    """Raises Refused while somebody works it."""
    if line.held.exists():
        raise Refused(f"Somebody works {line.name}. End that first, or leave the line.")
    line.delete()


def keep_date(*, person, on, reason="") -> KeptDate:
    """Lay no line over this date of the person. Once kept, only the reason changes."""
    kept, _ = KeptDate.objects.update_or_create(
        person=person, date=on, defaults={"reason": reason.strip()}
    )
    return kept


def sunday_before(today: date) -> date:
    """The last day of the week before the one of `today`."""
    return today - timedelta(days=today.weekday() + 1)
