"""A person's share of weekends, lates and bank holidays over some weeks, as it was published.

How many weeks is a setting of the unit (see setting_weights), the same as a fill counts.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from roster.fairness import HOLIDAYS, LATES, WEEKENDS, Worked, dates, minutes_there
from roster.models import ReleasedDuty
from roster.problem import Employment as Post
from roster.released import newest_two
from roster.rules.phrases import day, number
from roster.setting_weights import weights_on
from roster.shares import Share, own_shares
from sites.models import BankHoliday
from staff.models import Employment, Unavailability

COLUMNS = ("person__reference", "date", "starts_at", "work_class", "shift", "area_name")
WORDS = {WEEKENDS: "weekend", LATES: "late", HOLIDAYS: "bank holiday"}


@dataclass(frozen=True)
class SharesPage:
    """`weeks` are those published, of so many asked for, `wanted`."""

    first: date
    last: date
    weeks: int
    wanted: int
    shares: tuple[Share, ...]


def shares_page(*, person, today) -> SharesPage:
    """In six queries, whatever the size of the team."""
    wanted = weights_on(person.unit_id, today).fair_weeks
    last = today + timedelta(days=6 - today.weekday())
    first = last - timedelta(days=7 * wanted - 1)
    newest, _ = newest_two(unit=person.unit, first=first, last=last)
    posts = _posts(person, last, today)
    away = _away(person.unit_id, posts, first, last)
    mondays = sorted(newest)
    held = BankHoliday.objects.filter(unit=person.unit, date__range=(first, last))
    found = own_shares(
        mine=person.reference,
        worked=_worked(person.unit, newest, posts),
        minutes={who: minutes_there(own, away[who], mondays) for who, own in posts.items()},
        holidays=set(held.values_list("date", flat=True)),
    )
    return SharesPage(first, last, len(newest), wanted, found)


def _posts(person, last, today):
    """{reference: what they were employed as} of those who do the same work today."""
    rows = Employment.objects.filter(person__unit=person.unit, starts__lte=last)
    columns = ("person__reference", "starts", "until", "band", "role", "weekly_minutes")
    posts = defaultdict(list)
    for who, *post in rows.order_by("starts").values_list(*columns):
        posts[who].append(Post(*post))
    now = {who: [p.role for p in own if p.holds_on(today)] for who, own in posts.items()}
    mine = set(now.get(person.reference, ()))
    return {who: own for who, own in posts.items() if mine & set(now[who])}


def _away(unit_id, team, first, last):
    """{reference: whole dates away}, of whatever kind."""
    theirs = Unavailability.objects.filter(person__unit=unit_id, person__reference__in=team)
    rows = theirs.filter(starts=None, starts_on__lte=last, until__gte=first)
    away = defaultdict(set)
    for who, begins, until in rows.values_list("person__reference", "starts_on", "until"):
        away[who] |= dates(begins, until, first, last)
    return away


def _worked(unit, newest, team):
    """The duties as they were published; of one on call no release knows whether it was called."""
    zone = ZoneInfo(unit.timezone)
    rows = ReleasedDuty.objects.filter(release__in=newest.values(), person__reference__in=team)
    rows = rows.exclude(work_class="on_call").order_by("date", "starts_at")
    return [
        Worked(
            who,
            on,
            at.astimezone(zone).hour,
            work_class == "clinical",
            f"{code}, {', '.join(filter(None, place))}" if any(place) else code,
        )
        for who, on, at, work_class, code, *place in rows.values_list(*COLUMNS, "site_name")
    ]


def heading(share: Share) -> str:
    return number(share.count, WORDS[share.kind])


def line(duty: Worked) -> str:
    return f"{day(duty.date)}: {duty.told}"
