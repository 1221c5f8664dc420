"""A person's leave year as a ledger: every number is the sum of the entries under it.

    ledger(person, year)    -> Ledger

Units are minutes. TOIL and public holidays taken are listed beside it and take no annual leave.
"""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from roster.models import RuleSetting
from roster.rules.catalogue import CATALOGUE
from roster.rules.parameters import values_of
from staff.adjusting_leave import most_carried
from staff.entitlement import Year, entitlement, pieces, taken
from staff.models import LeaveTerms, Unavailability
from staff.wording import minutes as hours
from staff.wording import on

RULE = CATALOGUE["R-27"]
USUAL = 2250  # what may be carried by hand while a unit has set nothing


@dataclass(frozen=True)
class Account:
    """A heading and (what, minutes) that add up to `total`."""

    name: str
    entries: tuple[tuple[str, int], ...]

    @property
    def total(self):
        return sum(amount for _, amount in self.entries)

    @property
    def total_words(self):
        return signed(self.total)

    @property
    def said(self):
        return [(what, signed(amount)) for what, amount in self.entries]


@dataclass(frozen=True)
class Ledger:
    """`accounts` add up to `left`; `beside` take no annual leave. `most` may be carried over."""

    year: Year
    accounts: tuple[Account, ...]
    beside: tuple[Account, ...]
    most: int

    @property
    def left(self):
        return sum(account.total for account in self.accounts)

    @property
    def left_words(self):
        return signed(self.left)


def signed(amount):
    return f"−{hours(-amount)}" if amount < 0 else hours(amount)


def terms_of(unit):
    return LeaveTerms.objects.filter(unit=unit).first() or LeaveTerms(unit=unit)


def ledger(person, year: Year) -> Ledger:
    """Five queries, whatever is on record."""
    employments = list(person.employments.all())
    absences = list(
        Unavailability.objects.filter(
            person=person, starts_on__lte=year.last, until__gte=year.first
        ).order_by("starts_on", "id")
    )
    adjusted = person.leave_adjustments.filter(year=year.name).select_related("by")
    return Ledger(
        year,
        (
            Account("Entitlement", tuple(_entitled(person.unit, year, employments))),
            Account("Adjustments", tuple(_adjusted(adjusted))),
            Account("Annual leave", _taken(year, absences, employments, "AL", -1)),
        ),
        (
            Account("Time off in lieu taken", _taken(year, absences, employments, "TOIL", 1)),
            Account("Public holidays taken", _taken(year, absences, employments, "BH", 1)),
        ),
        _most(person.unit, year),
    )


def _most(unit, year):
    terms = most_carried(unit, year.last + timedelta(days=1))
    return USUAL if terms is None else terms.minutes


def _entitled(unit, year, employments):
    """Each piece in whole minutes, and what rounding adds once at the end."""
    values = _values(unit, year.first)
    steps = tuple(zip(values["service_years"], values["entitlement_minutes"], strict=True))
    whole, exact, said = entitlement(year, employments, steps, values["round_up_minutes"]), 0, 0
    for piece in pieces(year, employments, steps):
        exact += Fraction(piece.given)
        amount, said = int(exact) - said, int(exact)
        yield (
            f"{on(piece.first)} to {on(piece.last)}: {hours(piece.weekly_minutes)} a week, "
            f"{hours(piece.full_time)} a year full time",
            amount,
        )
    if whole != said:
        yield "Rounded up", whole - said


def _values(unit, first):
    rows = RuleSetting.objects.filter(unit=unit, rule=RULE.id, in_force_from__lte=first)
    newest = rows.order_by("in_force_from", "id").last()
    return values_of(RULE, {RULE.id: newest.parameters} if newest else {}, CATALOGUE)


def _adjusted(rows):
    for row in rows:
        who = f", {row.by}" if row.by else ""
        yield f"{row.reason} ({on(row.at.date())}{who})", row.minutes


def _taken(year, absences, employments, kind, sign):
    """Each absence with what it adds to the sum: a week takes no more than its contract."""
    own, entries, before = [], [], 0
    for absence in absences:
        if absence.kind != kind:
            continue
        own.append(absence)
        after = taken(year, own, employments, (kind,))
        entries.append((_dates(absence), sign * (after - before)))
        before = after
    return tuple(entries)


def _dates(absence):
    if absence.starts_on == absence.until:
        return on(absence.starts_on)
    return f"{on(absence.starts_on)} to {on(absence.until)}"
