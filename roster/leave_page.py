"""What the page about leave shows its person: what is left, what was asked, what dates would do.

my_leave(person, today)                   -> MyLeave
foreseen_page(person, first, until, today, part=None)   -> {"found": ..., "others": ...}
asked_page(request, today)                  -> the same, for those who answer
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster.answering import Answering
from roster.leave_balance import Balance, balance, terms_of
from roster.leave_outlook import Outlook, nearest
from roster.part_days import part_of, said
from roster.rules.phrases import day, full, hours, listed, number
from staff.entitlement import leave_year
from staff.models import LeaveRequest


@dataclass(frozen=True)
class Ledger:
    """A leave year in words, line by line; the last line is the sum of those above."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MyLeave:
    """What was asked for is with the last date to answer it; null where nobody waits for one."""

    today: date
    ledgers: tuple[Ledger, ...]
    requests: tuple[tuple[LeaveRequest, date | None], ...]


def my_leave(person, today) -> MyLeave:
    month = terms_of(person.unit).year_month
    this = leave_year(today, month)
    years = (this, leave_year(this.last + timedelta(days=1), month))
    found = person.leave_requests.select_related("decided_by", "withdrawn_by")
    found = found.order_by("-starts_on", "-id")
    answering, waits = Answering(person.unit), LeaveRequest.State.ASKED
    return MyLeave(
        today=today,
        ledgers=tuple(_ledger(balance(person, year)) for year in years),
        requests=tuple((a, answering.due(a) if a.state == waits else None) for a in found),
    )


def _ledger(found: Balance):
    lines = [("Entitlement", found.entitled)]
    lines += [("Carried over, bought or sold", found.adjusted)] * bool(found.adjusted)
    lines += [("Booked", -found.booked), ("Left", found.left)]
    lines += [("Of that, asked for", found.asked)] * bool(found.asked)
    heading = f"{full(found.year.first)} to {full(found.year.last)}"
    return Ledger(heading, tuple((name, signed(minutes)) for name, minutes in lines))


def signed(minutes):
    return f"−{hours(minutes)}" if minutes < 0 else hours(minutes)


def foreseen_page(person, first, until, today, part=None):
    outlook = Outlook(person, first, until, today, part, as_told=True)
    return _page(outlook, outlook.of(first, until), ("You are", "You have", "you", "Your"))


def asked_page(request, today):
    """The same of leave that waits, for those who answer: its hours are taken off already."""
    part = part_of(request)
    outlook = Outlook(request.person, request.starts_on, request.until, today, part)
    found = outlook.of(request.starts_on, request.until)
    found = replace(found, left=found.left + request.minutes)
    name = request.person.name
    return _page(outlook, found, (f"{name} is", f"{name} has", "them", "Their"))


def _page(outlook, found, who):
    others = () if found.fits else nearest(outlook, found)
    return {
        "found": found,
        "when": said(found.first, found.until, outlook.part),
        "part": outlook.part,
        "takes": hours(found.minutes),
        "left": signed(found.left),
        "effects": tuple(_effects(found, outlook.terms, *who)),
        "others_away": _others_away(found, outlook.terms),
        "unplanned": not outlook.is_planned(found.first, found.until),
        "at_once": found.fits and outlook.terms.grant_at_once,
        "others": [{"found": o, "when": said(o.first, o.until, outlook.part)} for o in others],
    }


def _effects(found, terms, they_are, they_have, them, their):
    """What there is to think about, each a sentence."""
    if found.taken:
        yield f"{they_are} away already on {day(found.taken[0])}."
    if found.left < 0:
        yield "It is more than is left."
    if found.full:
        yield f"{number(terms.most_away, 'person', 'people')} may be away; {_on(found.full)} full."
    if found.short:
        yield f"Too few would be left on {listed(map(day, found.short))}."
    if found.hard and not found.short:
        yield f"Something that must be kept would be broken without {them}."
    if found.crowded:
        weeks = listed(f"{day(monday)}" for monday in found.crowded)
        yield f"Much of the team is on leave already in the week of {weeks}."
    if found.published:
        yield f"{they_have} a published shift on {listed(map(day, found.published))}."
    for on, before, after in found.shifts:
        yield f"{their} {before} on {day(on)} {_becomes(after)}."


def _becomes(shift):
    if shift:
        return f"becomes {shift}"
    return "is taken out: no shift of the unit fits beside these hours. The rest is planned anew"


def _others_away(found, terms):
    """How many colleagues have leave then, where any has: never who."""
    on, most = max(found.away, key=lambda pair: pair[1])
    if not most:
        return ""
    may = f"; {terms.most_away} may be" if terms.most_away is not None else ""
    return f"{number(most, 'other is', 'others are')} on leave already on {day(on)}{may}."


def _on(dates):
    return f"{listed(map(day, dates))} {'is' if len(dates) == 1 else 'are'}"
