"""A leave year of a person as a recount, and how their unit answers what they ask.

    balance(person, year)   -> Balance
    terms_of(unit)          -> LeaveTerms

Units are minutes.
"""

from dataclasses import dataclass

from django.db.models import Q, Sum

from roster.rule_settings import values_on
from staff.entitlement import Year, entitlement, taken
from staff.models import LeaveRequest, LeaveTerms, Unavailability

RULE = "R-27"


@dataclass(frozen=True)
class Balance:
    """A leave year of a person. `left` is the entitlement with adjustments, less what is booked;
    `asked` is not taken off yet.
    """

    year: Year
    entitled: int
    adjusted: int
    booked: int
    asked: int

    @property
    def left(self):
        return self.entitled + self.adjusted - self.booked


def terms_of(unit) -> LeaveTerms:
    return LeaveTerms.objects.filter(unit=unit).first() or LeaveTerms(unit=unit)


def balance(person, year) -> Balance:
    """The recount from what is on record."""
    employments = list(person.employments.all())
    values = values_on(person.unit, year.first, RULE)[RULE]
    steps = tuple(zip(values["service_years"], values["entitlement_minutes"], strict=True))
    asked = person.leave_requests.filter(
        state=LeaveRequest.State.ASKED, starts_on__range=(year.first, year.last)
    )
    absences = Unavailability.objects.filter(
        person=person, starts_on__lte=year.last, until__gte=year.first
    ).order_by("starts_on", "id")
    adjusted = person.leave_adjustments.aggregate(
        into=Sum("minutes", filter=Q(year=year.name)),
        out=Sum("minutes", filter=Q(carried_from=year.name)),
    )
    return Balance(
        year=year,
        entitled=entitlement(
            year, employments, steps, values["round_up_minutes"], person.service_from
        ),
        adjusted=(adjusted["into"] or 0) - (adjusted["out"] or 0),
        booked=taken(year, absences, employments),
        asked=asked.aggregate(sum=Sum("minutes"))["sum"] or 0,
    )
