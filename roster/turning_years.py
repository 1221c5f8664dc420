"""The leave year turns: what is left of the one before is moved into it.

    turn_leave_year(unit=, now=)    -> how many people took something over

By the daily job, in the first days of a leave year, for units that have set how much may be
carried. Whoever has an entry already is left as they are: so it may run again.
"""

from datetime import timedelta

from roster.leave_ledger import ledgers, terms_of
from roster.walltime import local_date
from staff.adjusting_leave import carry_over, most_carried
from staff.entitlement import leave_year
from staff.models import Employment, Person
from staff.people_page import in_force

DAYS = 28  # a worker that stands still this long is noticed


def is_turning(unit, today) -> bool:
    year = leave_year(today, terms_of(unit).year_month)
    new = (today - year.first).days < DAYS
    return new and most_carried(unit, year.first) is not None


def turn_leave_year(*, unit, now) -> int:
    today = local_date(unit, now)
    month = terms_of(unit).year_month
    year = leave_year(today, month)
    before = leave_year(year.first - timedelta(days=1), month)
    people = _staying(unit, before, year)
    found = ledgers(unit, people, before, today)
    moved = 0
    for person in people:
        held = found[person.pk]
        if held.left > 0 and held.most > 0:
            given = {"year": before.name, "left": held.left, "most": held.most}
            carry_over(person=person, **given, by=None, now=now)
            moved += 1
    return moved


def _staying(unit, before, year):
    """Who is employed on the first day of the new year and took nothing over yet."""
    held = Employment.objects.filter(in_force(year.first), person__unit=unit)
    people = Person.objects.filter(pk__in=held.values("person"))
    return list(people.exclude(leave_adjustments__carried_from=before.name))
