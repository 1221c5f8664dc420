"""What the page of rota lines shows: a constant number of queries."""

from datetime import timedelta
from itertools import zip_longest

from roster.models import HeldLine, KeptDate
from roster.patterning import WEEKDAYS, sunday_before


def lines_page(unit, today):
    """The lines, who works them, and the dates kept from this week on."""
    held = list(
        HeldLine.objects.filter(person__unit=unit).select_related("person", "line").order_by()
    )
    held.sort(key=lambda one: (one.person.position, one.person_id, one.starts))
    kept = KeptDate.objects.filter(person__unit=unit, date__gt=sunday_before(today))
    return {
        "unit": unit,
        "weekdays": WEEKDAYS,
        "lines": [
            {"line": line, "rows": list(enumerate(line.pattern, start=1)), "worked": worked}
            for line in unit.rota_lines.all()
            for worked in [sum(one.line_id == line.pk for one in held)]
        ],
        "held": list(_with_next(held)),
        "kept": kept.select_related("person"),
        "sunday": sunday_before(today) + timedelta(days=7),
        "codes": unit.shift_types.all(),
    }


def _with_next(held):
    """(who works a line, when the next line of theirs puts an end to it or null)"""
    for one, later in zip_longest(held, held[1:]):
        follows = later is not None and later.person_id == one.person_id
        cut = follows and (one.until is None or later.starts <= one.until)
        yield one, later.starts if cut else None
