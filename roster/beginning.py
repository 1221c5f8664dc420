"""A new rota of whole weeks, empty."""

from datetime import date, timedelta

from django.db import transaction

from roster.loading import new_rota
from roster.locking import Refused, locked_unit
from roster.models import Rota
from roster.rules.phrases import full


def next_monday(unit, today) -> date:
    """When a new rota would begin: after the last one, else next week."""
    last = max((rota.until for rota in unit.rotas.all()), default=today)
    return last + timedelta(days=7 - last.weekday())


@transaction.atomic
def begin_rota(*, unit, starts: date, weeks: int, by) -> Rota:
    """Raises Refused where another rota of the unit shares a date."""
    locked_unit(unit.pk)
    until = starts + timedelta(days=7 * weeks - 1)
    for other in unit.rotas.all():
        if other.starts <= until and other.until >= starts:
            raise Refused(
                f"There is a rota from {full(other.starts)} to {full(other.until)}: begin after "
                f"it, or before it with fewer weeks."
            )
    return new_rota(unit, starts, weeks, by)
