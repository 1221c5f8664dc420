"""Which absences leave something to do, of many at once.

    to_do(unit, batches, today)     -> {batch: MISSING or STANDS}, of {batch: its rows}

MISSING: from today on somebody is missing where a duty was taken out with the absence; or, where
none was, anywhere on its days of the next two weeks. STANDS: nobody is, but a duty of theirs is
planned still. Each rota is judged once; the page of one absence says who could come.
"""

from datetime import timedelta

from roster.absence_page import SOON, lies_under, went_with
from roster.freeing import REASON
from roster.models import Duty, DutyChange, Rota
from roster.repairing.gaps import gaps_at, unsupported
from roster.repairing.plan import Plan
from roster.rules.rechecking import check_whole
from roster.snapshot import problem_of

STANDS, MISSING = "stands", "missing"
DAY = timedelta(days=1)


def to_do(unit, batches, today) -> dict:
    planned = _Planned(unit, batches, today) if batches else None
    found = {batch: _left(rows, planned) for batch, rows in batches.items()}
    return {batch: left for batch, left in found.items() if left}


def _left(rows, planned):
    stands, freed = set(planned.standing(rows)), set(planned.freed(rows))
    if any(map(planned.is_short, stands | freed)):
        return MISSING
    if stands or freed:
        return STANDS if stands else ""
    return MISSING if any(map(planned.is_short_on, _soon(rows, planned.today))) else ""


def _soon(rows, today):
    for row in rows:
        first, last = max(row.starts_on, today), min(row.until, today + SOON)
        yield from (first + n * DAY for n in range((last - first).days + 1))


class _Planned:
    """What is planned from today on of those away, and what was taken out: three queries, and
    what each rota takes. A place is (rota, site, area, date).
    """

    def __init__(self, unit, batches, today):
        self.today = today
        last = max(row.until for rows in batches.values() for row in rows)
        people = {rows[0].person_id for rows in batches.values()}
        theirs = {"person__in": people, "date__range": (today, last)}
        self.changes = list(DutyChange.objects.filter(reason=REASON, **theirs))
        held = Duty.objects.filter(**theirs)
        self.held = list(held.select_related("rota__unit", "site", "area", "shift_type"))
        rotas = Rota.objects.filter(unit=unit, starts__lte=last).select_related("unit")
        self.plans = {rota.pk: _plan(rota) for rota in rotas if rota.until >= today}

    def standing(self, rows):
        for duty in self.held:
            if lies_under(duty, rows):
                area = duty.area and duty.area.code
                yield duty.rota_id, duty.site.code, area, duty.date

    def freed(self, rows):
        for change in self.changes:
            if went_with(change, rows):
                for duty in change.before:
                    yield change.rota_id, duty["site"], duty["area"], change.date

    def is_short(self, place):
        rota, *where, on = place
        plan = self.plans.get(rota)
        if plan is None or where[1] is None:  # over, or no clinical duty
            return False
        return any(any(ask(plan, *where, on)) for ask in (gaps_at, unsupported))

    def is_short_on(self, on):
        breaches = (breach for plan in self.plans.values() for breach in plan.checked.breaches)
        return any(breach.rule == "R-33" and breach.first == on for breach in breaches)


def _plan(rota):
    return Plan(check_whole(problem_of(rota)))
