"""A person's share of weekends, lates and bank holidays over 26 weeks, as it was published."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from roster.models import ReleasedDuty
from roster.released import newest_two
from roster.rules.phrases import day, number
from roster.shares import Share, Worked, shares
from sites.models import BankHoliday
from staff.models import Employment

WEEKS = 26
COLUMNS = ("person__reference", "date", "starts_at", "shift", "area_name", "site_name")


@dataclass(frozen=True)
class SharesPage:
    first: date
    last: date
    weeks: int
    shares: tuple[Share, ...]


def shares_page(*, person, today) -> SharesPage:
    """In four queries, whatever the size of the team."""
    last = today + timedelta(days=6 - today.weekday())
    first = last - timedelta(days=7 * WEEKS - 1)
    team = _team(person, today)
    newest, _ = newest_two(unit=person.unit, first=first, last=last)
    held = BankHoliday.objects.filter(unit=person.unit, date__range=(first, last))
    found = shares(
        mine=person.reference,
        duties=_worked(person.unit, newest, team),
        minutes=team,
        holidays=set(held.values_list("date", flat=True)),
    )
    return SharesPage(first, last, len(newest), found)


def _team(person, today):
    """{reference: contracted minutes a week} of those who do the same work today."""
    current = Employment.objects.filter(
        Q(until=None) | Q(until__gte=today), person__unit=person.unit, starts__lte=today
    )
    rows = list(current.values_list("person__reference", "role", "weekly_minutes"))
    mine = {role for reference, role, _ in rows if reference == person.reference}
    return {reference: minutes for reference, role, minutes in rows if role in mine}


def _worked(unit, newest, team):
    zone = ZoneInfo(unit.timezone)
    rows = ReleasedDuty.objects.filter(
        release__in=newest.values(), work_class="clinical", person__reference__in=team
    )
    return [
        Worked(who, on, at.astimezone(zone).hour, f"{code}, {', '.join(filter(None, place))}")
        for who, on, at, code, *place in rows.order_by("date", "starts_at").values_list(*COLUMNS)
    ]


def heading(share: Share) -> str:
    one = {"weekends": "weekend", "lates": "late", "bank holidays": "bank holiday"}[share.kind]
    return number(share.count, one)


def line(duty: Worked) -> str:
    return f"{day(duty.date)}: {duty.told}"
