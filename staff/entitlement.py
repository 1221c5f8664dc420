"""Annual leave in hours (R-27): what a leave year gives, and what days away take. Pure.

    leave_year(on, month)                                   -> Year
    entitlement(year, employments, steps, round_up)         -> minutes
    pieces(year, employments, steps)                        -> (Piece, ...), what makes it up
    paid_by_date(first, until, employments, planned)        -> {date: minutes}
    runs(by_date)                                           -> (first, until, minutes), ...
    taken(year, absences, employments, kinds)               -> minutes

Employments have `starts`, `until` (null: open), `weekly_minutes` and `days_per_week` (null: by
450 minutes a day), whether rows of the database or plain data. Units are minutes.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from staff.dated import holds

DAY = timedelta(days=1)
FULL_TIME = 2250  # minutes a week, Agenda for Change section 10
STANDARD_DAY = 450
UNPAID = "OTHER"


@dataclass(frozen=True)
class Year:
    """A leave year, both dates in it; it is named by the calendar year it begins in."""

    first: date
    last: date

    @property
    def name(self):
        return self.first.year

    @property
    def days(self):
        return (self.last - self.first).days + 1


def leave_year(on: date, month: int) -> Year:
    """The leave year a date lies in, when it begins on the first of a month."""
    first = date(on.year - (on.month < month), month, 1)
    return Year(first, date(first.year + 1, month, 1) - DAY)


def entitlement(year: Year, employments, steps, round_up: int, service_from=None) -> int:
    """Minutes of leave of a year by service and hours, pro rata by date, rounded up once.

    `steps` are (years of service, full-time minutes), ascending. Service counts from the first
    day of any employment, or from an earlier date for what was served elsewhere in the NHS.
    Joining, leaving, other hours and a step reached count from their date.
    """
    found = pieces(year, employments, steps, service_from)
    given = sum((piece.given for piece in found), Fraction(0))
    return ceil(given / round_up) * round_up


@dataclass(frozen=True)
class Piece:
    """A span of a leave year on which one employment and one step of service hold."""

    first: date
    last: date
    weekly_minutes: int
    full_time: int
    given: Fraction


def pieces(year: Year, employments, steps, service_from=None) -> tuple[Piece, ...]:
    """What the entitlement is made of before it is rounded, in order of date."""
    if not employments:
        return ()
    began = min(held.starts for held in employments)
    began = min(began, service_from or began)
    cuts, found = _cuts(year, employments, began, steps), []
    for first, beyond in pairwise(cuts):
        held = employment_on(employments, first)
        if held is None:
            continue
        alike = (held.weekly_minutes, _full_time(began, first, steps))
        last = found[-1] if found else None
        if last and last[1] == first and last[2:] == alike:
            first = found.pop()[0]
        found.append((first, beyond, *alike))
    return tuple(_piece(year, *span) for span in found)


def _cuts(year, employments, began, steps):
    """Every date of the year on which something else may hold, and the one after its last."""
    found = {held.starts for held in employments}
    found |= {held.until + DAY for held in employments if held.until and held.until < year.last}
    found |= {_after(began, years) for years, _ in steps}
    end = year.last + DAY
    return sorted({year.first, end} | {on for on in found if year.first < on < end})


def _after(began, years):
    """The date on which so many years of service are complete."""
    try:
        return began.replace(year=began.year + years)
    except ValueError:  # began on 29 February
        return date(began.year + years, 3, 1)


def _piece(year, first, beyond, weekly, full_time):
    days = (beyond - first).days
    given = Fraction(days * full_time * weekly, FULL_TIME * year.days)
    return Piece(first, beyond - DAY, weekly, full_time, given)


def employment_on(employments, on):
    return next((held for held in employments if holds(held, on)), None)


def _full_time(began, on, steps):
    """What a whole year full-time gives at the service reached on a date."""
    years = on.year - began.year - ((on.month, on.day) < (began.month, began.day))
    return steps[bisect_right([after for after, _ in steps], years) - 1][1]


def standard_day(employment) -> Fraction:
    """The minutes of a contracted day, exactly."""
    if employment.days_per_week is None:
        return Fraction(STANDARD_DAY)
    return Fraction(employment.weekly_minutes) / Fraction(str(employment.days_per_week))


def paid_by_date(first: date, until: date, employments, planned) -> dict[date, int]:
    """What each date away is paid: the duties planned, else the contract.

    `planned` maps the Mondays of weeks that are planned to {date: minutes of duties}: there a day
    off takes nothing. In other weeks a weekday takes a standard day, up to the week's contract.
    """
    found, used = {}, {}
    for n in range((until - first).days + 1):
        on = first + n * DAY
        monday = on - on.weekday() * DAY
        if monday in planned:
            found[on] = planned[monday].get(on, 0)
        else:
            found[on] = _by_contract(on, monday, employments, used)
    return found


def _by_contract(on, monday, employments, used):
    """A standard day of a weekday, while the week's contract has some left. A begun minute is none,
    so that the days of a week add up to what the grid counts for it."""
    held = employment_on(employments, on)
    if held is None or on.weekday() >= 5 or not held.weekly_minutes:
        return 0
    before = used.get(monday, Fraction(0))
    used[monday] = max(before, min(before + standard_day(held), Fraction(held.weekly_minutes)))
    return floor(used[monday]) - floor(before)


def runs(by_date):
    """The dates in order as (first, until, minutes), those that follow on each other with equal
    minutes together.
    """
    found = []
    for on in sorted(by_date):
        last = found[-1] if found else None
        if last and last[1] + DAY == on and last[2] == by_date[on]:
            found[-1] = (last[0], on, last[2])
        else:
            found.append((on, on, by_date[on]))
    return tuple(found)


def taken(year: Year, absences, employments, kinds=("AL",)) -> int:
    """Minutes of these kinds of absence in a year: those on record, else by the contract.

    `absences` are those of every kind, in order: together they take no more of a week by the
    contract than it has.
    """
    used, total = {}, 0
    for absence in absences:
        if absence.kind != UNPAID:
            found = sum(_minutes_on(absence, on, employments, used) for on in _dates(absence, year))
            total += found * (absence.kind in kinds)
    return total


def _dates(absence, year):
    first, last = max(absence.starts_on, year.first), min(absence.until, year.last)
    return [first + n * DAY for n in range((last - first).days + 1)]


def _minutes_on(absence, on, employments, used):
    monday = on - on.weekday() * DAY
    if absence.paid_minutes is None and absence.starts is None:
        return _by_contract(on, monday, employments, used)
    minutes = absence.paid_minutes
    if minutes is None:
        starts, ends = absence.starts, absence.ends
        minutes = 60 * (ends.hour - starts.hour) + ends.minute - starts.minute
    used[monday] = used.get(monday, Fraction(0)) + minutes
    return minutes
