"""What the ledgers of some people are made of, for one leave year: ten queries, however many.

Books(unit, people, year)
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery

from roster.models import Release, ReleasedDuty
from roster.rule_settings import values_on
from staff.adjusting_leave import most_carried
from staff.models import Employment, HoursEntry, LeaveAdjustment, Unavailability

RULES = ("R-25", "R-26", "R-27")
USUAL = 2250  # what may be carried by hand while a unit has set nothing
DAY = timedelta(days=1)


class Books:
    """Rows by the key of their person. `extra` are the extra duties of the year as they were told
    last, `worked` the duties on its bank holidays; `most` may be carried into the next year.
    """

    def __init__(self, unit, people, year):
        self.year, keys = year, [person.pk for person in people]
        self.service_from = {person.pk: person.service_from for person in people}
        self.holidays = {
            held.date: held.name or "Bank holiday"
            for held in unit.bank_holidays.filter(date__range=(year.first, year.last))
        }
        self.values = values_on(unit, year.first, *RULES)
        terms = most_carried(unit, year.last + DAY)
        self.most = USUAL if terms is None else terms.minutes
        self.employments = _by_person(Employment.objects, keys)
        self.absences = _by_person(_absences(year), keys)
        self.adjusted = _by_person(_adjusted(year), keys)
        self.entries = _by_person(_entries(year), keys)
        told = _by_person(_told(year, self.holidays), keys)
        self.extra = _only(told, lambda duty: duty.additional)
        self.worked = _only(told, lambda duty: duty.date in self.holidays)


def _by_person(rows, keys):
    found = defaultdict(list)
    for row in rows.filter(person__in=keys):
        found[row.person_id].append(row)
    return found


def _only(by_person, wanted):
    found = {key: [row for row in rows if wanted(row)] for key, rows in by_person.items()}
    return defaultdict(list, found)


def _absences(year):
    """Of every kind: together they take no more of a week than its contract. Time off in lieu also
    of the years before: it has no year of its own."""
    of_the_year = Q(kind="TOIL") | Q(until__gte=year.first)
    rows = Unavailability.objects.filter(of_the_year, starts_on__lte=year.last)
    return rows.order_by("starts_on", "id")


def _adjusted(year):
    touched = Q(year=year.name) | Q(carried_from=year.name)
    return LeaveAdjustment.objects.filter(touched).select_related("by")


def _entries(year):
    kinds = Q(kind="toil") | Q(kind="holiday", date__gte=year.first)
    return HoursEntry.objects.filter(kinds, date__lte=year.last).select_related("by")


def _told(year, holidays):
    """Of the newest release of each week."""
    of_the_week = Release.objects.filter(
        rota=OuterRef("release__rota"), monday=OuterRef("release__monday")
    )
    newest = Subquery(of_the_week.order_by("-number").values("pk")[:1])
    rows = ReleasedDuty.objects.filter(
        Q(additional=True) | Q(date__in=holidays), date__range=(year.first, year.last)
    )
    return rows.annotate(newest=newest).filter(release=F("newest")).order_by("starts_at", "id")
