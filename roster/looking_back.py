"""What lies before a rota, which only fairness asks for: three queries, or one.

looking_back(rota, taken, weeks)  -> the Problem of a snapshot, with so many weeks before it
"""

from dataclasses import replace
from datetime import timedelta
from itertools import chain

from roster.duty_rows import duties_by_date
from roster.models import Request
from roster.problem import HISTORY_WEEKS, Problem
from roster.problem import Unavailability as Away
from roster.snapshot import Snapshot, codes_of
from staff.models import Unavailability

COLUMNS = ("person__reference", "kind", "starts_on", "until", "starts", "ends", "paid_minutes")


def looking_back(rota, taken: Snapshot, weeks) -> Problem:
    problem = replace(taken.problem, refused=_refused(rota, weeks))
    if weeks <= HISTORY_WEEKS:
        return problem
    begins = rota.starts - timedelta(weeks=HISTORY_WEEKS)
    first, last = rota.starts - timedelta(weeks=weeks), begins - timedelta(days=1)
    dates = duties_by_date(rota.unit, first, last, codes_of(taken))
    away = Unavailability.objects.filter(person__unit=rota.unit_id)
    away = away.filter(until__range=(first, last)).order_by("id")  # later ones are known already
    return replace(
        problem,
        earlier=tuple(duty for _, duty in chain.from_iterable(dates.values())),
        earlier_unavailable=tuple(Away(*row) for row in away.values_list(*COLUMNS)),
    )


def _refused(rota, weeks):
    """Whose last wish that was answered, of the weeks before the rota, was refused."""
    first, last = rota.starts - timedelta(weeks=weeks), rota.starts - timedelta(days=1)
    answered = Request.objects.filter(person__unit=rota.unit_id, date__range=(first, last))
    answered = answered.filter(state__in=(Request.State.GRANTED, Request.State.REFUSED))
    rows = answered.order_by("date", "id").values_list("person__reference", "state")
    return frozenset(who for who, state in dict(rows).items() if state == Request.State.REFUSED)
